/** Judges one host of a sweep from what is stored of it, and stores the verdict as soon as it is known. */
import { createHash } from 'node:crypto';
import { assess, DETECTORS_VERSION } from '../../detectors/assess.ts';
import type { DetectionContext } from '../../detectors/host-view.ts';
import { queryLinks } from '../../detectors/reading/query-links.ts';
import { heldOpen } from '../../detectors/verdict/held-open.ts';
import { WEIGHTS_VERSION } from '../../detectors/weights.ts';
import { isDamage, noteDamage, tellDamage } from '../../storage/evidence/damaged-evidence.ts';
import { MingjingError } from '../../storage/mingjing-error.ts';
import type { InterimJudgement } from '../../storage/sweeps/assessment-repository.ts';
import type { Omission } from '../../storage/vocabulary/omissions.ts';
import { loadHostView } from './load-host-view.ts';
import type { SweepRun } from './sweep-run.ts';

/** An assessment, and the links of the host's own pages that offer a query not yet seen. */
export type Judgement = Pick<InterimJudgement, 'assessment' | 'queryLinks'>;

type JudgingRun = Pick<SweepRun, 'store' | 'id' | 'attempt'>;

const MORE_TO_COME: Omission = { kind: 'visit', reason: 'not-finished', url: null, persona: null };

/**
 * Judges from everything stored so far and stores the result: while more visits are to come only what they could not
 * change is shown as it is, the rest as undecided with that reason, and the judgement itself is kept beside it. As long
 * as nothing it rests on has changed it is taken from there, within one run of the sweep: judging costs as much every time.
 * @returns null for a host that cannot be judged (damaged evidence, say): that is one line among the sweep's issues,
 * never its end.
 */
export async function judgeFromStore(
  run: JudgingRun,
  context: DetectionContext,
  host: string,
  more: 'more-to-come' | 'final',
): Promise<Judgement | null> {
  const { store, id: sweepId } = run;
  try {
    const basis = await basisOf(run, context, host);
    const known = await store.assessments.interim(sweepId, host);
    const judgement = known?.basis === basis ? known : { basis, ...(await judge(run, context, host)) };
    const { assessment } = judgement;
    if (more === 'final') await store.assessments.save(sweepId, assessment);
    else if (judgement !== known)
      await store.assessments.saveInterim(sweepId, heldOpen(assessment, [MORE_TO_COME]), judgement);
    const failed = assessment.omissions?.find(({ kind }) => kind === 'detector');
    if (failed) await store.omissions.note(sweepId, host, failed);
    return judgement;
  } catch (error) {
    await noteFailure(run, host, error);
    return null;
  }
}

async function judge({ store, id }: JudgingRun, context: DetectionContext, host: string): Promise<Judgement> {
  const view = await loadHostView(store, id, host);
  return { assessment: assess(view, context), queryLinks: queryLinks(view, context) };
}

/** Changes when there is anything new to judge from, or anything else to judge by. */
async function basisOf({ store, id, attempt }: JudgingRun, context: DetectionContext, host: string): Promise<string> {
  const visits = await store.visits.forHost(id, host);
  const omissions = await store.omissions.standing(id, host);
  const pending = await store.jobs.pending(id, host);
  const { platforms, references, allowList, now, off = [] } = context;
  const basis = [
    visits.map((visit) => [visit.id, visit.artifacts.length]),
    omissions.map((omission) => [omission.id, omission.reason]),
    pending.length,
    [attempt, DETECTORS_VERSION, WEIGHTS_VERSION, allowList, now, off],
    platforms.map((platform) => [platform.id, platform.version ?? 0]),
    references.map(({ platform, url, persona, version }) => [platform, url, persona, version]),
  ];
  return createHash('sha256').update(JSON.stringify(basis)).digest('hex');
}

/** One line for the host, and one for each further damaged blob of it. */
async function noteFailure({ store, id: sweepId }: JudgingRun, host: string, error: unknown): Promise<void> {
  const found = error instanceof Error ? error.message : String(error);
  const sentence = {
    zh: `无法判定：${error instanceof MingjingError ? error.sentence.zh : found}`,
    en: `could not be judged: ${found}`,
  };
  await store.sweeps.noteIssue(sweepId, { stage: 'detect', subject: host, sentence, at: new Date().toISOString() });
  if (!isDamage(error)) return;
  const artifacts = await store.evidence.artifacts(sweepId, host);
  const further = artifacts.filter(({ digest }) => !found.includes(digest));
  await tellDamage(store, further, host, noteDamage(store, sweepId));
}
