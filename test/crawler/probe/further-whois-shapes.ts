/** What further WHOIS answers in test/data/whois/ say: every name and value in them invented. */
import type { RegistrationFacts } from '../../../crawler/probe/registration-facts.ts';

const NS = ['ns1.lamp.example', 'ns2.lamp.example'];
const day = (date: string) => `${date}T00:00:00.000Z`;

/** File in test/data/whois/, what is peculiar about it, what it says. */
export const FURTHER_SHAPES: [string, string, Partial<RegistrationFacts>][] = [
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
  [
    'my',
    'my: lettered keys with blanks',
    { createdAt: day('2024-03-05'), expiresAt: day('2026-03-05'), updatedAt: day('2024-12-01') },
  ],
  [
    'co.th',
    'th: named months',
    {
      registrar: 'INVENTED',
      registrant: 'Lamp Test (ทดสอบ)',
      createdAt: day('2024-03-05'),
      updatedAt: day('2024-12-01'),
      expiresAt: day('2026-03-04'),
      nameServers: NS,
    },
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
    {
      registrar: 'Invented Inc.',
      registrant: 'Lamp Test Corp',
      registrantEmail: null,
      createdAt: day('2024-03-05'),
      expiresAt: day('2026-03-05'),
      nameServers: NS,
    },
  ],
  [
    'be',
    'be: not available means registered',
    { registrar: 'Invented BV', registrant: null, createdAt: day('2024-03-05'), nameServers: NS },
  ],
  [
    'nl',
    'nl: registrar and servers below their headings',
    {
      registrar: 'Verzonnen B.V.',
      registrant: null,
      registrantEmail: null,
      createdAt: day('2024-03-05'),
      updatedAt: day('2024-12-01'),
      nameServers: NS,
    },
  ],
  [
    'se',
    'se: flat, the holder by a handle only',
    {
      registrar: 'Pahittad AB',
      registrant: 'lampte0000-00001',
      createdAt: day('2024-03-05'),
      updatedAt: day('2024-12-01'),
      expiresAt: day('2026-03-05'),
      nameServers: NS,
    },
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
  [
    'no',
    'no: dots before the colon',
    { registrar: 'REG0-NORID', createdAt: day('2024-03-05'), updatedAt: day('2024-12-01') },
  ],
  [
    'pt',
    'pt: day first, several things in one line',
    {
      registrant: 'Lampada Teste SA',
      registrantEmail: 'owner@lamp.example',
      createdAt: day('2024-03-05'),
      expiresAt: '2026-03-04T23:59:00.000Z',
      nameServers: NS,
    },
  ],
  [
    'dk',
    'dk: the name’s own spelling is no name server',
    { registrant: 'Lampe Test A/S', createdAt: day('2024-03-05'), expiresAt: day('2026-03-31'), nameServers: NS },
  ],
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
    {
      registrar: 'Invented LLC',
      registrant: null,
      registrantEmail: null,
      createdAt: '2024-03-05T10:00:00.000Z',
      status: ['clientTransferProhibited'],
      nameServers: NS,
    },
  ],
  [
    'xyz',
    'xyz, top, me, io …: empty and redacted fields in the middle',
    {
      registrar: 'Invented Ltd',
      registrant: null,
      registrantEmail: null,
      createdAt: '2024-03-05T10:00:00.000Z',
      nameServers: NS,
    },
  ],
  [
    'cn',
    'cn: in Chinese, with blocks',
    {
      registrar: '虚构注册商有限公司',
      registrant: '灯塔测试公司',
      registrantEmail: 'owner@lamp.example',
      createdAt: '2024-03-05T04:00:00.000Z',
      nameServers: NS,
    },
  ],
  [
    'sk-old',
    'sk, as it was: columns without colon',
    {
      registrant: null,
      registrantEmail: null,
      updatedAt: day('2024-12-01'),
      expiresAt: day('2026-03-05'),
      nameServers: NS,
    },
  ],
  [
    'pt-bilingual',
    'two languages in one key',
    {
      registrant: 'Lampada Teste SA',
      registrantEmail: 'owner@lamp.example',
      createdAt: day('2024-03-05'),
      status: ['ACTIVE'],
    },
  ],
];
