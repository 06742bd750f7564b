/**
 * Asks the resolvers of an exit over raw UDP, TCP where an answer is too long. Never rejects: every answer and every
 * silence is a value.
 */
import { getServers } from 'node:dns';
import type { DnsRecord, ResolveOutcome } from '../../../storage/vocabulary/resolve.ts';
import type { DnsAnswer } from './dns-answer.ts';
import { isAnswer, readAnswer } from './dns-answer.ts';
import type { ReadAnswer } from './dns-answer.ts';
import type { DnsMessage, DnsType } from './dns-message.ts';
import { ListeningClock } from './listening-clock.ts';
import { NegativeCache } from './negative-cache.ts';
import type { ResolverLimits } from './query-budget.ts';
import { ResolverChannel } from './resolver-channel.ts';
import { ResolverQueue } from './resolver-queue.ts';

export type { DnsAnswer } from './dns-answer.ts';
export type { DnsType } from './dns-message.ts';

/** A and AAAA of one name together. */
export interface AddressAnswer {
  outcome: ResolveOutcome;
  addresses: string[];
  records: DnsRecord[];
  resolver: string | null;
  /** Null when live. */
  reason: string | null;
}

/**
 * A further answer to a question that was already answered, with other addresses: what an injector on the way causes.
 */
export interface SecondAnswer {
  resolver: string;
  outcome: ResolveOutcome;
  addresses: string[];
}

export interface DnsClient {
  query(name: string, type: DnsType): Promise<DnsAnswer>;
  /** Both families at once. */
  addresses(name: string): Promise<AddressAnswer>;
  /** Second, different answers that came for this name so far. */
  secondAnswers(name: string): SecondAnswer[];
  /** `address:port` of each resolver, in order of preference. */
  readonly servers: readonly string[];
  /** Ends what is being asked; those questions answer CANCELLED. A later question starts afresh. */
  close(): void;
}

export interface DnsClientSettings {
  /** `address:port` (port 53 when left out), in order of preference; empty = the system's own. */
  resolvers: string[];
  /** What each resolver may be asked. */
  limits?: ResolverLimits | undefined;
  /** First wait for one answer, milliseconds; each further round waits twice as long. Default 2000. */
  timeoutMs?: number;
  /** Rounds through all resolvers. Default 2. */
  tries?: number;
}

/** Each step of an alias chain that its resolver did not follow itself is one more question. */
const MAX_FOLLOWED = 8;
/** Sockets are closed when nothing was asked for so long, in milliseconds. */
const IDLE_MS = 5000;
const MAX_SECOND_ANSWERS = 1000;
const NOBODY: readonly ResolverChannel[] = [];
/** No resolver said these. */
const SILENT = new Set(['TIMEOUT', 'UNREACHABLE', 'CANCELLED']);

/**
 * One client per exit. A resolver that fails (SERVFAIL, refusal, silence) hands the question to the next one; one that
 * has gone silent is asked last for a while. Over its limits the next takes over, or the question waits.
 * @throws MingjingError SETTINGS_INVALID (input) for a resolver that is no address.
 */
export function createDnsClient(settings: DnsClientSettings): DnsClient {
  return new UdpDnsClient(settings);
}

class UdpDnsClient implements DnsClient {
  readonly servers: readonly string[];
  readonly #timeoutMs: number;
  readonly #tries: number;
  readonly #channels: ResolverChannel[];
  readonly #queue: ResolverQueue;
  readonly #clock = new ListeningClock(() => this.#tick());
  readonly #negatives = new NegativeCache();
  readonly #running = new Map<string, Promise<DnsAnswer>>();
  readonly #second = new Map<string, SecondAnswer[]>();
  #waiting = 0;
  #generation = 0;
  #idleSince = 0;

  constructor({ resolvers, limits = {}, timeoutMs = 2000, tries = 2 }: DnsClientSettings) {
    this.#timeoutMs = timeoutMs;
    this.#tries = tries;
    const onSecond = (server: string, name: string, first: DnsMessage, second: DnsMessage): void =>
      this.#noteSecond(server, name, first, second);
    this.#channels = (resolvers.length > 0 ? resolvers : getServers()).map(
      (server) => new ResolverChannel({ server, limits, clock: this.#clock, onSecond }),
    );
    this.#queue = new ResolverQueue(this.#channels);
    this.servers = this.#channels.map((channel) => channel.label);
  }

  query(name: string, type: DnsType): Promise<DnsAnswer> {
    const asked = name.toLowerCase();
    // No name has a blank: the two kinds of key never meet.
    const key = type === 'A' ? asked : `${asked} ${type}`;
    const running = this.#running.get(key);
    if (running !== undefined) return running;
    const known = this.#negatives.find(asked, type);
    if (known !== null)
      return Promise.resolve({
        records: [],
        reason: known.reason,
        resolver: known.denial.resolver,
        zone: known.denial.zone,
      });
    const started = this.#resolve(asked, type, key);
    this.#running.set(key, started);
    return started;
  }

  async addresses(name: string): Promise<AddressAnswer> {
    const [v4, v6] = await Promise.all([this.query(name, 'A'), this.query(name, 'AAAA')]);
    return joinAddresses(v4, v6);
  }

  secondAnswers(name: string): SecondAnswer[] {
    return this.#second.get(name.toLowerCase()) ?? [];
  }

  close(): void {
    this.#generation += 1;
    this.#clock.stop();
    this.#queue.clear();
    for (const channel of this.#channels) channel.close();
  }

  /** Asks, and goes on asking for the end of a chain that the resolver left open. */
  async #resolve(name: string, type: DnsType, key: string): Promise<DnsAnswer> {
    const chain: DnsRecord[] = [];
    const seen: string[] = [];
    let current = name;
    for (;;) {
      const { read, reason, resolver } = await this.#exchange(current, type);
      // What comes next is asked of the cache, or is another question.
      this.#running.delete(key);
      if (read === null) return { records: chain, reason, resolver };
      const { answer, end, negativeTtl, isCutShort } = read;
      if (negativeTtl !== null && answer.zone !== undefined) {
        this.#negatives.remember(
          { name: end, zone: answer.zone, resolver },
          answer.reason === 'NXDOMAIN' ? null : type,
          negativeTtl,
        );
      }
      const { records } = answer;
      if (!isCutShort && seen.length === 0) return { records, reason: answer.reason, resolver, zone: answer.zone };
      chain.push(
        ...records.map((record) => (current === name ? record : { ...record, owner: record.owner ?? current })),
      );
      if (!isCutShort) return { records: chain, reason: answer.reason, resolver, zone: answer.zone };
      seen.push(current);
      if (seen.includes(end) || seen.length > MAX_FOLLOWED) return { records: chain, reason: 'BADRESP', resolver };
      current = end;
    }
  }

