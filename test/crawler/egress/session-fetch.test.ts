/** The session's own GET: decoding, caps, redirects, failures, and TLS of every bad kind. */
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import type { Server } from 'node:net';
import { X509Certificate } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEgress } from '../../../crawler/egress/egress.ts';
import type { Egress, EgressSession, FetchAnswer } from '../../../crawler/egress/egress.ts';
import { decodeText } from '../../../crawler/reading/decode-text.ts';
import { createTestAuthority, selfSigned } from './test-certificates.ts';
import type { Issued } from './test-certificates.ts';
import { closeServer, listen, startNameServer, startWeb, testExit } from './test-internet.ts';
import type { Listener, NameServer } from './test-internet.ts';

const TEXT = Buffer.from('特种作业操作证查询'.repeat(100));
const BOMB = gzipSync(Buffer.alloc(160 * 1024 * 1024));

let web: Listener;
let names: NameServer;
let egress: Egress;
let session: EgressSession;
const servers: Server[] = [];
const tlsPorts: Record<string, number> = {};

beforeAll(async () => {
  const encodings: Record<string, Buffer> = {
    gzip: gzipSync(TEXT),
    'x-gzip': gzipSync(TEXT),
    deflate: deflateSync(TEXT),
    'raw-deflate': deflateRawSync(TEXT),
    br: brotliCompressSync(TEXT),
    zstd: zstdCompressSync(TEXT),
    'gzip, br': brotliCompressSync(gzipSync(TEXT)),
    'made-up': TEXT,
  };
  web = await startWeb((incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://x');
    const encoding = url.searchParams.get('encoding') ?? '';
    if (url.pathname === '/encoded')
      response
        .writeHead(200, { 'content-encoding': encoding === 'raw-deflate' ? 'deflate' : encoding })
        .end(encodings[encoding]);
    else if (url.pathname === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB);
    else if (url.pathname === '/double-bomb')
      response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(gzipSync(BOMB));
    else if (url.pathname === '/half')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(TEXT).subarray(0, 40));
    else if (url.pathname === '/broken') response.writeHead(200, { 'content-encoding': 'gzip' }).end('this is no gzip');
    else if (url.pathname === '/big') response.end(Buffer.alloc(200_000, 98));
    else if (url.pathname === '/long')
      response.writeHead(200, { 'content-length': 1000 }).write('short', () => incoming.socket.destroySoon());
    else if (url.pathname === '/loop') response.writeHead(302, { location: '/loop?again' }).end();
    else if (url.pathname === '/chain') response.writeHead(301, { location: 'http://b.example/end' }).end('moved');
    else if (url.pathname === '/gate') {
      if (incoming.headers.cookie?.includes('seen=1') === true) response.end('inside');
      else response.writeHead(302, { location: '/gate', 'set-cookie': ['seen=1; Path=/; HttpOnly', 'x=y'] }).end();
    } else if (url.pathname === '/hang') response.writeHead(200).flushHeaders();
    else if (url.pathname === '/silent') return;
    else if (url.pathname === '/reset') incoming.socket.resetAndDestroy();
    else response.writeHead(200, { 'X-Thing': ['a', 'b'] }).end(JSON.stringify(incoming.headers));
  });
  const garbage = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end('220 this is no web server\r\n'));
  });
  servers.push(garbage);
  const authority = await createTestAuthority();
  const kinds: Record<string, Issued> = {
    good: await authority.issue(['good.example', '192.0.2.10']),
    expired: await authority.issue(['expired.example'], { from: -9, to: -1 }),
    early: await authority.issue(['early.example'], { from: 1, to: 9 }),
    wrong: await authority.issue(['another.example']),
    self: await selfSigned('self.example'),
    stranger: await (await createTestAuthority('Strange Authority')).issue(['stranger.example']),
  };
  for (const [kind, issued] of Object.entries(kinds)) {
    const server = createHttpsServer({ cert: issued.cert, key: issued.key }, (_incoming, response) =>
      response.end(kind),
    );
    server.on('tlsClientError', () => {});
    servers.push(server);
    tlsPorts[kind] = await listen(server);
  }
  const garbagePort = await listen(garbage);
  const zone = Object.fromEntries(
    Object.keys(kinds).map((kind, index) => [`${kind}.example`, { addresses: [`192.0.2.${String(10 + index)}`] }]),
  );
  names = await startNameServer({
    ...zone,
    'a.example': { addresses: ['192.0.2.1'] },
    'b.example': { addresses: ['192.0.2.2'] },
    'garbage.example': { addresses: ['192.0.2.3'] },
  });
  const routes: Record<string, number> = {
    '192.0.2.1:80': web.port,
    '192.0.2.2:80': web.port,
    '192.0.2.3:443': garbagePort,
    '192.0.2.3:80': garbagePort,
  };
  for (const [index, kind] of Object.keys(kinds).entries())
    routes[`192.0.2.${String(10 + index)}:443`] = tlsPorts[kind] ?? 0;
  egress = createEgress({
    exits: [testExit([names.address], routes, { certificateAuthorities: [authority.pem] })],
    connectTimeoutMs: 120_000,
  });
});

