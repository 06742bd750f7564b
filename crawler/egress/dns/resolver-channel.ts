/** One resolver: its sockets, its limits, and whether it has been answering of late. */
import type { DnsMessage, DnsType } from './dns-message.ts';
import type { ListeningClock } from './listening-clock.ts';
import { QueryBudget } from './query-budget.ts';
import type { ResolverLimits } from './query-budget.ts';
import { readResolverAddress } from './resolver-address.ts';
import type { ResolverAddress } from './resolver-address.ts';
import { askOverTcp } from './tcp-question.ts';
import { UdpLane } from './udp-lane.ts';
import type { Exchange } from './udp-lane.ts';

/** A resolver that has gone silent is left alone for this long, then one question tries it again. */
const REST_MS = 30_000;
const REFUSES_EDNS = new Set(['FORMERR', 'NOTIMP']);

export interface ChannelParts {
  server: string;
  limits: ResolverLimits;
  clock: ListeningClock;
  /** A question was answered twice, differently. */
  onSecond(server: string, name: string, first: DnsMessage, second: DnsMessage): void;
}

export class ResolverChannel {
  readonly label: string;
  readonly budget: QueryBudget;
  readonly #address: ResolverAddress;
  readonly #parts: ChannelParts;
  #lane: UdpLane | null = null;
  readonly #draining = new Set<UdpLane>();
  #stop = new AbortController();
  #restsUntil = 0;
  #answeredAt = 0;
  /** False once it has refused to read a question with EDNS. */
  #edns = true;

  /** @throws MingjingError SETTINGS_INVALID (input) when `server` is no address. */
  constructor(parts: ChannelParts) {
    this.#parts = parts;
    this.#address = readResolverAddress(parts.server);
    this.label = this.#address.label;
    this.budget = new QueryBudget(parts.limits);
  }

  get isResting(): boolean {
    return this.#restsUntil > 0 && this.#restsUntil > performance.now();
  }

  /** The caller holds a place in `budget`. One question, over TCP when the answer is cut short. */
  ask(name: string, type: DnsType, timeoutMs: number): Promise<Exchange> {
    const askedAt = performance.now();
    if (this.#restsUntil > 0) this.#restsUntil = askedAt + REST_MS;
    return new Promise((resolve) => {
      this.#askOverUdp(name, type, timeoutMs, this.#edns, (result) => {
        this.#note(result, askedAt);
        if (typeof result === 'string' || !(result.truncated || REFUSES_EDNS.has(result.rcode))) resolve(result);
        else resolve(this.#askOtherwise(result, name, type, timeoutMs));
      });
    });
  }

  async #askOtherwise(first: DnsMessage, name: string, type: DnsType, timeoutMs: number): Promise<Exchange> {
    let result: Exchange = first;
    if (this.#edns && REFUSES_EDNS.has(first.rcode)) {
      // RFC 6891 §7: a server that does not know EDNS says so; it is asked again without.
      result = await new Promise<Exchange>((resolve) => this.#askOverUdp(name, type, timeoutMs, false, resolve));
      if (typeof result !== 'string' && !REFUSES_EDNS.has(result.rcode)) this.#edns = false;
    }
    return typeof result !== 'string' && result.truncated
      ? askOverTcp(this.#address, name, type, timeoutMs, this.#stop.signal)
      : result;
  }

  #askOverUdp(name: string, type: DnsType, timeoutMs: number, edns: boolean, settle: (result: Exchange) => void): void {
    this.#freshLane().ask(name, type, edns, this.#parts.clock.now + timeoutMs, settle);
  }

  #freshLane(): UdpLane {
    if (this.#lane !== null && !this.#lane.isUsedUp) return this.#lane;
    if (this.#lane !== null && !this.#lane.isDead) this.#draining.add(this.#lane);
    this.#lane = new UdpLane(this.#address, (name, first, second) =>
      this.#parts.onSecond(this.label, name, first, second),
    );
    return this.#lane;
  }

  /**
   * Silence counts against the resolver only when nothing else was answered meanwhile: some names are silent by
   * themselves.
   */
  #note(result: Exchange, askedAt: number): void {
    if (result === 'CANCELLED' || result === 'BADNAME') return;
    if (result === 'UNREACHABLE' || (result === 'TIMEOUT' && this.#answeredAt < askedAt))
      this.#restsUntil = performance.now() + REST_MS;
    else if (result !== 'TIMEOUT') {
      this.#answeredAt = performance.now();
      this.#restsUntil = 0;
    }
  }

  /** Called at every tick of the clock. */
  expire(now: number): void {
    this.#lane?.expire(now);
    for (const lane of this.#draining) {
      lane.expire(now);
      if (!lane.isQuiet) continue;
      lane.close();
      this.#draining.delete(lane);
    }
  }

  /** Ends what is being asked. The next question opens a new socket. */
  close(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#lane?.close();
    this.#lane = null;
    for (const lane of this.#draining) lane.close();
    this.#draining.clear();
  }
}
