/** Writes a reply, or what its fault makes of it, to one HTTP connection. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Fault } from './fault.ts';
import type { Reply } from './reply.ts';

const MIB = 1024 * 1024;
/** Pieces per second of a slow body. */
const SLOW_BEAT = 10;
/**
 * An endless body comes in pieces of this size at this interval, about 3 MiB/s: no end, but the machine stays usable.
 */
const ENDLESS_PIECE = Buffer.from(`<p>${'endless '.repeat(4096)}</p>\n`);
const ENDLESS_INTERVAL_MS = 10;
/** How many bytes a bad content-length promises beyond the body. */
const PROMISED_TOO_MUCH = 1024;

/** One exchange; `raw` is the TCP socket under it, also for TLS. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  raw: Socket;
}

/** Resolves when the reply is sent or the client is gone; never rejects for a client that leaves. */
export async function sendReply(exchange: Exchange, reply: Reply): Promise<void> {
  if (reply.delayMs > 0) await sleep(reply.delayMs, undefined, { ref: false });
  if (exchange.raw.destroyed) return;
  try {
    if (reply.fault) await SENDERS[reply.fault.kind](exchange, reply, 'size' in reply.fault ? reply.fault.size : 0);
    else sendPlain(exchange, reply);
  } catch {
    // The client left in the middle of the body.
    exchange.raw.destroy();
  }
}

type Sender = (exchange: Exchange, reply: Reply, size: number) => Promise<void> | void;

const SENDERS: Record<Fault['kind'], Sender> = {
  reset: ({ raw }) => {
    raw.resetAndDestroy();
  },
  // Over TLS this route looks at more than the server name: all that is left is to cut the connection.
  'bad-tls': ({ raw }) => {
    raw.resetAndDestroy();
  },
  hang: () => undefined,
  slow: sendSlow,
  truncate: ({ response }, reply, size) => sendCut(response, reply, reply.body.length, size),
  'bad-content-length': ({ response }, reply) =>
    sendCut(response, reply, reply.body.length + PROMISED_TOO_MUCH, reply.body.length),
  'redirect-loop': ({ request, response }, reply) => {
    // A counter in the query, so that the loop is not seen by comparing addresses.
    const url = new URL(request.url ?? '/', 'http://loop.invalid');
    url.searchParams.set('_loop', String(Number(url.searchParams.get('_loop') ?? 0) + 1));
    response.writeHead(reply.status >= 300 && reply.status < 400 ? reply.status : 302, {
      location: `${url.pathname}${url.search}`,
      'content-length': 0,
    });
    response.end();
  },
  endless: sendEndless,
  'gzip-bomb': sendBomb,
};

function head(response: ServerResponse, { status, headers }: Reply, length: number | null): void {
  const framed = 'content-length' in headers || 'transfer-encoding' in headers;
  const bodiless = status === 204 || status === 304;
  response.writeHead(
    status,
    length === null || framed || bodiless ? headers : { ...headers, 'content-length': String(length) },
  );
}

function sendPlain({ response }: Exchange, reply: Reply): void {
  head(response, reply, reply.body.length);
  response.end(reply.body);
}

/** Promises `promised` bytes, sends the first `size` of the body and ends the connection in good order. */
function sendCut(response: ServerResponse, reply: Reply, promised: number, size: number): void {
  head(response, reply, promised);
  response.flushHeaders();
  const { socket } = response;
  response.write(reply.body.subarray(0, size));
  // Ended at the layer written to: under TLS the raw socket would close before the last record is out.
  socket?.end();
}

async function sendSlow({ response, raw }: Exchange, reply: Reply, bytesPerSecond: number): Promise<void> {
  head(response, reply, reply.body.length);
  response.flushHeaders();
  const piece = Math.max(1, Math.floor(bytesPerSecond / SLOW_BEAT));
  const pause = (piece / bytesPerSecond) * 1000;
  for (let at = 0; at < reply.body.length && !raw.destroyed; at += piece) {
    await sleep(pause, undefined, { ref: false });
    response.write(reply.body.subarray(at, at + piece));
  }
  response.end();
}

async function sendEndless({ response, raw }: Exchange, reply: Reply): Promise<void> {
  head(response, reply, null);
  response.write(reply.body);
  while (!raw.destroyed) {
    const drained = response.write(ENDLESS_PIECE);
    // A reader that stops is waited for a beat at a time: its closing shows on the socket, not as a drain.
    await sleep(drained ? ENDLESS_INTERVAL_MS : ENDLESS_INTERVAL_MS * 10, undefined, { ref: false });
    while (response.writableNeedDrain && !raw.destroyed)
      await sleep(ENDLESS_INTERVAL_MS * 10, undefined, { ref: false });
  }
}

/** `size` MiB of spaces, compressed as they go out: neither side of the bomb is ever held in memory here. */
async function sendBomb({ response }: Exchange, reply: Reply, size: number): Promise<void> {
  head(response, { ...reply, headers: { ...reply.headers, 'content-encoding': 'gzip' } }, null);
  const block = Buffer.alloc(MIB, ' ');
  const plain = Readable.from(
    (function* blocks() {
      for (let made = 0; made < size; made += 1) yield block;
    })(),
  );
  await pipeline(plain, createGzip({ level: 9 }), response);
}