beforeEach(async () => {
  session = await egress.open({ exit: 'test' });
});
afterEach(() => session.close());

afterAll(async () => {
  await egress.close();
  await Promise.all([web.close(), names.close(), ...servers.map(closeServer)]);
});

async function answer(url: string, options?: Parameters<EgressSession['fetch']>[1]): Promise<FetchAnswer> {
  const result = await session.fetch(url, options);
  if (!result.ok) throw new Error(result.reason);
  return result;
}

describe('the body', () => {
  it.each(['gzip', 'x-gzip', 'deflate', 'raw-deflate', 'br', 'zstd', 'gzip, br', 'made-up'])(
    'is decoded from %s',
    async (encoding) => {
      const { body, truncated } = await answer(`http://a.example/encoded?encoding=${encodeURIComponent(encoding)}`);
      expect({ same: body.equals(TEXT), truncated }).toEqual({ same: true, truncated: false });
    },
  );

  it.each(['/bomb', '/double-bomb'])('of a gzip bomb costs no more than the cap: %s', async (path) => {
    const before = process.memoryUsage().rss;
    const { body, truncated } = await answer(`http://a.example${path}`, { maxBytes: 500_000 });
    expect({ bytes: body.length, truncated }).toEqual({ bytes: 500_000, truncated: true });
    expect(process.memoryUsage().rss - before).toBeLessThan(80 * 1024 * 1024);
  });

  it('is cut at the cap, and whole when it just fits', async () => {
    expect(await answer('http://a.example/big', { maxBytes: 1000 })).toMatchObject({
      truncated: true,
      body: Buffer.alloc(1000, 98),
    });
    expect(await answer('http://a.example/big', { maxBytes: 200_000 })).toMatchObject({ truncated: false });
  });

  it.each([
    ['/half', 1],
    ['/broken', 0],
    ['/long', 5],
  ])('that breaks off keeps what came and says so: %s', async (path, least) => {
    const { body, truncated } = await answer(`http://a.example${path}`);
    expect(truncated).toBe(true);
    expect(body.length).toBeGreaterThanOrEqual(least);
  });

  it('that never ends is cut at the timeout', async () => {
    // the limit must strike after the headers came: on a busy machine that takes a longer one
    let result: Awaited<ReturnType<EgressSession['fetch']>>;
    let timeoutMs = 150;
    do result = await session.fetch('http://a.example/hang', { timeoutMs: (timeoutMs *= 2) });
    while (!result.ok && timeoutMs < 100_000);
    expect(result).toMatchObject({ status: 200, truncated: true, body: Buffer.alloc(0) });
  });
});

