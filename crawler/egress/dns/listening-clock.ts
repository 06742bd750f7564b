/**
 * A clock that counts only the time in which this process could listen: a busy event loop never turns into silent
 * resolvers.
 */

const TICK_MS = 25;

/**
 * Runs while somebody `wants` it. Each tick adds what really passed, at most two ticks' worth: answers that arrived
 * while the process was busy are read before anybody is called silent.
 */
export class ListeningClock {
  /** Milliseconds listened so far. */
  now = 0;
  #timer: NodeJS.Timeout | null = null;
  #last = 0;
  readonly #onTick: () => void;

  constructor(onTick: () => void) {
    this.#onTick = onTick;
  }

  /**
   * `busy`: the process stays alive for the next tick; otherwise the clock goes on only as long as something else does.
   */
  run(busy: boolean): void {
    if (this.#timer === null) {
      this.#last = performance.now();
      this.#timer = setInterval(() => this.#tick(), TICK_MS);
    }
    if (busy) this.#timer.ref();
    else this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #tick(): void {
    const real = performance.now();
    this.now += Math.min(real - this.#last, 2 * TICK_MS);
    this.#last = real;
    this.#onTick();
  }
}
