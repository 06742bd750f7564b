/** What a re-scoring changed: an object for programs, lines for people. */
import type { Assessment } from '../../storage/vocabulary/detect.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { defangHost } from '../wording/defang.ts';
import { say, wordFor } from '../wording/report-language.ts';
import type { ReportLanguage } from '../wording/report-language.ts';
import { shownText } from '../wording/shown-text.ts';
import { SIGNAL_WORDS } from '../wording/signal-words.ts';
import { VERDICT_WORDS } from '../wording/wording.ts';

/** One host before and after, as the crawler yields it. */
export interface RescoredSite {
  before: Assessment;
  after: Assessment;
  findings: readonly { detector: string; platform: string | null; before: number; after: number }[];
}

const MAX_FINDINGS = 6;

/** `site rescore --json`: one entry per host whose judgement changed. Field names are stable. */
export function rescoreRecord({ before, after, findings }: RescoredSite) {
  const side = ({ verdict, platform, score, confidence, versions }: Assessment) => ({
    verdict,
    platform,
    score,
    confidence,
    versions,
  });
  return { host: after.host, before: side(before), after: side(after), findings };
}

/** A host that could not be judged again. */
export interface UnjudgedSite {
  host: string;
  unjudged: Sentence;
}

export interface Rescoring {
  /** How many could be judged. */
  judged: number;
  /** Those whose judgement changed. */
  sites: readonly RescoredSite[];
  unjudged: readonly UnjudgedSite[];
  /** Damaged blobs of references. */
  damaged: readonly Sentence[];
}

/**
 * One line per host that could not be judged and per damaged reference blob, then one paragraph per changed host,
 * strongest change of evidence first.
 */
export function rescoreText(
  { judged, sites, unjudged, damaged }: Rescoring,
  dryRun: boolean,
  lang: ReportLanguage,
): string {
  const t = (zh: string, en: string): string => (lang === 'zh' ? zh : en);
  return [
    t(
      `重新判定 ${judged} 个网站，${sites.length} 个有变化${dryRun ? '（未保存）' : ''}`,
      `${judged} sites judged again, ${sites.length} changed${dryRun ? ' (not kept)' : ''}`,
    ),
    ...damaged.map((sentence) => `  ${shownText(say(sentence, lang), 600)}`),
    ...unjudged.map(
      ({ host, unjudged: reason }) =>
        `  ${defangHost(host)}: ${t('无法判定：', 'could not be judged: ')}${shownText(say(reason, lang), 600)}`,
    ),
    ...sites.map((site) => siteText(site, lang)),
  ].join('\n');
}

function siteText({ before, after, findings }: RescoredSite, lang: ReportLanguage): string {
  const side = ({ verdict, platform, score }: Assessment) =>
    `${say(VERDICT_WORDS[verdict], lang)} ${score}${platform === null ? '' : ` ${platform}`}`;
  const lines = findings.slice(0, MAX_FINDINGS).map(({ detector, platform, before: was, after: is }) => {
    const name = wordFor(SIGNAL_WORDS, detector, lang);
    return `    ${name}${platform === null ? '' : ` (${platform})`}: ${was.toFixed(1)} → ${is.toFixed(1)}`;
  });
  return [`  ${defangHost(after.host)}: ${side(before)} → ${side(after)}`, ...lines].join('\n');
}
