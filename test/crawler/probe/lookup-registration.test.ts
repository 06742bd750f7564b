/** Registration look-ups against real WHOIS and RDAP servers on loopback, honest and hostile. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createEgress } from '../../../crawler/egress/egress.ts';
import type { Egress } from '../../../crawler/egress/egress.ts';
import { lookupRegistration } from '../../../crawler/probe/lookup-registration.ts';
import type { RegistrationAnswer } from '../../../crawler/probe/lookup-registration.ts';
import { QueryPacing } from '../../../crawler/probe/query-pacing.ts';
import { whoisQuery, whoisText } from '../../../crawler/probe/whois-query.ts';
import { closeServer, listen, startNameServer, startWeb, testExit } from '../egress/test-internet.ts';
import type { Listener, NameServer } from '../egress/test-internet.ts';

const HONEST =
  'Domain Name: fake.cn\nRegistrant: 某某公司\nSponsoring Registrar: 某某注册商\nRegistration Time: 2026-11-01 08:00:00\n';

let egress: Egress;
let names: NameServer;
let rdap: Listener;
const servers: Server[] = [];
const questions: string[] = [];

/** A WHOIS server whose answer depends on the name asked for; `endless`, `silence` and `reset` are its bad habits. */
async function startWhois(answers: Record<string, Buffer | string>): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (chunk) => {
      const query = chunk.toString().trim();
      questions.push(query);
      const answer = answers[query] ?? 'No matching record.\n';
      if (answer === 'silence') return;
      if (answer === 'reset')
        socket.write('Registrant: 半个答案\n', () => setTimeout(() => socket.resetAndDestroy(), 20));
      else if (answer === 'endless') {
        const more = setInterval(() => socket.write('Registrant: 无尽公司\n'.repeat(1000)), 1);
        socket.on('close', () => clearInterval(more));
      } else socket.end(answer);
    });
  });
  servers.push(server);
  return listen(server);
}

beforeAll(async () => {
  const gb = Buffer.concat([
    Buffer.from('Domain Name: gb.cn\nRegistrant: '),
    Buffer.from([0xb2, 0xe2, 0xca, 0xd4]),
    Buffer.from('\nRegistration Time: 2026-11-01 08:00:00\n'),
  ]);
  const registry = await startWhois({
    'fake.cn': HONEST,
    'gb.cn': gb,
    'endless.cn': 'endless',
    'silent.cn': 'silence',
    'reset.cn': 'reset',
    'limited.cn': 'Query rate exceeded',
    'thin.org': 'Registrar: R\nCreation Date: 2026-01-01T00:00:00Z\nRegistrar WHOIS Server: whois.registrar.example\n',
    'mixed.cn': Buffer.concat([
      Buffer.from('Registrant: \u202e某\u0007某\u001b[31m公司\n'),
      Buffer.from([
        0x53, 0x70, 0x6f, 0x6e, 0x73, 0x6f, 0x72, 0x69, 0x6e, 0x67, 0x20, 0x52, 0x65, 0x67, 0x69, 0x73, 0x74, 0x72,
        0x61, 0x72, 0x3a, 0x20, 0xb2, 0xe2, 0xca, 0xd4,
      ]),
      Buffer.from('\nDomain Status: ok\u0000\n'),
    ]),
    'page.top': 'Query limit exceeded, page.top not found\n',
    'plain.top': 'Registrar: 注册商\nCreation Date: 2026-02-02T00:00:00Z\n',
    newtld: 'domain: NEWTLD\nwhois: whois.registry.example\n',
    'x.newtld': 'Creation Date: 2026-03-03\n',
  });
  const registrar = await startWhois({
    'thin.org': 'Registrant Organization: 深层公司\nRegistrant Email: x@thin.example\n',
  });
  rdap = await startWeb((incoming, response) => {
    if (incoming.url === '/dns.json')
      response.end(JSON.stringify({ services: [[['com', 'top'], ['http://rdap.example/']]] }));
    else if (incoming.url === '/domain/fake.com') {
      const registered = [{ eventAction: 'registration', eventDate: '2026-10-10T00:00:00Z' }];
      const party = (role: string, name: string) => ({
        roles: [role],
        vcardArray: ['vcard', [['fn', {}, 'text', name]]],
      });
      response.writeHead(200, { 'content-type': 'application/rdap+json' }).end(
        JSON.stringify({
          ldhName: 'fake.com',
          events: registered,
          entities: [party('registrar', 'R'), party('registrant', '某公司')],
        }),
      );
    } else if (incoming.url === '/domain/thin.com') {
      const related = { rel: 'related', type: 'application/rdap+json', href: 'http://rdap.example/registrar/thin.com' };
      response.end(
        JSON.stringify({
          ldhName: 'thin.com',
          events: [{ eventAction: 'registration', eventDate: '2026-10-11T00:00:00Z' }],
          links: [null, { rel: 'self', href: 1 }, related],
        }),
      );
    } else if (incoming.url === '/registrar/thin.com') {
      response.end(
        JSON.stringify({
          events: [{ eventAction: 'registration', eventDate: '2001-01-01T00:00:00Z' }],
          entities: [
            { roles: ['registrar'], vcardArray: ['vcard', [['fn', {}, 'text', '注册商']]] },
            { roles: ['registrant'], vcardArray: ['vcard', [['fn', {}, 'text', '某某']]] },
          ],
        }),
      );
    } else if (incoming.url === '/domain/plain.top') response.writeHead(429).end('slow down');
    else if (incoming.url === '/domain/page.top')
      response.writeHead(404, { 'content-type': 'text/html' }).end('<html><h1>404 Not Found</h1></html>');
    else response.writeHead(404).end('{"errorCode":404}');
  });
  names = await startNameServer({
    'rdap.example': { addresses: ['192.0.2.1'] },
    'whois.registry.example': { addresses: ['192.0.2.2'] },
    'whois.cnnic.cn': { addresses: ['192.0.2.2'] },
    'whois.registrar.example': { addresses: ['192.0.2.3'] },
    'whois.publicinterestregistry.org': { addresses: ['192.0.2.2'] },
    'whois.nic.top': { addresses: ['192.0.2.2'] },
    'whois.iana.org': { addresses: ['192.0.2.2'] },
    'inside.example': { addresses: ['127.0.0.1'] },
  });
  egress = createEgress({
    exits: [
      testExit([names.address], { '192.0.2.1:80': rdap.port, '192.0.2.2:43': registry, '192.0.2.3:43': registrar }),
    ],
  });
});

