/** The canary: a server on 127.0.0.1 that no host name, literal, redirect, rebinding, tunnel or WebSocket may reach. */
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEgress } from '../../../crawler/egress/egress.ts';
import type { Egress, EgressSession } from '../../../crawler/egress/egress.ts';
import { EgressRefusal } from '../../../crawler/egress/egress-error.ts';
import { liveExit } from '../../../crawler/egress/live-exit.ts';
import { startCanary, startNameServer, startWeb, testExit } from './test-internet.ts';
import type { Listener, NameServer } from './test-internet.ts';

let canary: Listener;
let web: Listener;
let names: NameServer;
let egress: Egress;
let session: EgressSession;

beforeAll(async () => {
  canary = await startCanary();
  web = await startWeb((incoming, response) => {
    const target = new URL(incoming.url ?? '/', 'http://x').searchParams.get('to');
    if (target === null) response.end('honest');
    else response.writeHead(302, { location: target }).end();
  });
  names = await startNameServer({
    'web.example': { addresses: ['192.0.2.1'] },
    'inside.example': { addresses: ['127.0.0.1'] },
    'mixed.example': { addresses: ['192.0.2.1', '127.0.0.1'] },
    'mixed6.example': { addresses: ['192.0.2.1', '::ffff:127.0.0.1'] },
    'six.example': { addresses: ['::1'] },
    'alias.example': { cname: 'inside.example', addresses: ['127.0.0.1'] },
    'rebind.example': { addresses: (asked) => (asked === 0 ? ['192.0.2.1'] : ['127.0.0.1']) },
    'metadata.example': { addresses: ['169.254.169.254'] },
  });
  const routes = { '192.0.2.1:80': web.port, [`192.0.2.1:${String(canary.port)}`]: web.port };
  // The second exit's map would connect anywhere: only the policy stands between a page and the canary.
  const anywhere = testExit(
    [names.address],
    {},
    {
      name: 'anywhere',
      map: (address, port) =>
        address === '192.0.2.1' ? { host: '127.0.0.1', port: web.port } : { host: address, port },
    },
  );
  egress = createEgress({
    exits: [testExit([names.address], routes), anywhere, { ...liveExit({ resolvers: [names.address] }), name: 'live' }],
  });
});

beforeEach(async () => {
  session = await egress.open({ exit: 'anywhere' });
  return async () => session.close();
});

afterAll(async () => {
  await egress.close();
  await Promise.all([canary.close(), web.close(), names.close()]);
});

/** Hosts that all end at the canary if nobody looks. */
const FORBIDDEN_HOSTS = [
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f.1',
  '0177.0.0.1',
  '127.0.0.1.',
  'localhost',
  'a.localhost',
  '0.0.0.0',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  'inside.example',
  'mixed.example',
  'mixed6.example',
  'six.example',
  'alias.example',
  'metadata.example',
  'inside.example.',
  'INSIDE.example',
];

