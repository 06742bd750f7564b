/** Resolves a stream of names with a bounded number in flight; nothing is materialised. */
import type { DnsClient } from '../egress/dns-client.ts';
import type { Exit, Resolution } from '../../storage/vocabulary.ts';
import { createNameResolver } from './resolve-name.ts';

export interface ResolveNamesOptions {
  exit: Exit;
  /** Names in flight, each with a few questions. Default 64; above 512 every client gets slower. */
  concurrency?: number;
  /** Ends the stream early: what is in flight is dropped, not reported as unknown. */
  signal?: AbortSignal;
  dns?: DnsClient;
}

/** Yields in the order of completion, one Resolution per name given. Throws only what `hosts` itself throws. */
export async function* resolveNames(hosts: AsyncIterable<string> | Iterable<string>, options: ResolveNamesOptions): AsyncGenerator<Resolution, void, void> {
  const concurrency = Math.max(1, options.concurrency ?? 64);
  const resolver = createNameResolver({ exit: options.exit, ...(options.dns === undefined ? {} : { dns: options.dns }) });
  const source = Symbol.asyncIterator in hosts ? hosts[Symbol.asyncIterator]() : hosts[Symbol.iterator]();
  const ready: Resolution[] = [];
  const bell = new Bell();
  let failure: { error: unknown } | null = null;
  let stopped = false;
  let working = concurrency;
  const isOver = (): boolean => stopped || failure !== null || options.signal?.aborted === true;

  const work = async (): Promise<void> => {
    try {
      while (!isOver()) {
        const next = await source.next();
        if (next.done === true) break;
        ready.push(await resolver.resolve(next.value));
        bell.ring();
        while (ready.length >= concurrency && !isOver()) await bell.rung();
      }
    } catch (error) {
      failure ??= { error };
    }
    working -= 1;
    bell.ring();
  };
  const onAbort = (): void => bell.ring();
  options.signal?.addEventListener('abort', onAbort);
  try {
    for (let index = 0; index < concurrency; index++) void work();
    while (!isOver() && (working > 0 || ready.length > 0)) {
      const resolution = ready.shift();
      bell.ring();
      if (resolution === undefined) await bell.rung();
      else yield resolution;
    }
    if (failure !== null) throw (failure as { error: unknown }).error;
  } finally {
    stopped = true;
    bell.ring();
    options.signal?.removeEventListener('abort', onAbort);
    if (options.dns === undefined) resolver.close();
    // Not awaited: a source that is stuck in its own next() would hold us.
    void endSource(source);
  }
}

async function endSource(source: AsyncIterator<string> | Iterator<string>): Promise<void> {
  try {
    await source.return?.();
  } catch {
    // We have stopped listening.
  }
}

/** Both sides wait on the same bell: something is ready, something was taken, or it is over. */
class Bell {
  #next = Promise.withResolvers<void>();

  ring(): void {
    this.#next.resolve();
    this.#next = Promise.withResolvers<void>();
  }

  rung(): Promise<void> {
    return this.#next.promise;
  }
}
