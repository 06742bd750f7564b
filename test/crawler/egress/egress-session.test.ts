/** What a session records, bounds and keeps apart: bytes, caps, deadlines, keep-alive, failures, upstreams. */
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEgress } from '../../../crawler/egress/egress.ts';
import type { Egress, EgressSession } from '../../../crawler/egress/egress.ts';
import { EgressFailure, EgressRefusal } from '../../../crawler/egress/egress-error.ts';
import { MingjingError } from '../../../storage/mingjing-error.ts';
import { closeServer, listen, startNameServer, startWeb, testExit } from './test-internet.ts';
import type { Listener, NameServer } from './test-internet.ts';
import { startHttpUpstream, startSocksUpstream } from './test-upstream.ts';

let names: NameServer;
let web: Listener;
let raw: Server;
let egress: Egress;
let httpUpstream: Listener;
let socksUpstream: Listener;
const webConnections: number[] = [];
const seenHeaders: string[][] = [];

beforeAll(async () => {
  const server = await startWeb((incoming, response) => {
    seenHeaders.push(incoming.rawHeaders);
    const size = Number(new URL(incoming.url ?? '/', 'http://x').searchParams.get('size') ?? 5);
    if (incoming.url === '/endless') {
      const more = setInterval(() => response.write(Buffer.alloc(65_536)), 1);
      response.on('close', () => clearInterval(more));
    } else if (incoming.url !== '/hang') response.end(Buffer.alloc(size, 97));
  });
  server.server.on('connection', (socket) => webConnections.push(socket.remotePort ?? 0));
  web = server;
  raw = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => socket.write(chunk));
  });
  const rawPort = await listen(raw);
  names = await startNameServer({
    'a.example': { addresses: ['192.0.2.1'] },
    'b.example': { addresses: ['192.0.2.2'] },
    'echo.example': { addresses: ['192.0.2.3'] },
    'two.example': { addresses: ['192.0.2.99', '192.0.2.1'] },
    'dark.example': { addresses: ['192.0.2.99'] },
    'servfail.example': { fail: 'servfail' },
  });
  const routes = { '192.0.2.1:80': web.port, '192.0.2.2:80': web.port, '192.0.2.3:7777': rawPort };
  httpUpstream = await startHttpUpstream({ '192.0.2.1:80': web.port, '192.0.2.3:7777': rawPort });
  socksUpstream = await startSocksUpstream({ '192.0.2.1:80': web.port, '192.0.2.3:7777': rawPort });
  const through = (name: string, upstream: string) =>
    testExit([names.address], {}, { name, upstream, map: (address, port) => ({ host: address, port }) });
  egress = createEgress({
    exits: [
      testExit([names.address], routes),
      through('by-http', `http://user:secret@127.0.0.1:${String(httpUpstream.port)}`),
      through('by-socks', `socks5://127.0.0.1:${String(socksUpstream.port)}`),
      through('by-nothing', 'http://127.0.0.1:1'),
    ],
    connectTimeoutMs: 120_000,
  });
});

afterAll(async () => {
  await egress.close();
  await Promise.all([web.close(), closeServer(raw), names.close(), httpUpstream.close(), socksUpstream.close()]);
});

