/**
 * Source `list`: the operator's own lists of names or URLs, in whatever form `names scan` reads too; all of them are
 * candidates.
 */
import { stat } from 'node:fs/promises';
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import { nameRows, type NamedRow } from './name-rows.ts';
import { nameBatches, type NameBatch } from './name-stream.ts';
import { canonicalHost, canonicalUrl } from '../../reading/canonical-target.ts';
import type { CandidateContext, FoundCandidate } from '../candidate-context.ts';
import { fetchFailure, fetchOnce } from '../fetch-once.ts';
import { isOfficial } from '../is-official.ts';
import { ScopeRun } from '../scope-run.ts';

const PROGRESS_EVERY = 1000;

/**
 * One scope a list. Blank lines and comments are passed over. What is written with a path, a port or a scheme is an
 * entry URL, any other a name; `*.x` means `x`. Bad lines are counted and named; a list that was not read whole is
 * `failed` with what it did give.
 */
export async function* nameList(context: CandidateContext): AsyncGenerator<FoundCandidate, void, void> {
  for (const place of context.endpoints.nameLists) {
    const run = await ScopeRun.open(context, 'list', place);
    if (run.alreadyDone) continue;
    const opened = await openList(context, place);
    if (!opened.ok) {
      await run.failed(opened.failure, opened.note);
      continue;
    }
    const problems: Sentence[] = [];
    try {
      yield* candidatesOf(context, run, opened.batches, problems);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push({ zh: `无法读取 ${place}：${reason}`, en: `cannot read ${place}: ${reason}` });
    }
    if (context.signal.aborted) return;
    const note =
      problems.length === 0
        ? null
        : { zh: problems.map(({ zh }) => zh).join('；'), en: problems.map(({ en }) => en).join('; ') };
    await (note === null ? run.done() : run.failed('unreadable', note));
  }
}

type OpenedList =
  { ok: true; batches: AsyncIterable<NameBatch> } | { ok: false; failure: 'dead' | 'unreadable'; note: Sentence };

/** A file above `limits.fetchMaxBytes` is refused, never read in part. */
async function openList(context: CandidateContext, place: string): Promise<OpenedList> {
  if (/^https?:\/\//i.test(place)) {
    const result = await fetchOnce(context, place);
    if (!result.ok || result.status !== 200) return { ok: false, failure: 'dead', note: fetchFailure(place, result) };
    if (result.truncated)
      return {
        ok: false,
        failure: 'dead',
        note: { zh: `${place} 的应答不完整`, en: `the answer of ${place} was cut` },
      };
    return { ok: true, batches: nameBatches(place, { bytes: result.body }) };
  }
  try {
    const { size } = await stat(place);
    const limit = context.limits.fetchMaxBytes;
    if (size <= limit) return { ok: true, batches: nameBatches(place, { file: place }) };
    return {
      ok: false,
      failure: 'unreadable',
      note: {
        zh: `${place} 有 ${size} 字节，上限为 ${limit}`,
        en: `${place} has ${size} bytes, the limit is ${limit}`,
      },
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      failure: 'unreadable',
      note: { zh: `无法读取 ${place}：${reason}`, en: `cannot read ${place}: ${reason}` },
    };
  }
}

/** Progress is the number of lines of all lists of an archive together. */
async function* candidatesOf(
  context: CandidateContext,
  run: ScopeRun,
  batches: AsyncIterable<NameBatch>,
  problems: Sentence[],
): AsyncGenerator<FoundCandidate, void, void> {
  const at = new Date().toISOString();
  const seen = new Set<string>();
  const done = run.startAt ?? 0;
  let [list, before, within, reported] = ['', 0, 0, done];
  for await (const batch of nameRows(batches)) {
    if (context.signal.aborted) return;
    if (batch.list !== list) [list, before, within] = [batch.list, before + within, 0];
    if (batch.problem) {
      problems.push(batch.problem);
      run.drop('unreadable-entry');
    }
    for (const { line, fault, text } of batch.faults)
      if (before + line > done) run.dropNamed(`bad-line ${fault}`, `${list}:${line} ${text.trim().slice(0, 60)}`);
    for (const row of batch.names) {
      if (before + row.line <= done) continue;
      const found = candidateOf(context, run, row, at);
      if (found && seen.has(found.target)) run.drop('repeated');
      else if (found) {
        seen.add(found.target);
        run.found();
        yield found;
      }
    }
    within = Math.max(within, batch.through);
    if (before + within >= reported + PROGRESS_EVERY) await run.advance((reported = before + within));
  }
}

function candidateOf(
  context: CandidateContext,
  run: ScopeRun,
  { list, line, host: bare, written }: NamedRow,
  at: string,
): FoundCandidate | null {
  const isUrl = /^[a-z][a-z0-9+.*-]*:\/\/|\/|:\d+$/i.test(written);
  const target = isUrl ? canonicalUrl(written) : canonicalHost(bare);
  if (!target.ok) {
    run.dropNamed(`bad-line ${target.fault}`, `${list}:${line} ${written.slice(0, 60)}`);
    return null;
  }
  if (isOfficial(context, target.host)) {
    run.drop('official');
    return null;
  }
  const url = 'url' in target ? String(target.url) : null;
  return {
    kind: url === null ? 'name' : 'entry',
    target: url ?? target.host,
    host: target.host,
    sighting: { source: 'list', at, detail: { list, line } },
  };
}
