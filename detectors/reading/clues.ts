/**
 * Extracts what leads to people and gangs: contacts, filing numbers, statistics ids, payment codes, packages; with
 * where each was seen.
 */
import type { Visit } from '../../storage/vocabulary/capture.ts';
import type { CaptureView } from '../host-view.ts';

/**
 * The corpus format's `expect.clues` keys, and `notFollowed`: where a redirect or script led that no visit follows (an
 * app's address, say).
 */
export const CLUE_KINDS = [
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
  'notFollowed',
] as const;

/** One of `CLUE_KINDS`. */
export type ClueKind = (typeof CLUE_KINDS)[number];

/** One clue; `seenIn` is place@persona, such as text@wechat. */
export interface Clue {
  kind: ClueKind;
  value: string;
  seenIn: string;
}

/** Clues by kind, each value once; kinds without any are left out. */
export type Clues = Record<string, { value: string; seenIn: string }[]>;

interface Place {
  name: string;
  text: string;
}
interface Rule {
  kind: ClueKind;
  pattern: RegExp;
  in: readonly string[];
  value(match: RegExpExecArray): string | null;
}

const SEEN = ['text', 'html', 'script', 'link', 'qr'] as const;
const VISIBLE = ['text', 'qr'] as const;
const CODE = ['html', 'script', 'link'] as const;
const MAX_PLACE = 300_000;
const MAX_PER_RULE = 200;

const WECHAT_ID = '[a-z][a-z0-9_-]{5,19}|1[3-9]\\d{9}';
const NOT_WECHAT = new Set([
  'weixin',
  'wechat',
  'micromessenger',
  'gongzhonghao',
  'xiaochengxu',
  'string',
  'undefined',
  'function',
  'return',
  'config',
]);

