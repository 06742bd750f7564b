/** What the text inside a QR code is: an address to visit, an official token, or just text. */
import { parse } from 'tldts';
import { canonicalUrl } from './canonical-target.ts';

export type QrPayload = { kind: 'url'; url: string; host: string } | { kind: 'token' } | { kind: 'text' };

/**
 * An http(s) address, also without its scheme when it begins with a name below a known suffix, is a `url`. A payload that is
 * no address and holds `#` with a code behind it is a `token`: the official certificate's own QR code, which only the official
 * account can check. Everything else (plain text, `tel:`, `WIFI:` …) is `text`.
 */
export function readQrPayload(payload: string): QrPayload {
  const text = payload.trim();
  if (looksLikeAddress(text)) {
    const target = canonicalUrl(text);
    if (target.ok) return { kind: 'url', url: target.url, host: target.host };
  }
  return /#[^#\s]{6,}$/.test(text) && !/^[a-z][a-z0-9+.-]*:/i.test(text) ? { kind: 'token' } : { kind: 'text' };
}

function looksLikeAddress(text: string): boolean {
  if (/^https?:\/\//i.test(text)) return !/\s/.test(text);
  if (/^[a-z][a-z0-9+.-]*:(?!\d{1,5}(?:[/?#]|$))/i.test(text) || /\s/.test(text)) return false;
  const name = /^[^/?#:@\s]+/.exec(text)?.[0] ?? '';
  const { isIcann, isIp, domain } = parse(name);
  return (isIcann === true && domain !== null) || isIp === true;
}
