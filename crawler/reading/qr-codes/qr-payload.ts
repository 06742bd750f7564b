/** What the text inside a QR code is: addresses to visit, an official token, or just text. */
import { canonicalUrl } from '../canonical-target.ts';
import { textAddresses, type TextAddress } from '../text-addresses.ts';

export type QrPayload = { kind: 'url'; addresses: TextAddress[] } | { kind: 'token' } | { kind: 'text' };

/** A payload that a reader opens as it is: no blank, no quotation mark and no sign that ends a sentence. */
const WHOLE_URL = /^https?:\/\/[^\s，。；、！？（）【】《》「」“”‘’…—<>"]+$/iu;
/** An address glued behind another one; as a parameter it belongs to the first. */
const GLUED = /[^=/?&#:@%+]https?:\/\//iu;
/** Formats whose fields end with a semicolon, `\;` being one in the text. */
const FIELDS = /^(?:MECARD|MEBKM|MATMSG|BIZCARD):/iu;
const MESSAGE = /^(?:mailto|sms|smsto|mmsto|mms|tel):/iu;
/** What opens a program or joins a network, whatever else it names. */
const NO_PAGE = /^(?:WIFI:|(?!https?:)[a-z][a-z0-9+.-]*:\/\/)/iu;

/**
 * Addresses count wherever they stand: alone, in a card, a bookmark, a message or a sentence; without a scheme below a
 * known suffix. A payload that holds none and ends in `#` with a code behind it is a `token`: the official
 * certificate's own QR code, which only the official account can check. Everything else (plain text, `tel:`, `WIFI:`,
 * `weixin://` …) is `text`.
 */
export function readQrPayload(payload: string): QrPayload {
  const text = payload.trim();
  if (NO_PAGE.test(text)) return { kind: 'text' };
  const addresses = addressesOf(text);
  if (addresses.length > 0) return { kind: 'url', addresses };
  return /#[^#\s]{6,}$/u.test(text) && !/^[a-z][a-z0-9+.-]*:/iu.test(text) ? { kind: 'token' } : { kind: 'text' };
}

function addressesOf(text: string): TextAddress[] {
  const whole = WHOLE_URL.test(text) && !GLUED.test(text) ? canonicalUrl(text) : null;
  return whole?.ok ? [{ url: whole.url, host: whole.host }] : textAddresses(plainFields(text));
}

/** The fields of a structured payload, one a line, as their writer meant them. */
function plainFields(text: string): string {
  if (FIELDS.test(text))
    return text
      .split(/(?<!\\);/u)
      .map(unescaped)
      .join('\n');
  if (/^BEGIN:V/iu.test(text)) return unescaped(text.replaceAll(/\r?\n[ \t]/gu, '').replaceAll(/\\n/giu, '\n'));
  if (MESSAGE.test(text))
    return text
      .split(/[?&](?=(?:body|subject|to|cc|bcc)=)/iu)
      .map(decoded)
      .join('\n');
  return text;
}

const unescaped = (field: string) => field.replaceAll(/\\([\\;:,])/gu, '$1');

function decoded(field: string): string {
  try {
    return decodeURIComponent(field);
  } catch {
    return field;
  }
}
