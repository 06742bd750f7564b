/** Reads a WHOIS answer in the shapes that Chinese names really return: English, Chinese and mixed keys, either colon. Pure. */
import type { ParsedRegistration, RegistrationFacts } from './registration-facts.ts';
import { givenText, hasFacts, NO_FACTS } from './registration-facts.ts';
import { registrationDate } from './registration-date.ts';

/** Which key means which fact, most telling first. Compared without case, blanks collapsed. */
const KEYS = {
  registrar: ['sponsoring registrar', 'registrar', 'registrar name', 'registrar organization', '注册商', '域名注册商', '所属注册商', '注册服务机构', '注册商名称'],
  registrant: [
    'registrant organization',
    'registrant organisation',
    'registrant',
    'registrant name',
    '注册者',
    '注册人',
    '注册单位',
    '注册者名称',
    '注册人名称',
    '注册机构',
    '注册组织',
    '域名持有者',
    '域名所有人',
    '所有者',
    'registrant 组织',
    'registrant 名称',
  ],
  registrantEmail: [
    'registrant contact email',
    'registrant email',
    'registrant e-mail',
    '联系人邮箱',
    '注册者联系邮箱',
    '注册者联系人邮件',
    '注册者邮箱',
    '注册人邮箱',
    '注册邮箱',
    '联系邮箱',
    '联系人电子邮件',
    '邮箱',
    '电子邮箱',
  ],
  createdAt: [
    'creation date',
    'registration time',
    'registration date',
    'created date',
    'created on',
    'created',
    'domain registration date',
    'registered on',
    '注册时间',
    '注册日期',
    '创建时间',
    '创建日期',
  ],
  updatedAt: ['updated date', 'last updated date', 'last updated on', 'last modified', 'modified', 'update date', 'changed', '更新时间', '更新日期', '最后更新时间', '修改时间'],
  expiresAt: [
    'registry expiry date',
    'registrar registration expiration date',
    'expiration time',
    'expiration date',
    'expiry date',
    'expires on',
    'expires',
    'registrar registration 过期时间',
    'registry 过期时间',
    '过期时间',
    '过期日期',
    '到期时间',
    '到期日期',
    '有效期至',
  ],
  status: ['domain status', 'status', 'domain 状态', '域名状态', '状态'],
  nameServers: ['name server', 'name servers', 'nserver', 'nameserver', '域名服务器', 'dns服务器', 'dns 服务器', '名称服务器', 'dns'],
} as const satisfies Record<keyof RegistrationFacts, readonly string[]>;

const NOT_FOUND =
  /\bno match(?:ing record)?\b|\bno matching\b|\bnot found\b|\bno data found\b|\bno entries found\b|\bno object found\b|\bdoes not exist\b|\bnot registered\b|\bis available for registration\b|\bstatus:\s*(?:free|available)\b|未注册|没有找到|无匹配|尚未注册|不存在/i;

/** A hostile answer is one endless line, or one key a thousand times. */
const MAX_LINE = 2000;
const MAX_KEY = 60;
const MAX_VALUES = 100;

/** Endings whose registry prints UTC+8 without saying so. */
const UTC_PLUS_8 = /\.(?:cn|xn--fiqs8s|xn--fiqz9s|中国|中國)$/i;

/** `domain` decides in which zone a bare time is meant. `not-given` = an answer without a fact: a refusal, a limit, an unknown shape. */
export function parseWhois(text: string, domain: string): ParsedRegistration {
  const lines = keyedLines(text);
  const zone = UTC_PLUS_8.test(domain) ? 480 : 0;
  const first = (fact: keyof typeof KEYS): string | null =>
    KEYS[fact].map((key) => givenText(lines.get(key)?.find((value) => givenText(value) !== null))).find((value) => value !== null) ?? null;
  const all = (fact: 'status' | 'nameServers'): string[] =>
    KEYS[fact]
      .flatMap((key) => lines.get(key) ?? [])
      .map(givenText)
      .filter((value) => value !== null);
  const date = (fact: 'createdAt' | 'updatedAt' | 'expiresAt'): string | null => {
    const value = first(fact);
    return value === null ? null : registrationDate(value, zone);
  };
  const facts: RegistrationFacts = {
    ...NO_FACTS,
    registrar: first('registrar'),
    registrant: first('registrant'),
    registrantEmail: first('registrantEmail'),
    createdAt: date('createdAt'),
    updatedAt: date('updatedAt'),
    expiresAt: date('expiresAt'),
    // `clientHold https://icann.org/epp#clientHold`: the code is the first word.
    status: unique(all('status').map((value) => value.split(/\s+/)[0] ?? '')),
    nameServers: unique(all('nameServers').flatMap(nameServerNames)),
  };
  // "Status: free" is a fact of nothing.
  if (facts.createdAt === null && facts.registrar === null && facts.registrant === null && NOT_FOUND.test(text)) return { outcome: 'not-found', facts: null };
  return hasFacts(facts) ? { outcome: 'found', facts } : { outcome: 'not-given', facts: null };
}

/** The server that knows more (`Registrar WHOIS Server`), a bare host name; null when none is named. */
export function whoisReferral(text: string): string | null {
  const lines = keyedLines(text);
  const named = ['registrar whois server', 'whois server', 'refer', 'whois'].map((key) => givenText(lines.get(key)?.[0])).find((value) => value !== null);
  const host = named
    ?.replace(/^(?:whois|https?):\/\//i, '')
    .replace(/\/.*$/, '')
    .toLowerCase();
  return host !== undefined && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host) ? host : null;
}

/** `key: value` lines by key; comment and notice lines are left out. Keys may end in an ASCII or a full-width colon. */
function keyedLines(text: string): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const line of text.split(/\r\n|\r|\n/).map((raw) => raw.slice(0, MAX_LINE).trim())) {
    const colon = line.search(/[:：]/);
    if (colon < 1 || colon > MAX_KEY || line.startsWith('//', colon + 1) || /^(?:>>>|[%#])/.test(line)) continue;
    const key = line
      .slice(0, colon)
      .replace(/[.\s]+/g, ' ')
      .trim()
      .toLowerCase();
    const values = lines.get(key) ?? [];
    lines.set(key, [...values, line.slice(colon + 1).trim()].slice(0, MAX_VALUES));
  }
  return lines;
}

/** `NS1.EXAMPLE.COM 192.0.2.1` or several names in one line → lower-case names. */
function nameServerNames(value: string): string[] {
  return value
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((name) => name.replace(/\.$/, ''))
    .filter((name) => /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.[a-z][a-z0-9-]*$/.test(name));
}

function unique(values: string[]): string[] {
  return [...new Set(values.filter((value) => value !== ''))];
}
