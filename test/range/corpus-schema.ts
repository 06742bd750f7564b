/** zod schemas of corpus.json and site.json: strict, so an unknown key or value anywhere is an error. */
import { METHODS } from 'node:http';
import { isIP, isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';
import { CORPUS_SOURCES } from '../../storage/vocabulary/candidates.ts';
import { canonicalAddress, canonicalHost } from './canonical-host.ts';
import { parseCorpusDate } from './corpus-date.ts';
import { absentable, pattern, rule, text } from './corpus-rule.ts';
import { parseFault } from './fault.ts';

/** Truth labels of a corpus site. */
export const LABELS = [
  'impersonation',
  'certificate-sale',
  'injected',
  'official',
  'benign',
  'parked',
  'dead',
  'hostile',
] as const;
export type Label = (typeof LABELS)[number];

/** Visitors that `expect.personas` may name. */
export const EXPECTED_PERSONAS = ['desktop', 'mobile', 'wechat', 'search', 'china', 'first-visit'] as const;

/** Keys of `expect.clues`. */
export const CLUE_KEYS = [
  'wechat',
  'qq',
  'phone',
  'email',
  'icp',
  'police',
  'siteCode',
  'conac',
  'analytics',
  'payment',
  'apk',
] as const;

export const DNS_FAILURES = ['nxdomain', 'servfail', 'timeout', 'refused'] as const;
export type DnsFailure = (typeof DNS_FAILURES)[number];

export const SCHEMES = ['http', 'https', 'both'] as const;

const date = rule(z.string(), (value) => parseCorpusDate(value, 0) !== null, {
  zh: 'ISO 日期或相对日期（如 "-12d"）',
  en: 'an ISO date or a relative one such as "-12d"',
});
const ipv4 = rule(z.string(), isIPv4, { zh: 'IPv4 地址', en: 'an IPv4 address' });
const ipv6 = rule(z.string(), isIPv6, { zh: 'IPv6 地址', en: 'an IPv6 address' }).transform((value) =>
  isIPv6(value) ? canonicalAddress(value) : value,
);
const count = z.int().nonnegative();

const hostName = rule(z.string(), (value) => canonicalHost(value) !== null, {
  zh: '主机名、通配名（*.x.cn）或 IP 地址，不带端口与协议',
  en: 'a host name, a wildcard (*.x.cn) or an IP address, without port or scheme',
}).transform((value) => canonicalHost(value) ?? value);

const name = rule(z.string(), (value) => canonicalHost(value) !== null && !isIP(value), {
  zh: '域名',
  en: 'a domain name',
}).transform((value) => canonicalHost(value) ?? value);

const country = rule(z.string(), (value) => !/^[a-z]*$/i.test(value) || /^[A-Z]{2}$/.test(value), {
  zh: '两个大写字母的国家代码，或匹配它的正则表达式',
  en: 'a two-letter upper-case country code, or a regular expression over it',
}).pipe(pattern);
const method = rule(z.string(), (value) => !/^[a-z]*$/i.test(value) || METHODS.includes(value.toUpperCase()), {
  zh: 'HTTP 方法，或匹配它的正则表达式',
  en: 'an HTTP method, or a regular expression over it',
}).pipe(pattern);

const match = z.strictObject({
  host: absentable(pattern),
  path: absentable(pattern),
  query: absentable(z.record(z.string(), pattern.nullable())),
  userAgent: absentable(pattern),
  referer: absentable(pattern),
  acceptLanguage: absentable(pattern),
  country: absentable(country),
  cookie: absentable(pattern),
  visit: absentable(z.enum(['first'])),
  method: absentable(method),
});

// eslint-disable-next-line no-control-regex -- Control characters are what must not get into a header.
const headerValue = rule(z.string(), (value) => !/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value), {
  zh: '不含控制字符的响应头值',
  en: 'a header value without control characters',
});
const headerName = rule(z.string(), (value) => /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i.test(value), {
  zh: '响应头名称',
  en: 'a header name',
});
const fault = rule(z.string(), (value) => parseFault(value) !== null, {
  zh: 'reset、hang、slow:<字节每秒>、truncate:<字节>、gzip-bomb:<MiB>、endless、bad-content-length、redirect-loop 或 bad-tls',
  en: 'reset, hang, slow:<bytes per second>, truncate:<bytes>, gzip-bomb:<MiB>, endless, bad-content-length, redirect-loop or bad-tls',
});

