/** Keeps a search engine's requests apart in time. */
import { setTimeout as wait } from 'node:timers/promises';

/** One per engine and run. */
export class EnginePace {
  readonly #intervalMs: number;
  readonly #signal: AbortSignal;
  #last = Number.NEGATIVE_INFINITY;

  /**
   * @param intervalMs from the start of one request to the start of the next; 0 = none. A third of it is added at
   * random.
   */
  constructor(intervalMs: number, signal: AbortSignal) {
    this.#intervalMs = intervalMs;
    this.#signal = signal;
  }

  /** Resolves when the next request may go out. @returns false when the run was stopped meanwhile. */
  async turn(): Promise<boolean> {
    const due = this.#last + this.#intervalMs * (1 + Math.random() / 3);
    const left = due - performance.now();
    if (left > 0) await wait(left, undefined, { signal: this.#signal }).catch(() => {});
    this.#last = performance.now();
    return !this.#signal.aborted;
  }
}
