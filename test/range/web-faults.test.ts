/** Every fault a route can play, seen from the socket. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { createGunzip } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { mapped, rangeOf, rawExchange, visit } from './fixture-corpus.ts';
import type { Range } from './range.ts';

const OTHER = { routes: [{ respond: { body: 'other' } }] };
const faulty = async (fault: string, more: object = {}, files = {}): Promise<Range> =>
  rangeOf({ a: { ...more, routes: [{ respond: { fault } }] }, other: OTHER }, files);
const GET = 'GET / HTTP/1.1\r\nhost: a.example\r\nconnection: close\r\n\r\n';
const PAGE = { 'sites/a/www/index.html': 'x'.repeat(1000) };

interface Download {
  /** Bytes so far. */
  bytes: () => number;
  /** Resolves when that many bytes came. */
  reach: (count: number) => Promise<void>;
  /** Leaves, whatever came. */
  leave: () => void;
}

/** One request whose answer is counted, not kept. */
function download(range: Range): Download {
  let bytes = 0;
  const socket = connect(mapped(range, 'http://a.example/'), () => socket.write(GET));
  socket.on('data', (chunk) => (bytes += chunk.length));
  onTestFinished(() => void socket.destroy());
  return {
    bytes: () => bytes,
    reach: async (count) => {
      while (bytes < count) await once(socket, 'data');
    },
    leave: () => void socket.destroy(),
  };
}

/** Many other requests, each answered: whatever else is due meanwhile had its chance. */
async function meanwhile(range: Range): Promise<void> {
  for (let index = 0; index < 20; index += 1) expect((await visit(range, 'http://other.example/')).text).toBe('other');
}

