/** WHOIS answers in the shapes of the registries, every name and value in them invented. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseWhois, whoisReferral } from '../../../crawler/probe/parse-whois.ts';
import type { RegistrationFacts } from '../../../crawler/probe/registration-facts.ts';

const NS = ['ns1.lamp.example', 'ns2.lamp.example'];
const day = (date: string) => `${date}T00:00:00.000Z`;

/** File in test/data/whois/, what is peculiar about it, what it says. */
const SHAPES: [string, string, Partial<RegistrationFacts>][] = [
  [
    'hk',
    'hk: the dates stand in the registrant’s block, day first',
    {
      registrar: 'Invented Registrar Limited',
      registrant: 'LAMP TEST LIMITED',
      registrantEmail: 'owner@lamp.example',
      createdAt: day('2024-03-05'),
      expiresAt: day('2026-03-05'),
      nameServers: NS,
    },
  ],
  [
    'tw',
    'tw: sentences in place of keys, indented blocks',
    {
      registrar: 'INVENTED-TW',
      registrant: '灯塔測試股份有限公司',
      registrantEmail: 'owner@lamp.example',
      createdAt: day('2024-03-05'),
      expiresAt: day('2026-03-05'),
      nameServers: NS,
    },
  ],
  [
    'ru',
    'ru: an address of a page is no e-mail, a private person no name',
    {
      registrar: 'INVENTED-RU',
      registrant: null,
      registrantEmail: null,
      createdAt: '2024-03-05T10:00:00.000Z',
      expiresAt: '2026-03-05T10:00:00.000Z',
      nameServers: NS,
      status: ['REGISTERED', 'DELEGATED', 'UNVERIFIED'],
    },
  ],
  ['su', 'su: an organisation with an e-mail', { registrant: 'ООО Лампа', registrantEmail: 'owner@lamp.example', createdAt: day('2024-03-05') }],
  [
    'kr',
    'kr: twice, in Korean and English, with dotted dates',
    {
      registrar: '(주)발명',
      registrant: '램프 테스트',
      registrantEmail: null,
      createdAt: day('2024-03-05'),
      updatedAt: day('2024-12-01'),
      expiresAt: day('2026-03-05'),
      nameServers: NS,
    },
  ],
  [
    'jp',
    'jp: keys in brackets, a zone behind the time',
    {
      registrant: 'Lamp Test K.K.',
      registrantEmail: null,
      createdAt: day('2024-03-05'),
      expiresAt: day('2026-03-31'),
      updatedAt: '2024-03-31T16:05:05.000Z',
      status: ['Active'],
      nameServers: NS,
    },
  ],
  [
    'co.jp',
    'co.jp: lettered keys; the end stands behind the status',
    { registrant: 'Lamp Test K.K.', createdAt: day('2024-03-05'), expiresAt: day('2026-03-31'), status: ['Connected'], nameServers: NS },
  ],
  ['eu', 'eu: indented blocks, nothing disclosed', { registrar: 'Invented Registrar BV', registrant: null, registrantEmail: null, createdAt: null, nameServers: NS }],
  [
    'it',
    'it: headings without colon; the contact’s dates are not the name’s',
    {
      registrar: 'Inventato S.p.A.',
      registrant: 'Lampada Prova S.r.l.',
      createdAt: day('2024-03-05'),
      updatedAt: '2024-12-01T00:52:51.000Z',
      expiresAt: day('2026-03-05'),
      nameServers: NS,
    },
  ],
  [
    'fr',
    'fr: the holder by a handle that is described further down',
    {
      registrar: 'INVENTE SAS',
      registrant: 'Lampe Essai SARL',
      registrantEmail: 'owner@lamp.example',
      nameServers: NS,
      createdAt: '2024-03-05T10:00:00.000Z',
      updatedAt: '2024-12-01T10:00:00.000Z',
      expiresAt: '2026-03-05T10:00:00.000Z',
    },
  ],
  [
    'com.br',
    'br: numbers behind the date, an owner and a contact of its own',
    {
      registrant: 'Lampada Teste Ltda',
      registrantEmail: 'owner@lamp.example',
      createdAt: day('2024-03-05'),
      updatedAt: day('2024-12-01'),
      expiresAt: day('2026-03-05'),
      status: ['published'],
      nameServers: NS,
    },
  ],
  [
    'co.uk',
    'uk: everything below its heading',
    {
      registrar: 'Invented Ltd t/a Invented',
      createdAt: day('1996-08-01'),
      updatedAt: day('2024-07-21'),
      expiresAt: day('2026-08-26'),
      nameServers: NS,
      status: ['Registered until expiry date'],
    },
  ],
  [
    'ua',
    'ua: headings within comments, a zone without minutes',
    {
      registrar: 'Invented LLC',
      registrant: 'ТОВ Лампа',
      registrantEmail: null,
      nameServers: NS,
      createdAt: '2024-03-05T10:00:00.000Z',
      updatedAt: '2024-12-01T10:00:00.000Z',
      expiresAt: '2026-03-05T10:00:00.000Z',
    },
  ],
  [
    'pl',
    'pl: further servers below the first, the registrar below its heading',
    { registrar: 'Wymyslony Sp. z o.o.', createdAt: '2024-03-05T13:00:00.000Z', updatedAt: '2024-12-01T08:28:00.000Z', expiresAt: '2026-03-05T14:00:00.000Z', nameServers: NS },
  ],
  [
    'cz',
    'cz: objects of their own for contact and servers',
    {
      registrar: 'REG-INVENTED',
      registrant: 'Lampa Zkouska s.r.o.',
      registrantEmail: 'owner@lamp.example',
      nameServers: NS,
      status: ['Sponsoring registrar change forbidden'],
      createdAt: '2024-03-05T02:00:00.000Z',
      updatedAt: '2024-12-01T10:00:00.000Z',
      expiresAt: day('2026-03-05'),
    },
  ],
  ['de', 'de: little but found', { registrar: null, createdAt: null, updatedAt: '2024-12-01T20:44:25.000Z', status: ['connect'], nameServers: NS }],
  ['de-old', 'de, as it was: sections in brackets', { registrant: 'Lampe Probe GmbH', registrantEmail: 'owner@lamp.example', updatedAt: null }],
  [
    'com.au',
    'au: the registrant last',
    { registrar: 'Invented Pty Ltd', registrant: 'LAMP TEST PTY LTD', registrantEmail: null, updatedAt: day('2024-12-01'), status: ['serverRenewProhibited'], nameServers: NS },
  ],
  [
    'co.nz-old',
    'nz, as it was: numbered keys with underscores',
    { registrar: 'Invented', registrant: 'Lamp Test', registrantEmail: 'owner@lamp.example', createdAt: '2024-03-04T21:00:00.000Z', nameServers: NS },
  ],
  [
    'com.tr',
    'tr: stars before headings, dots before dates',
    {
      registrar: 'Icat Ltd. Sti.',
      registrant: 'Lamba Deneme A.S.',
      registrantEmail: 'owner@lamp.example',
      createdAt: day('2024-03-05'),
      expiresAt: day('2026-03-04'),
      nameServers: NS,
    },
  ],
  [
    'sg',
    'sg: indented as a whole, blocks further in',
    {
      registrar: 'INVENTED PTE LTD',
      registrant: 'LAMP TEST PTE. LTD. (SGNIC-ORG000)',
      registrantEmail: null,
      createdAt: '2024-03-05T11:34:14.000Z',
      updatedAt: '2024-12-01T11:34:14.000Z',
      nameServers: NS,
    },
  ],
  ['my', 'my: lettered keys with blanks', { createdAt: day('2024-03-05'), expiresAt: day('2026-03-05'), updatedAt: day('2024-12-01') }],
  [
    'co.th',
    'th: named months',
    { registrar: 'INVENTED', registrant: 'Lamp Test (ทดสอบ)', createdAt: day('2024-03-05'), updatedAt: day('2024-12-01'), expiresAt: day('2026-03-04'), nameServers: NS },
  ],
  [
    'co.id',
    'id, in: times with a zone behind them',
    {
      registrar: 'PT Rekaan',
      registrant: 'PT Lampu Uji',
      registrantEmail: 'owner@lamp.example',
      createdAt: '2024-03-05T04:00:00.000Z',
      updatedAt: '2024-12-01T20:00:11.000Z',
      nameServers: NS,
    },
  ],
  [
    'us-old',
    'us, as it was: dates of Unix',
    {
      registrar: 'INVENTED INC.',
      registrant: 'Lamp Test',
      createdAt: '2024-03-05T12:00:00.000Z',
      updatedAt: '2024-12-01T09:44:30.000Z',
      expiresAt: '2026-03-04T23:59:59.000Z',
      nameServers: NS,
    },
  ],
  [
    'ca-old',
    'ca, as it was',
    { registrar: 'Invented Inc.', registrant: 'Lamp Test Corp', registrantEmail: null, createdAt: day('2024-03-05'), expiresAt: day('2026-03-05'), nameServers: NS },
  ],
  ['be', 'be: not available means registered', { registrar: 'Invented BV', registrant: null, createdAt: day('2024-03-05'), nameServers: NS }],
  [
    'nl',
    'nl: registrar and servers below their headings',
    { registrar: 'Verzonnen B.V.', registrant: null, registrantEmail: null, createdAt: day('2024-03-05'), updatedAt: day('2024-12-01'), nameServers: NS },
  ],
  [
    'se',
    'se: flat, the holder by a handle only',
    { registrar: 'Pahittad AB', registrant: 'lampte0000-00001', createdAt: day('2024-03-05'), updatedAt: day('2024-12-01'), expiresAt: day('2026-03-05'), nameServers: NS },
  ],
  [
    'fi',
    'fi: dots between key and value, headings of their own lines',
    {
      registrar: 'Keksitty Oy',
      registrant: 'Lamppu Koe Oy',
      createdAt: day('2024-03-05'),
      updatedAt: '2024-12-01T13:09:22.000Z',
      expiresAt: '2026-03-05T13:09:22.000Z',
      nameServers: NS,
    },
  ],
  ['no', 'no: dots before the colon', { registrar: 'REG0-NORID', createdAt: day('2024-03-05'), updatedAt: day('2024-12-01') }],
  [
    'pt',
    'pt: day first, several things in one line',
    { registrant: 'Lampada Teste SA', registrantEmail: 'owner@lamp.example', createdAt: day('2024-03-05'), expiresAt: '2026-03-04T23:59:00.000Z', nameServers: NS },
  ],
  ['dk', 'dk: the name’s own spelling is no name server', { registrant: 'Lampe Test A/S', createdAt: day('2024-03-05'), expiresAt: day('2026-03-31'), nameServers: NS }],
  [
    'ee',
    'ee: blocks whose lines do not stand further in',
    {
      registrar: 'Leiutatud OU',
      registrant: 'Lamp Katse OU',
      registrantEmail: null,
      createdAt: '2024-03-05T02:31:10.000Z',
      expiresAt: day('2026-03-06'),
      status: ['ok'],
      nameServers: NS,
    },
  ],
  [
    'cc',
    'cc, tv, com: thin, with the registry’s own notices',
    { registrar: 'Invented LLC', registrant: null, registrantEmail: null, createdAt: '2024-03-05T10:00:00.000Z', status: ['clientTransferProhibited'], nameServers: NS },
  ],
  [
    'xyz',
    'xyz, top, me, io …: empty and redacted fields in the middle',
    { registrar: 'Invented Ltd', registrant: null, registrantEmail: null, createdAt: '2024-03-05T10:00:00.000Z', nameServers: NS },
  ],
  [
    'cn',
    'cn: in Chinese, with blocks',
    { registrar: '虚构注册商有限公司', registrant: '灯塔测试公司', registrantEmail: 'owner@lamp.example', createdAt: '2024-03-05T04:00:00.000Z', nameServers: NS },
  ],
  ['sk-old', 'sk, as it was: columns without colon', { registrant: null, registrantEmail: null, updatedAt: day('2024-12-01'), expiresAt: day('2026-03-05'), nameServers: NS }],
  ['pt-bilingual', 'two languages in one key', { registrant: 'Lampada Teste SA', registrantEmail: 'owner@lamp.example', createdAt: day('2024-03-05'), status: ['ACTIVE'] }],
];

