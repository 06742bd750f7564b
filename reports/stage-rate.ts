/** Turns bare counts into a rate and the time left, per stage. */
import type { StageProgress } from './progress.ts';

/** A function that adds `rate` and `eta` to each report of a stage; counted from that stage's first report. `clock` in milliseconds. */
export function createStageRate(clock: () => number = Date.now): (step: Pick<StageProgress, 'stage' | 'done' | 'total'>) => StageProgress {
  const begun = new Map<string, { at: number; done: number }>();
  return (step) => {
    const first = begun.get(step.stage) ?? { at: clock(), done: step.done };
    begun.set(step.stage, first);
    const seconds = (clock() - first.at) / 1000;
    const made = step.done - first.done;
    const rate = seconds > 0.5 && made > 0 ? made / seconds : null;
    return { ...step, rate, eta: rate === null || step.total === null ? null : (step.total - step.done) / rate };
  };
}
