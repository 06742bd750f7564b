/** Addresses written so that nothing can follow them by accident: `hxxps://cx[.]example[.]test/q`. */
import { domainToUnicode } from 'node:url';
import { parse } from 'tldts';
import { plainText } from './plain-text.ts';

/** Names under these end in no public suffix but are names all the same (RFC 2606, RFC 6761). */
const RESERVED_SUFFIXES = new Set(['test', 'example', 'invalid', 'localhost']);
const URL_IN_TEXT = /\b(?:https?|wss?|ftp):\/\/[^\s<>"'，。；、（）《》「」]+/giu;
/**
 * Host-like tokens: any letters in the labels, an ASCII or a Chinese top-level label, so that running Chinese text ends
 * the name.
 */
const NAME_IN_TEXT =
  /(?<![\p{L}\p{N}@[\]._-]|(?<!\/)\/)(?:[\p{L}\p{N}_-]+\.)+(?:[A-Za-z][A-Za-z0-9-]*(?![A-Za-z0-9\]])|中国|中國|公司|网络|政务|公益|在线|网址|网站|集团)/gu;

/**
 * Addresses of apps and scripts: `weixin:`, `intent:`, `javascript:` … with `//`, or of the schemes that do without.
 */
const OTHER_SCHEMES =
  /(?<![\p{L}\p{N}+.-])(?!(?:https?|wss?|ftp|hxxps?|wxss?|fxp):)([a-z][a-z0-9+.-]{1,30}):(?=\/\/|(?<=\b(?:javascript|vbscript|data|blob|file|mailto|tel|sms|intent|market|weixin|alipays?|mqq\w{0,12}|tencent|itms-services):)\S)/giu;

/** Every dot of a host name or IP literal in brackets. */
export function defangHost(host: string): string {
  return plainText(host, 300).replaceAll('.', '[.]');
}

/**
 * The host as it was registered and, for an internationalised name, how a reader would see it: `xn--…[.]cn (…[.]cn)`.
 */
export function defangHostReadable(host: string): string {
  const readable = host.includes('xn--') ? domainToUnicode(host) : '';
  return readable === '' || readable === host ? defangHost(host) : `${defangHost(host)} (${defangHost(readable)})`;
}

/**
 * A URL with its scheme and host disarmed; path, query and fragment stay readable. Text that is no URL is treated as
 * text.
 */
export function defangUrl(url: string): string {
  const text = plainText(url, 500);
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/iu.exec(text);
  if (parts === null) return defangText(text);
  const [, scheme = '', authority = '', rest = ''] = parts;
  if (!/^(?:h(?:tt|xx)ps?|wx?ss?|f[tx]p)$/iu.test(scheme))
    return `${scheme}[:]//${authority.replaceAll('.', '[.]')}${defangText(rest)}`;
  return `${scheme.replace(/^http/iu, 'hxxp').replace(/^ws/iu, 'wxs').replace(/^ftp/iu, 'fxp')}://${authority.replaceAll('.', '[.]')}${defangText(rest)}`;
}

/** Running text with every URL and every bare host name in it disarmed. File names such as `app.js` are left alone. */
export function defangText(text: string): string {
  let out = '';
  let from = 0;
  for (const match of text.matchAll(URL_IN_TEXT)) {
    out += defangNames(text.slice(from, match.index)) + defangUrl(match[0]);
    from = match.index + match[0].length;
  }
  return out + defangNames(text.slice(from));
}

function defangNames(text: string): string {
  const schemes = text.replaceAll(/\bhttp(s?):/giu, 'hxxp$1:').replaceAll(OTHER_SCHEMES, '$1[:]');
  return schemes.replaceAll(NAME_IN_TEXT, (name) => (isHostName(name) ? name.replaceAll('.', '[.]') : name));
}

function isHostName(name: string): boolean {
  const { publicSuffix, isIcann, isPrivate } = parse(name);
  return isIcann === true || isPrivate === true || RESERVED_SUFFIXES.has(publicSuffix ?? '');
}
