/** Answers DNS questions from the corpus: what an authoritative server for the whole practice internet would say. */
import { getDomain, getPublicSuffix } from 'tldts';
import { NameTree } from './name-tree.ts';
import { NAME_SERVERS, SERVICE_DOMAIN } from './services.ts';
import type { Answer, SoaAnswer } from 'dns-packet';
import type { SiteAddresses } from './addresses.ts';
import type { CorpusSite } from './corpus.ts';

const TTL = 300;
/** Also the negative TTL (RFC 2308), kept short as practice sweeps are. */
const NEGATIVE_TTL = 60;
/** Longest CNAME chain that is followed. */
const MAX_CHAIN = 8;

/** RFC 1035 response codes that the range gives. */
export const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
export type Rcode = keyof typeof RCODES;

export interface DnsReply {
  /** `timeout` = no answer at all is sent. */
  rcode: Rcode | 'timeout';
  answers: Answer[];
  authorities: Answer[];
  /** Name of the site that the question fell on. */
  site: string | null;
}

/** What stands behind one name; `site` null for services of the range. */
interface NameEntry {
  site: CorpusSite | null;
  addresses: SiteAddresses;
  cname: string | null;
}

export class DnsZone {
  readonly #names = new NameTree<NameEntry>();
  /** Hosts with `fail: "nxdomain"`: absent even below someone's wildcard. */
  readonly #absent = new NameTree<CorpusSite>();
  /** Registrable domain → the site whose NS, MX and TXT its apex shows. */
  readonly #apexes = new Map<string, CorpusSite | null>([[SERVICE_DOMAIN, null]]);
  readonly #turns = new Map<string, number>();
  readonly #serial: number;

