/** The detect stage: judges every host that was visited, for good as far as this sweep goes. */
import type { DetectionContext } from '../../detectors/host-view.ts';
import { candidatesAt, countAt } from './candidates-at.ts';
import { judgeFromStore } from './judge-from-store.ts';
import { tellBegin, type SweepRun } from './sweep-run.ts';

export async function judgeHosts(run: SweepRun, context: DetectionContext): Promise<void> {
  const { store, id: sweepId } = run;
  const total = await countAt(run, 'capture');
  tellBegin(run, 'detect', total);
  let done = 0;
  for await (const batch of candidatesAt(run, 'capture')) {
    for (const [host, candidates] of Map.groupBy(batch, (candidate) => candidate.host)) {
      if (run.signal.aborted) return;
      const judgement = await judgeFromStore(run, context, host, 'final');
      await store.candidates.advance(
        sweepId,
        candidates.map(({ id }) => ({ id, stage: 'store', outcome: judgement?.assessment.verdict ?? 'undecided' })),
      );
      done += candidates.length;
      run.onProgress?.({ stage: 'detect', done, total });
    }
  }
}