describe('the request', () => {
  it('looks like an ordinary desktop browser and takes the caller’s headers', async () => {
    const { body, headers } = await answer('http://a.example/', { headers: { Accept: 'application/json' } });
    const sent = JSON.parse(body.toString()) as Record<string, string>;
    expect(sent['user-agent']).toMatch(/^Mozilla\/5\.0 \(Windows/);
    expect(sent['accept']).toBe('application/json');
    expect(sent['accept-language']).toMatch(/^zh-CN/);
    expect(Object.keys(sent).join(' ')).not.toMatch(/undici|proxy|via/);
    expect(headers['x-thing']).toBe('a, b');
  });
});

describe('redirects', () => {
  it('are followed by hand up to the number asked for, with the headers of each hop', async () => {
    const result = await answer('http://a.example/chain#frag', { redirect: 3 });
    expect(result).toMatchObject({ url: 'http://b.example/end#frag', status: 200, peerAddress: '192.0.2.2' });
    expect(result.redirects).toEqual([
      {
        url: 'http://a.example/chain#frag',
        status: 301,
        headers: expect.objectContaining({ location: 'http://b.example/end' }) as object,
        peerAddress: '192.0.2.1',
      },
    ]);
  });

  it('are not followed unless asked for', async () => {
    expect(await answer('http://a.example/chain')).toMatchObject({
      url: 'http://a.example/chain',
      status: 301,
      redirects: [],
      body: Buffer.from('moved'),
    });
  });

  it('without end are a hazard, and the last redirect is the answer', async () => {
    const result = await answer('http://a.example/loop', { redirect: 4 });
    expect(result.status).toBe(302);
    expect(result.redirects).toHaveLength(4);
    expect(session.hazards().map((hazard) => hazard.kind)).toEqual(['redirect-loop']);
  });

  it('that set a cookie and come back are passed', async () => {
    expect(await answer('http://a.example/gate', { redirect: 3 })).toMatchObject({
      status: 200,
      body: Buffer.from('inside'),
    });
  });
});

describe('failures are values', () => {
  it.each([
    ['http://nobody.example/', 'dns NXDOMAIN'],
    ['http://a.example:81/', 'ECONNREFUSED'],
    ['http://a.example/reset', 'ECONNRESET'],
    ['ftp://a.example/', 'invalid-url'],
    ['nonsense', 'invalid-url'],
    ['https://garbage.example/', 'tls ERR_SSL_'],
    ['http://garbage.example/', 'http HPE_INVALID'],
  ])('%s → %s', async (url, reason) => {
    const result = await session.fetch(url);
    expect(result.ok ? 'answered' : result.reason).toContain(reason);
  });

  it('and silence is a timeout', async () => {
    expect(await session.fetch('http://a.example/silent', { timeoutMs: 300 })).toEqual({
      ok: false,
      reason: 'timeout',
      redirects: [],
    });
  });
});

describe('certificates', () => {
  it.each([
    ['good', null],
    ['expired', 'CERT_HAS_EXPIRED'],
    ['early', 'CERT_NOT_YET_VALID'],
    ['wrong', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['self', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['stranger', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ])('of the kind "%s" are accepted and judged: %s', async (kind, error) => {
    const host = `${kind}.example`;
    const inspected = await session.inspectTls(host, 443);
    expect(inspected).toMatchObject({ valid: error === null, error, protocol: 'TLSv1.3' });
    const result = await answer(`https://${host}/`);
    expect(result.body.toString()).toBe(kind);
    expect(result.tls).toEqual(inspected);
    const leaf = new X509Certificate(inspected?.chain[0] ?? '');
    expect(inspected).toMatchObject({
      fingerprint256: leaf.fingerprint256,
      subject: leaf.subject,
      subjectAltNames: [expect.stringMatching(/\.example$/) as string, ...(kind === 'good' ? ['192.0.2.10'] : [])],
    });
    expect(inspected?.validTo).toBe(leaf.validToDate.toISOString());
    expect(inspected?.chain).toHaveLength(kind === 'self' ? 1 : 2);
    expect(session.hazards()).toEqual(
      error === null ? [] : [{ kind: 'certificate-error', detail: `${host}: ${error}`, count: 2 }],
    );
  });

  it('are asked for once per session after a fetch', async () => {
    await answer('https://good.example/');
    await session.inspectTls('good.example', 443);
    expect(session.connections()).toHaveLength(1);
  });

  it('are null where nobody speaks TLS, and where nobody listens', async () => {
    expect(await session.inspectTls('garbage.example', 443)).toBeNull();
    expect(await session.inspectTls('a.example', 443)).toBeNull();
  });
});

describe('decoding text', () => {
  const gb = Buffer.from([0xcc, 0xd8, 0xd6, 0xd6]);
  const utf8 = Buffer.from('特种');
  it.each([
    ['the header', gb, 'text/html; charset=gb2312', 'gbk'],
    [
      'the meta declaration',
      Buffer.concat([Buffer.from('<meta http-equiv=Content-Type content="text/html; charset=GBK">'), gb]),
      'text/html',
      'gbk',
    ],
    ['a guess at GB18030', gb, null, 'gb18030'],
    ['a guess at UTF-8', utf8, 'text/html', 'utf-8'],
    ['the byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8]), 'text/html; charset=gbk', 'utf-8'],
    ['a guess when the header names none that exists', gb, 'text/html; charset=none', 'gb18030'],
    ['a guess although the last character is cut off', utf8.subarray(0, 5), null, 'utf-8'],
  ])('goes by %s', (_by, bytes, contentType, charset) => {
    const decoded = decodeText(bytes, contentType);
    expect(decoded.charset).toBe(charset);
    expect(decoded.text).toContain('特');
  });
});
