/**
 * One sweep, stage by stage: candidates → resolve → probe → capture → detect → store, and again for what the sites
 * found lead to. Every step is kept, so the same sweep goes on after a kill.
 */
import { randomUUID } from 'node:crypto';
import { MingjingError } from '../../storage/mingjing-error.ts';
import { catchUpEarlier } from './catch-up-earlier.ts';
import { clusterSweep } from './cluster-sweep.ts';
import { detectionContext } from './detection-context.ts';
import { FOLLOW_UP_ROUNDS, followUp } from './follow-up.ts';
import { gatherCandidates } from './gather-candidates.ts';
import { judgeHosts } from './judge-hosts.ts';
import { probeHosts } from './probe-hosts.ts';
import { renewReferences } from './renew-references.ts';
import { resolveHosts } from './resolve-hosts.ts';
import type { SweepRun } from './sweep-run.ts';
import { visitHosts } from './visit-hosts.ts';
import { startWorkClock } from './work-clock.ts';

/** Two sweeps with the same key are the same sweep: an unfinished one goes on. */
export type SweepStart = Omit<SweepRun, 'id' | 'attempt'> & { key: string };

export interface SweepResult {
  sweepId: number;
  resumed: boolean;
}

/** @throws MingjingError INTERRUPTED (interrupted) after a stop; the same call with the same key goes on. */
export async function sweep({ key, ...start }: SweepStart): Promise<SweepResult> {
  const { store } = start;
  const { id, resumed } = await store.sweeps.begin({ key, parameters: parametersOf(start), now: now() });
  const work = startWorkClock((milliseconds) => store.sweeps.addWork(id, milliseconds));
  try {
    if (resumed) await store.jobs.releaseAll(id);
    await allSteps({ ...start, id, attempt: randomUUID() }, resumed);
    await work.stop();
    await store.sweeps.finish(id, now());
  } finally {
    // what ended the sweep is the news, not that its last seconds could not be counted
    await work.stop().catch(() => {});
  }
  return { sweepId: id, resumed };
}

async function allSteps(run: SweepRun, resumed: boolean): Promise<void> {
  await unlessStopped(run, () => renewReferences(run, resumed));
  await unlessStopped(run, () => catchUpEarlier(run));
  await unlessStopped(run, () => gatherCandidates(run));
  await allStages(run);
  for (let round = 0; round < FOLLOW_UP_ROUNDS; round++) {
    const found = await unlessStopped(run, () => followUp(run, round));
    if (found === 0) break;
    await allStages(run);
  }
  await clusterSweep(run);
}

/** What has come in since they were last run, through every stage. */
async function allStages(run: SweepRun): Promise<void> {
  await unlessStopped(run, () => resolveHosts(run));
  await unlessStopped(run, () => probeHosts(run));
  const context = await detectionContext(run);
  await unlessStopped(run, () => visitHosts(run, context));
  await unlessStopped(run, () => judgeHosts(run, context));
}

async function unlessStopped<T>({ signal }: SweepRun, step: () => Promise<T>): Promise<T> {
  const result = await step();
  if (!signal.aborted) return result;
  throw new MingjingError('INTERRUPTED', {
    zh: '已停止；再次运行同一命令将从断点继续',
    en: 'stopped; run the same command again to go on',
  });
}

const now = () => new Date().toISOString();

function parametersOf({ world: { targets, sources, keywords, exit } }: Pick<SweepRun, 'world'>) {
  return { targets: targets.map((platform) => platform.id), sources, keywords, exit };
}
