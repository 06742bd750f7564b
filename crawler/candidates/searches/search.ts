/**
 * Source `search`: asks every engine for every keyword, follows the result pages, and resolves redirect links to their
 * targets.
 */
import type { NewArtifact } from '../../../storage/vocabulary/artifacts.ts';
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import type { FetchResult } from '../../egress/egress.ts';
import { canonicalUrl } from '../../reading/canonical-target.ts';
import type { CandidateContext, FoundCandidate, SearchEngine, SourceOutcome } from '../candidate-context.ts';
import { EnginePace } from './engine-pace.ts';
import { fetchFailure, fetchOnce } from '../fetch-once.ts';
import { isOfficial } from '../is-official.ts';
import { pageRedirect, readResultPage, searchLayout, type ResultPage, type SearchResult } from './result-page.ts';
import { isSearxng, readSearxngAnswer } from './searxng-answer.ts';
import { ScopeRun } from '../scope-run.ts';

interface Failure {
  failure: NonNullable<SourceOutcome['failure']>;
  note: Sentence;
  artifacts?: NewArtifact[];
}

type Layout = ReturnType<typeof searchLayout>;

/** One engine while it is asked. */
interface Asking {
  engine: SearchEngine;
  layout: Layout;
  pace: EnginePace;
  json: boolean;
  /** Engines behind a metasearch that did not answer the current query. */
  silent: Set<string>;
}

/** Block answers as engines give them; anything else that is not 200 is a dead engine. */
const BLOCK_STATUSES = new Set([401, 403, 418, 429, 503]);

/**
 * One scope per engine and keyword, `engine: keyword`. An engine that blocks or is dead is not asked its further
 * keywords; each of those is recorded as failed, with the reason, and is asked first next time. The page that blocked
 * goes with the outcome as evidence. Results on official hosts and repeats are counted, not passed on.
 */
export async function* search(context: CandidateContext): AsyncGenerator<FoundCandidate, void, void> {
  for (const engine of context.endpoints.searchEngines) {
    const interval = Math.max(context.limits.searchIntervalMs, engine.intervalMs ?? 0);
    const asking: Asking = {
      engine,
      layout: searchLayout(pageUrl(engine, '', 0)),
      pace: new EnginePace(interval, context.signal),
      json: isSearxng(engine.urlTemplate),
      silent: new Set(),
    };
    let given = null as Failure | null;
    for (const keyword of await unansweredFirst(context, engine)) {
      const run = await ScopeRun.open(context, 'search', `${engine.name}: ${keyword}`);
      if (run.alreadyDone) continue;
      if (given) {
        await run.failed(given.failure, notAskedAgain(engine, given.note));
        continue;
      }
      asking.silent.clear();
      given = yield* askEngine(context, run, asking, keyword);
      if (context.signal.aborted) return;
      await (given ? run.failed(given.failure, given.note, given.artifacts) : run.done(silentNote(asking)));
    }
  }
}

/**
 * Keywords that the last sweep got no answer to come first: an engine that blocks after the tenth must not starve the
 * eleventh forever.
 */
async function unansweredFirst(context: CandidateContext, engine: SearchEngine): Promise<string[]> {
  if (!context.lastStatus) return [...context.keywords];
  const [unanswered, rest]: [string[], string[]] = [[], []];
  for (const keyword of context.keywords) {
    const status = await context.lastStatus({ source: 'search', scope: `${engine.name}: ${keyword}` });
    (status === 'failed' ? unanswered : rest).push(keyword);
  }
  return [...unanswered, ...rest];
}

function notAskedAgain({ name }: SearchEngine, { zh, en }: Sentence): Sentence {
  return { zh: `未再询问 ${name}：${zh}`, en: `${name} was not asked again: ${en}` };
}

/** All pages of one query. @returns why it ended early; null when it did not. */
async function* askEngine(
  context: CandidateContext,
  run: ScopeRun,
  asking: Asking,
  keyword: string,
): AsyncGenerator<FoundCandidate, Failure | null, void> {
  const { engine, layout } = asking;
  const seen = new Set<string>();
  let page = isPaged(engine) ? (run.startAt ?? 0) : 0;
  let url: string | null = pageUrl(engine, keyword, page, layout.perPage);
  for (; url !== null && page < context.limits.searchPages; page += 1) {
    if (!(await asking.pace.turn())) return null;
    const answer = await fetchOnce(context, url);
    const read = readAnswer(asking, answer, page);
    if (!read.ok) return read.failure;
    for (const [index, result] of read.page.results.entries()) {
      const found = await readResult(context, run, {
        asking,
        keyword,
        rank: page * layout.perPage + index + 1,
        result,
        seen,
      });
      if (context.signal.aborted) return null;
      if (!found) continue;
      run.found();
      yield found;
    }
    for (const silent of read.page.silent ?? []) asking.silent.add(silent);
    await run.advance(page + 1);
    url = nextPage(asking, { keyword, page, url, read: read.page });
  }
  return null;
}

function silentNote({ silent }: Asking): Sentence | null {
  return silent.size === 0
    ? null
    : { zh: `未应答的引擎：${[...silent].join('、')}`, en: `engines that did not answer: ${[...silent].join(', ')}` };
}

