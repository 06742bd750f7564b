/**
 * Makes written text ready for finding addresses in it: what keyboards, spreadsheets and careful reporters did to them
 * is undone.
 */
import { parse } from 'tldts';

/** Names below these are addresses too, though in no public list (RFC 2606, RFC 6761). */
const RESERVED_SUFFIXES = new Set(['test', 'example', 'invalid']);
/**
 * Format characters (soft hyphen, zero width, direction, byte order mark), variation selectors and fillers that show
 * nothing.
 */
const INVISIBLE = /[\p{Cf}\uFE00-\uFE0F\u034F\u115F\u1160\u3164\uFFA0]/gu;
const CONTROL = /[^\P{Cc}\n]/gu;
const LINE_BREAK = /\r\n?|[\u0085\u2028\u2029]/gu;
/**
 * Full-width letters, digits and the signs that end no sentence; comma, colon, semicolon, question mark, stop and
 * brackets stay.
 */
const FULL_WIDTH = /[０-９Ａ-Ｚａ-ｚ．／＼＝＆＃％－＿～＠＋＊]/gu;
const HYPHEN = /[\u2010\u2011]/gu;
/** Addresses inside a parameter of another one are left as they are. */
const SCHEME =
  /(?<![=&?#%/+@:])h(?:tt|xx|\*\*)p(s?)\s*(?:\[:\/{2}\]|(?:\[:\]|[:：;；])\s*[/\\]{1,4}|[:：](?=(?:[a-z0-9-]+\.)+[a-z])|\/{2,3}(?=[a-z0-9-]+\.))\s*/giu;
const MISTYPED_SCHEME = /(?<![a-z0-9])(?:h?t{1,3}p|htpp|hhtp|hppt)(s?)[:：]\/\//giu;
const BRACKETED_DOT = /(?<=[\p{L}\p{N}])\s*[[({（【［]\s*(?:\.|。|dot|点)\s*[\])}）】］]\s*(?=[\p{L}\p{N}])/giu;
const SPELT_DOT = /(?<=[a-z0-9]) +dot +(?=[a-z0-9])/giu;
const DETACHED_DOT = /(?<=[a-z0-9]) +\. *(?=[a-z]{2,}(?![\w-]))/giu;
/** Labels joined by a Chinese full stop, or by the word for "dot", instead of a dot. */
const CHINESE_DOTS = /(?<![\w.@-])[a-z0-9_-]+(?:[.。｡点][a-z0-9_-]+)+/giu;
const MOST_NAME = 253;
const FULL_WIDTH_PORT = /(?<=[a-z0-9])：(?=\d{1,5}(?:[/?#\s，。；、）]|$))/giu;
const FULL_WIDTH_QUERY = /(?<=[\w/.-])？(?=[\w%]+=)/gu;
/** A longer word is no address that was torn. */
const MOST_ADDRESS = 2000;
const OPEN_HOST = /(?:^|[^\w.-])(?:https?:\/\/|www\.)(?:[a-z0-9-]+\.)*$/iu;
const PATH = /^[\w%.~-]+(?:[/?=][\w%.~=&/?-]*|\.(?:html?|php|aspx?|jsp|do))(?![\w.-])/iu;
/** A person's name or a time of day as the last value of a query: `?name=Zhang San`, `?at=2026-11-03 09:30`. */
const VALUES: readonly [RegExp, RegExp][] = [
  [/=[a-z]+$/iu, /^[a-z]{1,20}(?=[&#]|$)/iu],
  [/=\p{Script=Han}{1,2}$/u, /^\p{Script=Han}{1,2}(?=[&#]|$)/u],
  [/=\d{4}-\d{1,2}-\d{1,2}$/u, /^\d{1,2}:\d{2}(?::\d{2})?(?=[&#]|$)/u],
];

/** One line stays one line; the meaning of everything that is no address stays what it is. */
export function addressText(text: string): string {
  const folded = text
    .replace(LINE_BREAK, '\n')
    .replace(INVISIBLE, '')
    .replace(CONTROL, ' ')
    .replace(/[^\S\n]/gu, ' ')
    .replace(FULL_WIDTH, (sign) => sign.normalize('NFKC'))
    .replace(HYPHEN, '-')
    .replaceAll(String.raw`\/`, '/');
  const spelt = folded
    .replace(BRACKETED_DOT, '.')
    .replace(SPELT_DOT, '.')
    .replace(SCHEME, (_written, secure: string) => `http${secure.toLowerCase()}://`)
    .replace(MISTYPED_SCHEME, (_written, secure: string) => `http${secure.toLowerCase()}://`)
    .replace(CHINESE_DOTS, (written, offset: number, whole: string) =>
      dotted(written, whole.slice(0, offset), whole.slice(offset + written.length)),
    )
    .replace(DETACHED_DOT, '.')
    .replace(FULL_WIDTH_PORT, ':')
    .replace(FULL_WIDTH_QUERY, '?');
  return rejoined(spelt);
}

/** True for a name that is registered below a suffix somebody runs, or below one that is reserved for examples. */
export function isKnownName(name: string): boolean {
  const { isIcann, domain, publicSuffix } = parse(name);
  return domain !== null && (isIcann === true || RESERVED_SUFFIXES.has(publicSuffix ?? ''));
}

/** Addresses that a blank or a line break tore apart, whole again where that is clear. */
function rejoined(text: string): string {
  const [first = '', ...more] = text.split(/(\s+)/u);
  const words = [first];
  for (let index = 0; index < more.length; index += 2) {
    const [gap = '', next = '', after] = more.slice(index, index + 3);
    const joint = jointOf(words.at(-1) ?? '', gap, next, after === undefined || after.includes('\n'));
    if (joint === null) words.push(gap, next);
    else words.push(`${words.pop() ?? ''}${joint}${next}`);
  }
  return words.join('');
}

/** What stands between the two parts of one address; null when they are two things. */
function jointOf(word: string, gap: string, next: string, isLast: boolean): string | null {
  if (word.length > MOST_ADDRESS) return null;
  if (OPEN_HOST.test(word.slice(-MOST_NAME)) && /^[a-z0-9]/iu.test(next)) return '';
  if (!/https?:\/\/|www\./iu.test(word)) return null;
  if (/[\w%/]$/u.test(word) && /^(?:[?&#=][\w%]|\/[\w%])/u.test(next)) return '';
  if (gap === ' ' && VALUES.some(([value, rest]) => value.test(word) && rest.test(isLast ? next : `${next} `)))
    return '%20';
  const isTorn = /[?&=]$/u.test(word)
    ? /^[\w%]/u.test(next)
    : gap.includes('\n') && /[/_%-]$/u.test(word) && PATH.test(next);
  return isTorn && !/^(?:https?:|www\.)/iu.test(next) && !isKnownName(/^[\w.-]+/u.exec(next)?.[0] ?? '') ? '' : null;
}

/** `cx。mem。cn` is a name, `a.cn。b.cn` is two of them, and `/x。b.cn` a path before a name. */
function dotted(written: string, before: string, after: string): string {
  if (written.length > MOST_NAME || !/[。｡点]/u.test(written) || /[^/:][/?=&#%]$/u.test(before.slice(-2)))
    return written;
  const [first = '', ...more] = written.split(/[。｡点]/u);
  let whole = first;
  for (const part of more) {
    const opensNext = part === more.at(-1) && after.startsWith('://');
    if (isKnownName(whole.split('\n').at(-1) ?? '') && (isKnownName(part) || opensNext)) whole += `\n${part}`;
    else whole += `.${part}`;
  }
  const names = whole.split('\n');
  return before.endsWith('://') || names.every((name) => isKnownName(name)) ? names.join(' ') : written;
}
