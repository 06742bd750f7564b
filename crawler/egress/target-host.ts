/** Reads a host as a browser would: an address in any of its odd spellings, or a name in its one ASCII form. */
import { isIP } from 'node:net';

export type TargetHost = { kind: 'address'; address: string } | { kind: 'name'; name: string };

/** Characters that end or restructure the host part of a URL; the URL parser would read another host than was given. */
const NOT_IN_A_HOST = /[\s/\\?#@]/;

/**
 * `2130706433`, `0x7f.1`, `127.1`, `127.0.0.1.`, `①②⑦.0.0.1` → 127.0.0.1; `[::ffff:127.0.0.1]` → `::ffff:7f00:1`;
 * `Bücher.Example.` → `xn--bcher-kva.example`. `localhost` and everything below it is the loopback address (RFC 6761
 * §6.3). Null for anything that is no host. The WHATWG URL parser does the reading, so that we and the browser cannot
 * disagree.
 */
export function readTargetHost(host: string): TargetHost | null {
  if (host === '' || host.length > 255 || NOT_IN_A_HOST.test(host)) return null;
  const bracketed = isIP(host) === 6 ? `[${host}]` : host;
  if (bracketed.includes(':') && !bracketed.startsWith('[')) return null;
  let parsed: URL;
  try {
    parsed = new URL(`http://${bracketed}/`);
  } catch {
    return null;
  }
  if (parsed.hostname === '') return null;
  const plain = parsed.hostname.replace(/^\[|\]$/g, '');
  if (isIP(plain) !== 0) return { kind: 'address', address: plain };
  const name = plain.replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return { kind: 'address', address: '127.0.0.1' };
  if (name === '' || name.split('.').some((label) => label === '' || label.length > 63)) return null;
  return { kind: 'name', name };
}

/**
 * How a host is written in records: a name in its ASCII form, an address in the spelling that was asked for, without
 * brackets.
 */
export function recordedHost(host: string): string {
  const target = readTargetHost(host);
  return target?.kind === 'name' ? target.name : host.toLowerCase().replace(/^\[|\]$/g, '');
}
