/** What the WHOIS answers in test/data/whois/ say: every name and value in them invented. */
import type { RegistrationFacts } from '../../../crawler/probe/registration-facts.ts';

const NS = ['ns1.lamp.example', 'ns2.lamp.example'];
const day = (date: string) => `${date}T00:00:00.000Z`;

/** File in test/data/whois/, what is peculiar about it, what it says. */
export const SHAPES: [string, string, Partial<RegistrationFacts>][] = [
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
  [
    'su',
    'su: an organisation with an e-mail',
    { registrant: 'ООО Лампа', registrantEmail: 'owner@lamp.example', createdAt: day('2024-03-05') },
  ],
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
    {
      registrant: 'Lamp Test K.K.',
      createdAt: day('2024-03-05'),
      expiresAt: day('2026-03-31'),
      status: ['Connected'],
      nameServers: NS,
    },
  ],
  [
    'eu',
    'eu: indented blocks, nothing disclosed',
    { registrar: 'Invented Registrar BV', registrant: null, registrantEmail: null, createdAt: null, nameServers: NS },
  ],
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
    {
      registrar: 'Wymyslony Sp. z o.o.',
      createdAt: '2024-03-05T13:00:00.000Z',
      updatedAt: '2024-12-01T08:28:00.000Z',
      expiresAt: '2026-03-05T14:00:00.000Z',
      nameServers: NS,
    },
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
  [
    'de',
    'de: little but found',
    { registrar: null, createdAt: null, updatedAt: '2024-12-01T20:44:25.000Z', status: ['connect'], nameServers: NS },
  ],
  [
    'de-old',
    'de, as it was: sections in brackets',
    { registrant: 'Lampe Probe GmbH', registrantEmail: 'owner@lamp.example', updatedAt: null },
  ],
  [
    'com.au',
    'au: the registrant last',
    {
      registrar: 'Invented Pty Ltd',
      registrant: 'LAMP TEST PTY LTD',
      registrantEmail: null,
      updatedAt: day('2024-12-01'),
      status: ['serverRenewProhibited'],
      nameServers: NS,
    },
  ],
  [
    'co.nz-old',
    'nz, as it was: numbered keys with underscores',
    {
      registrar: 'Invented',
      registrant: 'Lamp Test',
      registrantEmail: 'owner@lamp.example',
      createdAt: '2024-03-04T21:00:00.000Z',
      nameServers: NS,
    },
  ],
];