afterAll(async () => {
  await egress.close();
  await Promise.all([rdap.close(), names.close(), ...servers.map(closeServer)]);
});

const look = (
  domain: string,
  more: { whoisServer?: string; minIntervalMs?: number } = {},
): Promise<RegistrationAnswer> =>
  lookupRegistration(domain, {
    egress,
    exit: 'test',
    rdapBootstrap: 'http://rdap.example/dns.json',
    minIntervalMs: 0,
    ...more,
  });

describe('a registration', () => {
  it('of a .cn name comes from WHOIS, for the registrable domain, with the raw answer kept by digest', async () => {
    const { registration, artifacts } = await look('cx.mem-gov.fake.cn');
    expect(registration).toMatchObject({
      domain: 'fake.cn',
      outcome: 'found',
      registrant: '某某公司',
      registrar: '某某注册商',
      createdAt: '2026-11-01T00:00:00.000Z',
      rdap: null,
    });
    expect(artifacts).toHaveLength(1);
    expect(artifacts[0]).toMatchObject({
      kind: 'whois',
      data: Buffer.from(HONEST),
      sourceUrl: 'whois://whois.cnnic.cn/fake.cn',
      peerAddress: '192.0.2.2',
    });
    expect(registration.whois).toBe(createHash('sha256').update(HONEST).digest('hex'));
  });

  it('of a name whose registry has RDAP comes from there, and WHOIS is left alone when nothing is missing', async () => {
    const before = questions.length;
    const { registration, artifacts } = await look('www.fake.com');
    expect(registration).toMatchObject({
      domain: 'fake.com',
      outcome: 'found',
      registrar: 'R',
      registrant: '某公司',
      createdAt: '2026-10-10T00:00:00.000Z',
      whois: null,
    });
    expect(artifacts.map((artifact) => artifact.kind)).toEqual(['rdap']);
    expect(registration.rdap).toMatch(/^[0-9a-f]{64}$/);
    expect(questions.length).toBe(before);
  });

  it('in a thin registry is completed by the registrar’s own object, the registry’s dates first, and says when it was asked for', async () => {
    const asked = new Date().toISOString();
    const { registration, artifacts } = await look('thin.com');
    expect(registration).toMatchObject({
      outcome: 'found',
      registrar: '注册商',
      registrant: '某某',
      createdAt: '2026-10-11T00:00:00.000Z',
      whois: null,
    });
    expect(artifacts.map((artifact) => artifact.sourceUrl)).toEqual([
      'http://rdap.example/domain/thin.com',
      'http://rdap.example/registrar/thin.com',
    ]);
    expect([asked, registration.at ?? '', new Date().toISOString()].toSorted()).toEqual([
      asked,
      registration.at,
      expect.any(String),
    ]);
  });

  it('falls back to WHOIS when RDAP turns us away', async () => {
    expect((await look('plain.top')).registration).toMatchObject({
      outcome: 'found',
      registrar: '注册商',
      createdAt: '2026-02-02T00:00:00.000Z',
    });
  });

  it('follows one referral to the registrar, and keeps both answers', async () => {
    const { registration, artifacts } = await look('thin.org');
    expect(registration).toMatchObject({
      outcome: 'found',
      registrar: 'R',
      registrant: '深层公司',
      registrantEmail: 'x@thin.example',
      createdAt: '2026-01-01T00:00:00.000Z',
    });
    expect(artifacts.map((artifact) => artifact.sourceUrl)).toEqual([
      'whois://whois.publicinterestregistry.org/thin.org',
      'whois://whois.registrar.example/thin.org',
    ]);
  });

  it('of an ending nobody knows goes by IANA’s referral', async () => {
    expect((await look('a.x.newtld')).registration).toMatchObject({
      domain: 'x.newtld',
      outcome: 'found',
      createdAt: '2026-03-03T00:00:00.000Z',
    });
  });

  it('asks the one server it is told to ask', async () => {
    const { artifacts } = await look('fake.cn', { whoisServer: 'whois.registry.example' });
    expect(artifacts[0]?.method).toBe('WHOIS whois.registry.example');
  });

  it.each([
    ['free.cn', 'not-found', 1],
    ['free.com', 'not-found', 1],
    ['limited.cn', 'not-given', 1],
    // a web page of status 404 denies nothing, nor does a limit that says "not found"
    ['page.top', 'not-given', 2],
    ['198.51.100.7', 'not-given', 0],
    ['cn', 'not-given', 0],
    ['x.nowhere', 'not-found', 1],
  ])('of %s is %s', async (domain, outcome, kept) => {
    const { registration, artifacts } = await look(
      domain,
      domain === 'x.nowhere' ? { whoisServer: 'whois.registry.example' } : {},
    );
    expect(registration).toMatchObject({ outcome, registrar: null, createdAt: null, status: [] });
    expect(artifacts).toHaveLength(kept);
  });

  it('is unreachable when the server is, or when the egress forbids it', async () => {
    expect((await look('fake.cn', { whoisServer: 'dark.example' })).registration.outcome).toBe('unreachable');
    expect((await look('fake.cn', { whoisServer: 'inside.example' })).registration.outcome).toBe('unreachable');
  });

  it('loads the bootstrap file once', async () => {
    const before = rdap.hits.filter((line) => line.includes('dns.json')).length;
    await look('a.com');
    await look('b.com');
    expect(before).toBe(1);
    expect(rdap.hits.filter((line) => line.includes('dns.json'))).toHaveLength(1);
  });

  it('keeps its distance between two questions to one server', async () => {
    const turns = vi.spyOn(QueryPacing.prototype, 'turn');
    onTestFinished(() => turns.mockRestore());
    const before = questions.length;
    await Promise.all([look('fake.cn', { minIntervalMs: 20 }), look('fake.cn', { minIntervalMs: 20 })]);
    expect(questions.slice(before)).toEqual(['fake.cn', 'fake.cn']);
    expect(turns.mock.calls).toEqual([
      ['whois.cnnic.cn', 20],
      ['whois.cnnic.cn', 20],
    ]);
  });

  it('gives the next turn at one server only after the distance, and at another at once', async () => {
    const pacing = new QueryPacing();
    await pacing.turn('slow.example', 200);
    let again = false;
    const next = pacing.turn('slow.example', 200).then(() => (again = true));
    // no timer can end while these, already free, follow one another
    for (let index = 0; index < 50; index += 1) await pacing.turn(`other${index}.example`, 200);
    expect(again).toBe(false);
    expect(await next).toBe(true);
  });
});

