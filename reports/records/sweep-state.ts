/**
 * Which sweep is read, what time it cost, and whether it was finished: verdicts of an unfinished one are what there is
 * so far.
 */
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { STAGES, type Stage } from '../../storage/vocabulary/stages.ts';
import { duration } from '../wording/duration.ts';
import { beijingTime } from '../wording/local-time.ts';
import { say, wordFor, type ReportLanguage } from '../wording/report-language.ts';
import type { ReportStore, SweepFacts } from './report-store.ts';
import { readSweep } from './site-record.ts';
import { STAGE_WORDS } from '../wording/wording.ts';

/**
 * What a sweep cost: `worked` = pauses between its runs left out; `start-to-end` = a sweep from before that was
 * counted, pauses included.
 */
export interface SweepCost {
  /** Null for an unfinished sweep of which only the start is known. */
  seconds: number | null;
  counted: 'worked' | 'start-to-end';
}

/** As in `--json`; field names are stable. */
export interface SweepState extends SweepCost {
  id: number;
  startedAt: string;
  /** Null while it runs or when it was stopped. */
  finishedAt: string | null;
  /** Null for a finished sweep. */
  unfinished: Unfinished | null;
}

export interface Unfinished {
  /** Candidates found so far. */
  candidates: number;
  /** Of these, how many the flow has not been through with, by the last stage that finished for them. */
  waiting: Partial<Record<Stage, number>>;
  /** Visits planned and not made, and those that a process holds. */
  visits: { open: number; leased: number };
}

/** Stages after which nothing further is done with a candidate. */
export const LAST_STAGES: ReadonlySet<string> = new Set(['store', 'report'] satisfies Stage[]);

/** Throws `SWEEP_UNKNOWN`. */
export async function sweepState(store: ReportStore, sweepId: number): Promise<SweepState> {
  const sweep = await readSweep(store, sweepId);
  const { id, startedAt, finishedAt } = sweep;
  return {
    id,
    startedAt,
    finishedAt,
    ...sweepCost(sweep),
    unfinished: finishedAt === null ? await unfinishedWork(store, sweepId) : null,
  };
}

/** Throws nothing: unreadable times count as unknown. */
export function sweepCost({ startedAt, finishedAt, workedSeconds }: SweepFacts): SweepCost {
  if (workedSeconds !== null) return { seconds: workedSeconds, counted: 'worked' };
  const seconds = finishedAt === null ? Number.NaN : (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  return { seconds: Number.isNaN(seconds) ? null : seconds, counted: 'start-to-end' };
}

async function unfinishedWork(store: ReportStore, sweepId: number): Promise<Unfinished> {
  const [counts, { open, leased }] = await Promise.all([store.candidates.counts(sweepId), store.jobs.counts(sweepId)]);
  const sumOf = (rows: typeof counts) => rows.reduce((sum, { count }) => sum + count, 0);
  const waiting = STAGES.filter((stage) => !LAST_STAGES.has(stage)).map(
    (stage) => [stage, sumOf(counts.filter((row) => row.stage === stage))] as const,
  );
  return {
    candidates: sumOf(counts),
    waiting: Object.fromEntries(waiting.filter(([, count]) => count > 0)),
    visits: { open, leased },
  };
}

/** `1m05s`; of a sweep whose pauses were not told from work, with a word that says so. */
export function costText({ seconds, counted }: SweepCost, lang: ReportLanguage): string {
  if (seconds === null) return say({ zh: '未知', en: 'unknown' }, lang);
  const note =
    counted === 'worked'
      ? { zh: '（不含暂停）', en: ' (pauses left out)' }
      : { zh: '（起止时间差，可能含暂停）', en: ' (start to end, pauses may be included)' };
  return `${duration(seconds)}${say(note, lang)}`;
}

/** One line that names the sweep, and a second one when it is not finished. */
export function sweepHeading(state: SweepState, lang: ReportLanguage): string {
  const end =
    state.finishedAt === null
      ? { zh: '未结束', en: 'not finished' }
      : { zh: `${beijingTime(state.finishedAt)} 结束`, en: `finished ${beijingTime(state.finishedAt)}` };
  const begun = beijingTime(state.startedAt);
  const line = say(
    { zh: `第 ${state.id} 次巡查：${begun} 开始，${end.zh}`, en: `sweep ${state.id}: begun ${begun}, ${end.en}` },
    lang,
  );
  return state.unfinished === null ? line : `${line}\n${say(unfinishedSentence(state.id, state.unfinished), lang)}`;
}

/** What is still to be done, so that nobody takes what there is for the result. */
export function unfinishedSentence(id: number, { candidates, waiting, visits }: Unfinished): Sentence {
  const stages = Object.entries(waiting);
  const at = (lang: ReportLanguage) =>
    stages.map(([stage, count]) =>
      lang === 'zh' ? `“${wordFor(STAGE_WORDS, stage, lang)}”后 ${count} 个` : `${count} after ${stage}`,
    );
  const undone = stages.reduce((sum, [, count]) => sum + count, 0);
  const left = {
    zh: `候选 ${candidates} 个中 ${undone} 个没有走完流程（停在${at('zh').join('、')}）`,
    en: `${undone} of ${candidates} candidates are not through (${at('en').join(', ')})`,
  };
  const none = {
    zh: `候选 ${candidates} 个都已走完流程，但拓展与团伙归并没有完成`,
    en: `all ${candidates} candidates are through, but following them up and clustering gangs is not done`,
  };
  const work = candidates === 0 ? { zh: '还没有候选', en: 'no candidate yet' } : undone === 0 ? none : left;
  const open = visits.open + visits.leased;
  return {
    zh: `注意：第 ${id} 次巡查没有结束（已中断或仍在进行），以下只是目前的结果：${work.zh}；未完成的访问 ${open} 次。再次运行同一命令即继续。`,
    en: `Note: sweep ${id} is not finished (stopped or still running), this is only what there is so far: ${work.en}; ${open} visits open. The same command goes on.`,
  };
}

/** One line about several sweeps at once; null when all are finished. Gangs are clustered at the end of a sweep. */
export function unfinishedGangs(ids: readonly number[]): Sentence | null {
  if (ids.length === 0) return null;
  return {
    zh: `注意：第 ${ids.join('、')} 次巡查没有结束，其网站可能还没有归并团伙。`,
    en: `Note: not finished: sweep ${ids.join(', ')}; its sites may not be clustered yet.`,
  };
}
