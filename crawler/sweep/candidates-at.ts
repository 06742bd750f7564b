/** Hands out the candidates at one stage of a sweep, batch by batch. */
import type { Candidate } from '../../storage/vocabulary/candidates.ts';
import type { Stage } from '../../storage/vocabulary/stages.ts';
import type { SweepRun } from './sweep-run.ts';

const BATCH = 500;

/** Until none is left or the run is stopped; candidates that move on meanwhile are not missed. */
export async function* candidatesAt(
  { store, signal, id: sweepId }: Pick<SweepRun, 'store' | 'signal' | 'id'>,
  stage: Stage,
): AsyncGenerator<Candidate[]> {
  for (let afterId = 0; !signal.aborted;) {
    const batch = await store.candidates.atStage(sweepId, stage, { afterId, limit: BATCH });
    const last = batch.at(-1);
    if (!last) return;
    afterId = last.id;
    yield batch;
  }
}

/** How many there are, whatever their outcome. */
export async function countAt({ store, id: sweepId }: Pick<SweepRun, 'store' | 'id'>, stage: Stage): Promise<number> {
  const counts = await store.candidates.counts(sweepId);
  return counts.filter((row) => row.stage === stage).reduce((sum, row) => sum + row.count, 0);
}
