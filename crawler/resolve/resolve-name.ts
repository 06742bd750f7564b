/**
 * Resolves one name: live, absent or unknown, wildcard or not, what other resolvers say, and its DNS records as
 * answered.
 */
import { registeredDomain } from '../../storage/sites/host-domain.ts';
import { createAddressPolicy } from '../egress/address-policy.ts';
import type { AddressPolicy } from '../egress/address-policy.ts';
import { createDnsClient, joinAddresses } from '../egress/dns/dns-client.ts';
import type { AddressAnswer, DnsAnswer, DnsClient } from '../egress/dns/dns-client.ts';
import { readTargetHost } from '../egress/target-host.ts';
import type { TargetHost } from '../egress/target-host.ts';
import type { DnsRecord, Resolution } from '../../storage/vocabulary/resolve.ts';
import type { Exit } from '../egress/exit.ts';
import { DomainGate } from './domain-gate.ts';
import { createSecondOpinion, isSampled } from './second-opinion.ts';
import type { SecondOpinion } from './second-opinion.ts';
import { createWildcardCheck } from './wildcard-check.ts';
import { createZoneRecords } from './zone-records.ts';

/** Remembers denials, wildcards and zone records for as long as they are good; `close()` ends what is being asked. */
export interface NameResolver {
  /** Never rejects. `host` is returned as it was given. */
  resolve(host: string): Promise<Resolution>;
  close(): void;
}

export interface NameResolverSettings {
  /** Whose resolvers are asked, within `resolverLimits`. */
  exit: Exit;
  /** Default: a client of its own over `exit.resolvers`. */
  dns?: DnsClient;
}

/** Of the absent names this share gets a second opinion when the exit says nothing else. */
export const DEFAULT_SAMPLE = 0.01;
const SETTLING = new Set(['NXDOMAIN', 'BADNAME', 'TIMEOUT', 'UNREACHABLE', 'CANCELLED']);

/** Cheap questions first: one for a name that does not exist, the rest only for names that are live. */
export function createNameResolver(settings: NameResolverSettings): NameResolver {
  const { exit } = settings;
  const dns = settings.dns ?? createDnsClient({ resolvers: exit.resolvers, limits: exit.resolverLimits });
  const opinion = createSecondOpinion(exit.secondOpinion?.resolvers ?? dns.servers, exit.resolverLimits);
  const sample = exit.secondOpinion?.sample ?? DEFAULT_SAMPLE;
  const policy = createAddressPolicy({ allowDocumentationNetworks: exit.allowDocumentationNetworks });
  const gate = new DomainGate(dns);
  const wildcards = createWildcardCheck(dns);
  const zones = createZoneRecords(dns);

  const describe = async (name: string, domain: string | null, found: AddressAnswer): Promise<Partial<Resolution>> => {
    const isAlias = found.records.some((record) => record.type === 'CNAME');
    const [{ wildcard, pattern }, disagreement, mail, text, zone] = await Promise.all([
      wildcards.check(name, found),
      opinions(opinion, dns, name, found),
      dns.query(name, 'MX'),
      dns.query(name, 'TXT'),
      zones.of(name, domain, isAlias),
    ]);
    const addresses = found.records.map((record) => marked(record, policy));
    const further = [...mail.records, ...text.records, ...zone].filter((record) => record.type !== 'CNAME');
    return {
      wildcard,
      ...(pattern === undefined ? {} : { wildcardPattern: pattern }),
      ...disagreement,
      records: [...addresses, ...further],
    };
  };

  const resolve = async (host: string): Promise<Resolution> => {
    const at = new Date().toISOString();
    const target: TargetHost | null = isPlainName(host) ? { kind: 'name', name: host } : readTargetHost(host);
    const unasked = { host, wildcard: null, records: [], resolver: null, at };
    if (target === null) return { ...unasked, outcome: 'absent', addresses: [], reason: 'BADNAME' };
    if (target.kind === 'address') return { ...unasked, outcome: 'live', addresses: [target.address], reason: null };
    const { name } = target;
    const domain = registeredDomain(name);
    const v4 = await gate.firstQuestion(name, domain);
    const v6 = isSettled(v4) ? v4 : await dns.query(name, 'AAAA');
    const found = joinAddresses(v4, v6);
    const { outcome, addresses, records, resolver, reason } = found;
    const resolution: Resolution = { host, outcome, wildcard: null, addresses, records, resolver, reason, at };
    if (outcome === 'live') return { ...resolution, ...(await describe(name, domain, found)) };
    if (outcome === 'unknown' || !isSampled(name, sample)) return resolution;
    return contested({ ...resolution, ...(await opinions(opinion, dns, name, found)) });
  };
  const close = (): void => {
    dns.close();
    opinion.close();
  };
  return { resolve, close };
}

const PLAIN_LABELS = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/**
 * Already in the one form that `readTargetHost` would bring it to, at a tenth of the cost: lower-case labels, nothing
 * encoded, no number for an ending.
 */
function isPlainName(host: string): boolean {
  return host.length <= 253 && PLAIN_LABELS.test(host) && !host.includes('xn--') && !host.endsWith('.localhost');
}

/** AAAA is asked unless A has settled it: NXDOMAIN answers for all types, and where A met silence so would AAAA. */
function isSettled({ reason }: DnsAnswer): boolean {
  return reason !== null && SETTLING.has(reason);
}

/** Other resolvers' contradictions and second answers to our own question; nothing when no opinion was to be had. */
async function opinions(
  opinion: SecondOpinion,
  dns: DnsClient,
  name: string,
  found: AddressAnswer,
): Promise<Pick<Resolution, 'disagreement'>> {
  const further = await opinion.ask(name, found);
  const injected = dns.secondAnswers(name);
  return further === null && injected.length === 0 ? {} : { disagreement: [...injected, ...(further ?? [])] };
}

/** A name that one resolver denies and another knows is not absent: a filter may have been at work. */
function contested(resolution: Resolution): Resolution {
  const isKnown = resolution.disagreement?.some((other) => other.outcome === 'live') === true;
  return isKnown ? { ...resolution, outcome: 'unknown', reason: 'DISAGREEMENT' } : resolution;
}

/** An address that no public server can have is kept, and says so. */
function marked(record: DnsRecord, policy: AddressPolicy): DnsRecord {
  const special = record.type === 'A' || record.type === 'AAAA' ? policy.forbidden(record.value) : null;
  return special === null ? record : { ...record, special };
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
