/**
 * The one spelling of a host and of a URL, so that the same target found twice is one candidate; nonsense is refused
 * with a reason.
 */
import { isIP } from 'node:net';

/** Why a text is no target. Stable words, used as drop reasons. */
export type TargetFault = 'empty' | 'not-a-url' | 'scheme' | 'no-dot' | 'bad-name' | 'too-long';

export type CanonicalHost = { ok: true; host: string } | { ok: false; fault: TargetFault };
export type CanonicalUrl = { ok: true; url: string; host: string } | { ok: false; fault: TargetFault };

/**
 * A host as browsers understand it (WHATWG URL): lower case, IDN as punycode, one trailing dot removed, full-width dots
 * read as dots, every spelling of an IP address as the plain literal (IPv6 without brackets). A leading `*.` is taken
 * off. Names need a dot; underscores are allowed because the DNS answers for them.
 */
export function canonicalHost(text: string): CanonicalHost {
  const bare = refang(text.trim()).replace(/^\*\./, '');
  if (bare === '') return { ok: false, fault: 'empty' };
  if (isIP(bare) === 6) return parsedHost(`http://[${bare}]/`);
  // A name list holds names: anything that would make the URL parser see a path, port, user or query is no name.
  if (/[/?#@\\\s]|:(?!.*\])/.test(bare)) return { ok: false, fault: 'bad-name' };
  return parsedHost(`http://${bare}/`);
}

/**
 * An absolute http(s) URL, with path, query and fragment kept; a missing scheme becomes `http://`; credentials are
 * taken out (`http://official@evil.example/` is an address of evil.example). Defanged spellings (`hxxp://a[.]b`) are
 * read.
 */
export function canonicalUrl(text: string): CanonicalUrl {
  const given = refang(text.trim());
  if (given === '') return { ok: false, fault: 'empty' };
  const withScheme = hasScheme(given) ? given : `http://${given.replace(/^\/\//, '')}`;
  let url: URL;
  try {
    url = new URL(withScheme);
  } catch {
    return { ok: false, fault: 'not-a-url' };
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { ok: false, fault: 'scheme' };
  const host = checkedHost(url.hostname);
  if (!host.ok) return host;
  url.username = '';
  url.password = '';
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.replace(/\.$/, '');
  return { ok: true, url: url.href, host: host.host };
}

/** `host:port` is no scheme: what follows the colon must not be a port number. */
function hasScheme(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:(?!\d{1,5}(?:[/?#]|$))/i.test(text);
}

/** Undoes the usual ways of making an address harmless in reports: hxxp, `[.]`, `(.)`, `[:]`. */
function refang(text: string): string {
  return text
    .replace(/^h(?:xx|\*\*)p/i, 'http')
    .replaceAll(/\[\.\]|\(\.\)|\[dot\]/gi, '.')
    .replace('[:]', ':')
    .replace('[://]', '://');
}

function parsedHost(url: string): CanonicalHost {
  try {
    return checkedHost(new URL(url).hostname);
  } catch {
    return { ok: false, fault: 'bad-name' };
  }
}

function checkedHost(hostname: string): CanonicalHost {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (host === '') return { ok: false, fault: 'empty' };
  if (isIP(host) !== 0) return { ok: true, host };
  if (!host.includes('.')) return { ok: false, fault: 'no-dot' };
  // RFC 1035 §2.3.4: 63 octets a label, 253 characters in all.
  const labels = host.split('.');
  if (host.length > 253 || labels.some((label) => label.length > 63)) return { ok: false, fault: 'too-long' };
  if (!labels.every((label) => /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/.test(label)))
    return { ok: false, fault: 'bad-name' };
  return { ok: true, host };
}
