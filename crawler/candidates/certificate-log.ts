/** Source `certificate-log`: names of newly logged certificates (RFC 6962 get-sth, get-entries) that look like a platform's. */
import { z } from 'zod';
import type { Sentence } from '../../storage/vocabulary.ts';
import type { CandidateContext, FoundCandidate } from './candidate-context.ts';
import { certificateNames } from './certificate-names.ts';
import { fetchFailure, fetchOnce } from './fetch-once.ts';
import { readLogEntry, type LogEntry } from './merkle-leaf.ts';
import { recognisedCandidate } from './recognised-candidate.ts';
import { SourceRun } from './source-run.ts';

/** Logs answer with fewer when they like; this is what most give at once. */
const BATCH = 256;

const treeHead = z.object({ tree_size: z.int().min(0) });
const entryBatch = z.object({ entries: z.array(z.object({ leaf_input: z.string(), extra_data: z.string() })) });

/** One scope a log. A fresh run starts `certificateLogEntries` before the head; a resumed one at its cursor, the next index to read. */
export async function* certificateLog(context: CandidateContext): AsyncGenerator<FoundCandidate, void, void> {
  for (const log of context.endpoints.certificateLogs) {
    const run = await SourceRun.open(context, 'certificate-log', log);
    if (run.alreadyDone) continue;
    const failure = yield* readLog(context, run, log.replace(/\/$/, ''));
    if (context.signal.aborted) return;
    await (failure ? run.failed('dead', failure) : run.done());
  }
}

/** @returns why the log could not be read to its head; null when it was. */
async function* readLog(context: CandidateContext, run: SourceRun, base: string): AsyncGenerator<FoundCandidate, Sentence | null, void> {
  const head = await ask(context, `${base}/ct/v1/get-sth`, treeHead);
  if ('failure' in head) return head.failure;
  const size = head.answer.tree_size;
  const { certificateLogEntries: limit } = context.limits;
  let index = run.startAt ?? Math.max(0, size - limit);
  if (index > size) return { zh: `${base} 现有 ${size} 条,少于上次读到的第 ${index} 条`, en: `${base} now holds ${size} entries, fewer than the ${index} already read` };
  const end = Math.min(size, index + limit);
  while (index < end && !context.signal.aborted) {
    const batch = await ask(context, `${base}/ct/v1/get-entries?start=${index}&end=${Math.min(end, index + BATCH) - 1}`, entryBatch);
    if ('failure' in batch) return batch.failure;
    if (batch.answer.entries.length === 0) return { zh: `${base} 在第 ${index} 条处给出空应答`, en: `${base} gave an empty answer at entry ${index}` };
    for (const entry of batch.answer.entries.slice(0, end - index)) {
      yield* namesOfEntry(context, run, base, index, entry);
      index += 1;
    }
    await run.advance(index);
  }
  return null;
}

function* namesOfEntry(context: CandidateContext, run: SourceRun, log: string, index: number, entry: LogEntry): Generator<FoundCandidate> {
  const logged = readLogEntry(entry);
  const names = logged && certificateNames(logged.certificate);
  if (!names) {
    run.dropNamed('unreadable-entry', `#${index}`);
    return;
  }
  const at = new Date().toISOString();
  const hosts = new Set(names.map((name) => name.replace(/^\*\./, '')));
  for (const host of hosts) {
    const found = recognisedCandidate(context, run, host, { source: 'certificate-log', at, detail: { log, index, loggedAt: logged.loggedAt, entry: logged.kind, names: names.length } });
    if (found) yield found;
  }
}

async function ask<T>(context: CandidateContext, url: string, shape: z.ZodType<T>): Promise<{ answer: T } | { failure: Sentence }> {
  const result = await fetchOnce(context, url);
  if (!result.ok || result.status !== 200) return { failure: fetchFailure(url, result) };
  try {
    return { answer: shape.parse(JSON.parse(result.body.toString('utf8'))) };
  } catch {
    const cut = result.truncated ? { zh: '(应答不完整)', en: ' (the answer was cut)' } : { zh: '', en: '' };
    return { failure: { zh: `${url} 的应答不符合 RFC 6962${cut.zh}`, en: `the answer of ${url} is not what RFC 6962 says${cut.en}` } };
  }
}
