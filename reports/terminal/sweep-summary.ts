/** A sweep in one screen: verdict counts, sources, coverage and issues; as an object and as text. */
import type { Verdict } from '../../storage/vocabulary/detect.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { isAccusing, verdictsInReadingOrder } from '../records/accusing-verdicts.ts';
import { beijingTime } from '../wording/local-time.ts';
import type { ReportLanguage } from '../wording/report-language.ts';
import { say, wordFor } from '../wording/report-language.ts';
import type { ReportStore } from '../records/report-store.ts';
import { shownText } from '../wording/shown-text.ts';
import { readSweep } from '../records/site-record.ts';
import type { SourceState } from '../records/source-state.ts';
import { SOURCE_STATE_WORDS, sourceStates } from '../records/source-state.ts';
import { costText, sweepState, unfinishedSentence, type SweepState } from '../records/sweep-state.ts';
import { textTable } from './text-table.ts';
import { OUTCOME_WORDS, SOURCE_WORDS, STAGE_WORDS, VERDICT_WORDS } from '../wording/wording.ts';

/** `sweep show --json`. Field names are stable. Verdicts with no site are present with 0. */
export interface SweepSummary {
  sweep: SweepState & { key: string };
  sites: number;
  suspect: number;
  verdicts: Record<Verdict, number>;
  /** Sites left undecided because something could not be looked at yet. */
  heldOpen: number;
  sources: { source: string; scope: string; found: number; state: SourceState; note: Sentence | null }[];
  candidates: { stage: string; outcome: string | null; count: number }[];
  issues: { stage: string; subject: string; sentence: Sentence; at: string }[];
}

/** Throws `SWEEP_UNKNOWN`. */
export async function sweepSummary({ store, sweepId }: { store: ReportStore; sweepId: number }): Promise<SweepSummary> {
  const sweep = await readSweep(store, sweepId);
  const [state, assessments, runs, candidates, issues] = await Promise.all([
    sweepState(store, sweepId),
    store.assessments.list(sweepId),
    store.sweeps.sourceRuns(sweepId),
    store.candidates.counts(sweepId),
    store.sweeps.issues(sweepId),
  ]);
  const count = (verdict: Verdict): number => assessments.filter((assessment) => assessment.verdict === verdict).length;
  return {
    sweep: { ...state, key: sweep.key },
    sites: assessments.length,
    suspect: assessments.filter(({ verdict }) => isAccusing(verdict)).length,
    verdicts: Object.fromEntries(verdictsInReadingOrder().map((verdict) => [verdict, count(verdict)])) as Record<
      Verdict,
      number
    >,
    heldOpen: assessments.filter(({ verdict, omissions = [] }) => verdict === 'undecided' && omissions.length > 0)
      .length,
    sources: sourceStates(sweep, runs).map(({ source, scope, found, state, note }) => ({
      source,
      scope,
      found,
      state,
      note,
    })),
    candidates: candidates.map(({ stage, outcome, count: candidatesThere }) => ({
      stage,
      outcome,
      count: candidatesThere,
    })),
    issues: issues.map(({ stage, subject, sentence, at }) => ({ stage, subject, sentence, at })),
  };
}

/** The summary as text for a terminal. */
export function sweepSummaryText(summary: SweepSummary, lang: ReportLanguage): string {
  const t = (zh: string, en: string): string => (lang === 'zh' ? zh : en);
  const { sweep, verdicts } = summary;
  const parts = [
    [
      t(`第 ${sweep.id} 次巡查`, `Sweep ${sweep.id}`),
      `${t('开始', 'started')} ${beijingTime(sweep.startedAt)}   ${sweep.finishedAt === null ? t('未结束', 'not finished') : `${t('结束', 'finished')} ${beijingTime(sweep.finishedAt)}`}   ${t('用时', 'worked')} ${costText(sweep, lang)}`,
      ...(sweep.unfinished === null ? [] : [say(unfinishedSentence(sweep.id, sweep.unfinished), lang)]),
      t(
        `判定网站 ${summary.sites} 个，疑似 ${summary.suspect} 个（须人工核实）`,
        `${summary.sites} sites judged, ${summary.suspect} suspect (a person must confirm)`,
      ),
      ...(summary.heldOpen === 0
        ? []
        : [
            t(
              `其中 ${summary.heldOpen} 个尚未看全、暂不作结论，下次巡查将补看`,
              `${summary.heldOpen} of them could not be looked at in full: undecided, made up for by the next sweep`,
            ),
          ]),
    ].join('\n'),
    textTable(
      [{ title: t('结论', 'VERDICT') }, { title: t('网站', 'SITES'), align: 'right' }],
      verdictsInReadingOrder().map((verdict) => [say(VERDICT_WORDS[verdict], lang), String(verdicts[verdict])]),
    ),
    sourceText(summary, lang, t),
    summary.candidates.length === 0
      ? ''
      : textTable(
          [
            { title: t('阶段', 'STAGE') },
            { title: t('结果', 'OUTCOME') },
            { title: t('候选', 'CANDIDATES'), align: 'right' },
          ],
          summary.candidates.map(({ stage, outcome, count }) => [
            wordFor(STAGE_WORDS, stage, lang),
            outcome === null ? '—' : wordFor(OUTCOME_WORDS, outcome, lang),
            String(count),
          ]),
        ),
    issueText(summary, lang, t),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function sourceText({ sources }: SweepSummary, lang: ReportLanguage, t: (zh: string, en: string) => string): string {
  if (sources.length === 0) return '';
  return textTable(
    [
      { title: t('来源', 'SOURCE') },
      { title: t('范围', 'SCOPE'), maxWidth: 40 },
      { title: t('发现', 'FOUND'), align: 'right' },
      { title: t('状态', 'STATE') },
      { title: t('说明', 'NOTE'), maxWidth: 60 },
    ],
    sources.map(({ source, scope, found, state, note }) => [
      wordFor(SOURCE_WORDS, source, lang),
      scope === '' ? '—' : shownText(scope, 80),
      String(found),
      say(SOURCE_STATE_WORDS[state], lang),
      note === null ? '' : shownText(say(note, lang)),
    ]),
  );
}

function issueText({ issues }: SweepSummary, lang: ReportLanguage, t: (zh: string, en: string) => string): string {
  if (issues.length === 0) return '';
  const shown = issues
    .slice(0, 20)
    .map(
      ({ stage, subject, sentence }) =>
        `- ${wordFor(STAGE_WORDS, stage, lang)} · ${shownText(subject, 80)}: ${shownText(say(sentence, lang), 300)}`,
    );
  const more = issues.length > 20 ? [t(`……另有 ${issues.length - 20} 条`, `… and ${issues.length - 20} more`)] : [];
  return [t('异常：', 'Issues:'), ...shown, ...more].join('\n');
}
