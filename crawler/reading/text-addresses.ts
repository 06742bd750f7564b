/**
 * Finds the addresses in running text: with and without a scheme, glued to Chinese text, quotes and punctuation, and to
 * each other.
 */
import { isIP } from 'node:net';
import { addressText, isKnownName } from './address-text.ts';
import { canonicalUrl } from './canonical-target.ts';

export interface TextAddress {
  url: string;
  host: string;
}

interface Span {
  start: number;
  end: number;
}

const CHINESE = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}`;
const SCHEME = /https?:\/\//giu;
const SCHEME_HERE = /https?:\/\//iuy;
/** Schemes of programs other than the browser; what stands behind them is no host. */
const OTHER_SCHEME = /(?<![a-z0-9+.-])(?!(?:https?|ftp|wss?):)[a-z][a-z0-9+.-]*:\/\/\S*/giu;
const NAME = /(?<![\w@.-])(?:[a-z0-9_][a-z0-9_-]*\.)+(?:xn--[a-z0-9-]+|[a-z]{2,})(?![\w-]|\.[\w-])/giu;
const IP = /(?<![\w@.-]|版本\s?[:：]?\s?)(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.[\w-])/gu;
/** A name with Chinese labels, from one boundary to the next. */
const CHINESE_NAME = /(?<![\p{L}\p{N}@._-])[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+/gu;
const TWO_CHINESE = new RegExp(`^[^.]*[${CHINESE}]{2}`, 'u');
/** Suffixes that are known for files. */
const FILE_ENDING = /\.(?:zip|mov)$/iu;
/** What people write in front of a name without a sign between. */
const ANNOUNCEMENT = /^.*(?:网址|域名|网站|链接|官网|地址)(?:是|为)/u;
const IPV6 = /\[[0-9a-f:.]+\]/iuy;
const AUTHORITY = /(?:(?!https?:\/\/)[\p{L}\p{M}\p{Nd}_.~!$&*+=:@%-]){1,400}/iuy;
const PORT = /:\d{1,5}(?!\d)/uy;
const URL_SIGNS = /(?:(?!https?:\/\/)[\w\-.~:/?#[\]@!$&()*+,;=%{}\\^])+/iuy;
const CHINESE_RUN = new RegExp(`[${CHINESE}]+`, 'uy');
const OTHER_LETTERS = new RegExp(`(?:(?![${CHINESE}\\p{ASCII}])[\\p{L}\\p{M}\\p{Nd}])+`, 'uy');
/** After Chinese letters in a path: the address clearly goes on. */
const GOES_ON = /[\p{L}\p{Nd}_%+-]*[/?&=#.][A-Za-z0-9]/uy;

/**
 * In the order they stand, each target once. A name without a scheme counts below a known suffix only; an e-mail
 * address is none.
 */
export function textAddresses(text: string): TextAddress[] {
  const ready = addressText(text);
  const spans: Span[] = [];
  for (const span of schemeSpans(ready)) spans.push(span);
  const rest = blanked(ready, spans).replace(OTHER_SCHEME, (hidden) => ' '.repeat(hidden.length));
  for (const find of [NAME, IP]) spans.push(...nameSpans(rest, find));
  spans.push(...chineseNameSpans(blanked(rest, spans)));
  const found = new Map<string, TextAddress>();
  for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
    const target = canonicalUrl(ready.slice(start, end));
    if (target.ok && !found.has(target.url)) found.set(target.url, { url: target.url, host: target.host });
  }
  return [...found.values()];
}

function* schemeSpans(text: string): Generator<Span> {
  const find = new RegExp(SCHEME);
  for (let match = find.exec(text); match; match = find.exec(text)) {
    const start = match.index;
    const hostEnd = authorityEnd(text, find.lastIndex);
    if (hostEnd === null) continue;
    const end = tailEnd(text, hostEnd);
    find.lastIndex = end;
    yield { start, end };
  }
}

function* nameSpans(text: string, pattern: RegExp): Generator<Span> {
  const find = new RegExp(pattern);
  for (let match = find.exec(text); match; match = find.exec(text)) {
    const [name] = match;
    if (isIP(name) !== 4 && !isKnownName(name)) continue;
    const start = match.index;
    const end = tailEnd(text, start + name.length + here(PORT, text, start + name.length).length);
    find.lastIndex = Math.max(end, find.lastIndex);
    yield { start, end };
  }
}

/**
 * Chinese text has no blanks between words: such a name counts from one boundary to the next, or up to a suffix in
 * Latin letters.
 */
function* chineseNameSpans(text: string): Generator<Span> {
  for (const { 0: run, index } of text.matchAll(CHINESE_NAME)) {
    const name = run.replace(ANNOUNCEMENT, '');
    const start = index + run.length - name.length;
    const length = knownLength(name);
    const cutInChinese = length < name.length && /\P{ASCII}/u.test(name[length - 1] ?? '');
    if (length === 0 || cutInChinese || !TWO_CHINESE.test(name) || FILE_ENDING.test(name.slice(0, length))) continue;
    yield { start, end: tailEnd(text, start + length + here(PORT, text, start + length).length) };
  }
}

/** Where the host and its port end; null when there is none at this place. */
function authorityEnd(text: string, from: number): number | null {
  const literal = here(IPV6, text, from);
  if (literal !== '') return from + literal.length + here(PORT, text, from + literal.length).length;
  const authority = here(AUTHORITY, text, from);
  const at = authority.lastIndexOf('@');
  // `http://a.cn联系x@b.cn`: a name that ends in Chinese text is no user name
  const isUser = at > 0 && !(knownLength(hostRun(authority)) > 0 && /\P{ASCII}/u.test(authority.slice(0, at)));
  const host = hostRun(authority.slice(isUser ? at + 1 : 0));
  if (host === '') return null;
  const end = from + (isUser ? at + 1 : 0) + hostLength(host);
  return end + here(PORT, text, end).length;
}

