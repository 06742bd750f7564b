/**
 * Who registered which domain of the corpus: given answers, or plausible facts made from the site's `registered` date.
 */
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { getDomain } from 'tldts';
import { NAME_SERVERS } from './services.ts';
import type { CorpusSite } from './corpus.ts';

const DAY = 86_400_000;
/** Invented registrars: the range must not speak for a real one. */
const REGISTRARS = [
  { cn: '示例域名服务有限公司', en: 'Example Domain Services Co., Ltd.', id: 9901 },
  { cn: '样本网络技术有限公司', en: 'Sample Network Technology Ltd.', id: 9902 },
  { cn: '演练云计算有限公司', en: 'Practice Cloud Computing Ltd.', id: 9903 },
];

/** Invented but stable facts of one domain; times are ISO. */
export interface RegistrationFacts {
  domain: string;
  createdAt: string;
  updatedAt: string;
  expiresAt: string;
  registrar: (typeof REGISTRARS)[number];
  nameServers: string[];
  /** 14 hex digits, stable per domain, for the ids that registries print. */
  id: string;
}

/** What is known of one registrable domain; null where the corpus gives nothing. */
export interface RegistrationEntry {
  domain: string;
  whois: Buffer | null;
  rdap: Record<string, unknown> | null;
  facts: RegistrationFacts | null;
}

export class RegistrationBook {
  readonly #entries = new Map<string, RegistrationEntry>();

  /**
   * `now`: ISO. Where several sites share a domain, the first that says something speaks: an apex host first, then by
   * name.
   */
  constructor(sites: readonly CorpusSite[], now: string) {
    for (const apexOnly of [true, false]) {
      for (const site of sites) {
        for (const domain of domainsOf(site)) {
          if (!apexOnly || site.hosts.includes(domain)) this.#enter(domain, site, now);
        }
      }
    }
  }

  #enter(domain: string, site: CorpusSite, now: string): void {
    const old = this.#entries.get(domain);
    const raw = ownsRawAnswers(site, domain);
    this.#entries.set(domain, {
      domain,
      whois: old?.whois ?? (raw ? site.whois : null),
      rdap: old?.rdap ?? (raw ? site.rdap : null),
      facts: old?.facts ?? (site.registeredAt === null ? null : inventFacts(domain, site, site.registeredAt, now)),
    });
  }

  /** Null for every name that is not a registrable domain of the corpus. */
  find(domain: string): RegistrationEntry | null {
    return this.#entries.get(domain.toLowerCase()) ?? null;
  }

  /** Top-level domains of the corpus, sorted. */
  topLevels(): string[] {
    return [...new Set([...this.#entries.keys()].map((domain) => domain.slice(domain.lastIndexOf('.') + 1)))].sort();
  }
}

/** Registrable domains of a site in the order of its hosts. */
function domainsOf(site: CorpusSite): string[] {
  const domains = site.hosts.map((host) => (isIP(host) ? null : getDomain(host.replace('*.', ''))));
  return [...new Set(domains.filter((domain) => domain !== null))];
}

/** whois.txt and rdap.json speak of the domain they name; of the first host's when they name none of the site's. */
function ownsRawAnswers(site: CorpusSite, domain: string): boolean {
  const raw = `${site.whois?.toString('latin1') ?? ''} ${JSON.stringify(site.rdap ?? '')}`.toLowerCase();
  const domains = domainsOf(site);
  const named = domains.filter((each) => raw.includes(each));
  return named.length > 0 ? named.includes(domain) : domains[0] === domain;
}

function inventFacts(domain: string, site: CorpusSite, createdAt: string, now: string): RegistrationFacts {
  const id = createHash('sha256').update(domain).digest('hex');
  const created = Date.parse(createdAt);
  const years = Math.max(1, Math.ceil((Date.parse(now) - created) / (365 * DAY)));
  const updated = Math.min(created + 2 * DAY, Math.max(created, Date.parse(now)));
  return {
    domain,
    createdAt,
    updatedAt: new Date(updated).toISOString(),
    expiresAt: new Date(created + years * 365 * DAY).toISOString(),
    registrar: REGISTRARS[Number.parseInt(id.slice(0, 2), 16) % REGISTRARS.length] ?? REGISTRARS[0]!,
    nameServers: site.dns?.NS && site.dns.NS.length > 0 ? site.dns.NS : NAME_SERVERS,
    id: id.slice(0, 14),
  };
}