type ReadAnswer = { ok: true; page: Extract<ResultPage, { kind: 'results' }> } | { ok: false; failure: Failure };

function readAnswer({ engine, layout, json }: Asking, answer: FetchResult, page: number): ReadAnswer {
  if (!answer.ok) return { ok: false, failure: { failure: 'dead', note: fetchFailure(engine.name, answer) } };
  const artifacts = [pageArtifact(answer)];
  if (answer.status !== 200) {
    const hint =
      json && answer.status === 403
        ? {
            zh: '(SearXNG 须在 settings.yml 的 search.formats 中允许 json)',
            en: ' (SearXNG must allow json in search.formats of its settings.yml)',
          }
        : { zh: '', en: '' };
    const { zh, en } = fetchFailure(engine.name, answer);
    return {
      ok: false,
      failure: {
        failure: BLOCK_STATUSES.has(answer.status) ? 'blocked' : 'dead',
        note: { zh: zh + hint.zh, en: en + hint.en },
        artifacts,
      },
    };
  }
  const read = json
    ? readSearxngAnswer(answer.body)
    : readResultPage(answer.body, { url: answer.url, contentType: answer.headers['content-type'], layout });
  if (read.kind === 'results') return { ok: true, page: read };
  // past the last page a metasearch names its silent engines once more
  if (json && page > 0 && read.kind === 'blocked')
    return { ok: true, page: { kind: 'results', results: [], next: null, silent: [read.mark] } };
  const where = { zh: `${engine.name} 第 ${page + 1} 页`, en: `page ${page + 1} of ${engine.name}` };
  const note =
    read.kind === 'blocked'
      ? { zh: `${where.zh}是验证或拦截页（${read.mark}）`, en: `${where.en} is a captcha or block page (${read.mark})` }
      : {
          zh: `${where.zh}不是搜索结果（标题“${read.title}”）`,
          en: `${where.en} is no result page (title "${read.title}")`,
        };
  return { ok: false, failure: { failure: 'blocked', note, artifacts } };
}

/** The page as answered, so that a person can see what the engine showed us. */
function pageArtifact(answer: Extract<FetchResult, { ok: true }>): NewArtifact {
  const mediaType = answer.headers['content-type']?.split(';')[0]?.trim() ?? 'application/octet-stream';
  return {
    kind: 'response-body',
    mediaType,
    sourceUrl: answer.url,
    at: new Date().toISOString(),
    method: `GET status ${answer.status}`,
    peerAddress: answer.peerAddress,
    derivedFrom: null,
    data: answer.body,
  };
}

/** Null when there is none, or the link leaves the engine. */
function nextPage(
  { engine, layout, json }: Asking,
  {
    keyword,
    page,
    url,
    read,
  }: { keyword: string; page: number; url: string; read: { results: SearchResult[]; next: string | null } },
): string | null {
  if (json)
    return isPaged(engine) && read.results.length > 0 ? pageUrl(engine, keyword, page + 1, layout.perPage) : null;
  const { next } = read;
  return next === null || next === url || new URL(next).host !== new URL(url).host ? null : next;
}

const isPaged = ({ urlTemplate }: SearchEngine): boolean => /\{pn\}|\{page\}/.test(urlTemplate);

/** @param page from 0. */
function pageUrl({ urlTemplate }: SearchEngine, keyword: string, page: number, perPage = 10): string {
  return urlTemplate
    .replaceAll('{query}', encodeURIComponent(keyword))
    .replaceAll('{pn}', String(page * perPage))
    .replaceAll('{page}', String(page + 1));
}

interface Hit {
  asking: Asking;
  keyword: string;
  rank: number;
  result: SearchResult;
  seen: Set<string>;
}

async function readResult(
  context: CandidateContext,
  run: ScopeRun,
  { asking, keyword, rank, result, seen }: Hit,
): Promise<FoundCandidate | null> {
  const resolved = result.target ?? (await resolveLink(context, asking, result.href));
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
  const detail = { engine: asking.engine.name, query: keyword, rank, title: result.title };
  return {
    kind: 'entry',
    target: target.url,
    host: target.host,
    sighting: { source: 'search', at: new Date().toISOString(), detail },
  };
}

/**
 * A link that stays on the engine is asked once, without following it: the target itself must not be touched before its
 * capture, because some fakes answer only once. A target without a fragment inherits the link's (RFC 9110 §10.2.2).
 */
async function resolveLink(context: CandidateContext, { engine, pace }: Asking, href: string): Promise<string | null> {
  const link = new URL(href);
  if (link.hostname !== new URL(pageUrl(engine, '', 0)).hostname) return href;
  if (!(await pace.turn())) return null;
  const answer = await fetchOnce(context, href, { redirect: 0, maxBytes: 256 * 1024 });
  if (!answer.ok) return null;
  const location = answer.headers['location'];
  const target = location !== undefined && URL.canParse(location, href) ? new URL(location, href) : null;
  const resolved = target?.href ?? (answer.status === 200 ? pageRedirect(answer.body, href) : null);
  if (resolved === null || new URL(resolved).hostname === link.hostname) return null;
  return !resolved.includes('#') && link.hash !== '' ? resolved + link.hash : resolved;
}
