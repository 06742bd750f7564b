/** Scores one finished sweep over a corpus against the corpus's truth: everything that test/corpus/README.md promises. */
import type { Corpus, CorpusSite } from '../range/corpus.ts';
import type { GangRole } from '../../storage/gang-shapes.ts';
import type { Store } from '../../storage/open-store.ts';
import { VERDICTS, type Assessment, type Sentence, type Source, type Verdict, type Visit } from '../../storage/vocabulary.ts';
import { scoreWithout, scoreWithOnly } from '../../detectors/rescore.ts';
import { addGangs, clusterFigures, type ClusterFigures } from './cluster-figures.ts';
import { clueFigures, type ClueFigures } from './clue-figures.ts';
import { binaryMetrics, type BinaryMetrics, type Judged } from './metrics.ts';

/** What became of one corpus site. */
export interface SiteResult {
  site: CorpusSite;
  /** Assessments of the site's hosts, strongest first. */
  assessments: Assessment[];
  verdict: Verdict | 'undiscovered';
  platform: string | null;
  /** The likelihood of impersonation, 0..100, of the site's most suspicious page. */
  score: number;
  because: Sentence[];
  discovered: Set<Source>;
  visits: Visit[];
  /** A browser got an answer. */
  visited: boolean;
  /** Ids of the gangs that hosts of the site stand in, and as what. */
  gangs: Map<string, GangRole>;
}

export interface Evaluation {
  corpus: string;
  impersonation: BinaryMetrics;
  visited: BinaryMetrics;
  sale: BinaryMetrics;
  injected: BinaryMetrics;
  discovery: Record<string, { expected: number; discovered: number; recall: number | null }>;
  labels: Record<string, Record<string, number>>;
  brands: { correct: number; total: number; accuracy: number | null; byBrand: Record<string, { expected: number; found: number; correct: number }> };
  detectors: Record<string, Pick<BinaryMetrics, 'auc' | 'averagePrecision'>>;
  leaveOneOut: Record<string, { recall: number | null; precision: number | null; changed: number }>;
  cloaking: { expected: number; found: number; recall: number | null; byPersona: Record<string, { expected: number; found: number }> };
  clues: Record<string, ClueFigures>;
  clusters: ClusterFigures;
  hostile: { site: string; survived: boolean; verdict: string; hazards: string[] }[];
  contested: { site: string; label: string; verdict: string; score: number }[];
  cost: { seconds: number; bytes: number; pages: number };
  misses: { site: string; expected: string; got: string; because: string }[];
  unusable: string[];
}

/** `host` belongs to a site when it is one of its hosts, or lies under one of its wildcards. */
export function siteOfHost(sites: readonly CorpusSite[], host: string): CorpusSite | null {
  const exact = sites.find((site) => site.hosts.includes(host));
  return exact ?? sites.find((site) => site.hosts.some((name) => name.startsWith('*.') && host.endsWith(name.slice(1)))) ?? null;
}

/** Gathers what the store knows of every corpus site. `judged` = assessments to use in place of the stored ones. */
export async function siteResults(corpus: Corpus, store: Store, sweepId: number, judged?: readonly Assessment[]): Promise<SiteResult[]> {
  const results = new Map(corpus.sites.map((site) => [site.name, emptyResult(site)]));
  const assessments = new Map((judged ?? (await store.assessments.list(sweepId))).map((assessment) => [assessment.host, assessment]));
  for (const host of await store.candidates.hosts(sweepId)) {
    const site = siteOfHost(corpus.sites, host) ?? siteOfAddress(corpus.sites, host);
    const result = site && results.get(site.name);
    if (!result) continue;
    for (const sighting of await store.candidates.sightings(sweepId, host)) result.discovered.add(sighting.source);
    result.visits.push(...(await store.visits.forHost(sweepId, host)));
    const assessment = assessments.get(host);
    if (assessment) result.assessments.push(assessment);
  }
  await addGangs(results, (host) => siteOfHost(corpus.sites, host) ?? siteOfAddress(corpus.sites, host), store, sweepId);
  for (const result of results.values()) settle(result);
  return [...results.values()];
}

function siteOfAddress(sites: readonly CorpusSite[], host: string): CorpusSite | null {
  return sites.find((site) => site.dns?.A?.includes(host)) ?? null;
}

function emptyResult(site: CorpusSite): SiteResult {
  return { site, assessments: [], verdict: 'undiscovered', platform: null, score: 0, because: [], discovered: new Set(), visits: [], visited: false, gangs: new Map() };
}

