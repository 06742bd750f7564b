/** What became of every site of a corpus in one sweep: its hosts' assessments, settled to one verdict. */
import { assignAddresses } from '../range/addresses.ts';
import type { Corpus, CorpusSite } from '../range/corpus.ts';
import { SiteIndex } from '../range/site-index.ts';
import { isOfficialHost } from '../../detectors/names/official-hosts.ts';
import { LAST_STAGES } from '../../reports/records/sweep-state.ts';
import type { GangRole } from '../../storage/sites/gang-shapes.ts';
import type { Store } from '../../storage/open-store.ts';
import type { Source } from '../../storage/vocabulary/candidates.ts';
import type { Visit } from '../../storage/vocabulary/capture.ts';
import { ACCUSING_VERDICTS, VERDICTS, type Assessment, type Verdict } from '../../storage/vocabulary/detect.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { addGangs } from './cluster-figures.ts';

/**
 * `left-out` = an official site, dropped by every source before a visit, as it should be; `pending` = the sweep was not
 * finished with it.
 */
export type SiteVerdict = Verdict | 'undiscovered' | 'left-out' | 'pending';

/** What became of one corpus site. */
export interface SiteResult {
  site: CorpusSite;
  /** Assessments of the site's hosts, strongest first. */
  assessments: Assessment[];
  verdict: SiteVerdict;
  platform: string | null;
  /** The likelihood of impersonation, 0..100, of the site's most suspicious page. */
  score: number;
  because: Sentence[];
  /** An official site by its label, and all its hosts are on the official list that sources drop by. */
  listed: boolean;
  discovered: Set<Source>;
  /** Candidates of its hosts that are not through the flow. */
  waiting: number;
  /** Hosts that were to be judged and could not be. */
  unjudged: number;
  visits: Visit[];
  /** A browser got an answer. */
  visited: boolean;
  /** Ids of the gangs that hosts of the site stand in, and as what. */
  gangs: Map<string, GangRole>;
}

export interface SiteResultOptions {
  /** Platforms whose hosts the sweep took for official. */
  platforms: readonly Platform[];
  /** The operator's own official hosts. */
  allowList?: readonly string[];
  /** Assessments to use in place of the stored ones. */
  judged?: readonly Assessment[] | undefined;
}

/** Gathers what the store knows of every corpus site. */
export async function siteResults(
  corpus: Corpus,
  store: Store,
  sweepId: number,
  options: SiteResultOptions,
): Promise<SiteResult[]> {
  const isListed = (host: string) => isOfficialHost(host, options.platforms, options.allowList);
  const results = new Map(
    corpus.sites.map((site) => [
      site.name,
      emptyResult(site, site.truth.label === 'official' && site.hosts.every(isListed)),
    ]),
  );
  const assessments = new Map(
    (options.judged ?? (await store.assessments.list(sweepId))).map((assessment) => [assessment.host, assessment]),
  );
  const index = new SiteIndex(corpus.sites, assignAddresses(corpus.sites).bySite);
  const siteOf = (host: string) => index.siteOf(host.replace(/^\[(.*)\]$/, '$1'));
  for (const host of await store.candidates.hosts(sweepId)) {
    const result = results.get(siteOf(host)?.name ?? '');
    if (!result) continue;
    for (const sighting of await store.candidates.sightings(sweepId, host)) result.discovered.add(sighting.source);
    result.visits.push(...(await store.visits.forHost(sweepId, host)));
    const candidates = await store.candidates.byHost(sweepId, host);
    result.waiting += candidates.filter(({ stage }) => !LAST_STAGES.has(stage)).length;
    const assessment = assessments.get(host);
    if (assessment) result.assessments.push(assessment);
    else if (candidates.some(({ stage, outcome }) => LAST_STAGES.has(stage) && outcome === 'undecided'))
      result.unjudged++;
  }
  await addGangs(results, siteOf, store, sweepId);
  const finished = (await store.sweeps.get(sweepId))?.finishedAt !== null;
  for (const result of results.values()) settle(result, finished);
  return [...results.values()];
}

function emptyResult(site: CorpusSite, listed: boolean): SiteResult {
  const nothing = {
    assessments: [],
    platform: null,
    score: 0,
    because: [],
    waiting: 0,
    unjudged: 0,
    visits: [],
    visited: false,
  };
  return { site, ...nothing, verdict: 'undiscovered', listed, discovered: new Set(), gangs: new Map() };
}

/**
 * One verdict for all hosts: an accusation of any, the strongest first, else `undecided` when any is (a host that
 * nobody could judge is not made harmless by its neighbour), else the rest in their order. Nothing but an accusation is
 * final while work on the site is pending.
 */
export function settle(result: SiteResult, finished: boolean): void {
  const rank = ({ verdict }: Assessment) =>
    ACCUSING_VERDICTS.has(verdict)
      ? VERDICTS.indexOf(verdict)
      : verdict === 'undecided'
        ? ACCUSING_VERDICTS.size
        : VERDICTS.length;
  result.assessments.sort(
    (a, b) => rank(a) - rank(b) || VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) || b.score - a.score,
  );
  result.visited = result.visits.some(
    (visit) => visit.outcome === 'captured' || visit.outcome === 'blank' || visit.outcome === 'download',
  );
  result.score = Math.max(0, ...result.assessments.map((assessment) => assessment.score));
  const strongest = result.assessments[0];
  const accused = strongest !== undefined && ACCUSING_VERDICTS.has(strongest.verdict);
  const found = result.discovered.size > 0;
  if (result.listed && !found) result.verdict = 'left-out';
  else if (!accused && (result.waiting > 0 || (!finished && !found))) result.verdict = 'pending';
  else if (!accused && result.unjudged > 0) result.verdict = 'undecided';
  else result.verdict = strongest?.verdict ?? 'undiscovered';
  if (!strongest || strongest.verdict !== result.verdict) return;
  result.platform = strongest.platform;
  result.because = strongest.because;
}