describe('the record of a session', () => {
  it('attributes bytes, addresses and answers to each connection', async () => {
    const session = await egress.open({ exit: 'test' });
    expect(await proxyGet(session, 'http://a.example/?size=100000')).toMatchObject({ status: 200, bytes: 100_000 });
    expect(await proxyGet(session, 'http://b.example/?size=10')).toMatchObject({ status: 200, bytes: 10 });
    const tunnel = await openTunnel(session, 'echo.example:7777');
    tunnel.write('ping');
    await once(tunnel, 'data');
    const [a, b, echo] = session.connections();
    expect(a).toMatchObject({
      host: 'a.example',
      port: 80,
      address: '192.0.2.1',
      answers: ['192.0.2.1'],
      outcome: 'connected',
      reason: null,
      exit: 'test',
    });
    expect(a?.bytesReceived).toBeGreaterThan(100_000);
    expect(a?.bytesReceived).toBeLessThan(101_000);
    expect(b?.bytesReceived).toBeLessThan(1000);
    expect(b?.bytesSent).toBeGreaterThan(20);
    expect(echo).toMatchObject({ host: 'echo.example', port: 7777, bytesReceived: 4, bytesSent: 4 });
    await session.close();
    expect(session.connections()).toHaveLength(3);
    expect(session.connections()[2]).toMatchObject({ bytesReceived: 4, bytesSent: 4, outcome: 'connected' });
  });

  it('names every way in which a connection does not come about', async () => {
    const session = await egress.open({ exit: 'test' });
    await expect(session.connect('nobody.example', 80)).rejects.toMatchObject({
      code: 'NXDOMAIN',
      connection: { outcome: 'unresolved', address: null },
    });
    await expect(session.connect('servfail.example', 80)).rejects.toMatchObject({
      code: 'SERVFAIL',
      connection: { outcome: 'unresolved' },
    });
    await expect(session.connect('dark.example', 80)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      connection: { outcome: 'failed', address: null, answers: ['192.0.2.99'] },
    });
    await expect(session.connect('a/b', 80)).rejects.toMatchObject({ code: 'invalid-host' });
    const failure: unknown = await session.connect('dark.example', 80).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EgressFailure);
    expect(failure).not.toBeInstanceOf(EgressRefusal);
    expect(session.connections()).toHaveLength(5);
    await session.close();
  });

  it('goes on to the next address when the first does not answer, and stays with the one that did', async () => {
    const session = await egress.open({ exit: 'test' });
    for (let turn = 0; turn < 2; turn++) (await session.connect('two.example', 80)).destroy();
    expect(session.connections().map((record) => record.address)).toEqual(['192.0.2.1', '192.0.2.1']);
    await session.close();
  });

  it('answers 502 for what it does not reach, in a tunnel and in plain HTTP', async () => {
    const session = await egress.open({ exit: 'test' });
    await expect(openTunnel(session, 'dark.example:443')).rejects.toThrow('502');
    expect(await proxyGet(session, 'http://nobody.example/')).toMatchObject({ status: 502 });
    // An address that refuses is found out only while connecting: proxy-chain's own status.
    expect((await proxyGet(session, 'http://dark.example/')).status).toBeGreaterThanOrEqual(500);
    expect(session.connections().map((record) => record.reason)).toEqual(['ECONNREFUSED', 'NXDOMAIN', 'ECONNREFUSED']);
    await session.close();
  });

  it('does not tell the site that there is a proxy', async () => {
    const session = await egress.open({ exit: 'test' });
    await proxyGet(session, 'http://a.example/quiet', {
      'Proxy-Connection': 'keep-alive',
      'Proxy-Authorization': 'Basic dTpw',
    });
    const header = seenHeaders.at(-1)?.join(' ').toLowerCase();
    expect(header).toContain('a.example');
    expect(header).not.toMatch(/proxy|via|forwarded/);
    await session.close();
  });

  it('refuses an exit that does not exist, naming those that do', async () => {
    await expect(egress.open({ exit: 'moon' })).rejects.toThrow(MingjingError);
    await expect(egress.open({ exit: 'moon' })).rejects.toThrow(/by-http/);
  });
});