/** A filing number is kept whole, with the number of the site (`-1`); who compares holders leaves that part out. */
const RULES: Rule[] = [
  {
    kind: 'wechat',
    pattern: new RegExp(
      `(?:微\\s?信|薇信|威信|徽信|維信|加微|加薇|加v|weixin|wechat|wx|vx|v信|v❤|➕v|\\+v)(?:同号|号码|客服|咨询|联系|id|account|[号號])?[\\s:：=为是（(【\\[]{0,6}(${WECHAT_ID})(?![a-z0-9_@-])`,
      'gi',
    ),
    in: VISIBLE,
    value: (match) => wechat(match[1]),
  },
  {
    kind: 'wechat',
    pattern:
      /(?:data-(?:wx|wechat|weixin)|(?<![a-z])(?:wx|weixin|wechat|wxh)(?:id|hao|no|num|_id)?)["']?\s{0,3}[:=]\s{0,3}["']([a-z][a-z0-9_-]{5,19})["']/gi,
    in: CODE,
    value: (match) => wechat(match[1]),
  },
  {
    kind: 'qq',
    pattern: /(?:qq|扣扣|企鹅|秋秋)(?:群|号码|号|客服|咨询|联系|同号|：|:|\s|=|是|为){0,4}([1-9]\d{4,10})(?!\d)/gi,
    in: VISIBLE,
    value: (match) => match[1] ?? null,
  },
  {
    kind: 'qq',
    pattern:
      /(?:wpa\.qq\.com|tencent:\/\/|mqqwpa:|mqq:|mqqapi:)[^"'\s<>]{0,120}?(?:uin=|chat_uin=)([1-9]\d{4,10})(?!\d)/gi,
    in: SEEN,
    value: (match) => match[1] ?? null,
  },
  {
    kind: 'phone',
    pattern: /(?<![\d*x.-])(?:\+?86[\s-]?)?(1[3-9]\d[\s-]?\d{4}[\s-]?\d{4})(?![\d*x])/gi,
    in: VISIBLE,
    value: (match) => match[1]?.replace(/\D/g, '') ?? null,
  },
  {
    kind: 'phone',
    pattern: /(?<![\d-])((?:400|800)[\s-]?\d{3,4}[\s-]?\d{3,4}|0\d{2,3}[\s-]\d{7,8})(?![\d-])/g,
    in: VISIBLE,
    value: (match) => match[1]?.replace(/\s+/g, '-') ?? null,
  },
  {
    kind: 'phone',
    pattern: /["'(=\s]tel:\s?\+?(?:86[\s-]?)?(\d[\d-]{6,14})/gi,
    in: ['html', 'link'],
    value: (match) => phone(match[1]),
  },
  {
    kind: 'email',
    pattern: /(?<![a-z0-9._%+-])([a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12})(?![a-z0-9@])/gi,
    in: ['text', 'link', 'qr'],
    value: (match) => match[1]?.toLowerCase() ?? null,
  },
  {
    kind: 'icp',
    pattern:
      /(?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滇黔陇秦蜀]|[\u4e00-\u9fff]{2}(?<![京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滇黔陇秦蜀])|[\u4e00-\u9fff])\s{0,3}icp\s{0,3}(?:备|备案|證|证|b2)\s{0,3}-?\s{0,3}\d{5,10}\s{0,3}号?(?:\s{0,2}-\s{0,2}\d{1,3}(?!\d))?/gi,
    in: ['text'],
    value: (match) => tidy(match[0]).replace(/icp/i, 'ICP'),
  },
  {
    kind: 'police',
    pattern:
      /(?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滇黔陇秦蜀]|[\u4e00-\u9fff]{2}(?<![京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滇黔陇秦蜀])|[\u4e00-\u9fff])\s{0,3}公网安备\s{0,3}\d{10,16}\s{0,3}号?/g,
    in: ['text'],
    value: (match) => tidy(match[0]),
  },
  {
    kind: 'siteCode',
    pattern: /标识码\s{0,3}[:：]?\s{0,3}(bm\d{8}|\d{10})(?!\d)/gi,
    in: ['text'],
    value: (match) => match[1]?.toLowerCase() ?? null,
  },
  {
    kind: 'siteCode',
    pattern: /site_code=(bm\d{8}|\d{10})(?!\d)/gi,
    in: CODE,
    value: (match) => match[1]?.toLowerCase() ?? null,
  },
  {
    kind: 'conac',
    pattern: /dcs\.conac\.cn\/js\/[\d/]{0,60}(CA\d{10,30})/gi,
    in: CODE,
    value: (match) => match[1]?.toUpperCase() ?? null,
  },
  {
    kind: 'conac',
    pattern: /bszs\.conac\.cn\/sitename\?[^"'\s<>]{0,80}?id=([0-9A-Za-z]{8,64})/gi,
    in: CODE,
    value: (match) => match[1] ?? null,
  },
  {
    kind: 'analytics',
    pattern: /hm\.baidu\.com\/(?:hm\.js|h\.js|hm\.gif)\?(?:[^"'\s<>]{0,60}?si=)?([0-9a-f]{16,40})/gi,
    in: CODE,
    value: (match) => prefixed('hm', match[1]?.toLowerCase()),
  },
  {
    kind: 'analytics',
    pattern: /(?:cnzz\.com|umeng\.com)\/(?:[^"'\s<>]{0,80}?)(?:web_id=|[?&]id=)(\d{5,12})/gi,
    in: CODE,
    value: (match) => prefixed('cnzz', match[1]),
  },
  { kind: 'analytics', pattern: /cnzz_stat_icon_(\d{5,12})/gi, in: CODE, value: (match) => prefixed('cnzz', match[1]) },
  {
    kind: 'analytics',
    pattern: /51\.la\/(?:[^"'\s<>]{0,60}?)(?:[?&]id=|\/)?(?<![\w.])(\d{5,12})(?:\.js|["'&]|$)/gi,
    in: CODE,
    value: (match) => prefixed('51la', match[1]),
  },
  {
    kind: 'analytics',
    pattern: /LA\.init\(\{[^}]{0,120}?id\s{0,2}:\s{0,2}["']([\w-]{6,40})["']/g,
    in: CODE,
    value: (match) => prefixed('51la', match[1]),
  },
  {
    kind: 'analytics',
    pattern: /51\.la\/js-sdk[^"'\s<>]{0,60}?[?&]id=([\w-]{6,40})/gi,
    in: CODE,
    value: (match) => prefixed('51la', match[1]),
  },
  {
    kind: 'analytics',
    pattern: /googletagmanager\.com\/gtag\/js\?id=(G-[A-Z0-9]{6,14}|UA-\d{4,12}-\d{1,3})/gi,
    in: CODE,
    value: (match) => prefixed('ga', match[1]),
  },
  {
    kind: 'payment',
    pattern:
      /(?:wxp:\/\/[\w%/+=.-]{6,200}|(?:https?:)?\/\/(?:qr\.alipay\.com|wx\.tenpay\.com|payapp\.weixin\.qq\.com|qr\.95516\.com|i\.qianbao\.qq\.com)\/[^\s"'<>]{3,200}|alipays?:\/\/[^\s"'<>]{6,200})/gi,
    in: SEEN,
    value: (match) => match[0],
  },
  {
    kind: 'payment',
    pattern: /https?:\/\/(?:[\w-]{1,40}\.){0,2}(?:pay|cashier|qrpay|shoukuan)[\w-]{0,20}\.[^\s"'<>]{4,200}/gi,
    in: ['link', 'qr'],
    value: (match) => match[0],
  },
  {
    kind: 'apk',
    pattern: /(?:https?:)?\/\/[^\s"'<>]{4,300}?\.apk(?![a-z0-9])(?:\?[^\s"'<>]{0,200})?/gi,
    in: ['link', 'script', 'qr'],
    value: (match) => match[0],
  },
];

const extracted = new WeakMap<CaptureView, Clue[]>();

/** All clues of one capture. Linear in the length of what is read (each place is cut at 300,000 characters). */
export function extractClues(capture: CaptureView): readonly Clue[] {
  const known = extracted.get(capture);
  if (known) return known;
  const found: Clue[] = [];
  extracted.set(capture, found);
  for (const place of placesOf(capture)) {
    for (const rule of RULES) {
      if (rule.in.includes(place.name)) collect(rule, place, capture.visit.persona, found);
    }
  }
  return found;
}

/** Addresses that the visit was led to and that no visit follows: an app's, a script's. */
export function navigationClues({ hazards, persona }: Visit): Clue[] {
  const led = hazards.filter(({ kind }) => kind === 'protocol-handler' || kind === 'forbidden-scheme');
  return led.map(({ detail }) => ({
    kind: 'notFollowed',
    value: detail.slice(0, 300),
    seenIn: `navigation@${persona}`,
  }));
}

/** Clues of several captures by kind, each value once, with every place it was seen in. */
export function mergeClues(clues: readonly Clue[]): Clues {
  const merged: Clues = {};
  for (const kind of CLUE_KINDS) {
    const values = new Map<string, Set<string>>();
    for (const clue of clues)
      if (clue.kind === kind) values.set(clue.value, (values.get(clue.value) ?? new Set()).add(clue.seenIn));
    if (values.size > 0)
      merged[kind] = [...values].map(([value, seen]) => ({ value, seenIn: [...seen].slice(0, 8).join(', ') }));
  }
  return merged;
}

function collect(rule: Rule, place: Place, persona: string, found: Clue[]): void {
  rule.pattern.lastIndex = 0;
  for (let count = 0; count < MAX_PER_RULE; count += 1) {
    const match = rule.pattern.exec(place.text);
    if (!match) return;
    if (match[0] === '') rule.pattern.lastIndex += 1;
    const value = rule.value(match);
    if (value) found.push({ kind: rule.kind, value: value.slice(0, 300), seenIn: `${place.name}@${persona}` });
  }
}

function placesOf(capture: CaptureView): Place[] {
  const { page } = capture;
  if (!page) return capture.html === '' ? [] : [{ name: 'html', text: capture.html.slice(0, MAX_PLACE) }];
  // NFKC turns full-width digits and letters into plain ones, which is how such numbers are hidden from filters.
  const text = page.text
    .slice(0, MAX_PLACE)
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '');
  return [
    {
      name: 'text',
      text: `${text}\n${page.images
        .slice(0, 300)
        .map((image) => image.alt.slice(0, 200))
        .join('\n')}`,
    },
    { name: 'html', text: capture.html.slice(0, MAX_PLACE) },
    { name: 'script', text: [...page.scripts.slice(0, 500), ...page.inlineScripts].join('\n').slice(0, MAX_PLACE) },
    {
      name: 'link',
      text: [
        ...page.links.slice(0, 3000).map((link) => link.href),
        ...page.frames.slice(0, 100),
        ...page.images.slice(0, 500).map((image) => image.src.slice(0, 500)),
      ]
        .join('\n')
        .slice(0, MAX_PLACE),
    },
    { name: 'qr', text: page.qrCodes.slice(0, 50).join('\n').slice(0, 20_000) },
  ];
}

function wechat(id: string | undefined): string | null {
  return id && !NOT_WECHAT.has(id.toLowerCase()) ? id : null;
}

function phone(digits: string | undefined): string | null {
  if (!digits) return null;
  const bare = digits.replace(/\D/g, '').replace(/^86(?=1[3-9]\d{9}$)/, '');
  return /^1[3-9]\d{9}$/.test(bare) ? bare : digits;
}

function prefixed(tool: string, id: string | undefined): string | null {
  return id ? `${tool}:${id}` : null;
}

function tidy(text: string): string {
  return text.replace(/\s+/g, '');
}
