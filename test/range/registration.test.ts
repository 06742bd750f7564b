/** WHOIS and RDAP of the range. */
import { describe, expect, test } from 'vitest';
import { rangeOf, rawExchange, visit } from './fixture-corpus.ts';
import type { Range } from './range.ts';

async function whois(range: Range, query: string): Promise<string> {
  const target = range.exits[0]?.map(range.addressOf(range.endpoints.whoisServers.default) ?? '', 43);
  if (!target) throw new Error('no WHOIS server');
  return (await rawExchange(target, query)).toString();
}

async function rdap(range: Range, path: string) {
  const { status, headers, text } = await visit(range, `https://rdap.range.test/${path}`);
  return { status, type: headers['content-type'], json: JSON.parse(text) as Record<string, never> };
}

describe('whois', () => {
  test('gives the bytes of whois.txt for the registrable domain', async () => {
    const raw = Buffer.concat([Buffer.from('Domain Name: a.com.cn\r\nRegistrant: '), Buffer.from('d6d0b9fa', 'hex')]);
    const range = await rangeOf({ a: { hosts: ['cx.gov.a.com.cn'], registered: '-1d' } }, { 'sites/a/whois.txt': raw });
    const target = range.exits[1]?.map(range.addressOf('whois.range.test') ?? '', 43) ?? { host: '', port: 0 };
    expect(await rawExchange(target, 'a.com.cn\r\n')).toEqual(raw);
    expect(await whois(range, 'cx.gov.a.com.cn\r\n')).toBe('No matching record.\r\n');
  });

  test('makes an answer in the manner of CNNIC, in UTC+8', async () => {
    const range = await rangeOf({
      a: { hosts: ['cx.a.cn'], registered: '-12d', dns: { NS: ['ns1.dns.example', 'ns2.dns.example'] } },
    });
    const answer = await whois(range, 'A.CN\r\n');
    expect(answer).toMatch(/^Domain Name: a\.cn\r\nROID: 20261109s10001s\d{8}-cn\r\nDomain Status: ok\r\n/);
    expect(answer).toMatch(
      /Name Server: ns1\.dns\.example\r\nName Server: ns2\.dns\.example\r\nRegistration Time: 2026-11-09 08:00:00\r\nExpiration Time: 2027-11-09 08:00:00\r\n/,
    );
  });

  test('makes an answer in the manner of Verisign for the rest', async () => {
    const answer = await whois(
      await rangeOf({ a: { hosts: ['www.a.com'], registered: '2015-03-02' } }),
      'domain a.com\n',
    );
    expect(answer).toMatch(
      / {3}Domain Name: A\.COM\r\n[\s\S]*Creation Date: 2015-03-02T00:00:00Z[\s\S]*Registrar: .+[\s\S]*Name Server: NS1\.RANGE\.TEST/,
    );
    const expiry = /Registry Expiry Date: (\S+)/.exec(answer)?.[1] ?? '';
    expect(Date.parse(expiry)).toBeGreaterThan(Date.parse('2026-11-21'));
  });

  test('knows nothing else', async () => {
    const range = await rangeOf({ silent: {} });
    for (const query of ['silent.example\r\n', 'nobody.cn\r\n', '\r\n'])
      expect(await whois(range, query)).toBe('No matching record.\r\n');
    expect(range.log().map(({ service, answer }) => `${service} ${answer}`)).toEqual([
      'whois no match',
      'whois no match',
      'whois no match',
    ]);
  });

  test('is a port of its own host only', async () => {
    const range = await rangeOf({ a: { dns: { A: ['198.51.100.9'] } } });
    expect(range.exits[0]?.map('198.51.100.9', 43)).toBeNull();
    expect(range.exits[0]?.map(range.addressOf('whois.range.test') ?? '', 80)).toBeNull();
  });

  test('of a site with several domains belongs to the domain it names', async () => {
    const range = await rangeOf(
      { a: { hosts: ['a.cn', 'b.cn'], registered: '-5d' } },
      { 'sites/a/whois.txt': 'Domain Name: b.cn\n' },
    );
    expect(await whois(range, 'b.cn\r\n')).toBe('Domain Name: b.cn\n');
    expect(await whois(range, 'a.cn\r\n')).toContain('Registration Time: 2026-11-16');
  });

  test('of a shared domain is that of the site at its apex', async () => {
    const range = await rangeOf({
      a: { hosts: ['a.shared.cn'], registered: '-5d' },
      z: { hosts: ['shared.cn'], registered: '2010-01-01' },
    });
    expect(await whois(range, 'shared.cn\r\n')).toContain('Registration Time: 2010-01-01');
  });
});

describe('rdap', () => {
  test('is found through a bootstrap file of RFC 9224', async () => {
    const range = await rangeOf({ a: { hosts: ['a.com.cn'] }, b: {} });
    const { text } = await visit(range, range.endpoints.rdapBootstrap);
    expect(JSON.parse(text)).toMatchObject({
      version: '1.0',
      services: [
        [
          ['cn', 'example'],
          ['https://rdap.range.test/', 'http://rdap.range.test/'],
        ],
      ],
    });
  });

  test('gives rdap.json as it is', async () => {
    const range = await rangeOf(
      { a: { hosts: ['www.a.com'], registered: '-5d' } },
      { 'sites/a/rdap.json': { ldhName: 'a.com', handle: 'H' } },
    );
    expect(await rdap(range, 'domain/A.com')).toEqual({
      status: 200,
      type: 'application/rdap+json',
      json: { ldhName: 'a.com', handle: 'H' },
    });
  });

  test('makes a domain object from the registration date', async () => {
    const { json } = await rdap(await rangeOf({ a: { registered: '-12d' } }), 'domain/a.example');
    expect(json).toMatchObject({
      objectClassName: 'domain',
      ldhName: 'a.example',
      rdapConformance: ['rdap_level_0'],
      events: [
        { eventAction: 'registration', eventDate: '2026-11-09T00:00:00.000Z' },
        { eventAction: 'last changed' },
        { eventAction: 'expiration', eventDate: '2027-11-09T00:00:00.000Z' },
      ],
      entities: [
        {
          roles: ['registrar'],
          vcardArray: [
            'vcard',
            [
              ['version', {}, 'text', '4.0'],
              ['fn', {}, 'text', expect.any(String) as unknown],
            ],
          ],
        },
      ],
      nameservers: [{ ldhName: 'ns1.range.test' }, { ldhName: 'ns2.range.test' }],
    });
  });

  test('answers 404 with an error object for the rest', async () => {
    const range = await rangeOf({ a: {} });
    for (const path of ['domain/a.example', 'domain/nobody.cn', 'autnum/1', 'ip/198.51.100.1'])
      expect(await rdap(range, path)).toMatchObject({ status: 404, json: { errorCode: 404 } });
  });

  test('tells where an address is hosted', async () => {
    const range = await rangeOf({
      a: { dns: { A: ['198.51.100.9'] }, network: { asn: 64500, holder: 'Example Cloud', country: 'HK' } },
    });
    expect((await rdap(range, 'ip/198.51.100.9')).json).toMatchObject({
      objectClassName: 'ip network',
      name: 'Example Cloud',
      country: 'HK',
      arin_originas0_originautnums: [64_500],
    });
  });
});
