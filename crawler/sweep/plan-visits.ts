/** Decides which visitor goes where next, cheapest first: each round is planned from what the rounds before it saw. */
import type { Candidate, Sighting } from '../../storage/vocabulary/candidates.ts';
import type { HazardKind, Visit, VisitOutcome } from '../../storage/vocabulary/capture.ts';
import type { Persona } from '../../storage/vocabulary/personas.ts';
import type { Verdict } from '../../storage/vocabulary/detect.ts';
import type { ProbeResult } from '../../storage/vocabulary/probe.ts';

export interface PlannedVisit {
  host: string;
  url: string;
  persona: Persona;
  vantage: string;
}

/** What is known of a host when a round is planned. */
export interface HostState {
  host: string;
  candidates: readonly Candidate[];
  sightings: readonly Sighting[];
  probe: ProbeResult | null;
  visits: readonly Visit[];
  verdict: Verdict | null;
  /** Addresses of the official pages of the platform it might imitate; empty when nothing points at one. */
  platformPages?: readonly string[];
  /** Links of its own pages that offer a query not yet seen. */
  queryLinks?: readonly string[];
}

/** A page of the platform at its own path may stand there though the entry shows nothing of it; more are not tried. */
const MAX_PLATFORM_PATHS = 2;
/** Links followed on one host to a query that its pages announce. */
const MAX_QUERY_LINKS = 2;

/** The most URLs of one host that are visited in one sweep. */
const MAX_URLS_PER_HOST = 6;

/** Verdicts that more visits would not change. */
const SETTLED: ReadonlySet<Verdict> = new Set(['impersonation', 'injected', 'official']);

/** A page that hurts its visitors says the same to each of them: after these, one more visitor is enough. */
const COSTLY: ReadonlySet<HazardKind> = new Set(['byte-cap', 'large-dom', 'download']);
/** The same, but a busy machine looks alike: these count where no visitor of the address was spared. */
const COSTLY_IN_TIME: ReadonlySet<HazardKind> = new Set(['time-cap', 'busy-loop']);

/** Outcomes of a visit that a server answered with something of its own. */
const ANSWERED: ReadonlySet<VisitOutcome> = new Set(['captured', 'blank', 'download', 'unfollowed']);

function isCostly({ visits }: HostState): boolean {
  const met = (kinds: ReadonlySet<HazardKind>) => (visit: Visit) => visit.hazards.some(({ kind }) => kinds.has(kind));
  const byUrl = [...Map.groupBy(visits, ({ url }) => url).values()];
  return visits.some(met(COSTLY)) || byUrl.some((ofOne) => ofOne.every(met(COSTLY_IN_TIME)));
}

/** Entry URLs first: some fakes answer only the first request, and it must be the one that matters. */
export function urlsOf({ candidates, probe, host }: HostState): string[] {
  const entries = candidates.filter((candidate) => candidate.kind === 'entry').map((candidate) => candidate.target);
  const named = candidates.some((candidate) => candidate.kind === 'name');
  const scheme = entries[0]?.startsWith('https:') ? 'https' : 'http';
  const root = probe?.url ?? (entries.length > 0 ? `${scheme}://${host}/` : null);
  return [...new Set([...entries, ...(named && root ? [root] : [])])].slice(0, MAX_URLS_PER_HOST);
}

/** Round 1: everyone once, as the visitor the finder expects: WeChat for scanned codes, the desktop for the rest. */
export function firstRound(state: HostState, vantage: string): PlannedVisit[] {
  const scanned = state.sightings.some((sighting) => sighting.source === 'qr');
  return urlsOf(state).map((url) => ({ host: state.host, url, persona: scanned ? 'wechat' : 'desktop', vantage }));
}

/**
 * Round 2: the other everyday visitors, and the root of a host known by a deep link; a host that answered nobody gets
 * only the WeChat one.
 */
export function secondRound(state: HostState, vantage: string): PlannedVisit[] {
  const answered = state.visits.some(({ outcome }) => ANSWERED.has(outcome));
  const refused = state.visits.length > 0 && state.visits.every((visit) => visit.outcome === 'refused');
  if (refused) return [];
  const personas: Persona[] = answered && !isCostly(state) ? ['desktop', 'mobile', 'wechat'] : ['wechat'];
  return [...visitsNotMade(state, personas, vantage), ...(answered ? rootVisit(state, vantage) : [])];
}

/** What stands at the root says whose host a deep link lies on: one look, as the desktop visitor. */
function rootVisit(state: HostState, vantage: string): PlannedVisit[] {
  const [entry] = urlsOf(state);
  if (entry === undefined || !URL.canParse(entry)) return [];
  const url = `${new URL(entry).origin}/`;
  const known = urlsOf(state).some((one) => one === url || `${one}/` === url);
  const made = state.visits.some((visit) => visit.url === url);
  return known || made ? [] : [{ host: state.host, url, persona: 'desktop', vantage }];
}

/** The platform's own public paths on this host, as the desktop visitor. */
function platformPaths(state: HostState, vantage: string): PlannedVisit[] {
  const [entry] = urlsOf(state);
  const base = entry ?? state.visits[0]?.url;
  if (base === undefined || !URL.canParse(base)) return [];
  const made = new Set(state.visits.map(({ url }) => withoutTail(url)));
  const urls = (state.platformPages ?? []).flatMap((page) => {
    const { pathname, search, hash } = new URL(page);
    return pathname === '/' && search === '' && hash === '' ? [] : [new URL(`${pathname}${search}${hash}`, base).href];
  });
  return [...new Set(urls)]
    .filter((url) => !made.has(withoutTail(url)))
    .slice(0, MAX_PLATFORM_PATHS)
    .map((url) => ({ host: state.host, url, persona: 'desktop', vantage }));
}

/** Two addresses that differ in their query or fragment lead to one page of a server. */
function withoutTail(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? url;
}

/**
 * Round 3, only where no verdict is settled: a visitor from a search engine, one from each further vantage, the queries
 * its own pages link to, and the platform's own paths where something points at a platform.
 */
export function thirdRound(state: HostState, vantage: string, furtherVantages: readonly string[]): PlannedVisit[] {
  if (state.verdict !== null && SETTLED.has(state.verdict)) return [];
  if (isCostly(state)) return [];
  const answered = state.visits.some((visit) => visit.status !== null || ANSWERED.has(visit.outcome));
  if (!answered) return [];
  const planned = visitsNotMade(state, ['search'], vantage);
  for (const further of furtherVantages) planned.push(...visitsNotMade(state, ['wechat'], further));
  const followed = (state.queryLinks ?? [])
    .slice(0, MAX_QUERY_LINKS)
    .map((url): PlannedVisit => ({ host: state.host, url, persona: 'desktop', vantage }));
  return [...planned, ...followed, ...platformPaths(state, vantage)];
}

function visitsNotMade(state: HostState, personas: readonly Persona[], vantage: string): PlannedVisit[] {
  const made = new Set(state.visits.map((visit) => `${visit.url}\n${visit.persona}\n${visit.vantage}`));
  return urlsOf(state)
    .flatMap((url) => personas.map((persona) => ({ host: state.host, url, persona, vantage })))
    .filter((visit) => !made.has(`${visit.url}\n${visit.persona}\n${visit.vantage}`));
}
