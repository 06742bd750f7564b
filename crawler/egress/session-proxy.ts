/** The proxy of one session on loopback: what a browser asks of it goes through the session's dialer. */
import { Agent, createServer } from 'node:http';
import type { AgentOptions, ClientRequestArgs, IncomingMessage, Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { RequestError, Server } from 'proxy-chain';
import type { ConnectionLog } from './connection-log.ts';
import type { Dialer } from './dialer.ts';
import { EgressFailure } from './egress-error.ts';

export interface SessionProxy {
  url: string;
  close(): Promise<void>;
}

/** Chromium's own limit of connections to one host (HTTP/1.1), and how long an idle one is kept, milliseconds. */
const AGENT_OPTIONS: AgentOptions = { keepAlive: true, maxSockets: 6, timeout: 4000 };

/**
 * proxy-chain reads requests and forwards plain HTTP; every byte to the outside goes over sockets that the dialer
 * opened (its documented `httpAgent` and `customConnectServer`), so proxy-chain itself never resolves a name nor
 * connects. Refused or failed targets answer 502: a tunnel error for HTTPS, a small page for HTTP. Judge by the
 * session's record.
 */
export async function startSessionProxy(dialer: Dialer, log: ConnectionLog): Promise<SessionProxy> {
  const agent = new DialingAgent(dialer, log);
  const server = new Server({
    host: '127.0.0.1',
    port: 0,
    authRealm: 'proxy',
    prepareRequestFunction: async ({ request, hostname, port, isHttp }) => {
      dropHeader(request, 'proxy-connection');
      try {
        if (isHttp) {
          await dialer.admit(hostname, port);
          return { httpAgent: agent };
        }
        const target = await dialer.dial(hostname, port);
        return { customConnectServer: tunnelEnd(request, target, log) };
      } catch (error) {
        throw new RequestError(error instanceof EgressFailure ? error.code : 'not reached', 502);
      }
    },
  });
  await server.listen();
  return {
    url: `http://127.0.0.1:${String(server.port)}`,
    close: async () => {
      agent.destroy();
      await server.close(true);
    },
  };
}

type DialCallback = (error: Error | null, stream?: Duplex) => void;

/** Connections for plain HTTP, kept alive within the session only. */
class DialingAgent extends Agent {
  readonly #dialer: Dialer;
  readonly #log: ConnectionLog;

  constructor(dialer: Dialer, log: ConnectionLog) {
    super(AGENT_OPTIONS);
    this.#dialer = dialer;
    this.#log = log;
  }

  override createConnection(
    options: ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    void this.#connectFor(options.host ?? '', Number(options.port ?? 80), callback as DialCallback | undefined);
  }

  async #connectFor(host: string, port: number, callback: DialCallback | undefined): Promise<void> {
    let socket: Socket;
    try {
      socket = await this.#dialer.dial(host, port);
    } catch (error) {
      callback?.(error as Error);
      return;
    }
    socket.on('data', () => this.#log.check());
    callback?.(null, socket);
  }
}

/**
 * The "server" that proxy-chain hands an accepted CONNECT to: joins the browser's socket with the dialled one. It never
 * listens.
 */
function tunnelEnd(request: IncomingMessage, target: Socket, log: ConnectionLog): HttpServer {
  const end = createServer();
  end.removeAllListeners('connection');
  request.socket.once('close', () => target.destroy());
  end.once('connection', (source: Socket) => {
    target.on('data', () => log.check());
    source.on('error', () => target.destroy());
    target.once('close', () => source.destroy());
    // A half-closed direction is passed on by pipe's own end().
    source.pipe(target).pipe(source);
    if (source.destroyed) target.destroy();
    if (target.destroyed) source.destroy();
  });
  return end;
}

/** `Proxy-Connection` gives a proxy away to the site. */
function dropHeader(request: IncomingMessage, name: string): void {
  for (let index = request.rawHeaders.length - 2; index >= 0; index -= 2) {
    if (request.rawHeaders[index]?.toLowerCase() === name) request.rawHeaders.splice(index, 2);
  }
}
