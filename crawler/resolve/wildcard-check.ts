/** Tells a name that exists by itself from one that a wildcard answers for: by asking for a label nobody can have listed. */
import { randomBytes } from 'node:crypto';
import type { AddressAnswer, DnsClient } from '../egress/dns-client.ts';

export interface WildcardCheck {
  /**
   * True when a random sibling of `host` has every address that `host` has; false when it has none or others, so that a
   * wildcard zone's own listed hosts stay distinct; null when the sibling gave no answer, or the parent is a public suffix.
   */
  isWildcard(host: string, addresses: readonly string[], registrableDomain: string | null): Promise<boolean | null>;
}

/** Asks once per parent and remembers it. */
export function createWildcardCheck(dns: DnsClient): WildcardCheck {
  const siblings = new Map<string, Promise<AddressAnswer>>();
  return {
    isWildcard: async (host, addresses, registrableDomain) => {
      if (registrableDomain === null || host === registrableDomain) return null;
      const parent = host.slice(host.indexOf('.') + 1);
      const asked = siblings.get(parent) ?? dns.addresses(`${randomLabel()}.${parent}`);
      siblings.set(parent, asked);
      const sibling = await asked;
      if (sibling.outcome === 'unknown') return null;
      return sibling.outcome === 'live' && addresses.every((address) => sibling.addresses.includes(address));
    },
  };
}

/** Twelve letters and digits, beginning with a letter: a label like any other, and nobody's. */
function randomLabel(): string {
  return `q${BigInt(`0x${randomBytes(8).toString('hex')}`).toString(36).slice(0, 11)}`;
}
