/**
 * Saves questions below domains that nobody registered: one denial of the domain answers for every host below it (RFC
 * 8020).
 */
import type { DnsAnswer, DnsClient } from '../egress/dns/dns-client.ts';

const MAX_DOMAINS = 50_000;

export class DomainGate {
  readonly #dns: DnsClient;
  /** By registrable domain: the first answer about a host below it. */
  readonly #first = new Map<string, Promise<DnsAnswer>>();

  constructor(dns: DnsClient) {
    this.#dns = dns;
  }

  /**
   * The A answer for `name`. The first host of a domain is asked for itself. When the zone above the domain denied it,
   * the domain hardly exists, so before the next host the domain itself is asked for; its NXDOMAIN then covers all the
   * others.
   */
  firstQuestion(name: string, domain: string | null): Promise<DnsAnswer> {
    if (domain === null || domain === name) return this.#dns.query(name, 'A');
    const before = this.#first.get(domain);
    if (before === undefined) {
      const first = this.#dns.query(name, 'A');
      this.#first.set(domain, first);
      if (this.#first.size > MAX_DOMAINS) this.#first.delete(this.#first.keys().next().value ?? '');
      return first;
    }
    return this.#afterFirst(name, domain, before);
  }

  async #afterFirst(name: string, domain: string, before: Promise<DnsAnswer>): Promise<DnsAnswer> {
    const { reason, zone } = await before;
    if (
      reason === 'NXDOMAIN' &&
      zone !== undefined &&
      zone !== domain &&
      (zone === '' || domain.endsWith(`.${zone}`))
    ) {
      await this.#dns.query(domain, 'A');
    }
    return this.#dns.query(name, 'A');
  }
}
