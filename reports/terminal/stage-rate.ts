/** Turns bare counts into a rate and the time left, per stage. */
import type { PacedProgress, StageProgress } from './stage-progress.ts';

/**
 * A function that adds `rate` and `eta` to each report of a stage; counted from that stage's first report, and anew
 * when its count falls back: a later round began. `clock` in milliseconds.
 */
export function createStageRate(clock: () => number = Date.now): (step: StageProgress) => PacedProgress {
  const begun = new Map<string, { at: number; done: number; last: number }>();
  return (step) => {
    const known = begun.get(step.stage);
    const first = known && step.done >= known.last ? known : { at: clock(), done: step.done, last: step.done };
    first.last = step.done;
    begun.set(step.stage, first);
    const seconds = (clock() - first.at) / 1000;
    const made = step.done - first.done;
    const rate = seconds > 0.5 && made > 0 ? made / seconds : null;
    return { ...step, rate, eta: rate === null || step.total === null ? null : (step.total - step.done) / rate };
  };
}
