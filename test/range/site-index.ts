/** Finds the corpus site that a host name or an IP literal belongs to. */
import { isIP } from 'node:net';
import { canonicalAddress } from './canonical-host.ts';
import { NameTree } from './name-tree.ts';
import type { SiteAddresses } from './addresses.ts';
import type { CorpusSite } from './corpus.ts';

export class SiteIndex {
  readonly #names = new NameTree<CorpusSite>();
  readonly #owners = new Map<string, CorpusSite>();

  constructor(sites: readonly CorpusSite[], addresses: ReadonlyMap<string, SiteAddresses>) {
    for (const site of sites) {
      for (const host of site.hosts) {
        if (isIP(host)) this.#owners.set(host, site);
        else this.#names.add(host, site);
      }
    }
    for (const site of sites) {
      for (const address of addresses.get(site.name)?.all ?? []) {
        // An address that several sites share belongs to the one that lists it as a host, else to the first by name.
        if (!this.#owners.has(address)) this.#owners.set(address, site);
      }
      // The target of a CNAME answers like the site itself, unless it is a host of its own.
      if (site.dns?.CNAME) this.#names.add(site.dns.CNAME, site);
    }
  }

  /** `host` without brackets, any case. Null when no site has it. */
  siteOf(host: string): CorpusSite | null {
    if (isIP(host)) return this.#owners.get(canonicalAddress(host)) ?? null;
    const found = this.#names.find(host.toLowerCase().replace(/\.$/, ''));
    return found.kind === 'none' ? null : found.value;
  }
}
