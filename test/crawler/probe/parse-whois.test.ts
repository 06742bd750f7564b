/** Registration answers in the shapes found: WHOIS samples, RDAP objects, dates, bootstrap. */
import { describe, expect, it } from 'vitest';
import { parseRdap } from '../../../crawler/probe/parse-rdap.ts';
import { parseRdapBootstrap, rdapServerOf } from '../../../crawler/probe/rdap-bootstrap.ts';
import { parseWhois, whoisReferral } from '../../../crawler/probe/parse-whois.ts';
import { givenText } from '../../../crawler/probe/registration-facts.ts';
import { growth, TOO_MUCH_GROWTH } from '../../growth.ts';

const CNNIC = `Domain Name: fake.cn
ROID: 20180416s10001s00371092-cn
Domain Status: clientDeleteProhibited
Domain Status: clientTransferProhibited
Registrant ID: hc000000000-cn
Registrant: 某某某
Registrant Contact Email: owner@fake.example
Sponsoring Registrar: 阿里云计算有限公司（万网）
Name Server: dns29.registrar.example
Name Server: DNS30.registrar.example
Registration Time: 2018-04-16 20:33:59
Expiration Time: 2020-04-16 20:33:59
DNSSEC: unsigned
`;

const MIXED = `Domain Name:example.com
Registrar WHOIS Server: whois.registrar.example
Registrar URL: http://www.registrar.example
更新时间:2014-03-13T06:54:04Z
Creation Date:2010-01-05T10:13:16Z
Registrar Registration 过期时间:2017-01-05T10:13:16Z
Registrar: HICHINA ZHICHENG TECHNOLOGY LTD.
Registrar IANA ID: 420
Registrar Abuse Contact Email: abuse@registrar.example
Reseller:
Domain 状态：clientTransferProhibited
Registrant Name:REDACTED FOR PRIVACY
Registrant Organization:
Name Server:ns1.dns.example
DNSSEC:unsigned
>>> Last update of WHOIS database:2014-03-13T06:54:04Z<<<
`;

const THIN = `   Domain Name: EXAMPLE.COM
   Registrar: HICHINA ZHICHENG TECHNOLOGY LTD.
   Sponsoring Registrar IANA ID: 420
   Whois Server: grs-whois.registrar.example
   Referral URL: http://www.registrar.example
   Name Server: NS1.DNS.EXAMPLE
   Status: ok https://icann.org/epp#ok
   Updated Date: 12-apr-2017
   Creation Date: 18-apr-2005
   Expiration Date: 18-apr-2018
`;

describe('a WHOIS answer', () => {
  it('of CNNIC is read, its bare times as UTC+8', () => {
    expect(parseWhois(CNNIC, 'fake.cn')).toEqual({
      outcome: 'found',
      facts: {
        registrar: '阿里云计算有限公司（万网）',
        registrant: '某某某',
        registrantEmail: 'owner@fake.example',
        createdAt: '2018-04-16T12:33:59.000Z',
        updatedAt: null,
        expiresAt: '2020-04-16T12:33:59.000Z',
        status: ['clientDeleteProhibited', 'clientTransferProhibited'],
        nameServers: ['dns29.registrar.example', 'dns30.registrar.example'],
      },
    });
  });

  it('with keys in two languages and both colons is read, and a placeholder is not given', () => {
    expect(parseWhois(MIXED, 'example.com')).toEqual({
      outcome: 'found',
      facts: {
        registrar: 'HICHINA ZHICHENG TECHNOLOGY LTD.',
        registrant: null,
        registrantEmail: null,
        createdAt: '2010-01-05T10:13:16.000Z',
        updatedAt: '2014-03-13T06:54:04.000Z',
        expiresAt: '2017-01-05T10:13:16.000Z',
        status: ['clientTransferProhibited'],
        nameServers: ['ns1.dns.example'],
      },
    });
    expect(whoisReferral(MIXED)).toBe('whois.registrar.example');
  });

  it('of the old thin kind is read, and names who knows more', () => {
    expect(parseWhois(THIN, 'example.com')).toMatchObject({
      outcome: 'found',
      facts: {
        createdAt: '2005-04-18T00:00:00.000Z',
        status: ['ok'],
        nameServers: ['ns1.dns.example'],
        registrant: null,
      },
    });
    expect(whoisReferral(THIN)).toBe('grs-whois.registrar.example');
  });

  it('all in Chinese is read', () => {
    const text =
      '域名: example.cn\n注册商：北京某某信息技术有限公司\n注册者: 测试公司\n联系人邮箱: owner@example.cn\n注册时间：2024年3月5日\n域名服务器：ns1.example.cn ns2.example.cn\n域名状态：正常';
    expect(parseWhois(text, 'example.cn')).toEqual({
      outcome: 'found',
      facts: {
        registrar: '北京某某信息技术有限公司',
        registrant: '测试公司',
        registrantEmail: 'owner@example.cn',
        createdAt: '2024-03-04T16:00:00.000Z',
        updatedAt: null,
        expiresAt: null,
        status: ['正常'],
        nameServers: ['ns1.example.cn', 'ns2.example.cn'],
      },
    });
  });

  it.each([
    'No matching record.',
    'No match for "X.COM".',
    'NOT FOUND',
    'The queried object does not exist',
    'Domain: x.de\nStatus: free',
    '域名未注册',
  ])('that denies the name is not-found: %j', (text) => {
    expect(parseWhois(text, 'x.com').outcome).toBe('not-found');
  });

  it.each([
    '',
    'Your request is being rate limited.',
    'the Domain Name you apply can not be registered online.',
    '<html>busy</html>',
    `${' '.repeat(200_000)}:x`,
    'k:'.repeat(100_000),
  ])('without facts is not-given (%#)', (text) => {
    expect(parseWhois(text, 'x.com')).toEqual({ outcome: 'not-given', facts: null });
  });

  it.each<[string, number, (count: number) => string]>([
    ['of blanks', 12_000, (count) => `${' '.repeat(count)}:x`],
    ['of colons', 6000, (count) => 'k:'.repeat(count)],
    ['of empty lines', 6000, (count) => '\n'.repeat(count)],
    ['of one key', 600, (count) => 'status: ok\n'.repeat(count)],
  ])('%s is read in work that grows no faster than it', (_what, size, make) => {
    expect(growth(size, make, (text) => parseWhois(text, 'x.com'))).toBeLessThan(TOO_MUCH_GROWTH);
  });
});

