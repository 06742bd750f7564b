/** The platform a page imitates most, with the findings that speak about it. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { DetectionContext } from '../host-view.ts';
import { areRelated } from '../names/platform-owner.ts';
import { pageText } from '../reading/page-text.ts';
import type { SeenCapture } from '../reading/seen.ts';
import { compactText } from '../text/normalise-text.ts';
import type { PageJudgement } from './page-judgement.ts';
import { type Score, combine, scaledFinding } from './score.ts';

/**
 * Log odds by which a platform of the same owner may trail the best and still be the one whose service the page names.
 */
const NEXT_OF_KIN = 1;

interface Fit {
  platform: Platform;
  findings: Finding[];
  score: Score;
  /** Of the platform's own words on the page. */
  closeness: number;
}

/**
 * The platform with the highest score; of one owner's platforms that are nearly level, the one whose words the page
 * uses most. Null when neither a finding nor a word of its own points at it.
 */
export function bestPlatform(
  all: readonly Finding[],
  item: SeenCapture,
  context: DetectionContext,
): Pick<PageJudgement, 'platform' | 'findings' | 'score'> {
  const fits = context.platforms.map((platform): Fit => {
    const findings = findingsFor(platform, all, context.platforms);
    return { platform, findings, score: combine(findings), closeness: keywordHits(item, platform) };
  });
  const [first] = [...fits].sort(
    (left, right) => right.score.logit - left.score.logit || right.closeness - left.closeness,
  );
  if (!first) return { platform: null, findings: [...all], score: combine(all) };
  const level = fits.filter(({ platform, score }) => {
    const behind = first.score.logit - score.logit;
    return behind <= 0.05 || (behind <= NEXT_OF_KIN && areRelated(first.platform, platform));
  });
  const [best = first] = level.sort(
    (left, right) => right.closeness - left.closeness || right.score.logit - left.score.logit,
  );
  const { platform, findings, score, closeness } = best;
  const own = findings.some((entry) => entry.platform === platform.id);
  return { platform: own || closeness > 0 ? platform.id : null, findings, score };
}

/** What speaks about this platform, about none, or (names and claims) about a related one. */
function findingsFor(platform: Platform, all: readonly Finding[], platforms: readonly Platform[]): Finding[] {
  return all.flatMap((entry) => {
    if (entry.platform === null || entry.platform === platform.id) return [entry];
    const other = platforms.find((candidate) => candidate.id === entry.platform);
    if (entry.detector === 'domain-similarity')
      return [other && areRelated(platform, other) ? entry : scaledFinding(entry, 0.6)];
    if (entry.detector === 'organ-claim')
      return [other && areRelated(platform, other) ? entry : scaledFinding(entry, 0.6)];
    // Platforms of one ministry share filing numbers and statistics.
    if (entry.detector.startsWith('copied-')) return other && areRelated(platform, other) ? [entry] : [];
    if (entry.detector === 'bounce-to-official' || entry.detector === 'links-return')
      return [other && areRelated(platform, other) ? entry : scaledFinding(entry, 0.5)];
    return [];
  });
}

/**
 * Characters of the platform's own words found on the page; the name of its ministry is every one of the ministry's
 * platforms'.
 */
function keywordHits(item: SeenCapture, platform: Platform): number {
  const { page } = item.capture;
  if (!page) return 0;
  const text = pageText(page);
  const whole = text.titleCompact + text.compact.slice(0, 20_000);
  const words = [
    ...(platform.keywords ?? []),
    ...(platform.sections ?? []),
    ...(platform.resultFields ?? []),
    platform.name,
  ].map(compactText);
  return [...new Set(words)]
    .filter((word) => word.length >= 4 && !/(?:部|局|厅)$/.test(word) && whole.includes(word))
    .reduce((sum, word) => sum + word.length, 0);
}