function settle(result: SiteResult): void {
  result.assessments.sort((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) || b.score - a.score);
  const strongest = result.assessments[0];
  result.visited = result.visits.some((visit) => visit.outcome === 'captured' || visit.outcome === 'blank' || visit.outcome === 'download');
  result.score = Math.max(0, ...result.assessments.map((assessment) => assessment.score));
  if (!strongest) return;
  result.verdict = strongest.verdict;
  result.platform = strongest.platform;
  result.because = strongest.because;
}

/** Labels that the impersonation figures leave out and print apart. */
const apart = ({ site }: SiteResult) => site.truth.label === 'hostile' || site.truth.expect?.contested === true;

function judgedAs(results: readonly SiteResult[], label: string, verdict: Verdict, score = (result: SiteResult) => result.score): Judged[] {
  return results.map((result) => ({ positive: result.site.truth.label === label, predicted: result.verdict === verdict, score: score(result) }));
}

/** @param cost seconds the sweep took. */
export function evaluate(corpus: Corpus, results: readonly SiteResult[], cost: { seconds: number }, unusable: readonly string[] = []): Evaluation {
  const counted = results.filter((result) => !apart(result));
  return {
    corpus: `${corpus.name} ${corpus.version}`,
    impersonation: binaryMetrics(judgedAs(counted, 'impersonation', 'impersonation')),
    visited: binaryMetrics(
      judgedAs(
        counted.filter((result) => result.visited),
        'impersonation',
        'impersonation',
      ),
    ),
    sale: binaryMetrics(judgedAs(counted, 'certificate-sale', 'certificate-sale', scoreOfVerdict('certificate-sale'))),
    injected: binaryMetrics(judgedAs(counted, 'injected', 'injected', scoreOfVerdict('injected'))),
    discovery: discovery(corpus, results),
    labels: confusion(results),
    brands: brandFigures(counted),
    detectors: detectorFigures(counted),
    leaveOneOut: leaveOneOut(counted),
    cloaking: cloakingFigures(counted),
    clues: clueFigures(results),
    clusters: clusterFigures(corpus, results),
    hostile: results.filter(({ site }) => site.truth.label === 'hostile').map(hostileLine),
    contested: results.filter(({ site }) => site.truth.expect?.contested).map(({ site, verdict, score }) => ({ site: site.name, label: site.truth.label, verdict, score })),
    cost: costOf(results, cost.seconds),
    misses: counted.filter(isMiss).map(missLine),
    unusable: [...unusable],
  };
}

const scoreOfVerdict = (verdict: Verdict) => (result: SiteResult) => (result.verdict === verdict ? 100 : 0);

/** Source names of `found[].by` differ from ours in two cases. */
const SOURCE_OF: Record<string, Source> = { permutation: 'permutations', search: 'search', 'certificate-log': 'certificate-log', lead: 'leads', qr: 'qr', list: 'list' };

function discovery(corpus: Corpus, results: readonly SiteResult[]): Evaluation['discovery'] {
  const figures: Evaluation['discovery'] = {};
  const add = (key: string, expected: SiteResult[], isFound: (result: SiteResult) => boolean) => {
    const discovered = expected.filter(isFound).length;
    figures[key] = { expected: expected.length, discovered, recall: expected.length === 0 ? null : discovered / expected.length };
  };
  const seeded: readonly Source[] = corpus.seed.sources;
  const findable = (result: SiteResult) => result.site.found.some(({ by }) => by in SOURCE_OF && seeded.includes(SOURCE_OF[by] as Source));
  add('all', results.filter(findable), (result) => result.discovered.size > 0);
  for (const [by, source] of Object.entries(SOURCE_OF)) {
    add(
      by,
      results.filter((result) => result.site.found.some((found) => found.by === by)),
      (result) => result.discovered.has(source),
    );
  }
  const linked = results.filter((result) => result.site.found.some(({ by }) => by === 'link'));
  add('link', linked, (result) => result.discovered.size > 0);
  return figures;
}

function confusion(results: readonly SiteResult[]): Evaluation['labels'] {
  const table: Evaluation['labels'] = {};
  for (const { site, verdict } of results) {
    const row = (table[site.truth.label] ??= {});
    row[verdict] = (row[verdict] ?? 0) + 1;
  }
  return table;
}

function brandFigures(results: readonly SiteResult[]): Evaluation['brands'] {
  const positives = results.filter(({ site }) => site.truth.label === 'impersonation' && site.truth.brand !== null);
  const hits = positives.filter(({ verdict }) => verdict === 'impersonation');
  const correct = hits.filter(({ site, platform }) => platform === site.truth.brand);
  const byBrand = Object.fromEntries(
    [...Map.groupBy(positives, ({ site }) => site.truth.brand ?? '')].map(([brand, group]) => {
      const found = group.filter(({ verdict }) => verdict === 'impersonation');
      return [brand, { expected: group.length, found: found.length, correct: found.filter(({ platform }) => platform === brand).length }];
    }),
  );
  return { correct: correct.length, total: hits.length, accuracy: hits.length === 0 ? null : correct.length / hits.length, byBrand };
}

