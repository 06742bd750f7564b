/** Hands each question to a resolver that may take it; when none may, the question waits its turn. */
import type { ResolverChannel } from './resolver-channel.ts';

interface Waiter {
  tried: readonly ResolverChannel[];
  resolve(channel: ResolverChannel | null): void;
}

export class ResolverQueue {
  readonly #channels: readonly ResolverChannel[];
  #waiters: Waiter[] = [];

  /** `channels` in order of preference. */
  constructor(channels: readonly ResolverChannel[]) {
    this.#channels = channels;
  }

  /**
   * A resolver not yet tried, with a place in its budget taken; null after `clear()`. Give the place back with
   * `release`.
   */
  next(tried: readonly ResolverChannel[]): ResolverChannel | Promise<ResolverChannel | null> {
    const channel = this.#waiters.length === 0 ? this.#take(tried) : null;
    if (channel !== null) return channel;
    const { promise, resolve } = Promise.withResolvers<ResolverChannel | null>();
    this.#waiters.push({ tried, resolve });
    return promise;
  }

  release(channel: ResolverChannel): void {
    channel.budget.giveBack();
    this.drain();
  }

  /** First come, first served. Also called by the clock: a rate limit frees places by time alone. */
  drain(): void {
    for (;;) {
      const [first] = this.#waiters;
      if (first === undefined) return;
      const channel = this.#take(first.tried);
      if (channel === null) return;
      this.#waiters.shift();
      first.resolve(channel);
    }
  }

  clear(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter.resolve(null);
  }

  /** Those that have gone silent come last: only when nobody else is left to ask. */
  #take(tried: readonly ResolverChannel[]): ResolverChannel | null {
    let anyAwake = false;
    for (const channel of this.#channels) {
      if (tried.includes(channel) || channel.isResting) continue;
      anyAwake = true;
      if (channel.budget.take()) return channel;
    }
    if (anyAwake) return null;
    for (const channel of this.#channels) if (!tried.includes(channel) && channel.budget.take()) return channel;
    return null;
  }
}
