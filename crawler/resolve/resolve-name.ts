/** Resolves one name: live, absent or unknown, wildcard or not, and its DNS records as answered. */
import { getDomain } from 'tldts';
import { createDnsClient } from '../egress/dns-client.ts';
import type { DnsAnswer, DnsClient, DnsType } from '../egress/dns-client.ts';
import { readTargetHost } from '../egress/target-host.ts';
import type { DnsRecord, Exit, Resolution } from '../../storage/vocabulary.ts';
import { createWildcardCheck } from './wildcard-check.ts';

/** Remembers wildcard answers and zone records for as long as it lives; `close()` ends what is being asked. */
export interface NameResolver {
  /** Never throws. `host` is returned as it was given. */
  resolve(host: string): Promise<Resolution>;
  close(): void;
}

export interface NameResolverSettings {
  /** Whose resolvers are asked. */
  exit: Exit;
  /** Default: a client of its own over `exit.resolvers`. */
  dns?: DnsClient;
}

/** Asked of a live name itself. */
const NAME_TYPES: DnsType[] = ['CNAME', 'MX', 'TXT'];
/** Asked of the name, and of its registrable domain when it has none: they belong to the zone. */
const ZONE_TYPES: DnsType[] = ['NS', 'SOA'];

/** Cheap questions first: the rest is asked only of names that are live. */
export function createNameResolver(settings: NameResolverSettings): NameResolver {
  const dns = settings.dns ?? createDnsClient({ resolvers: settings.exit.resolvers });
  const wildcards = createWildcardCheck(dns);
  const zones = new Map<string, Promise<DnsAnswer>>();

  const ofZone = async (name: string, domain: string | null, type: DnsType): Promise<DnsAnswer> => {
    const own = await dns.query(name, type);
    if (own.records.length > 0 || domain === null || domain === name) return own;
    const key = `${domain} ${type}`;
    const asked = zones.get(key) ?? dns.query(domain, type);
    zones.set(key, asked);
    return asked;
  };

  const resolve = async (host: string): Promise<Resolution> => {
    const resolution: Resolution = {
      host, outcome: 'absent', wildcard: null, addresses: [], records: [], resolver: null, reason: 'BADNAME', at: new Date().toISOString(),
    };
    const target = readTargetHost(host);
    if (target === null) return resolution;
    if (target.kind === 'address') return { ...resolution, outcome: 'live', addresses: [target.address], reason: null };
    const { name } = target;
    const found = await dns.addresses(name);
    const { outcome, addresses, resolver, reason } = found;
    if (outcome !== 'live') return { ...resolution, outcome, resolver, reason };
    const domain = getDomain(name, { allowPrivateDomains: false });
    const [wildcard, ...answers] = await Promise.all([
      wildcards.isWildcard(name, addresses, domain),
      ...NAME_TYPES.map((type) => dns.query(name, type)),
      ...ZONE_TYPES.map((type) => ofZone(name, domain, type)),
    ]);
    const records: DnsRecord[] = [...found.records, ...answers.flatMap((answer) => answer.records)];
    return { ...resolution, outcome, wildcard, addresses, records, resolver, reason: null };
  };
  return { resolve, close: () => dns.close() };
}

/** One name with a resolver of its own; for many use `resolveNames`. */
export async function resolveName(host: string, settings: NameResolverSettings): Promise<Resolution> {
  const resolver = createNameResolver(settings);
  try {
    return await resolver.resolve(host);
  } finally {
    if (settings.dns === undefined) resolver.close();
  }
}