describe('a WHOIS answer in the shape of', () => {
  it.each(SHAPES)('%s: %s', (file, _what, facts) => {
    const text = readFileSync(new URL(`../../data/whois/${file}.txt`, import.meta.url), 'utf8');
    const domain = `lamp.${file.replace(/-.*$/, '')}`;
    expect(parseWhois(text, domain)).toMatchObject({ outcome: 'found', facts });
    expect(parseWhois(text.replaceAll('\n', '\r\n'), domain)).toMatchObject({ outcome: 'found', facts });
  });
});

describe('an e-mail address', () => {
  it.each([
    'https://registrar.example/contact',
    'Visit www.registry.example',
    'REDACTED FOR PRIVACY',
    'please query the registrar',
    'N/A',
    'owner at lamp.example',
    'a@b',
    '@lamp.example',
    'x y@lamp.example',
  ])('is not %j', (value) => {
    expect(parseWhois(`Registrant Organization: 灯塔\nRegistrant Email: ${value}\n`, 'lamp.top')).toMatchObject({ facts: { registrantEmail: null } });
  });
  it('is taken from the next line that has one', () => {
    const text = 'Registrant Email: https://registrar.example/form\nRegistrant Email: mailto:owner@lamp.example\nCreated: 2024-03-05\n';
    expect(parseWhois(text, 'lamp.top').facts?.registrantEmail).toBe('owner@lamp.example');
  });
});

describe('a referral', () => {
  it.each([
    ['Registrar WHOIS Server: whois.registrar.example', 'whois.registrar.example'],
    ['Whois Server: WHOIS.REGISTRAR.EXAMPLE.', 'whois.registrar.example'],
    ['refer:        whois.registry.example', 'whois.registry.example'],
    ['ReferralServer: whois://whois.registry.example:43', 'whois.registry.example'],
    ['注册商 WHOIS 服务器：whois.registrar.example', 'whois.registrar.example'],
    ['ReferralServer: rwhois://rwhois.registrar.example:4321', null],
    ['Registrar WHOIS Server:', null],
    ['Registrar WHOIS Server: REDACTED FOR PRIVACY', null],
    ['Registrar WHOIS Server: see below', null],
  ])('%j leads to %s', (text, server) => expect(whoisReferral(text)).toBe(server));
});
