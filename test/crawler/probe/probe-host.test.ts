/** Probing hosts over real sockets: what answers, what does not, and what is kept. */
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import type { Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEgress } from '../../../crawler/egress/egress.ts';
import type { Egress } from '../../../crawler/egress/egress.ts';
import { probeHost } from '../../../crawler/probe/probe-host.ts';
import type { ProbeAnswer } from '../../../crawler/probe/probe-host.ts';
import type { TlsRecord } from '../../../storage/vocabulary/probe.ts';
import { selfSigned } from '../egress/test-certificates.ts';
import { closeServer, listen, startCanary, startNameServer, startWeb, testExit } from '../egress/test-internet.ts';
import type { Listener, NameServer } from '../egress/test-internet.ts';

const GBK_PAGE = Buffer.concat([
  Buffer.from('<title> '),
  Buffer.from([0xcc, 0xd8, 0xd6, 0xd6, 0xd7, 0xf7, 0xd2, 0xb5]),
  Buffer.from('\n </title><p>'),
]);

let egress: Egress;
let names: NameServer;
let canary: Listener;
let web: Listener;
const servers: Server[] = [];

beforeAll(async () => {
  canary = await startCanary();
  web = await startWeb((incoming, response) => {
    const host = incoming.headers.host;
    if (host === 'gbk.example') response.writeHead(200, { 'content-type': 'text/html', server: 'nginx' }).end(GBK_PAGE);
    else if (host === 'forbids.example') response.writeHead(403).end('<title>403 Forbidden</title>');
    else if (host === 'challenge.example') response.writeHead(503, { 'cf-mitigated': 'challenge' }).end('wait');
    else if (host === 'broken.example') response.writeHead(500).end('oops');
    else if (host === 'sale.example')
      response.end('<title>sale.example</title><h1>该域名正在出售</h1><p>This domain is for sale</p>');
    else if (host === 'moves.example') response.writeHead(302, { location: 'http://gbk.example/page' }).end();
    else if (host === 'lures.example')
      response.writeHead(302, { location: `http://127.0.0.1:${String(canary.port)}/` }).end();
    else if (host === 'opens.example')
      response.writeHead(302, { location: 'lantern-app://cert/7' }).end('<title>打开应用</title>');
    else if (host === 'scripts.example') response.writeHead(301, { location: 'javascript:open()' }).end();
    else if (host === 'silent.example') return;
    else response.end('ok');
  });
  const certificate = await selfSigned('tls.example');
  const secure = createHttpsServer(certificate, (_incoming, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<title>查询</title>'),
  );
  secure.on('tlsClientError', () => {});
  const slammer = createTcpServer((socket) => socket.resetAndDestroy());
  servers.push(secure, slammer);
  const [securePort, slammerPort] = [await listen(secure), await listen(slammer)];
  const plain = ['gbk', 'forbids', 'challenge', 'broken', 'sale', 'moves', 'lures', 'opens', 'scripts', 'silent'];
  names = await startNameServer({
    ...Object.fromEntries(plain.map((name) => [`${name}.example`, { addresses: ['192.0.2.1'] }])),
    'tls.example': { addresses: ['192.0.2.2'] },
    'closed.example': { addresses: ['192.0.2.3'] },
    'slams.example': { addresses: ['192.0.2.4'] },
    'inside.example': { addresses: ['127.0.0.1'] },
    'servfail.example': { fail: 'servfail' },
  });
  egress = createEgress({
    exits: [
      testExit([names.address], {
        '192.0.2.1:80': web.port,
        '192.0.2.2:443': securePort,
        '192.0.2.2:80': web.port,
        '192.0.2.4:443': slammerPort,
        '192.0.2.4:80': slammerPort,
      }),
    ],
  });
});

afterAll(async () => {
  await egress.close();
  await Promise.all([web.close(), canary.close(), names.close(), ...servers.map(closeServer)]);
});

/** Patient but for the host whose silence is the answer. */
const probe = (host: string): Promise<ProbeAnswer> =>
  probeHost(host, { egress, exit: 'test', timeoutMs: host === 'silent.example' ? 1000 : 240_000 });

describe('probing', () => {
  it('asks https first and keeps the certificate with its fault', async () => {
    const before = web.hits.length;
    const { result, artifacts } = await probe('tls.example');
    expect(result).toMatchObject({
      host: 'tls.example',
      outcome: 'web',
      url: 'https://tls.example/',
      status: 200,
      title: '查询',
      peerAddress: '192.0.2.2',
      reason: null,
      tls: { valid: false, error: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
    expect(web.hits.length).toBe(before);
    const kinds = Object.fromEntries(artifacts.map((artifact) => [artifact.kind, artifact]));
    expect(Object.keys(kinds)).toEqual(['headers', 'response-body', 'tls', 'connections']);
    expect(kinds['response-body']).toMatchObject({
      data: Buffer.from('<title>查询</title>'),
      mediaType: 'text/html; charset=utf-8',
      sourceUrl: 'https://tls.example/',
      peerAddress: '192.0.2.2',
    });
    expect((JSON.parse(String(kinds['tls']?.data)) as TlsRecord).chain[0]).toContain('BEGIN CERTIFICATE');
    expect(JSON.parse(String(kinds['connections']?.data))).toHaveLength(1);
  });

  it('falls back to http and reads an undeclared Chinese title', async () => {
    const { result } = await probe('gbk.example');
    expect(result).toMatchObject({
      outcome: 'web',
      url: 'http://gbk.example/',
      status: 200,
      title: '特种作业',
      tls: null,
    });
    expect(result.headers['server']).toBe('nginx');
  });

  it('follows redirects and keeps the base it started from', async () => {
    const { result, artifacts } = await probe('moves.example');
    expect(result).toMatchObject({
      outcome: 'web',
      url: 'http://moves.example/',
      redirects: [{ url: 'http://moves.example/', status: 302 }],
      status: 200,
      title: '特种作业',
    });
    expect(JSON.parse(String(artifacts[0]?.data))).toHaveLength(2);
  });

  it.each([
    ['forbids.example', 'blocked', 'status 403'],
    ['challenge.example', 'blocked', 'cf-mitigated: challenge'],
    ['broken.example', 'web', null],
    ['sale.example', 'parked', expect.any(String) as string],
    ['closed.example', 'no-service', 'ECONNREFUSED'],
    ['slams.example', 'unknown', expect.stringContaining('ECONNRESET') as string],
    ['silent.example', 'unknown', 'https: ECONNREFUSED; http: timeout'],
    ['nobody.example', 'unknown', 'dns NXDOMAIN'],
    ['servfail.example', 'unknown', 'dns SERVFAIL'],
    ['inside.example', 'unknown', 'forbidden-address 127.0.0.1 (loopback)'],
    ['192.0.2.3', 'no-service', 'ECONNREFUSED'],
  ])('calls %s %s', async (host, outcome, reason) => {
    expect((await probe(host)).result).toMatchObject({ host, outcome, reason });
  });

  it('does not follow a redirect into the machine, and still knows that the host answered', async () => {
    const { result } = await probe('lures.example');
    expect(result).toMatchObject({
      outcome: 'web',
      url: 'http://lures.example/',
      status: 302,
      redirects: [{ status: 302 }],
      reason: expect.stringContaining('forbidden-address') as string,
    });
    expect(canary.hits).toEqual([]);
  });

  it.each([
    ['opens.example', 302, 'lantern-app://cert/7'],
    ['scripts.example', 301, 'javascript:open()'],
  ])('names a redirect to what is not followed: %s', async (host, status, location) => {
    const { result } = await probeHost(host, { egress, exit: 'test' });
    expect([result.outcome, result.status, result.reason]).toEqual([
      'web',
      status,
      `answered ${status} to ${location}, a scheme that is not followed`,
    ]);
    expect(result.headers['location']).toBe(location);
  });

  it('keeps the DNS answer it is given', async () => {
    const resolution = {
      host: 'gbk.example',
      outcome: 'live' as const,
      wildcard: null,
      addresses: ['192.0.2.1'],
      records: [],
      resolver: '127.0.0.1:53',
      reason: null,
      at: '2026-11-21T00:00:00.000Z',
    };
    const { artifacts } = await probeHost('gbk.example', { egress, exit: 'test', resolution });
    const dns = artifacts.find((artifact) => artifact.kind === 'dns');
    expect(JSON.parse(String(dns?.data))).toEqual(resolution);
  });
});