const respond = z.strictObject({
  status: absentable(z.int().min(200).max(999)),
  file: absentable(text),
  headers: absentable(z.record(headerName, z.union([headerValue, z.array(headerValue)]))),
  delayMs: absentable(count),
  redirect: absentable(headerValue.pipe(text)),
  body: absentable(z.string()),
  fault: absentable(fault.transform((value) => parseFault(value))),
});

const found = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('permutation') }),
  z.strictObject({
    by: z.literal('search'),
    engine: absentable(text),
    query: absentable(text),
    rank: absentable(z.int().positive()),
    url: absentable(text),
  }),
  z.strictObject({ by: z.literal('certificate-log') }),
  z.strictObject({ by: z.literal('lead') }),
  z.strictObject({ by: z.literal('qr'), image: absentable(text) }),
  z.strictObject({ by: z.literal('list') }),
  z.strictObject({ by: z.literal('link'), from: absentable(text) }),
]);

const analyticsId = rule(z.string(), (value) => /^(?:hm|cnzz|51la):./.test(value), {
  zh: '"hm:"、"cnzz:" 或 "51la:" 加编号',
  en: '"hm:", "cnzz:" or "51la:" and an id',
});
const clues = z.strictObject(
  Object.fromEntries(
    CLUE_KEYS.map((key) => [key, z.array(key === 'analytics' ? analyticsId : text).optional()]),
  ) as Record<(typeof CLUE_KEYS)[number], z.ZodOptional<z.ZodArray<typeof text>>>,
);

const expectation = z.strictObject({
  entry: absentable(text),
  cloaked: absentable(z.boolean()),
  personas: absentable(z.array(z.enum(EXPECTED_PERSONAS))),
  contested: absentable(z.boolean()),
  clues: absentable(clues),
  cluster: absentable(text),
});

const tls = z.strictObject({
  issuer: absentable(text),
  validFrom: absentable(date),
  validTo: absentable(date),
  selfSigned: absentable(z.boolean()),
  san: absentable(z.array(z.string())),
});

const dns = z.strictObject({
  A: absentable(z.array(ipv4)),
  AAAA: absentable(z.array(ipv6)),
  rebind: absentable(z.array(z.union([ipv4, z.array(ipv4).min(1)])).min(1)),
  NS: absentable(z.array(name)),
  MX: absentable(z.array(text)),
  TXT: absentable(z.array(z.string())),
  CNAME: absentable(name),
  fail: absentable(z.enum(DNS_FAILURES)),
});

const network = z.strictObject({
  asn: absentable(z.int().positive()),
  holder: absentable(text),
  country: absentable(
    rule(z.string(), (value) => /^[A-Z]{2}$/.test(value), {
      zh: '两个大写字母的国家代码',
      en: 'a two-letter upper-case country code',
    }),
  ),
});

export const siteSchema = z.strictObject({
  hosts: z.array(hostName).min(1),
  label: z.enum(LABELS),
  brand: absentable(text),
  expect: absentable(expectation),
  scheme: absentable(z.enum(SCHEMES)),
  tls: absentable(tls),
  dns: absentable(dns),
  network: absentable(network),
  registered: absentable(date),
  found: absentable(z.array(found)),
  routes: absentable(z.array(z.strictObject({ match: absentable(match), respond }))),
  note: absentable(z.string()),
});

const url = rule(z.string(), (value) => /^https?:\/\//i.test(value) && URL.canParse(value), {
  zh: 'http(s) 网址',
  en: 'an http(s) URL',
});

export const corpusSchema = z.strictObject({
  name: text,
  version: z.union([text, z.number()]).transform(String),
  description: absentable(z.string()),
  now: absentable(
    rule(z.string(), (value) => /^\d/.test(value) && !/[hdwy]$/.test(value) && parseCorpusDate(value, 0) !== null, {
      zh: 'ISO 日期',
      en: 'an ISO date',
    }),
  ),
  seed: z.strictObject({ brands: z.array(text), keywords: z.array(text), sources: z.array(z.enum(CORPUS_SOURCES)) }),
  references: absentable(z.record(text, z.array(url))),
});

export type SiteFile = z.output<typeof siteSchema>;
export type CorpusFile = z.output<typeof corpusSchema>;
export type FoundBy = z.output<typeof found>;
export type RouteMatch = z.output<typeof match>;
export type RouteResponse = z.output<typeof respond>;
export type Expectation = z.output<typeof expectation>;
export type DnsFacts = z.output<typeof dns>;
