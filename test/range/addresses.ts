/** Gives every corpus site its addresses: those of its dns facts, or a stable one from the documentation networks. */
import { createHash } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import type { CorpusSite } from './corpus.ts';

/** RFC 5737 networks, 254 hosts each: room for 762 addresses before sites begin to share. */
const NETWORKS = ['198.51.100', '203.0.113', '192.0.2'];
const POOL = NETWORKS.flatMap((network) => Array.from({ length: 254 }, (_, index) => `${network}.${index + 1}`));

/**
 * `v4` are the A answers, in turn over `rebind` when that is given; `all` is every address the site may be reached at.
 */
export interface SiteAddresses {
  v4: string[];
  v6: string[];
  /** A answers given in turn with TTL 0; null when the addresses stay. */
  rebind: string[][] | null;
  all: string[];
}

/** Hands out pool addresses by the hash of a key, stepping on when taken; shares only when all are. */
export class AddressPool {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  take(key: string): string {
    const start = createHash('sha256').update(key).digest().readUInt32BE(0) % POOL.length;
    for (let step = 0; step < POOL.length; step += 1) {
      const address = POOL[(start + step) % POOL.length] ?? '';
      if (this.#taken.has(address)) continue;
      this.#taken.add(address);
      return address;
    }
    return POOL[start] ?? '';
  }
}

/** Explicit addresses of a site: dns facts and IP literals among its hosts. */
function explicitAddresses(site: CorpusSite): SiteAddresses {
  const literal4 = site.hosts.filter((host) => isIPv4(host));
  const literal6 = site.hosts.filter((host) => isIPv6(host));
  const rebind = site.dns?.rebind?.map((turn) => (typeof turn === 'string' ? [turn] : turn)) ?? null;
  const v4 = [...new Set([...(site.dns?.A ?? []), ...literal4])];
  const v6 = [...new Set([...(site.dns?.AAAA ?? []), ...literal6])];
  return { v4, v6, rebind, all: [...new Set([...v4, ...v6, ...(rebind?.flat() ?? [])])] };
}

/**
 * Addresses by site name, and the pool that is left for the services of the range.
 * A site that gives no `dns.A` (missing or null) gets one pool address; `"A": []` means that it has none (NODATA).
 */
export function assignAddresses(sites: readonly CorpusSite[]): {
  bySite: Map<string, SiteAddresses>;
  pool: AddressPool;
} {
  const explicit = sites.map((site) => ({ site, addresses: explicitAddresses(site) }));
  const pool = new AddressPool(explicit.flatMap(({ addresses }) => addresses.all));
  const bySite = new Map<string, SiteAddresses>();
  for (const { site, addresses } of explicit) {
    const given = site.dns?.A !== undefined && site.dns?.A !== null;
    if (given || addresses.rebind || addresses.v4.length > 0) {
      bySite.set(site.name, addresses);
    } else {
      const address = pool.take(site.name);
      bySite.set(site.name, { ...addresses, v4: [address], all: [address, ...addresses.all] });
    }
  }
  return { bySite, pool };
}
