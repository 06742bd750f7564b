/**
 * The one dial path: read the host, check the port, resolve once, check every answer, pin, map, connect, write it down.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Connection } from '../../storage/vocabulary/capture.ts';
import type { Exit } from './exit.ts';
import type { AddressPolicy } from './address-policy.ts';
import type { ConnectionLog } from './connection-log.ts';
import type { DnsClient } from './dns/dns-client.ts';
import { EgressFailure, EgressRefusal } from './egress-error.ts';
import { isForbiddenPort } from './port-policy.ts';
import { readTargetHost, recordedHost } from './target-host.ts';
import type { OpenedSocket, UpstreamRelay } from './upstream-relay.ts';

export interface DialerParts {
  exit: Exit;
  policy: AddressPolicy;
  allowedPorts: readonly number[] | null;
  dns: DnsClient;
  log: ConnectionLog;
  relay: UpstreamRelay | null;
  connectTimeoutMs: number;
}

/** What a name was found to be, once and for the whole session. */
interface Pin {
  answers: string[];
  /** Null when every answer may be reached. */
  verdict: { outcome: 'refused' | 'unresolved'; reason: string } | null;
  /** The answer that took the first connection. */
  address: string | null;
}

/** Of several answers at most this many are tried. */
const MAX_ADDRESSES = 3;

/**
 * A name keeps its first answer for the session: a second one, forbidden or not, is never asked for, which is what
 * defeats DNS rebinding. One forbidden answer among several refuses the name.
 */
export class Dialer {
  readonly #parts: DialerParts;
  readonly #pins = new Map<string, Promise<Pin>>();

  constructor(parts: DialerParts) {
    this.#parts = parts;
  }

  /**
   * Policy and resolution without a connection. Rejects (and records) what `dial` would refuse; records nothing when
   * all is well.
   */
  async admit(host: string, port: number): Promise<void> {
    await this.#judge(host, port, false);
  }

  /** `raw`: for our own connections, which may also reach WHOIS. */
  async dial(host: string, port: number, raw = false): Promise<Socket> {
    const { log, exit } = this.#parts;
    const pin = await this.#judge(host, port, raw);
    const record = log.begin(recordedHost(host), port);
    record.answers = [...pin.answers];
    for (const address of pin.address === null ? pin.answers.slice(0, MAX_ADDRESSES) : [pin.address]) {
      record.address = address;
      try {
        const opened = await this.#open(exit.map(address, port));
        record.outcome = 'connected';
        record.reason = null;
        pin.address = address;
        log.own(record, opened.socket, opened.before);
        if (log.capReached === null) return opened.socket;
        record.reason = log.capReached;
        throw new EgressRefusal({ ...record });
      } catch (error) {
        if (error instanceof EgressRefusal) throw error;
        record.reason = (error as NodeJS.ErrnoException).code ?? 'ECONNRESET';
      }
    }
    // A peer address in the record means that something was reached there.
    record.address = null;
    throw new EgressFailure({ ...record });
  }

  async #judge(host: string, port: number, raw: boolean): Promise<Pin> {
    const { log, allowedPorts } = this.#parts;
    if (log.capReached !== null) throw this.#refuse(host, port, 'refused', log.capReached, []);
    if (isForbiddenPort(port, allowedPorts, raw)) {
      log.hazard('forbidden-port', `${recordedHost(host)}:${String(port)}`);
      throw this.#refuse(host, port, 'refused', `forbidden-port ${String(port)}`, []);
    }
    const pin = await this.#pin(host);
    if (pin.verdict === null) return pin;
    if (pin.verdict.outcome === 'refused')
      log.hazard('forbidden-address', `${recordedHost(host)} → ${pin.answers.join(', ')}`);
    throw this.#refuse(host, port, pin.verdict.outcome, pin.verdict.reason, pin.answers);
  }

  #refuse(
    host: string,
    port: number,
    outcome: Connection['outcome'],
    reason: string,
    answers: string[],
  ): EgressFailure {
    const record = this.#parts.log.begin(recordedHost(host), port);
    Object.assign(record, { outcome, reason, answers: [...answers] });
    return outcome === 'refused' ? new EgressRefusal({ ...record }) : new EgressFailure({ ...record });
  }

  #pin(host: string): Promise<Pin> {
    const target = readTargetHost(host);
    if (target === null)
      return Promise.resolve({
        answers: [],
        address: null,
        verdict: { outcome: 'unresolved', reason: 'invalid-host' },
      });
    if (target.kind === 'address') return Promise.resolve(this.#check([target.address]));
    const known = this.#pins.get(target.name);
    if (known !== undefined) return known;
    const pin = this.#resolve(target.name);
    this.#pins.set(target.name, pin);
    return pin;
  }

  async #resolve(name: string): Promise<Pin> {
    const answer = await this.#parts.dns.addresses(name);
    if (answer.outcome === 'live') return this.#check(answer.addresses);
    // A silence is not an answer: it is not pinned, so that the next connection asks again.
    if (answer.outcome === 'unknown') this.#pins.delete(name);
    return { answers: [], address: null, verdict: { outcome: 'unresolved', reason: answer.reason ?? 'NODATA' } };
  }

  #check(answers: string[]): Pin {
    for (const answer of answers) {
      const because = this.#parts.policy.forbidden(answer);
      if (because !== null)
        return {
          answers,
          address: null,
          verdict: { outcome: 'refused', reason: `forbidden-address ${answer} (${because})` },
        };
    }
    return { answers, address: null, verdict: null };
  }

  #open(place: { host: string; port: number } | null): Promise<OpenedSocket> {
    const { relay, connectTimeoutMs } = this.#parts;
    if (place === null)
      return Promise.reject(Object.assign(new Error('nothing listens there'), { code: 'ECONNREFUSED' }));
    if (relay !== null) return relay.connect(place.host, place.port, connectTimeoutMs);
    return connectDirectly(place.host, place.port, connectTimeoutMs);
  }
}

/** Without name resolution and without node's own choice among families: the address is the one that was checked. */
function connectDirectly(host: string, port: number, timeoutMs: number): Promise<OpenedSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, autoSelectFamily: false, noDelay: true });
    const timer = setTimeout(
      () => socket.destroy(Object.assign(new Error('no answer'), { code: 'TIMEOUT' })),
      timeoutMs,
    );
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve({ socket, before: { read: 0, written: 0 } });
    });
  });
}
