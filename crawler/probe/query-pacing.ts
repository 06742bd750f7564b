/** Keeps a distance between two questions to the same server: registries cut off whoever asks faster. */
import { setTimeout as sleep } from 'node:timers/promises';

export class QueryPacing {
  readonly #nextFree = new Map<string, number>();

  /** Waits until `server` may be asked again; turns are given in the order of asking. `intervalMs` 0 = at once. */
  async turn(server: string, intervalMs: number): Promise<void> {
    const now = performance.now();
    const mine = Math.max(now, this.#nextFree.get(server) ?? 0);
    this.#nextFree.set(server, mine + intervalMs);
    if (mine > now) await sleep(mine - now);
  }
}
