/** Scores one sweep over a corpus against the corpus's truth: everything that test/corpus/README.md promises. */
import type { Corpus } from '../range/corpus.ts';
import type { SweepCost, SweepState } from '../../reports/records/sweep-state.ts';
import type { Assessment, Verdict } from '../../storage/vocabulary/detect.ts';
import { scoreWithout, scoreWithOnly } from '../../detectors/verdict/rescore.ts';
import { clusterFigures, type ClusterFigures } from './cluster-figures.ts';
import { clueFigures, type ClueFigures } from './clue-figures.ts';
import { discoveryFigures, type DiscoveryFigures } from './discovery-figures.ts';
import type { HostVerdict } from './evaluation-file.ts';
import { binaryMetrics, type BinaryMetrics, type Judged } from './metrics.ts';
import type { SiteResult } from './site-results.ts';
import { undecidedFigures, type UndecidedFigures } from './undecided-figures.ts';

export interface Evaluation {
  corpus: string;
  /** Which sweep was scored. Of one that is not finished the figures count only the sites it was done with. */
  sweep: SweepState;
  /** Sites of the corpus that the sweep was not done with: they stand in no figure but `labels`. */
  pending: string[];
  honestUndecided: UndecidedFigures;
  impersonation: BinaryMetrics;
  visited: BinaryMetrics;
  sale: BinaryMetrics;
  injected: BinaryMetrics;
  discovery: Record<string, DiscoveryFigures>;
  labels: Record<string, Record<string, number>>;
  brands: {
    correct: number;
    total: number;
    accuracy: number | null;
    byBrand: Record<string, { expected: number; found: number; correct: number }>;
  };
  detectors: Record<string, Pick<BinaryMetrics, 'auc' | 'averagePrecision'>>;
  leaveOneOut: Record<string, { recall: number | null; precision: number | null; changed: number }>;
  cloaking: {
    expected: number;
    found: number;
    recall: number | null;
    byPersona: Record<string, { expected: number; found: number }>;
  };
  clues: Record<string, ClueFigures>;
  /** Null for an unfinished sweep: gangs are clustered at the end. */
  clusters: ClusterFigures | null;
  hostile: { site: string; survived: boolean; verdict: string; hazards: string[] }[];
  contested: { site: string; label: string; verdict: string; score: number }[];
  cost: SweepCost & { bytes: number; pages: number };
  misses: { site: string; expected: string; got: string; because: string }[];
  unusable: string[];
  /** Every judged host, by name: what `--against` compares. */
  hosts: HostVerdict[];
}

export interface EvaluatedSweep {
  sweep: SweepState;
  /** Of all hosts, those of no corpus site too. */
  assessments: readonly Assessment[];
  /** Seed platforms without profile. */
  unusable: readonly string[];
}

/** Labels that the impersonation figures leave out and print apart. */
const apart = ({ site }: SiteResult) => site.truth.label === 'hostile' || site.truth.expect?.contested === true;

function judgedAs(
  results: readonly SiteResult[],
  label: string,
  verdict: Verdict,
  score = (result: SiteResult) => result.score,
): Judged[] {
  return results.map((result) => ({
    positive: result.site.truth.label === label,
    predicted: result.verdict === verdict,
    score: score(result),
  }));
}

export function evaluate(
  corpus: Corpus,
  all: readonly SiteResult[],
  { sweep, assessments, unusable }: EvaluatedSweep,
): Evaluation {
  const results = all.filter(({ verdict }) => verdict !== 'pending');
  const counted = results.filter((result) => !apart(result));
  return {
    corpus: `${corpus.name} ${corpus.version}`,
    sweep,
    pending: all.filter(({ verdict }) => verdict === 'pending').map(({ site }) => site.name),
    honestUndecided: undecidedFigures(counted),
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
    discovery: discoveryFigures(corpus, results),
    labels: confusion(all),
    brands: brandFigures(counted),
    detectors: detectorFigures(counted),
    leaveOneOut: leaveOneOut(counted),
    cloaking: cloakingFigures(counted),
    clues: clueFigures(results),
    clusters: sweep.unfinished === null ? clusterFigures(corpus, results) : null,
    hostile: results.filter(({ site }) => site.truth.label === 'hostile').map(hostileLine),
    contested: results
      .filter(({ site }) => site.truth.expect?.contested)
      .map(({ site, verdict, score }) => ({ site: site.name, label: site.truth.label, verdict, score })),
    cost: costOf(all, sweep),
    misses: counted.filter(isMiss).map(missLine),
    unusable: [...unusable],
    hosts: hostVerdicts(assessments),
  };
}

const scoreOfVerdict = (verdict: Verdict) => (result: SiteResult) => (result.verdict === verdict ? 100 : 0);

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
      return [
        brand,
        {
          expected: group.length,
          found: found.length,
          correct: found.filter(({ platform }) => platform === brand).length,
        },
      ];
    }),
  );
  return {
    correct: correct.length,
    total: hits.length,
    accuracy: hits.length === 0 ? null : correct.length / hits.length,
    byBrand,
  };
}

const detectorsOf = (results: readonly SiteResult[]) =>
  [
    ...new Set(
      results.flatMap(({ assessments }) =>
        assessments.flatMap(({ findings }) => findings.map(({ detector }) => detector)),
      ),
    ),
  ].sort();

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
        return {
          positive: result.site.truth.label === 'impersonation',
          predicted,
          score: Math.max(0, ...without.map(({ score }) => score)),
        };
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

function costOf(results: readonly SiteResult[], { seconds, counted }: SweepState): Evaluation['cost'] {
  const visits = results.flatMap((result) => result.visits);
  return { seconds, counted, bytes: visits.reduce((sum, visit) => sum + visit.bytesReceived, 0), pages: visits.length };
}

function hostVerdicts(assessments: readonly Assessment[]): HostVerdict[] {
  const verdicts = assessments.map(({ host, verdict, platform }) => ({ host, verdict, platform }));
  return verdicts.sort((a, b) => (a.host < b.host ? -1 : 1));
}

/** The verdicts that are right for each label. */
const RIGHT: Record<string, readonly string[]> = {
  impersonation: ['impersonation'],
  'certificate-sale': ['certificate-sale'],
  injected: ['injected'],
  official: ['official', 'benign', 'undecided', 'undiscovered', 'left-out', 'parked', 'unreachable'],
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
