/** Finds the addresses in what a reporter wrote: a URL alone, or in the middle of a sentence. */
import { parse } from 'tldts';
import { canonicalUrl } from '../candidates/canonical-target.ts';

export interface LeadAddress {
  url: string;
  host: string;
  /** As written. */
  written: string;
}

/** At most this many of one cell. */
const MOST = 20;
/** Everything a URL may hold; Chinese text and punctuation end it, spaces too. */
const URL_TEXT = /h(?:tt|xx|\*\*)ps?(?::|\[:\])\/\/[^\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"'<>|]+/gi;
const NAME_TEXT = /(?<![\w@.-])(?:[a-z0-9_-]+(?:\.|\[\.\]|\(\.\)))+[a-z]{2,}(?::\d{1,5})?(?:[/?#][^\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"'<>|]*)?/gi;

/** Empty when there is none; the fault of the whole text is then `fault`. */
export function addressesIn(text: string): { addresses: LeadAddress[]; fault: string | null } {
  const whole = canonicalUrl(text);
  if (whole.ok && !/\s/.test(text.trim())) return { addresses: [{ url: whole.url, host: whole.host, written: text.trim() }], fault: null };
  const urls = text.match(URL_TEXT) ?? [];
  const names = (text.replaceAll(URL_TEXT, ' ').match(NAME_TEXT) ?? []).filter(isBelowKnownSuffix);
  const found = new Map<string, LeadAddress>();
  for (const written of [...urls, ...names].slice(0, MOST)) {
    const target = canonicalUrl(written.replace(/[.,;:!?)\]}]+$/, ''));
    if (target.ok) found.set(target.url, { url: target.url, host: target.host, written });
  }
  return { addresses: [...found.values()], fault: found.size > 0 ? null : whole.ok ? 'not-a-url' : whole.fault };
}

function isBelowKnownSuffix(written: string): boolean {
  const { isIcann, domain } = parse(written.replaceAll(/\[\.\]|\(\.\)/g, '.'));
  return isIcann === true && domain !== null;
}
