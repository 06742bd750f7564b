/** One spelling for each host: lower-case ASCII names, shortest form of addresses. */
import { isIP, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';

const LABEL = /^[a-z0-9_-]{1,63}$/;

/** The RFC 5952 form of an IPv6 address (no zone); IPv4 addresses stay as they are. */
export function canonicalAddress(address: string): string {
  return isIPv6(address) && !address.includes('%') ? new URL(`http://[${address}]/`).hostname.slice(1, -1) : address;
}

/** Lower-case ASCII form of a host name, wildcard (`*.x.cn`) or IP literal; null when it is none of these. */
export function canonicalHost(host: string): string | null {
  if (isIP(host)) return canonicalAddress(host);
  const wildcard = host.startsWith('*.');
  const name = domainToASCII(wildcard ? host.slice(2) : host).replace(/\.$/, '');
  if (name.length === 0 || name.length > 253 || isIP(name) || !name.split('.').every((label) => LABEL.test(label)))
    return null;
  return wildcard ? `*.${name}` : name;
}
