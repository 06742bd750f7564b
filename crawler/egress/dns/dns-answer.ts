/**
 * What an answer means for the question: the alias chain followed, what does not belong to it dropped, yes, no and
 * failure kept apart. Pure.
 */
import type { DnsRecord } from '../../../storage/vocabulary/resolve.ts';
import type { DnsMessage, DnsType, OwnedRecord } from './dns-message.ts';

/**
 * `reason` null = answered with records of the type asked for. NXDOMAIN: the name does not exist; NODATA: it exists
 * without such a record; BADNAME: it cannot exist. These are answers. SERVFAIL, REFUSED, FORMERR, NOTIMP, REFERRAL,
 * BADRESP, TIMEOUT, UNREACHABLE and CANCELLED are not: nothing is known.
 */
export interface DnsAnswer {
  /** The alias chain in order, then the records asked for; with a reason, the chain alone. */
  records: DnsRecord[];
  reason: string | null;
  /** `address:port` of the resolver this answer came from; null when none answered. */
  resolver: string | null;
  /** The zone that said no (owner of its SOA record), when one is named. */
  zone?: string | undefined;
}

const ANSWERS = new Set<string | null>([null, 'NXDOMAIN', 'NODATA', 'BADNAME']);

/** Whether something is known after this, be it no. */
export function isAnswer(reason: string | null): boolean {
  return ANSWERS.has(reason);
}

/** Honest chains are short; a longer one is a loop or a joke. */
const MAX_CHAIN = 12;

export interface ReadAnswer {
  answer: Omit<DnsAnswer, 'resolver'>;
  /** The last name of the chain: what a denial is about. */
  end: string;
  /** Seconds for which a denial may be remembered; null when it may not. */
  negativeTtl: number | null;
  /** The chain leads out of the message: its end has to be asked for. */
  isCutShort: boolean;
}

/** Only the chain from `name` and the records at its end count; anything else in the message was not asked for. */
export function readAnswer(message: DnsMessage, name: string, type: DnsType): ReadAnswer {
  if (message.rcode !== 'NOERROR' && message.rcode !== 'NXDOMAIN') return failed(message.rcode, name);
  if (message.referral) return failed('REFERRAL', name);
  const chain: OwnedRecord[] = [];
  let end = name;
  while (type !== 'CNAME' && message.answers.length > 0) {
    const alias = message.answers.find((record) => record.type === 'CNAME' && record.owner === end);
    if (alias === undefined) break;
    if (chain.length >= MAX_CHAIN || alias.value === end) return failed('BADRESP', name);
    chain.push(alias);
    end = alias.value;
  }
  const found = message.answers.filter((record) => record.type === type && record.owner === end);
  const records = [...chain, ...found].map((record) => kept(record, name));
  if (found.length > 0) return { answer: { records, reason: null }, end, negativeTtl: null, isCutShort: false };
  const reason = message.rcode === 'NXDOMAIN' ? 'NXDOMAIN' : 'NODATA';
  const isCutShort = reason === 'NODATA' && chain.length > 0 && message.zone === null;
  return {
    answer: { records, reason, zone: message.zone?.name },
    end,
    negativeTtl: message.zone?.negativeTtl ?? null,
    isCutShort,
  };
}

function failed(reason: string, name: string): ReadAnswer {
  return { answer: { records: [], reason }, end: name, negativeTtl: null, isCutShort: false };
}

/** `owner` is written down where the record is not the asked name's own. */
function kept({ owner, type, value, ttl }: OwnedRecord, name: string): DnsRecord {
  return owner === name ? { type, value, ttl } : { type, value, ttl, owner };
}