const detectorsOf = (results: readonly SiteResult[]) =>
  [...new Set(results.flatMap(({ assessments }) => assessments.flatMap(({ findings }) => findings.map(({ detector }) => detector))))].sort();

/** Each detector alone: how well its own weight orders the visited sites. */
function detectorFigures(results: readonly SiteResult[]): Evaluation['detectors'] {
  const visited = results.filter((result) => result.visited);
  return Object.fromEntries(
    detectorsOf(visited).map((detector) => {
      const judged = visited.map((result) => {
        const score = Math.max(0, ...result.assessments.map((assessment) => scoreWithOnly(assessment, detector)));
        return { positive: result.site.truth.label === 'impersonation', predicted: score >= 50, score };
      });
      const { auc, averagePrecision } = binaryMetrics(judged);
      return [detector, { auc, averagePrecision }];
    }),
  );
}

/** The same sweep with one detector's findings taken away, recomputed from what is stored. */
function leaveOneOut(results: readonly SiteResult[]): Evaluation['leaveOneOut'] {
  const visited = results.filter((result) => result.visited);
  return Object.fromEntries(
    detectorsOf(visited).map((detector) => {
      let changed = 0;
      const judged = visited.map((result) => {
        const without = result.assessments.map((assessment) => scoreWithout(assessment, detector));
        const predicted = without.some(({ impersonation }) => impersonation);
        if (predicted !== (result.verdict === 'impersonation')) changed++;
        return { positive: result.site.truth.label === 'impersonation', predicted, score: Math.max(0, ...without.map(({ score }) => score)) };
      });
      const { recall, precision } = binaryMetrics(judged);
      return [detector, { recall: recall.value, precision: precision.value, changed }];
    }),
  );
}

function cloakingFigures(results: readonly SiteResult[]): Evaluation['cloaking'] {
  const cloaked = results.filter(({ site }) => site.truth.expect?.cloaked === true);
  const isRight = (result: SiteResult) => !isMiss(result);
  const byPersona: Evaluation['cloaking']['byPersona'] = {};
  for (const result of cloaked) {
    for (const persona of result.site.truth.expect?.personas ?? ['unspecified']) {
      const row = (byPersona[persona] ??= { expected: 0, found: 0 });
      row.expected++;
      if (isRight(result)) row.found++;
    }
  }
  const found = cloaked.filter(isRight).length;
  return { expected: cloaked.length, found, recall: cloaked.length === 0 ? null : found / cloaked.length, byPersona };
}

function hostileLine({ site, verdict, assessments, visits }: SiteResult): Evaluation['hostile'][number] {
  const hazards = [...new Set(visits.flatMap((visit) => visit.hazards.map(({ kind }) => kind)))].sort();
  return { site: site.name, survived: assessments.length > 0, verdict, hazards };
}

function costOf(results: readonly SiteResult[], seconds: number): Evaluation['cost'] {
  const visits = results.flatMap((result) => result.visits);
  return { seconds, bytes: visits.reduce((sum, visit) => sum + visit.bytesReceived, 0), pages: visits.length };
}

/** The verdicts that are right for each label. */
const RIGHT: Record<string, readonly string[]> = {
  impersonation: ['impersonation'],
  'certificate-sale': ['certificate-sale'],
  injected: ['injected'],
  official: ['official', 'benign', 'undecided', 'undiscovered', 'parked', 'unreachable'],
  benign: ['benign', 'official', 'undecided', 'undiscovered', 'parked', 'unreachable'],
  parked: ['parked', 'undiscovered'],
  dead: ['unreachable', 'undiscovered'],
};

function isMiss({ site, verdict, platform }: SiteResult): boolean {
  const { label, brand } = site.truth;
  if (!(RIGHT[label] ?? []).includes(verdict)) return true;
  return label === 'impersonation' && brand !== null && platform !== brand;
}

function missLine({ site, verdict, platform, because }: SiteResult): Evaluation['misses'][number] {
  const { label, brand } = site.truth;
  const named = (word: string, id: string | null) => (id ? `${word} (${id})` : word);
  return {
    site: site.name,
    expected: named(label, brand),
    got: named(verdict, platform),
    because: because
      .slice(0, 3)
      .map(({ zh }) => zh)
      .join(' '),
  };
}
