/**
 * Source `certificate-log`: names of newly logged certificates that look like a platform's, followed from sweep to
 * sweep.
 */
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import type { CandidateContext, FoundCandidate } from '../candidate-context.ts';
import { type CertificateFeed, type FeedEntry, type FeedHead } from './certificate-feed.ts';
import { openFeed } from './open-feed.ts';
import { recognisedCandidate } from '../recognised-candidate.ts';
import { readCursor, ScopeRun } from '../scope-run.ts';

/** How the following of one log ended. */
interface Ending {
  failure: 'dead' | 'late' | null;
  note: Sentence;
}

/** Certificates live at most 398 days (CA/Browser Forum, 6.3.2): an older find says nothing of today. */
const CARRIED_DAYS = 400;
const DAY = 86_400_000;

/**
 * One scope a log. A log never followed starts `certificateLogEntries` before its head; any other goes on where the
 * last sweep stopped, and that sweep's finds are found again, so that every sweep knows all of them. A log that is
 * dead, or whose newest entry is older than `certificateLogLateMs`, is `failed` with what it did give.
 */
export async function* certificateLog(context: CandidateContext): AsyncGenerator<FoundCandidate, void, void> {
  for (const endpoint of context.endpoints.certificateLogs) {
    const log = typeof endpoint === 'string' ? { url: endpoint } : endpoint;
    const run = await ScopeRun.open(context, 'certificate-log', log.url);
    if (run.alreadyDone) continue;
    let start = run.startAt;
    if (start === null) {
      start = yield* carryOver(context, run, log.url);
      if (start !== null) await run.advance(start);
    }
    if (context.signal.aborted) return;
    const opened = await openFeed(context, log);
    const ending = opened.ok
      ? yield* follow(context, run, { ...opened.value, url: log.url, start })
      : { failure: 'dead' as const, note: opened.note };
    if (context.signal.aborted) return;
    await (ending.failure ? run.failed(ending.failure, ending.note) : run.done(ending.note));
  }
}

/** Finds of earlier sweeps in this log. @returns where the last sweep stopped; null when none has followed it. */
async function* carryOver(
  context: CandidateContext,
  run: ScopeRun,
  url: string,
): AsyncGenerator<FoundCandidate, number | null, void> {
  const earlier = await context.earlier?.({ source: 'certificate-log', scope: url });
  const position = readCursor(earlier?.cursor ?? null);
  if (!earlier || !position) return null;
  const oldest = nowOf(context) - CARRIED_DAYS * DAY;
  for await (const { host, sighting } of earlier.finds()) {
    const { log, loggedAt } = sighting.detail;
    if (log !== url || (typeof loggedAt === 'string' && Date.parse(loggedAt) < oldest)) continue;
    const found = recognisedCandidate(context, run, host, sighting);
    if (found) yield found;
  }
  return position.at;
}

interface Followed {
  feed: CertificateFeed;
  head: FeedHead;
  url: string;
  start: number | null;
}

async function* follow(
  context: CandidateContext,
  run: ScopeRun,
  { feed, head, url, start }: Followed,
): AsyncGenerator<FoundCandidate, Ending, void> {
  const { certificateLogEntries: limit } = context.limits;
  const { size } = head;
  let index = start ?? Math.max(0, size - limit);
  if (index > size) {
    if (!feed.mayRestart)
      return {
        failure: 'dead',
        note: {
          zh: `${url} 现有 ${size} 条，少于上次读到的第 ${index} 条`,
          en: `${url} now holds ${size} entries, fewer than the ${index} already read`,
        },
      };
    index = 0;
  }
  const first = index;
  const end = Math.min(size, index + limit);
  let newest: string | null = null;
  while (index < end && !context.signal.aborted) {
    const batch = await feed.read(index, end);
    if (!batch.ok) return { failure: 'dead', note: batch.note };
    for (const entry of batch.value) {
      yield* candidatesOf(context, run, url, entry);
      if (entry.loggedAt !== null && (newest === null || entry.loggedAt > newest)) newest = entry.loggedAt;
    }
    index += batch.value.length;
    await run.advance(index);
  }
  if (context.signal.aborted) return { failure: null, note: { zh: '', en: '' } };
  newest ??= await newestEntry(feed, size);
  return ending(context, { url, read: index - first, index, size, newest, signed: head.at });
}

/** When the newest entry was logged, asked for only when this run has read none. */
async function newestEntry(feed: CertificateFeed, size: number): Promise<string | null> {
  if (size === 0) return null;
  const last = await feed.read(size - 1, size);
  return last.ok ? (last.value.at(-1)?.loggedAt ?? null) : null;
}

function ending(
  context: CandidateContext,
  state: { url: string; read: number; index: number; size: number; newest: string | null; signed: string | null },
): Ending {
  const { read, index, size, newest, signed, url } = state;
  const behind = size - index;
  const note: Sentence = {
    zh: `本次读 ${read} 条，至第 ${index} 条，最新一条记于 ${newest ?? '未知'}${behind > 0 ? `；还有 ${behind} 条未读，下次继续` : ''}`,
    en: `${read} entries read, up to ${index}, the newest logged at ${newest ?? 'an unknown time'}${behind > 0 ? `; ${behind} entries left for the next sweep` : ''}`,
  };
  const { certificateLogLateMs: limit } = context.limits;
  const late = (time: string | null) => limit !== null && time !== null && nowOf(context) - Date.parse(time) > limit;
  const what = late(signed)
    ? { zh: `树头签于 ${signed}`, en: `its head was signed at ${signed}` }
    : late(newest)
      ? { zh: `最新一条记于 ${newest}`, en: `its newest entry was logged at ${newest}` }
      : null;
  if (!what) return { failure: null, note };
  const hours = Math.round((limit ?? 0) / 3_600_000);
  return {
    failure: 'late',
    note: {
      zh: `${url} 已滞后：${what.zh}，超过 ${hours} 小时。${note.zh}`,
      en: `${url} is late: ${what.en}, more than ${hours} hours ago. ${note.en}`,
    },
  };
}

function* candidatesOf(
  context: CandidateContext,
  run: ScopeRun,
  log: string,
  { index, loggedAt, kind, names }: FeedEntry,
): Generator<FoundCandidate> {
  if (!names) {
    run.dropNamed('unreadable-entry', `#${index}`);
    return;
  }
  const at = new Date().toISOString();
  const hosts = [...new Set(names.map((name) => name.replace(/^\*\./, '')))];
  const found = hosts.flatMap(
    (host) =>
      recognisedCandidate(context, run, host, {
        source: 'certificate-log',
        at,
        detail: { log, index, loggedAt, entry: kind, names: names.length },
      }) ?? [],
  );
  for (const each of found)
    yield {
      ...each,
      sighting: { ...each.sighting, detail: { ...each.sighting.detail, otherNames: hosts.length - found.length } },
    };
}

/** The clock that lateness is judged by, in milliseconds. */
function nowOf(context: CandidateContext): number {
  return context.now === undefined || context.now === null ? Date.now() : Date.parse(context.now);
}