describe.each(['http', 'https'])('over %s', (scheme) => {
  test('reset cuts the connection with RST', async () => {
    await expect(visit(await faulty('reset'), `${scheme}://a.example/`)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('truncate ends after so many bytes of what it promised', async () => {
    await expect(visit(await faulty('truncate:100', {}, PAGE), `${scheme}://a.example/`)).rejects.toMatchObject({
      code: 'ECONNRESET',
      message: 'aborted',
    });
    await expect(visit(await faulty('truncate:0', {}, PAGE), `${scheme}://a.example/`)).rejects.toMatchObject({
      code: 'ECONNRESET',
      message: 'aborted',
    });
  });

  test('bad-content-length promises more than it sends', async () => {
    await expect(visit(await faulty('bad-content-length', {}, PAGE), `${scheme}://a.example/`)).rejects.toMatchObject({
      message: 'aborted',
    });
  });
});

test('truncate sends exactly its bytes', async () => {
  const answer = (
    await rawExchange(mapped(await faulty('truncate:100', {}, PAGE), 'http://a.example/'), GET)
  ).toString();
  expect(answer).toContain('content-length: 1000');
  expect(answer.split('\r\n\r\n')[1]).toBe('x'.repeat(100));
});

test('bad-content-length sends the whole body under a wrong length', async () => {
  const answer = (
    await rawExchange(mapped(await faulty('bad-content-length', {}, PAGE), 'http://a.example/'), GET)
  ).toString();
  expect(answer).toContain('content-length: 2024');
  expect(answer.split('\r\n\r\n')[1]).toBe('x'.repeat(1000));
});

test('hang takes the request and never answers', async () => {
  const range = await faulty('hang');
  const { bytes } = download(range);
  await expect.poll(() => range.log(), { timeout: 240_000 }).toMatchObject([{ answer: 'hang' }]);
  await meanwhile(range);
  expect(bytes()).toBe(0);
});

test('slow keeps to its bytes per second', async () => {
  expect((await visit(await faulty('slow:20000', {}, PAGE), 'http://a.example/')).text).toBe('x'.repeat(1000));
  const range = await faulty('slow:1', {}, PAGE);
  const { bytes, reach } = download(range);
  await reach(1);
  await meanwhile(range);
  // the head and far from all of the 1000 seconds' worth
  expect(bytes()).toBeLessThan(900);
});

test('endless goes on until the client leaves', async () => {
  const range = await faulty('endless');
  const { bytes, reach, leave } = download(range);
  await reach(500_000);
  leave();
  expect(bytes()).toBeGreaterThanOrEqual(500_000);
});

test('gzip-bomb is small on the wire, large inside, and one valid gzip stream', async () => {
  const answer = await visit(await faulty('gzip-bomb:20'), 'http://a.example/');
  expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'text/html' });
  expect(answer.body.length).toBeLessThan(60_000);
  const gunzip = createGunzip();
  gunzip.end(answer.body);
  let size = 0;
  for await (const chunk of gunzip) size += (chunk as Buffer).length;
  expect(size).toBe(20 * 1024 * 1024);
});

test('a huge gzip-bomb starts at once and holds no memory', async () => {
  const range = await faulty('gzip-bomb:100000');
  const before = process.memoryUsage().rss;
  await download(range).reach(20_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
});

test('redirect-loop leads on and on under ever new addresses', async () => {
  const range = await faulty('redirect-loop');
  const seen = new Set<string>();
  let url = 'http://a.example/q?id=1';
  for (let hop = 0; hop < 25; hop += 1) {
    const { status, headers } = await visit(range, url);
    expect(status).toBe(302);
    seen.add(url);
    url = new URL(headers.location ?? '', url).href;
  }
  expect(seen.size).toBe(25);
  expect(url).toContain('id=1');
});

describe('bad-tls', () => {
  test('breaks the handshake and leaves plain HTTP alone', async () => {
    const range = await faulty('bad-tls', {}, PAGE);
    await expect(visit(range, 'https://a.example/')).rejects.toMatchObject({
      message: expect.stringContaining('handshake failure') as unknown,
    });
    expect((await visit(range, 'http://a.example/')).status).toBe(200);
    expect(range.log()[0]).toMatchObject({ service: 'tls', host: 'a.example', answer: 'bad-tls' });
  });

  test('keeps to its host and country', async () => {
    const range = await rangeOf(
      {
        a: {
          hosts: ['a.example', 'b.example'],
          routes: [{ match: { host: '^a', country: 'CN' }, respond: { fault: 'bad-tls' } }],
        },
      },
      PAGE,
    );
    await expect(visit(range, 'https://a.example/', { exit: 'range-china' })).rejects.toThrow(/handshake failure/);
    expect((await visit(range, 'https://a.example/')).status).toBe(200);
    expect((await visit(range, 'https://b.example/', { exit: 'range-china' })).status).toBe(200);
  });

  test('on a path only cuts the connection once the path is known', async () => {
    const range = await rangeOf({ a: { routes: [{ match: { path: '^/x' }, respond: { fault: 'bad-tls' } }] } }, PAGE);
    await expect(visit(range, 'https://a.example/x')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await visit(range, 'https://a.example/')).status).toBe(200);
  });
});

test('a fault waits for its delay', async () => {
  const soon = await rangeOf({ a: { routes: [{ respond: { fault: 'reset', delayMs: 20 } }] } });
  await expect(visit(soon, 'http://a.example/')).rejects.toThrow(/ECONNRESET/);
  const range = await rangeOf({ a: { routes: [{ respond: { fault: 'reset', delayMs: 3_600_000 } }] }, other: OTHER });
  let reset = false;
  visit(range, 'http://a.example/').catch(() => (reset = true));
  await expect.poll(() => range.log().length, { timeout: 240_000 }).toBe(1);
  await meanwhile(range);
  expect(reset).toBe(false);
});

test('the range goes on after garbage, half handshakes and clients that leave', async () => {
  const range = await faulty('endless');
  const target = mapped(range, 'http://a.example/');
  await rawExchange(target, 'not http at all\r\n\r\n').catch(() => null);
  await rawExchange(target, '\u0016\u0003\u0001\u0000\u0010garbage garbage garbage').catch(() => null);
  await new Promise<void>((resolve) => {
    const half = connect(target, () => half.write('\u0016\u0003\u0001', () => half.destroy()));
    half.on('close', () => resolve());
  });
  await new Promise<void>((resolve) => {
    const socket = tlsConnect({ ...target, servername: 'unknown.example', rejectUnauthorized: false });
    socket.on('error', () => resolve());
    socket.on('secureConnect', () => resolve());
  });
  const leaving = download(range);
  await leaving.reach(1);
  leaving.leave();
  const staying = download(range);
  await staying.reach(1000);
  expect(staying.bytes()).toBeGreaterThanOrEqual(1000);
});
