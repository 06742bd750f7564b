/** The registrable domain of a host (public suffix list, ICANN section: a registry's own answer is wanted): what a registration is looked up for. */
import { getDomain } from 'tldts';

/** `a.b.example.com.cn` → `example.com.cn`; null for IP addresses and bare suffixes. */
export function registrableDomain(host: string): string | null {
  return getDomain(host);
}
