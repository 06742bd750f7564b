/**
 * The kinds of marks that can tie two sites together: what each says, how strong it is at best, and which kinds are not
 * independent of each other.
 */
import type { Sentence } from '../../storage/vocabulary/sentence.ts';

/** Marks of one family have one cause (one hoster, one kit …): the strongest counts whole, the others a quarter. */
export type MarkFamily = 'identity' | 'certificate' | 'registration' | 'hosting' | 'route' | 'template' | 'server';

interface MarkKindFacts {
  family: MarkFamily;
  /**
   * Weight of evidence for one operator, natural-log odds, of a value that nobody else in the sweep shows. Set by
   * reasoning about how often two unrelated sites agree in such a value by chance, not fitted: see `markWeight` for
   * what wears it down.
   */
  weight: number;
  /** Unrelated accused sites share such values too (hosters, kits, trades): every carrier beyond two wears it down. */
  common: boolean;
  say: (value: string) => Sentence;
}

const said = (zh: string, en: string) => (value: string) => ({ zh: `${zh} ${value}`, en: `${en} ${value}` });

/** Every kind of mark: its family, its weight at most, whether honest sites share such marks, and how it is said. */
export const MARK_KINDS = {
  analytics: { family: 'identity', weight: 8, common: false, say: said('同一统计编号', 'same analytics id') },
  payment: { family: 'identity', weight: 8, common: false, say: said('同一收款码', 'same payment code') },
  wechat: { family: 'identity', weight: 7.5, common: false, say: said('同一微信号', 'same WeChat id') },
  qq: { family: 'identity', weight: 7.5, common: false, say: said('同一 QQ 号', 'same QQ number') },
  mobile: { family: 'identity', weight: 7.5, common: false, say: said('同一手机号', 'same mobile number') },
  email: { family: 'identity', weight: 7, common: false, say: said('同一邮箱', 'same e-mail address') },
  apk: { family: 'identity', weight: 6.5, common: false, say: said('同一安装包地址', 'same package address') },
  'domain-token': {
    family: 'identity',
    weight: 6.5,
    common: false,
    say: said('同一域名验证码（TXT）', 'same domain verification token (TXT)'),
  },
  certificate: {
    family: 'certificate',
    weight: 7.5,
    common: false,
    say: (value) => said('同一张证书', 'same certificate')(`${value.slice(0, 23)}…`),
  },
  'certificate-name': {
    family: 'certificate',
    weight: 7,
    common: false,
    say: said('同一证书覆盖域名', 'one certificate covers the name'),
  },
  'registrant-email': {
    family: 'registration',
    weight: 7,
    common: false,
    say: said('同一注册人邮箱', 'same registrant e-mail'),
  },
  registrant: { family: 'registration', weight: 4.5, common: true, say: said('同一注册人', 'same registrant') },
  'registered-with': {
    family: 'registration',
    weight: 2.5,
    common: true,
    say: said('同日在同一注册商注册', 'registered on the same day with the same registrar:'),
  },
  domain: {
    family: 'registration',
    weight: 7,
    common: true,
    say: said('同属一个注册域名', 'names of one registered domain'),
  },
  address: { family: 'hosting', weight: 3.2, common: true, say: said('同一服务器地址', 'same server address') },
  network: { family: 'hosting', weight: 1.2, common: true, say: said('同一网段', 'same small network') },
  'name-server': { family: 'hosting', weight: 2.6, common: true, say: said('同一域名服务器', 'same name server') },
  'leads-to': { family: 'route', weight: 7, common: false, say: said('跳转到或嵌入', 'leads to or frames') },
  'qr-to': { family: 'route', weight: 6.5, common: false, say: said('页面二维码指向', 'a QR code on it points to') },
  'links-to': { family: 'route', weight: 3, common: true, say: said('链接到', 'links to') },
  'third-host': {
    family: 'route',
    weight: 4.5,
    common: true,
    say: said('跳转到或嵌入同一第三方主机', 'both lead to or frame the same third host'),
  },
  'asset-host': {
    family: 'route',
    weight: 3.5,
    common: true,
    say: said('从同一第三方主机加载资源', 'both load files from the same third host'),
  },
  asset: {
    family: 'template',
    weight: 3.5,
    common: true,
    say: said('同名同大小的资源文件', 'file of the same name and size'),
  },
  script: { family: 'template', weight: 4, common: true, say: said('相同的内嵌脚本', 'same inline script') },
  shape: {
    family: 'template',
    weight: 3.5,
    common: true,
    say: said('官方页面以外的页面结构相似', 'page structure alike beyond the official page:'),
  },
  form: { family: 'template', weight: 3, common: true, say: said('相同的表单', 'same form') },
  comment: { family: 'template', weight: 4, common: true, say: said('相同的源码注释', 'same comment in the source') },
  landline: { family: 'template', weight: 4, common: true, say: said('同一座机或热线', 'same landline or hotline') },
  filing: {
    family: 'template',
    weight: 4,
    common: true,
    say: said('同一备案号或标识码（均非官方平台所有）', "same filing number (not the platform's)"),
  },
  title: { family: 'template', weight: 1.5, common: true, say: said('相同标题', 'same title') },
  'url-pattern': { family: 'template', weight: 2, common: true, say: said('相同的网址格式', 'same URL pattern') },
  header: { family: 'server', weight: 2, common: true, say: said('相同的少见响应头', 'same rare response header') },
  cookie: { family: 'server', weight: 2, common: true, say: said('相同的 Cookie 名', 'same cookie name') },
} as const satisfies Record<string, MarkKindFacts>;

/** A key of `MARK_KINDS`. */
export type MarkKind = keyof typeof MARK_KINDS;

/** False for a kind that another version may have stored. */
export const isMarkKind = (kind: string): kind is MarkKind => Object.hasOwn(MARK_KINDS, kind);

/** From here on a mark is strong: alone enough. */
export const STRONG = 6;
/** From here on a mark is medium: two of different families may be enough. */
export const MEDIUM = 2.5;

/** One mark with which a site may be tied to another. */
export interface SiteMark {
  kind: MarkKind;
  value: string;
}

/** Equal for equal marks, of whatever site. */
export const markKey = ({ kind, value }: SiteMark): string => `${kind}\n${value}`;

/** How many sites show a value, counted in registrable domains so that the hosts of one domain count once. */
export interface MarkCarriers {
  harmless: number;
  accused: number;
  /** All sites of the sweep that were judged harmless or accused. */
  population: number;
}

/**
 * The kind's own estimate of chance agreement stands against the sweep's count as if so many sites had been looked at
 * before.
 */
const PRIOR_SITES = 40;
const SHARED_BY_ACCUSED = 0.5;

/**
 * ln(1 / chance that an unrelated site shows this value), never above the kind's own weight. The chance is counted in
 * the sweep and smoothed with the kind's: harmless carriers count whole, accused ones beyond the second half where the
 * kind is `common` (they may be one gang). One harmless carrier already makes a strong mark medium.
 */
export function markWeight(kind: MarkKind, { harmless, accused, population }: MarkCarriers): number {
  const { weight, common } = MARK_KINDS[kind];
  const unrelated = harmless + (common ? SHARED_BY_ACCUSED * Math.max(0, accused - 2) : 0);
  const chance = (unrelated + PRIOR_SITES * Math.exp(-weight)) / (population + PRIOR_SITES);
  return Math.max(0, Math.min(weight, -Math.log(chance)));
}
