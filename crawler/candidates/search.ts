/** Source `search`: asks every engine for every keyword, follows the result pages, and resolves redirect links to their targets. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Sentence } from '../../storage/vocabulary.ts';
import { canonicalUrl } from './canonical-target.ts';
import type { CandidateContext, FoundCandidate, SearchEngine, SourceOutcome } from './candidate-context.ts';
import { fetchFailure, fetchOnce } from './fetch-once.ts';
import { isOfficial } from './is-official.ts';
import { pageRedirect, readResultPage, searchLayout, type SearchResult } from './result-page.ts';
import { SourceRun } from './source-run.ts';

interface Failure { failure: NonNullable<SourceOutcome['failure']>; note: Sentence }

/** Block answers as engines give them; anything else that is not 200 is a dead engine. */
const BLOCK_STATUSES = new Set([401, 403, 418, 429, 503]);

/**
 * One scope per engine and keyword, `engine: keyword`. An engine that blocks or is dead is not asked its further keywords;
 * each of those is recorded as failed, with the reason. Results on official hosts and repeats are counted, not passed on.
 */
export async function* search(context: CandidateContext): AsyncGenerator<FoundCandidate, void, void> {
  for (const engine of context.endpoints.searchEngines) {
    let given = null as Failure | null;
    for (const keyword of context.keywords) {
      const run = await SourceRun.open(context, 'search', `${engine.name}: ${keyword}`);
      if (run.alreadyDone) continue;
      if (given) {
        await run.failed(given.failure, notAskedAgain(engine, given.note));
        continue;
      }
      given = yield* askEngine(context, run, engine, keyword);
      if (context.signal.aborted) return;
      await (given ? run.failed(given.failure, given.note) : run.done());
    }
  }
}

function notAskedAgain({ name }: SearchEngine, { zh, en }: Sentence): Sentence {
  return { zh: `未再询问 ${name}:${zh}`, en: `${name} was not asked again: ${en}` };
}

/** All pages of one query. @returns why it ended early; null when it did not. */
async function* askEngine(context: CandidateContext, run: SourceRun, engine: SearchEngine, keyword: string): AsyncGenerator<FoundCandidate, Failure | null, void> {
  const layout = searchLayout(pageUrl(engine, keyword, 0));
  const paged = /\{pn\}|\{page\}/.test(engine.urlTemplate);
  const seen = new Set<string>();
  let page = paged ? (run.startAt ?? 0) : 0;
  let url: string | null = pageUrl(engine, keyword, page, layout.perPage);
  for (; url !== null && page < context.limits.searchPages; page += 1) {
    const answer = await fetchOnce(context, url);
    if (!answer.ok) return { failure: 'dead', note: fetchFailure(engine.name, answer) };
    if (answer.status !== 200) return { failure: BLOCK_STATUSES.has(answer.status) ? 'blocked' : 'dead', note: fetchFailure(engine.name, answer) };
    const read = readResultPage(answer.body, { url: answer.url, contentType: answer.headers['content-type'], layout });
    if (read.kind === 'blocked') return { failure: 'blocked', note: { zh: `${engine.name} 第 ${page + 1} 页是验证或拦截页(${read.mark})`, en: `page ${page + 1} of ${engine.name} is a captcha or block page (${read.mark})` } };
    if (read.kind === 'odd') return { failure: 'blocked', note: { zh: `${engine.name} 第 ${page + 1} 页不是搜索结果(标题“${read.title}”)`, en: `page ${page + 1} of ${engine.name} is no result page (title "${read.title}")` } };
    for (const [index, result] of read.results.entries()) {
      const rank = page * layout.perPage + index + 1;
      const found = await readResult(context, run, { engine, keyword, rank, result, seen });
      if (context.signal.aborted) return null;
      if (!found) continue;
      run.found();
      yield found;
    }
    await run.advance(page + 1);
    url = await nextPage(context, url, read.next);
  }
  return null;
}

/** The next page, after the polite pause; null when there is none or the link leaves the engine. */
async function nextPage(context: CandidateContext, current: string, next: string | null): Promise<string | null> {
  if (next === null || next === current || new URL(next).host !== new URL(current).host) return null;
  await pause(context);
  return context.signal.aborted ? null : next;
}

/** @param page from 0. */
function pageUrl(engine: SearchEngine, keyword: string, page: number, perPage = 10): string {
  const { urlTemplate } = engine;
  return urlTemplate.replaceAll('{query}', encodeURIComponent(keyword)).replaceAll('{pn}', String(page * perPage)).replaceAll('{page}', String(page + 1));
}

interface Hit { engine: SearchEngine; keyword: string; rank: number; result: SearchResult; seen: Set<string> }

async function readResult(context: CandidateContext, run: SourceRun, { engine, keyword, rank, result, seen }: Hit): Promise<FoundCandidate | null> {
  const resolved = result.target ?? (await resolveLink(context, engine, result.href));
  if (resolved === null) {
    if (!context.signal.aborted) run.dropNamed('redirect-unresolved', `#${rank} ${result.href.slice(0, 80)}`);
    return null;
  }
  const target = canonicalUrl(resolved);
  if (!target.ok) {
    run.drop(target.fault);
    return null;
  }
  if (isOfficial(context, target.host)) {
    run.drop('official');
    return null;
  }
  if (seen.has(target.url)) {
    run.drop('repeated');
    return null;
  }
  seen.add(target.url);
  const detail = { engine: engine.name, query: keyword, rank, title: result.title };
  return { kind: 'entry', target: target.url, host: target.host, sighting: { source: 'search', at: new Date().toISOString(), detail } };
}

/**
 * A link that stays on the engine is asked once, without following it: the target itself must not be touched before its
 * capture, because some fakes answer only once. A target without a fragment inherits the link's (RFC 9110 §10.2.2).
 */
async function resolveLink(context: CandidateContext, engine: SearchEngine, href: string): Promise<string | null> {
  const link = new URL(href);
  if (link.hostname !== new URL(pageUrl(engine, '', 0)).hostname) return href;
  await pause(context);
  if (context.signal.aborted) return null;
  const answer = await fetchOnce(context, href, { redirect: 0, maxBytes: 256 * 1024 });
  if (!answer.ok) return null;
  const location = answer.headers['location'];
  const target = location !== undefined && URL.canParse(location, href) ? new URL(location, href) : null;
  const resolved = target?.href ?? (answer.status === 200 ? pageRedirect(answer.body, href) : null);
  if (resolved === null || new URL(resolved).hostname === link.hostname) return null;
  return !resolved.includes('#') && link.hash !== '' ? resolved + link.hash : resolved;
}

async function pause(context: CandidateContext): Promise<void> {
  if (context.limits.searchIntervalMs > 0) await wait(context.limits.searchIntervalMs, undefined, { signal: context.signal }).catch(() => {});
}
