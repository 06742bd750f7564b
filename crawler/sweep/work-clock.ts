/** Counts the time really worked: what lies between two runs of one sweep is no cost of it. */

export interface WorkClock {
  /** Hands on what is still to be counted and ends. Harmless when repeated. Rejects when it could not be kept. */
  stop(): Promise<void>;
}

/** After `kill -9` no more than this is lost. One small write, however much goes on meanwhile. */
const BEAT_MS = 2000;
/**
 * A beat so late says that the whole process stood still (stopped by a signal, a machine asleep): beyond this it is a
 * pause.
 */
const LONGEST_GAP_MS = 5 * BEAT_MS;

/**
 * @param keep told every two seconds how many milliseconds were worked since it was last told; what it rejects is
 * handed on with the next.
 */
export function startWorkClock(keep: (milliseconds: number) => Promise<void>): WorkClock {
  let at = performance.now();
  let due = 0;
  let kept: Promise<void> = Promise.resolve();
  const beat = (): Promise<void> => {
    due += Math.min(performance.now() - at, LONGEST_GAP_MS);
    at = performance.now();
    kept = kept.then(hand, hand);
    return kept;
  };
  const hand = async (): Promise<void> => {
    const milliseconds = due;
    if (milliseconds === 0) return;
    due = 0;
    try {
      await keep(milliseconds);
    } catch (error) {
      due += milliseconds;
      throw error;
    }
  };
  // a store that fails for good ends the sweep by itself; the clock only tries again
  const timer = setInterval(() => void beat().catch(() => {}), BEAT_MS).unref();
  let stopped: Promise<void> | null = null;
  return {
    stop() {
      clearInterval(timer);
      stopped ??= beat();
      return stopped;
    },
  };
}
