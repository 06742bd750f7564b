/** Hands out the candidates at one stage of a sweep, batch by batch. */
import type { Store } from '../../storage/open-store.ts';
import type { Candidate } from '../../storage/vocabulary/candidates.ts';
import type { Stage } from '../../storage/vocabulary/stages.ts';

const BATCH = 500;

/**
 * Until none is left or the run is stopped; candidates that move on meanwhile are not missed. `outcome` left out =
 * whatever it is.
 */
export async function* candidatesAt(
  { store, signal }: { store: Pick<Store, 'candidates'>; signal: AbortSignal },
  sweepId: number,
  stage: Stage,
  outcome?: string,
): AsyncGenerator<Candidate[]> {
  for (let afterId = 0; !signal.aborted;) {
    const batch = await store.candidates.atStage(sweepId, stage, {
      afterId,
      limit: BATCH,
      ...(outcome === undefined ? {} : { outcome }),
    });
    const last = batch.at(-1);
    if (!last) return;
    afterId = last.id;
    yield batch;
  }
}
