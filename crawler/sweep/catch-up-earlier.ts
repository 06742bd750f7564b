/** Before a sweep begins: makes up for what earlier sweeps had to leave open, and judges those hosts again. */
import { assess } from '../../detectors/assess.ts';
import { captureSettings } from '../settings/settings.ts';
import { catchUp } from './catch-up.ts';
import { detectionContext } from './detection-context.ts';
import { loadHostView } from './load-host-view.ts';
import type { SweepRun } from './sweep-run.ts';

/** The newest of them; what is older was judged by other pages than those that stand there today. */
const MOST_SWEEPS = 3;
/** Of one failed detector: the same code on the same captures fails again. */
const MOST_FAILURES = 2;

/**
 * Their verdicts are revised where more was seen; what they replace is kept. The date ages are counted from stays the
 * earlier one. A host that cannot be judged is one line among the issues of its sweep.
 * @returns how many hosts were judged again.
 */
export async function catchUpEarlier(run: SweepRun): Promise<number> {
  const { store, egress, signal } = run;
  const capture = captureSettings(run.settings);
  let revised = 0;
  for (const sweepId of await store.omissions.unfinishedSweeps(MOST_SWEEPS)) {
    const hosts = await catchUp({ store, egress, capture, signal }, sweepId);
    const failed = (await store.omissions.open(sweepId)).filter(({ kind }) => kind === 'detector');
    if (hosts.size + failed.length === 0) continue;
    const now = await detectionContext(run);
    for (const host of new Set([...hosts, ...failed.map((omission) => omission.host)])) {
      if (signal.aborted) return revised;
      const before = await store.assessments.get(sweepId, host);
      if (!before) continue;
      try {
        const after = assess(await loadHostView(store, sweepId, host), { ...now, now: before.asOf });
        await store.assessments.revise(sweepId, after, new Date().toISOString());
        const failing = failed.filter((omission) => omission.host === host);
        if (!after.omissions?.some(({ kind }) => kind === 'detector'))
          await store.omissions.end(
            failing.map(({ id }) => id),
            'made-up',
          );
        else for (const omission of failing) await store.omissions.failed(omission, 'failed', MOST_FAILURES);
        revised += 1;
      } catch (error) {
        const found = error instanceof Error ? error.message : String(error);
        const sentence = {
          zh: `补看后无法重新判定：${found}`,
          en: `could not be judged again after catching up: ${found}`,
        };
        await store.sweeps.noteIssue(sweepId, {
          stage: 'detect',
          subject: host,
          sentence,
          at: new Date().toISOString(),
        });
      }
    }
  }
  return revised;
}
