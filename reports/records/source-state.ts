/**
 * What became of each source of a sweep: a source that found nothing or never ran must not look like one that worked.
 */
import type { Source } from '../../storage/vocabulary/candidates.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { SOURCES } from '../../storage/vocabulary/candidates.ts';
import type { SourceRunFacts, SweepFacts } from './report-store.ts';

export const SOURCE_STATES = ['done', 'silent', 'failed', 'running', 'not-run'] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

export const SOURCE_STATE_WORDS: Readonly<Record<SourceState, Sentence>> = {
  done: { zh: '完成', en: 'done' },
  silent: { zh: '无发现', en: 'silent (found nothing)' },
  failed: { zh: '失败', en: 'failed' },
  running: { zh: '未完成', en: 'not finished' },
  'not-run': { zh: '未运行', en: 'did not run' },
};

export interface SourceReport {
  source: Source;
  scope: string;
  found: number;
  state: SourceState;
  words: Sentence;
  note: Sentence | null;
}

/**
 * One entry per source and scope, in the vocabulary's order; sources the sweep was asked for and never began are
 * `not-run`.
 */
export function sourceStates(sweep: SweepFacts, runs: readonly SourceRunFacts[]): SourceReport[] {
  const ran = runs.map((run) => entry(run.source, run.scope, run.found, stateOf(run), run.note));
  const missing = askedFor(sweep).filter((source) => runs.every((run) => run.source !== source));
  const all = [...ran, ...missing.map((source) => entry(source, '', 0, 'not-run', null))];
  return all.sort(
    (a, b) =>
      SOURCES.indexOf(a.source) - SOURCES.indexOf(b.source) || (a.scope < b.scope ? -1 : Number(a.scope > b.scope)),
  );
}

function entry(source: Source, scope: string, found: number, state: SourceState, note: Sentence | null): SourceReport {
  return { source, scope, found, state, words: SOURCE_STATE_WORDS[state], note };
}

function stateOf({ status, found }: SourceRunFacts): SourceState {
  return status === 'done' && found === 0 ? 'silent' : status;
}

/** `parameters.sources` when the sweep recorded which sources it was asked for. */
function askedFor({ parameters }: SweepFacts): Source[] {
  const sources =
    typeof parameters === 'object' && parameters !== null && 'sources' in parameters ? parameters.sources : [];
  return Array.isArray(sources) ? SOURCES.filter((source) => sources.includes(source)) : [];
}