describe('a WHOIS answer', () => {
  it('in GB18030 is read', async () => {
    expect((await look('gb.cn')).registration.registrant).toBe('测试');
    expect(whoisText(Buffer.from('测试').subarray(0, 5))).toContain('测');
  });

  it('in two charsets with control characters is read line by line, and cleaned', async () => {
    expect((await look('mixed.cn')).registration).toMatchObject({
      registrant: '某 某 [31m公司',
      registrar: '测试',
      status: ['ok'],
    });
  });

  it('without end is cut at the cap and still read', async () => {
    const { registration, artifacts } = await look('endless.cn');
    expect(artifacts[0]?.data.length).toBe(256 * 1024);
    expect(artifacts[0]?.method).toContain('cap');
    expect(registration).toMatchObject({ outcome: 'found', registrant: '无尽公司', createdAt: null });
  });

  it('that never comes is a timeout, and half a one is kept', async () => {
    const session = await egress.open({ exit: 'test' });
    expect(await whoisQuery(session, 'whois.cnnic.cn', 'silent.cn', { timeoutMs: 200 })).toEqual({
      raw: null,
      reason: 'timeout',
      peerAddress: '192.0.2.2',
    });
    expect(await whoisQuery(session, 'whois.cnnic.cn', 'reset.cn')).toMatchObject({
      raw: Buffer.from('Registrant: 半个答案\n'),
      reason: 'ECONNRESET',
    });
    await session.close();
  });
});
