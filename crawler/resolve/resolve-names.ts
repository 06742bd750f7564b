/** Resolves a stream of names with a bounded number in flight; nothing is materialised. */
import type { DnsClient } from '../egress/dns/dns-client.ts';
import type { Resolution } from '../../storage/vocabulary/resolve.ts';
import type { Exit } from '../egress/exit.ts';
import { createNameResolver } from './resolve-name.ts';
import type { NameResolver } from './resolve-name.ts';

export interface ResolveNamesOptions {
  exit: Exit;
  /** Names in flight, each with a few questions. Default 64; above 512 every client gets slower. */
  concurrency?: number;
  /** Ends the stream early: what is in flight is dropped, not reported as unknown. */
  signal?: AbortSignal;
  dns?: DnsClient;
}

/**
 * What an exit's names have taught, with the number of streams at work: the next batch of the same exit goes on with
 * it.
 */
const resolvers = new WeakMap<Exit, { resolver: NameResolver; users: number }>();

/** Yields in the order of completion, one Resolution per name given. Throws only what `hosts` itself throws. */
export async function* resolveNames(
  hosts: AsyncIterable<string> | Iterable<string>,
  options: ResolveNamesOptions,
): AsyncGenerator<Resolution, void, void> {
  const concurrency = Math.max(1, options.concurrency ?? 64);
  const lent = borrow(options);
  const { resolver } = lent;
  const source: Iterator<string> | AsyncIterator<string> =
    Symbol.asyncIterator in hosts ? hosts[Symbol.asyncIterator]() : hosts[Symbol.iterator]();
  const ready: Resolution[] = [];
  /** Rung when something is ready or it is over; when there is room again or it is over. */
  const bell = new Bell();
  const room = new Bell();
  let failure: { error: unknown } | null = null;
  let stopped = false;
  let working = concurrency;
  const isOver = (): boolean => stopped || failure !== null || options.signal?.aborted === true;

  const work = async (): Promise<void> => {
    try {
      while (!isOver()) {
        const step = source.next();
        const next = step instanceof Promise ? await step : step;
        if (next.done === true) break;
        ready.push(await resolver.resolve(next.value));
        bell.ring();
        while (ready.length >= concurrency && !isOver()) await room.rung();
      }
    } catch (error) {
      failure ??= { error };
    }
    working -= 1;
    bell.ring();
  };
  const onAbort = (): void => {
    bell.ring();
    room.ring();
  };
  options.signal?.addEventListener('abort', onAbort);
  try {
    for (let index = 0; index < concurrency; index++) void work();
    while (!isOver() && (working > 0 || ready.length > 0)) {
      const resolution = ready.shift();
      // Not at every one taken: that would wake all the workers for a single place.
      if (ready.length <= concurrency / 2) room.ring();
      if (resolution === undefined) await bell.rung();
      else yield resolution;
    }
    if (failure !== null) throw (failure as { error: unknown }).error;
  } finally {
    stopped = true;
    onAbort();
    options.signal?.removeEventListener('abort', onAbort);
    lent.users -= 1;
    // Ended early: what is being asked is given up. Otherwise idle sockets close by themselves.
    if (lent.users === 0 && options.dns === undefined && working > 0) resolver.close();
    // Not awaited: a source that is stuck in its own next() would hold us.
    void endSource(source);
  }
}

function borrow({ exit, dns }: ResolveNamesOptions): { resolver: NameResolver; users: number } {
  if (dns !== undefined) return { resolver: createNameResolver({ exit, dns }), users: 1 };
  const lent = resolvers.get(exit) ?? { resolver: createNameResolver({ exit }), users: 0 };
  resolvers.set(exit, lent);
  lent.users += 1;
  return lent;
}

async function endSource(source: AsyncIterator<string> | Iterator<string>): Promise<void> {
  try {
    await source.return?.();
  } catch {
    // We have stopped listening.
  }
}

/** Wakes everybody who waits for it. */
class Bell {
  #listeners: (() => void)[] = [];

  ring(): void {
    if (this.#listeners.length === 0) return;
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }

  rung(): Promise<void> {
    return new Promise((resolve) => this.#listeners.push(resolve));
  }
}
