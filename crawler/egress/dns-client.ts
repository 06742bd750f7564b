/** Asks the resolvers of an exit (c-ares through node:dns). Never throws: every answer and every silence is a value. */
import { Resolver, getServers } from 'node:dns/promises';
import type { AnyRecord, SoaRecord } from 'node:dns';
import type { DnsRecord, ResolveOutcome } from '../../storage/vocabulary.ts';

export type DnsType = DnsRecord['type'];

/**
 * `reason` null = answered with records. NXDOMAIN: the name does not exist; NODATA: it exists without such a record. Both
 * are answers. SERVFAIL, REFUSED, FORMERR, NOTIMP, BADRESP, TIMEOUT, UNREACHABLE and CANCELLED are not: nothing is known.
 */
export interface DnsAnswer {
  records: DnsRecord[];
  reason: string | null;
  /** `address:port` of the resolver this answer came from; null when none answered. */
  resolver: string | null;
}

/** A and AAAA of one name together. */
export interface AddressAnswer {
  outcome: ResolveOutcome;
  addresses: string[];
  records: DnsRecord[];
  resolver: string | null;
  /** Null when live. */
  reason: string | null;
}

export interface DnsClient {
  query(name: string, type: DnsType): Promise<DnsAnswer>;
  addresses(name: string): Promise<AddressAnswer>;
  /** Ends what is being asked; those queries answer CANCELLED. */
  close(): void;
}

export interface DnsClientSettings {
  /** `address:port` (port 53 when left out), in order of preference; empty = the system's own. */
  resolvers: string[];
  /** First wait for one answer, milliseconds; later tries wait longer. Default 2000. */
  timeoutMs?: number;
  /** Tries per resolver. Default 2. */
  tries?: number;
}

/** Node's names for what c-ares reports (https://nodejs.org/api/dns.html#error-codes). */
const REASONS: Record<string, string> = {
  ENOTFOUND: 'NXDOMAIN', ENODATA: 'NODATA', ESERVFAIL: 'SERVFAIL', EREFUSED: 'REFUSED', EFORMERR: 'FORMERR', ENOTIMP: 'NOTIMP',
  EBADRESP: 'BADRESP', EBADNAME: 'BADNAME', ETIMEOUT: 'TIMEOUT', ECONNREFUSED: 'UNREACHABLE', ECANCELLED: 'CANCELLED',
};
const NO_SUCH_RECORD = new Set<string | null>(['NODATA', 'BADNAME']);
const ANSWERS = new Set<string | null>([null, 'NXDOMAIN', 'NODATA', 'BADNAME']);

/**
 * One client per exit. A resolver that fails (SERVFAIL, refusal, silence) hands the question to the next one; the one that
 * answered last is asked first from then on, so that one dead resolver costs its timeout once. One c-ares channel per
 * resolver, because only so is it known which one answered.
 */
export function createDnsClient(settings: DnsClientSettings): DnsClient {
  const timeout = settings.timeoutMs ?? 2000;
  const servers = (settings.resolvers.length > 0 ? settings.resolvers : getServers()).map(withPort);
  const channels = servers.map((server) => {
    const resolver = new Resolver({ timeout, tries: settings.tries ?? 2, maxTimeout: timeout * 2 });
    resolver.setServers([server]);
    return { server, resolver };
  });
  let preferred = 0;

  const query = async (name: string, type: DnsType): Promise<DnsAnswer> => {
    let last: DnsAnswer = { records: [], reason: 'UNREACHABLE', resolver: null };
    const first = preferred;
    for (let turn = 0; turn < channels.length; turn++) {
      const index = (first + turn) % channels.length;
      const channel = channels[index];
      if (channel === undefined) continue;
      last = await askOne(channel.resolver, channel.server, name, type);
      if (ANSWERS.has(last.reason)) {
        preferred = index;
        return last;
      }
      if (last.reason === 'CANCELLED') return last;
    }
    return last;
  };
  const addresses = async (name: string): Promise<AddressAnswer> => {
    const [v4, v6] = await Promise.all([query(name, 'A'), query(name, 'AAAA')]);
    return joinAddresses(v4, v6);
  };
  const close = (): void => {
    for (const channel of channels) channel.resolver.cancel();
  };
  return { query, addresses, close };
}

/** Live = an address was given. Absent = the name does not exist, or exists and has neither. Anything else is unknown. */
function joinAddresses(v4: DnsAnswer, v6: DnsAnswer): AddressAnswer {
  const records = [...v4.records, ...v6.records];
  const resolver = v4.resolver ?? v6.resolver;
  if (records.length > 0) {
    return { outcome: 'live', addresses: [...new Set(records.map((record) => record.value))], records, resolver, reason: null };
  }
  const reasons: (string | null)[] = [v4.reason, v6.reason];
  const absent = reasons.includes('NXDOMAIN') || reasons.every((reason) => NO_SUCH_RECORD.has(reason));
  const failure = reasons.find((reason) => !ANSWERS.has(reason));
  const reason = absent ? (reasons.includes('NXDOMAIN') ? 'NXDOMAIN' : v4.reason) : (failure ?? v4.reason);
  return { outcome: absent ? 'absent' : 'unknown', addresses: [], records: [], resolver, reason };
}

async function askOne(resolver: Resolver, server: string, name: string, type: DnsType): Promise<DnsAnswer> {
  try {
    const records = await recordsOf(resolver, name, type);
    return { records, reason: records.length > 0 ? null : 'NODATA', resolver: server };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'UNKNOWN';
    const reason = REASONS[code] ?? code;
    return { records: [], reason, resolver: ['TIMEOUT', 'UNREACHABLE', 'CANCELLED'].includes(reason) ? null : server };
  }
}

async function recordsOf(resolver: Resolver, name: string, type: DnsType): Promise<DnsRecord[]> {
  if (type === 'A' || type === 'AAAA') {
    const answers = type === 'A' ? await resolver.resolve4(name, { ttl: true }) : await resolver.resolve6(name, { ttl: true });
    return answers.map((answer) => ({ type, value: answer.address, ttl: answer.ttl }));
  }
  const answers: unknown = await resolver.resolve(name, type);
  return (Array.isArray(answers) ? answers : [answers]).map((answer) => ({ type, value: recordText(answer as AnswerValue), ttl: null }));
}

type AnswerValue = string | string[] | Extract<AnyRecord, { type: 'MX' }> | SoaRecord;

/** The record's data as a zone file would write it; the character strings of one TXT record are joined (RFC 7208 §3.3). */
function recordText(value: AnswerValue): string {
  if (typeof value === 'string') return value.toLowerCase();
  if (Array.isArray(value)) return value.join('');
  if ('exchange' in value) return `${String(value.priority)} ${value.exchange.toLowerCase()}`;
  const { nsname, hostmaster, serial, refresh, retry, expire, minttl } = value;
  return `${nsname} ${hostmaster} ${[serial, refresh, retry, expire, minttl].join(' ')}`;
}

function withPort(server: string): string {
  const bare = /^[^:[\]]+$/.test(server) || /^\[[^\]]+\]$/.test(server);
  if (bare) return `${server}:53`;
  return server.split(':').length > 2 && !server.startsWith('[') ? `[${server}]:53` : server;
}