  /** `services`: host → address. `now`: ISO, gives the SOA serial. */
  constructor(
    sites: readonly CorpusSite[],
    addresses: ReadonlyMap<string, SiteAddresses>,
    services: ReadonlyMap<string, string>,
    now: string,
  ) {
    this.#serial = Number(`${now.slice(0, 10).replaceAll('-', '')}01`);
    for (const [host, address] of services) {
      this.#names.add(host, {
        site: null,
        addresses: { v4: [address], v6: [], rebind: null, all: [address] },
        cname: null,
      });
    }
    for (const site of sites)
      this.#addSite(site, addresses.get(site.name) ?? { v4: [], v6: [], rebind: null, all: [] });
    // Targets come last: a target that is a host of its own answers for itself.
    for (const site of sites) {
      const own = addresses.get(site.name);
      if (site.dns?.CNAME && own) this.#names.add(site.dns.CNAME, { site, addresses: own, cname: null });
    }
  }

  #addSite(site: CorpusSite, addresses: SiteAddresses): void {
    const cname = site.dns?.CNAME ?? null;
    for (const host of site.hosts) {
      if (site.dns?.fail === 'nxdomain') {
        this.#absent.add(host, site);
        continue;
      }
      this.#names.add(host, { site, addresses, cname: cname === host ? null : cname });
      const apex = getDomain(host.replace('*.', ''));
      if (apex === null) continue;
      // The site at the apex itself speaks for it, else the first site below it by name.
      if (!this.#apexes.has(apex) || host === apex) this.#apexes.set(apex, site);
      this.#names.add(apex, null);
    }
  }

  /** The reply to one question; `type` in capitals. */
  reply(question: string, type: string): DnsReply {
    const answers: Answer[] = [];
    let name = question;
    for (let step = 0; step < MAX_CHAIN; step += 1) {
      const key = name.toLowerCase();
      const entry = this.#lookUp(key);
      const site = entry === 'absent' ? null : (entry?.site ?? this.#apexes.get(key) ?? null);
      if (entry === 'absent') return this.#negative('NXDOMAIN', key, answers, null);
      const failure = site?.dns?.fail;
      if (failure === 'servfail') return { rcode: 'SERVFAIL', answers: [], authorities: [], site: site?.name ?? null };
      if (failure === 'refused') return { rcode: 'REFUSED', answers: [], authorities: [], site: site?.name ?? null };
      if (failure === 'timeout') return { rcode: 'timeout', answers: [], authorities: [], site: site?.name ?? null };
      if (entry?.cname && type !== 'CNAME') {
        answers.push({ type: 'CNAME', name, ttl: TTL, data: entry.cname });
        name = entry.cname;
        continue;
      }
      const found = this.#records(name, type, entry, site);
      if (found.length === 0) return this.#negative('NOERROR', key, answers, site);
      return { rcode: 'NOERROR', answers: [...answers, ...found], authorities: [], site: site?.name ?? null };
    }
    return { rcode: 'SERVFAIL', answers, authorities: [], site: null };
  }

  /** The name's entry; null for a name that exists with nothing at it; `absent` for one that does not exist. */
  #lookUp(name: string): NameEntry | null | 'absent' {
    const dead = this.#absent.find(name);
    const live = this.#names.find(name);
    if (live.kind === 'exact') return live.value;
    if (live.kind === 'none' || dead.kind === 'wildcard' || (dead.kind === 'exact' && dead.value)) return 'absent';
    return live.value;
  }

  #records(name: string, type: string, entry: NameEntry | null, site: CorpusSite | null): Answer[] {
    const dns = site?.dns ?? null;
    const apex = this.#apexes.has(name.toLowerCase());
    switch (type) {
      case 'A':
      case 'ANY':
        return entry ? this.#addresses(name, entry) : [];
      case 'AAAA':
        return (entry?.addresses.v6 ?? []).map((data) => ({ type, name, ttl: TTL, data }));
      case 'CNAME':
        return entry?.cname ? [{ type, name, ttl: TTL, data: entry.cname }] : [];
      case 'NS':
        return (dns?.NS ?? (apex ? NAME_SERVERS : [])).map((data) => ({ type, name, ttl: TTL, data }));
      case 'MX':
        return (dns?.MX ?? []).map((text) => ({ type, name, ttl: TTL, data: parseMx(text) }));
      case 'TXT':
        return (dns?.TXT ?? []).map((text) => ({ type, name, ttl: TTL, data: characterStrings(text) }));
      case 'SOA':
        return apex ? [this.#soa(name)] : [];
      default:
        return [];
    }
  }

  #addresses(name: string, { addresses }: NameEntry): Answer[] {
    if (!addresses.rebind) return addresses.v4.map((data) => ({ type: 'A', name, ttl: TTL, data }));
    const key = name.toLowerCase();
    const turn = this.#turns.get(key) ?? 0;
    this.#turns.set(key, turn + 1);
    return (addresses.rebind[turn % addresses.rebind.length] ?? []).map((data) => ({ type: 'A', name, ttl: 0, data }));
  }

  #negative(rcode: 'NOERROR' | 'NXDOMAIN', name: string, answers: Answer[], site: CorpusSite | null): DnsReply {
    const registrable = getDomain(name);
    const zone = registrable !== null && this.#apexes.has(registrable) ? registrable : (getPublicSuffix(name) ?? '.');
    return { rcode, answers, authorities: [this.#soa(zone)], site: site?.name ?? null };
  }

  #soa(name: string): SoaAnswer {
    const data = {
      mname: NAME_SERVERS[0] ?? '',
      rname: `hostmaster.${SERVICE_DOMAIN}`,
      serial: this.#serial,
      refresh: 3600,
      retry: 600,
      expire: 86_400,
      minimum: NEGATIVE_TTL,
    };
    return { type: 'SOA', name, ttl: NEGATIVE_TTL, data };
  }
}

/** `10 mail.example.cn`, or the name alone (preference 10). */
function parseMx(text: string): { preference: number; exchange: string } {
  const [, preference, exchange] = /^(\d{1,5})\s+(\S+)$/.exec(text.trim()) ?? [null, '10', text.trim()];
  return { preference: Number(preference), exchange: exchange ?? '' };
}

/** TXT data goes out in character strings of at most 255 bytes (RFC 1035, 3.3.14). */
function characterStrings(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const parts: Buffer[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += 255) parts.push(bytes.subarray(at, at + 255));
  return parts;
}