describe('what is not given', () => {
  it.each([
    'REDACTED FOR PRIVACY',
    'redacted',
    'N/A',
    '***',
    'Data Protected',
    'Not Available From Registry',
    '',
    '  ',
    'Please query the RDDS service of the Registrar of Record',
  ])('is null: %j', (text) => {
    expect(givenText(text)).toBeNull();
  });
  it.each(['某某某', 'redacted by test', 'Nona Ltd.'])('is not confused with %s', (text) =>
    expect(givenText(text)).toBe(text),
  );
});

describe('an RDAP answer', () => {
  it('is read from events, entities and name servers', () => {
    const text = JSON.stringify({
      objectClassName: 'domain',
      ldhName: 'FAKE.COM',
      status: ['client transfer prohibited'],
      events: [
        { eventAction: 'registration', eventDate: '2026-11-01T00:00:00Z' },
        { eventAction: 'expiration', eventDate: '2027-11-01T00:00:00Z' },
        { eventAction: 'last changed', eventDate: '2026-11-02T00:00:00Z' },
      ],
      entities: [
        {
          roles: ['registrar'],
          vcardArray: [
            'vcard',
            [
              ['version', {}, 'text', '4.0'],
              ['fn', {}, 'text', 'Registrar Ltd.'],
            ],
          ],
          entities: [{ roles: ['abuse'] }],
        },
        {
          roles: ['registrant'],
          vcardArray: [
            'vcard',
            [
              ['fn', {}, 'text', '张某'],
              ['org', {}, 'text', ['某某公司']],
              ['email', {}, 'text', 'a@fake.example'],
            ],
          ],
        },
      ],
      nameservers: [{ ldhName: 'NS1.DNS.EXAMPLE.' }],
    });
    expect(parseRdap(text)).toEqual({
      outcome: 'found',
      facts: {
        registrar: 'Registrar Ltd.',
        registrant: '某某公司',
        registrantEmail: 'a@fake.example',
        createdAt: '2026-11-01T00:00:00.000Z',
        updatedAt: '2026-11-02T00:00:00.000Z',
        expiresAt: '2027-11-01T00:00:00.000Z',
        status: ['client transfer prohibited'],
        nameServers: ['ns1.dns.example'],
      },
    });
  });

  it.each([
    ['{"errorCode":404}', 'not-found'],
    ['{}', 'not-given'],
    ['[]', 'not-given'],
    ['no json', 'not-given'],
    ['{"events":"x","entities":[{"roles":5,"vcardArray":[1]}],"status":[1]}', 'not-given'],
  ])('%s is %s', (text, outcome) => {
    expect(parseRdap(text)).toEqual({ outcome, facts: null });
  });
});

describe('the bootstrap file', () => {
  it('gives the longest matching suffix, HTTPS first', () => {
    const servers = parseRdapBootstrap(
      JSON.stringify({
        services: [
          [
            ['com', 'NET'],
            ['http://old.example/', 'https://rdap.example/v1'],
          ],
          [['com.cn'], ['https://cn.example/']],
        ],
      }),
    );
    expect(servers).not.toBeNull();
    expect(rdapServerOf(servers ?? new Map(), 'a.com')).toBe('https://rdap.example/v1/');
    expect(rdapServerOf(servers ?? new Map(), 'a.com.cn')).toBe('https://cn.example/');
    expect(rdapServerOf(servers ?? new Map(), 'a.cn')).toBeNull();
  });
  it.each(['', '{}', '{"services":[1]}'])('that cannot be read is null: %j', (text) =>
    expect(parseRdapBootstrap(text)).toBeNull(),
  );
});