  /** One question through the resolvers in turn, until one of them answers. `reason` matters when none did. */
  async #exchange(
    name: string,
    type: DnsType,
  ): Promise<{ read: ReadAnswer | null; reason: string; resolver: string | null }> {
    const generation = this.#generation;
    let last = { read: null, reason: 'UNREACHABLE', resolver: null as string | null };
    this.#waiting += 1;
    this.#clock.run(true);
    try {
      for (let turn = 0; turn < this.#tries; turn++) {
        let tried = NOBODY;
        while (tried.length < this.#channels.length) {
          const turnOf = this.#queue.next(tried);
          const channel = turnOf instanceof Promise ? await turnOf : turnOf;
          if (channel === null || generation !== this.#generation) return { ...last, reason: 'CANCELLED' };
          const exchange = await channel.ask(name, type, this.#timeoutMs * 2 ** turn);
          this.#queue.release(channel);
          const read = typeof exchange === 'string' ? null : readAnswer(exchange, name, type);
          if (read !== null && isAnswer(read.answer.reason)) return { read, reason: '', resolver: channel.label };
          tried = [...tried, channel];
          const reason = typeof exchange === 'string' ? exchange : (read?.answer.reason ?? 'BADRESP');
          last = { read: null, reason, resolver: SILENT.has(reason) ? null : channel.label };
          if (reason === 'CANCELLED' || reason === 'BADNAME') return last;
        }
      }
      return last;
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) {
        this.#idleSince = performance.now();
        if (generation === this.#generation) this.#clock.run(false);
      }
    }
  }

  #tick(): void {
    for (const channel of this.#channels) channel.expire(this.#clock.now);
    this.#queue.drain();
    if (this.#waiting === 0 && performance.now() - this.#idleSince > IDLE_MS) this.close();
  }

  #noteSecond(resolver: string, name: string, first: DnsMessage, second: DnsMessage): void {
    const known = new Set(addressesOf(first));
    const addresses = addressesOf(second);
    // The same packet twice, or another turn of the same records, is no contradiction.
    if (addresses.some((address) => known.has(address)) || (addresses.length === 0 && second.rcode !== 'NXDOMAIN'))
      return;
    if (this.#second.size >= MAX_SECOND_ANSWERS && !this.#second.has(name)) return;
    const noted = this.#second.get(name) ?? [];
    if (noted.length < 4)
      this.#second.set(name, [...noted, { resolver, outcome: addresses.length > 0 ? 'live' : 'absent', addresses }]);
  }
}

function addressesOf({ answers }: DnsMessage): string[] {
  return answers.filter(({ type }) => type === 'A' || type === 'AAAA').map(({ value }) => value);
}

/**
 * Live = an address was given. Absent = the name does not exist, or exists and has neither. Anything else is unknown.
 */
export function joinAddresses(v4: DnsAnswer, v6: DnsAnswer): AddressAnswer {
  if (v4.reason === 'NXDOMAIN' && v6 === v4)
    return { outcome: 'absent', addresses: [], records: v4.records, resolver: v4.resolver, reason: v4.reason };
  const records = unique([...v4.records, ...v6.records]);
  const addresses = records.filter(({ type }) => type === 'A' || type === 'AAAA').map(({ value }) => value);
  const resolver = v4.resolver ?? v6.resolver;
  if (addresses.length > 0)
    return { outcome: 'live', addresses: [...new Set(addresses)], records, resolver, reason: null };
  const reasons = [v4.reason, v6.reason];
  if (reasons.includes('NXDOMAIN')) return { outcome: 'absent', addresses: [], records, resolver, reason: 'NXDOMAIN' };
  const failure = reasons.find((reason) => !isAnswer(reason ?? 'BADRESP'));
  return {
    outcome: failure === undefined ? 'absent' : 'unknown',
    addresses: [],
    records,
    resolver,
    reason: failure ?? v4.reason,
  };
}

/** A chain comes with both families; it is kept once, with its first time to live. */
function unique(records: DnsRecord[]): DnsRecord[] {
  if (records.length < 2) return records;
  return [
    ...new Map(
      records.map((record) => [`${record.type} ${record.owner ?? ''} ${record.value}`, record] as const).reverse(),
    ).values(),
  ].reverse();
}
