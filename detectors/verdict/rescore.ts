/**
 * Recomputes a stored assessment's score without, or only with, one detector: the figures of leave-one-out and of each
 * detector alone.
 */
import type { Assessment } from '../../storage/vocabulary/detect.ts';
import { combine } from './score.ts';
import { ACCUSE } from '../weights.ts';

/** A score recomputed from stored findings. */
export interface AblatedScore {
  /** 0..100. */
  score: number;
  /** Whether the verdict would (still) be impersonation. */
  impersonation: boolean;
}

/** Verdicts that do not depend on the imitation score: taking a detector away does not turn them into impersonation. */
const SETTLED: ReadonlySet<Assessment['verdict']> = new Set([
  'injected',
  'official',
  'certificate-sale',
  'parked',
  'unreachable',
  'undecided',
]);

/** The assessment as it would be without this detector's findings. */
export function scoreWithout(assessment: Assessment, detector: string): AblatedScore {
  const rest = assessment.findings.filter((item) => item.detector !== detector);
  const { likelihood } = combine(rest);
  const impersonation = !SETTLED.has(assessment.verdict) && likelihood >= ACCUSE;
  const score = Math.round(likelihood * 1000) / 10;
  return { score: impersonation ? Math.max(50, score) : Math.min(49.9, score), impersonation };
}

/**
 * 0..100: the score from this detector's findings alone, without the demand for a second family (used to rank, not to
 * judge).
 */
export function scoreWithOnly(assessment: Assessment, detector: string): number {
  const own = assessment.findings.filter((item) => item.detector === detector);
  return own.length === 0 ? 0 : Math.round(combine(own).likelihood * 1000) / 10;
}
