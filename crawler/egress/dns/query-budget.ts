/** How much one resolver may be asked: questions in flight, and questions per second. */

export interface ResolverLimits {
  /** Questions in flight at one resolver. Default 256; more than 512 makes every client slower. */
  inFlight?: number | undefined;
  /** Questions per second to one resolver; null or left out = as many as it answers. */
  perSecond?: number | null | undefined;
}

export const DEFAULT_IN_FLIGHT = 256;
/** Of a second's questions this share may go out at once. */
const BURST_SHARE = 0.1;

/** A token bucket and a counter. Times in milliseconds of the real clock. */
export class QueryBudget {
  readonly #inFlightLimit: number;
  readonly #perSecond: number | null;
  readonly #burst: number;
  #inFlight = 0;
  #tokens: number;
  #filledAt = performance.now();

  constructor(limits: ResolverLimits) {
    this.#inFlightLimit = Math.max(1, limits.inFlight ?? DEFAULT_IN_FLIGHT);
    this.#perSecond = limits.perSecond ?? null;
    this.#burst = Math.max(1, (this.#perSecond ?? 0) * BURST_SHARE);
    this.#tokens = this.#burst;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Takes the right to ask one question; false when it has to wait. */
  take(): boolean {
    if (this.#inFlight >= this.#inFlightLimit) return false;
    if (this.#perSecond !== null) {
      const now = performance.now();
      this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filledAt) / 1000) * this.#perSecond);
      this.#filledAt = now;
      if (this.#tokens < 1) return false;
      this.#tokens -= 1;
    }
    this.#inFlight += 1;
    return true;
  }

  /** The question was answered or given up. */
  giveBack(): void {
    this.#inFlight -= 1;
  }
}