describe('caps', () => {
  it('cuts everything off when the byte cap is reached, and connects no more', async () => {
    const session = await egress.open({ exit: 'test', maxBytes: 300_000 });
    const bystander = await openTunnel(session, 'echo.example:7777');
    const gone = once(bystander.resume(), 'close');
    const answer = await proxyGet(session, 'http://a.example/endless');
    expect(answer.bytes).toBeLessThan(600_000);
    expect(answer.ended).toBe(false);
    await gone;
    expect(session.hazards()).toEqual([{ kind: 'byte-cap', detail: 'more than 300000 bytes', count: 1 }]);
    const total = session.connections().reduce((sum, record) => sum + record.bytesReceived, 0);
    expect(total).toBeGreaterThan(300_000);
    expect(total).toBeLessThan(500_000);
    expect(session.connections().map((record) => record.reason)).toEqual(['byte-cap', 'byte-cap']);
    await expect(session.connect('a.example', 80)).rejects.toMatchObject({
      code: 'byte-cap',
      connection: { outcome: 'refused' },
    });
    await session.close();
  });

  it('counts the bytes of fetches too', async () => {
    const session = await egress.open({ exit: 'test', maxBytes: 100_000 });
    const answer = await session.fetch('http://a.example/endless', { maxBytes: 50_000_000, timeoutMs: 240_000 });
    expect(answer).toMatchObject({ ok: true, truncated: true });
    expect(session.hazards().map((hazard) => hazard.kind)).toEqual(['byte-cap']);
    expect(await session.fetch('http://a.example/')).toMatchObject({ ok: false, reason: 'byte-cap' });
    await session.close();
  });

  it('ends everything at the deadline', async () => {
    const session = await egress.open({ exit: 'test', deadlineMs: 300 });
    const answer = await proxyGet(session, 'http://a.example/hang');
    expect(answer.status).not.toBe(200);
    expect(session.hazards()).toEqual([{ kind: 'time-cap', detail: 'longer than 300 ms', count: 1 }]);
    expect(await session.fetch('http://a.example/')).toMatchObject({ ok: false, reason: 'time-cap' });
    await session.close();
  });

  it('ends a session that asks for thousands of connections, and bounds its record', async () => {
    const session = await egress.open({ exit: 'test' });
    const open = await session.connect('echo.example', 7777);
    const gone = once(open.resume(), 'close');
    for (let index = 0; index < 5100; index++)
      await session.connect(`10.${String(index % 200)}.${String(index >> 8)}.1`, 80).catch(() => {});
    await gone;
    expect(session.connections()).toHaveLength(5000);
    expect(session.hazards().length).toBeLessThan(210);
    expect(session.hazards()).toContainEqual({ kind: 'busy-loop', detail: 'more than 5000 connections', count: 101 });
    await expect(session.connect('a.example', 80)).rejects.toMatchObject({ code: 'connection-cap' });
    await session.close();
  });

  it('leaves no socket behind when it closes', async () => {
    const session = await egress.open({ exit: 'test' });
    const socket = await session.connect('echo.example', 7777);
    const tunnel = await openTunnel(session, 'echo.example:7777');
    const gone = Promise.all([socket.resume(), tunnel.resume()].map((open) => once(open, 'close')));
    await session.close();
    await session.close();
    await gone;
    await expect(openTunnel(session, 'echo.example:7777')).rejects.toThrow(/ECONNREFUSED/);
    await expect(session.connect('echo.example', 7777)).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('sessions side by side', () => {
  it('share neither record, nor pinned answer, nor keep-alive connection', async () => {
    const sessions = await Promise.all(Array.from({ length: 6 }, () => egress.open({ exit: 'test' })));
    expect(new Set(sessions.map((session) => session.proxyUrl)).size).toBe(6);
    const before = webConnections.length;
    const agents = sessions.map(() => new Agent({ keepAlive: true }));
    for (let turn = 0; turn < 3; turn++) {
      await Promise.all(
        sessions.map((session, index) =>
          proxyGet(session, `http://a.example/?size=${String((index + 1) * 10_000)}`, {}, agents[index]),
        ),
      );
    }
    // One kept-alive connection per session, three requests on each.
    expect(webConnections.length - before).toBe(6);
    for (const [index, session] of sessions.entries()) {
      const records = session.connections();
      expect(records).toHaveLength(1);
      expect(Math.round((records[0]?.bytesReceived ?? 0) / 30_000)).toBe(index + 1);
    }
    for (const agent of agents) agent.destroy();
    await Promise.all(sessions.map((session) => session.close()));
  });
});

describe('upstream proxies', () => {
  it.each(['by-http', 'by-socks'])('are given the pinned address, not the name: %s', async (exit) => {
    const upstream = exit === 'by-http' ? httpUpstream : socksUpstream;
    const before = upstream.hits.length;
    const session = await egress.open({ exit });
    expect(await session.fetch('http://a.example/?size=1234')).toMatchObject({
      ok: true,
      status: 200,
      peerAddress: '192.0.2.1',
    });
    expect(await proxyGet(session, 'http://a.example/?size=77')).toMatchObject({ status: 200, bytes: 77 });
    const tunnel = await openTunnel(session, 'echo.example:7777');
    tunnel.write('ping');
    expect(String((await once(tunnel, 'data'))[0])).toBe('ping');
    const asked = upstream.hits.slice(before).map((line) => line.split(' ')[0]);
    expect(asked).toEqual(['192.0.2.1:80', '192.0.2.1:80', '192.0.2.3:7777']);
    expect(upstream.hits.at(-1)?.split(' ').slice(1).join(' ')).toBe(
      exit === 'by-http' ? `Basic ${Buffer.from('user:secret').toString('base64')}` : '',
    );
    expect(session.connections().at(-1)).toMatchObject({ bytesReceived: 4, bytesSent: 4, exit });
    await session.close();
  });

  it.each(['by-http', 'by-socks'])('are not even asked for what the policy forbids: %s', async (exit) => {
    const upstream = exit === 'by-http' ? httpUpstream : socksUpstream;
    const before = upstream.hits.length;
    const session = await egress.open({ exit });
    expect(await session.fetch('http://127.0.0.1/')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('forbidden-address') as string,
    });
    await expect(openTunnel(session, '10.0.0.1:443')).rejects.toThrow('502');
    expect(upstream.hits.length).toBe(before);
    await session.close();
  });

  it.each([
    ['by-http', /^UPSTREAM 5\d\d$/],
    ['by-socks', /^UPSTREAM 5\d\d$/],
    ['by-nothing', /^UPSTREAM 5\d\d$/],
  ])('that fail are a failed connection with its reason: %s', async (exit, reason) => {
    const session = await egress.open({ exit });
    const answer = await session.fetch('http://b.example/');
    expect(answer).toMatchObject({ ok: false, reason: expect.stringMatching(reason) as string });
    await session.close();
  });
});

interface ProxyAnswer {
  status: number | undefined;
  bytes: number;
  ended: boolean;
}

async function proxyGet(
  session: EgressSession,
  url: string,
  headers: Record<string, string> = {},
  agent: Agent | false = false,
): Promise<ProxyAnswer> {
  const proxy = new URL(session.proxyUrl);
  const outgoing = request({
    host: proxy.hostname,
    port: proxy.port,
    path: url,
    agent,
    headers: { host: new URL(url).host, ...headers },
  });
  outgoing.end();
  try {
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => (bytes += chunk.length));
    response.on('error', () => {});
    await new Promise((resolve) => response.once('close', resolve));
    await sleep(0);
    return { status: response.statusCode, bytes, ended: response.complete };
  } catch {
    return { status: undefined, bytes: 0, ended: false };
  }
}

async function openTunnel(session: EgressSession, authority: string): Promise<Socket> {
  const proxy = new URL(session.proxyUrl);
  const outgoing = request({
    host: proxy.hostname,
    port: proxy.port,
    method: 'CONNECT',
    path: authority,
    agent: false,
  });
  outgoing.end();
  const [response, socket] = (await once(outgoing, 'connect')) as [IncomingMessage, Socket];
  socket.on('error', () => {});
  if (response.statusCode === 200) return socket;
  socket.destroy();
  throw new Error(String(response.statusCode));
}