const hostRun = (authority: string) => /^[\p{L}\p{M}\p{Nd}_.-]+/u.exec(authority)?.[0] ?? '';

/**
 * How much of a run of letters is the host: Latin letters that are a name by themselves; else the longest known name;
 * else the Latin beginning.
 */
function hostLength(run: string): number {
  const latin = /^[\w-]+(?:\.[\w-]+)*/u.exec(run)?.[0] ?? '';
  if (latin.length === run.length || isKnownName(latin) || isIP(latin) === 4) return latin.length;
  return knownLength(run) || (latin.includes('.') ? latin.length : run.replace(/(?<=\.[\w-]+)\P{ASCII}+$/u, '').length);
}

/** Length of the longest known name that the run begins with and that ends between two words; 0 = none. */
function knownLength(run: string): number {
  for (let end = Math.min(run.length, 253); end > 0; end--) {
    if (/[\w-]/u.test(run[end] ?? '') && /[\w-]/u.test(run[end - 1] ?? '')) continue;
    if (run[end - 1] !== '.' && isKnownName(run.slice(0, end))) return end;
  }
  return 0;
}

/**
 * Where path, query and fragment end. Chinese letters belong to them as a value, or where the address clearly goes on
 * behind them.
 */
function tailEnd(text: string, from: number): number {
  if (!/[/?#\\]/u.test(text[from] ?? '')) return from;
  let end = from;
  for (;;) {
    const before = text[end - 1] ?? '';
    const next =
      here(URL_SIGNS, text, end) ||
      here(OTHER_LETTERS, text, end) ||
      chineseTail(text, end) ||
      (/[=?&#:@%+]/u.test(before) ? here(SCHEME_HERE, text, end) : '');
    if (next === '') break;
    end += next.length;
  }
  return from + withoutClosing(text.slice(from, end), text.slice(end, end + 1)).length;
}

function chineseTail(text: string, at: number): string {
  const run = here(CHINESE_RUN, text, at);
  const before = text.slice(Math.max(0, at - 3), at);
  if (run === '' || /(?:=|%20)$/u.test(before)) return run;
  return /[/?&#._%+-]$|\P{ASCII}$/u.test(before) && here(GOES_ON, text, at + run.length) !== '' ? run : '';
}

/** Without what closes the sentence or bracket around an address. */
function withoutClosing(tail: string, next: string): string {
  const count = (sign: string) => tail.split(sign).length;
  const unopened: Record<string, number> = {
    ')': count(')') - count('('),
    ']': count(']') - count('['),
    '}': count('}') - count('{'),
  };
  let end = tail.length;
  for (; end > 0; end--) {
    const last = tail[end - 1] ?? '';
    const surplus = unopened[last] ?? 0;
    const joins = /[-_~]/u.test(last) && /\P{ASCII}/u.test(next);
    if (!/[.,;:!?([{\\^]/u.test(last) && surplus <= 0 && !joins) break;
    unopened[last] = surplus - 1;
  }
  return tail.slice(0, end);
}

function here(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function blanked(text: string, spans: readonly Span[]): string {
  let out = '';
  let from = 0;
  for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
    out += text.slice(from, start) + ' '.repeat(Math.max(0, end - Math.max(start, from)));
    from = Math.max(from, end);
  }
  return out + text.slice(from);
}
