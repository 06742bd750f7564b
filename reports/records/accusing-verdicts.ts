/** Which verdicts accuse somebody, and the order in which sites are read. */
import type { Assessment, Verdict } from '../../storage/vocabulary/detect.ts';
import { ACCUSING_VERDICTS, VERDICTS } from '../../storage/vocabulary/detect.ts';

/** Reading order: the main subject first, then what else needs a hand, then what does not. */
const READING_ORDER: readonly Verdict[] = [
  'impersonation',
  'injected',
  'certificate-sale',
  'undecided',
  'parked',
  'benign',
  'official',
  'unreachable',
];

/** Whether a report must show its full reasons and pictures for this verdict. */
export function isAccusing(verdict: Verdict): boolean {
  return ACCUSING_VERDICTS.has(verdict);
}

/** Every verdict once, in reading order. */
export function verdictsInReadingOrder(): Verdict[] {
  return [...new Set([...READING_ORDER, ...VERDICTS])];
}

/** Sorted by verdict in reading order, then score (highest first), then host: the same for every run. */
export function inReadingOrder<T extends Pick<Assessment, 'verdict' | 'score' | 'host'>>(
  assessments: readonly T[],
): T[] {
  const rank = new Map(verdictsInReadingOrder().map((verdict, index) => [verdict, index]));
  return [...assessments].sort(
    (a, b) =>
      (rank.get(a.verdict) ?? 99) - (rank.get(b.verdict) ?? 99) ||
      b.score - a.score ||
      (a.host < b.host ? -1 : Number(a.host > b.host)),
  );
}