describe('the canary is not reached', () => {
  it.each(FORBIDDEN_HOSTS)('by a fetch, a raw connection, plain HTTP or CONNECT to %s', async (host) => {
    const fetched = await session.fetch(`http://${host}:${String(canary.port)}/`);
    expect(fetched).toMatchObject({ ok: false, reason: expect.stringMatching(/^forbidden-address /) as string });
    await expect(session.connect(host, canary.port)).rejects.toBeInstanceOf(EgressRefusal);
    expect(await session.inspectTls(host, canary.port)).toBeNull();
    expect((await proxyGet(session, `http://${host}:${String(canary.port)}/`)).statusCode).toBe(502);
    expect(await proxyConnect(session, `${host}:${String(canary.port)}`)).toBe(502);
    expect(canary.hits).toEqual([]);
    const records = session.connections();
    expect(records).toHaveLength(5);
    for (const record of records)
      expect(record).toMatchObject({
        outcome: 'refused',
        address: null,
        bytesReceived: 0,
        reason: expect.stringMatching(/^forbidden-address /) as string,
      });
    expect(session.hazards().every((hazard) => hazard.kind === 'forbidden-address')).toBe(true);
    expect(session.hazards().reduce((sum, hazard) => sum + hazard.count, 0)).toBe(5);
  });

  it.each([
    'http://127.0.0.1:PORT/',
    '//127.0.0.1:PORT/',
    'http://2130706433:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://inside.example:PORT/',
  ])('by a redirect to %s', async (location) => {
    const to = location.replace('PORT', String(canary.port));
    const fetched = await session.fetch(`http://web.example/?to=${encodeURIComponent(to)}`, { redirect: 5 });
    expect(fetched).toMatchObject({
      ok: false,
      reason: expect.stringContaining('forbidden-address') as string,
      redirects: [{ status: 302 }],
    });
    expect(canary.hits).toEqual([]);
  });

  it('by a redirect to another scheme: the redirect itself is the answer', async () => {
    const fetched = await session.fetch(`http://web.example/?to=${encodeURIComponent('file:///etc/hostname')}`, {
      redirect: 5,
    });
    expect(fetched).toMatchObject({ ok: true, status: 302, headers: { location: 'file:///etc/hostname' } });
  });

  it('by DNS rebinding: a name keeps its first answer for the session', async () => {
    for (let turn = 0; turn < 3; turn++) {
      const response = await proxyGet(session, `http://rebind.example:${String(canary.port)}/`);
      expect(response.statusCode).toBe(200);
    }
    expect((await session.fetch('http://REBIND.example./')).ok).toBe(true);
    expect(names.questions.filter((line) => line === 'rebind.example A')).toHaveLength(1);
    expect(new Set(session.connections().map((record) => record.address))).toEqual(new Set(['192.0.2.1']));
    expect(canary.hits).toEqual([]);
    // A later session asks anew, gets the forbidden answer, and refuses.
    const later = await egress.open({ exit: 'anywhere' });
    expect(await later.fetch('http://rebind.example/')).toMatchObject({
      ok: false,
      reason: 'forbidden-address 127.0.0.1 (loopback)',
    });
    await later.close();
  });

  it('by a WebSocket, tunnelled or as a plain upgrade', async () => {
    // What a browser does for ws://: CONNECT first.
    expect(await proxyConnect(session, `127.0.0.1:${String(canary.port)}`)).toBe(502);
    const upgraded = await proxyGet(session, `http://127.0.0.1:${String(canary.port)}/`, {
      connection: 'Upgrade',
      upgrade: 'websocket',
    });
    expect(upgraded.statusCode).toBe(502);
    expect(canary.hits).toEqual([]);
  });

  it('by a Host header that names it', async () => {
    const response = await proxyGet(session, 'http://web.example/', { host: `127.0.0.1:${String(canary.port)}` });
    expect(response.statusCode).toBe(200);
    expect(canary.hits).toEqual([]);
  });

  it('on forbidden ports, whatever the host', async () => {
    const open = await egress.open({ exit: 'anywhere' });
    expect(await open.fetch('http://web.example:22/')).toMatchObject({ ok: false, reason: 'forbidden-port 22' });
    expect(await proxyConnect(open, 'web.example:3306')).toBe(502);
    expect(await proxyConnect(open, 'web.example:43')).toBe(502);
    expect(open.hazards().map((hazard) => hazard.kind)).toEqual(['forbidden-port', 'forbidden-port', 'forbidden-port']);
    await open.close();
  });

  it('refuses documentation networks on the live exit', async () => {
    const live = await egress.open({ exit: 'live' });
    expect(await live.fetch('http://web.example/')).toMatchObject({
      ok: false,
      reason: 'forbidden-address 192.0.2.1 (documentation)',
    });
    await live.close();
  });
});

async function proxyGet(
  through: EgressSession,
  url: string,
  headers: Record<string, string> = {},
): Promise<IncomingMessage> {
  const proxy = new URL(through.proxyUrl);
  const outgoing = request({
    host: proxy.hostname,
    port: proxy.port,
    path: url,
    agent: false,
    headers: { host: new URL(url.replace('%', '')).host, ...headers },
  });
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  response.resume();
  return response;
}

async function proxyConnect(through: EgressSession, authority: string): Promise<number | undefined> {
  const proxy = new URL(through.proxyUrl);
  const outgoing = request({
    host: proxy.hostname,
    port: proxy.port,
    method: 'CONNECT',
    path: authority,
    agent: false,
  });
  outgoing.end();
  const [response, socket] = (await once(outgoing, 'connect')) as [IncomingMessage, { destroy(): void }];
  socket.destroy();
  return response.statusCode;
}
