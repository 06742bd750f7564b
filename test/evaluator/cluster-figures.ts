/** How well the found clusters match the gangs of the truth, counted over pairs of sites. */
import { clusterSites, type ClusterMember } from '../../detectors/cluster-sites.ts';
import type { Corpus } from '../range/corpus.ts';
import type { SiteResult } from './evaluate.ts';

export interface ClusterFigures {
  expected: number;
  /** Expected clusters of which all discovered sites stand together. */
  whole: number;
  pairs: { expected: number; found: number; wrong: number };
  precision: number | null;
  recall: number | null;
}

const ACCUSED = new Set(['impersonation', 'certificate-sale', 'injected']);

/** Pairs are counted between sites that were judged; a pair of sites of no common gang that stand together is wrong. */
export function clusterFigures(corpus: Corpus, results: readonly SiteResult[]): ClusterFigures {
  const members = results.filter(({ verdict }) => ACCUSED.has(verdict)).flatMap(membersOf);
  const hostSite = new Map(results.flatMap(({ site, assessments }) => assessments.map(({ host }) => [host, site.name] as const)));
  const together = clusterSites(members.map(({ member }) => member)).map((cluster) => [...new Set(cluster.hosts.map((host) => hostSite.get(host) ?? host))]);
  const gangOf = new Map(results.map(({ site }) => [site.name, site.truth.expect?.cluster ?? null]));
  const gangs = [
    ...Map.groupBy(
      corpus.sites.filter((site) => site.truth.expect?.cluster),
      (site) => site.truth.expect?.cluster ?? '',
    ),
  ]
    .map(([, sites]) => sites.map((site) => site.name))
    .filter((names) => names.length > 1);
  const clusterOf = new Map(together.flatMap((names, index) => names.map((name) => [name, index] as const)));
  const expected = gangs.flatMap(pairsOf);
  const found = expected.filter(([a, b]) => clusterOf.has(a) && clusterOf.get(a) === clusterOf.get(b)).length;
  const wrong = together.flatMap(pairsOf).filter(([a, b]) => gangOf.get(a) === null || gangOf.get(a) !== gangOf.get(b)).length;
  const whole = gangs.filter((names) => names.every((name) => clusterOf.has(name) && clusterOf.get(name) === clusterOf.get(names[0] ?? ''))).length;
  return {
    expected: gangs.length,
    whole,
    pairs: { expected: expected.length, found, wrong },
    precision: found + wrong === 0 ? null : found / (found + wrong),
    recall: expected.length === 0 ? null : found / expected.length,
  };
}

function membersOf(result: SiteResult): { member: ClusterMember }[] {
  return result.assessments.map((assessment) => {
    const visits = result.visits.filter((visit) => visit.host === assessment.host);
    return {
      member: {
        host: assessment.host,
        assessment,
        hosts: [...new Set(visits.flatMap((visit) => visit.hosts))],
        addresses: [...new Set(visits.flatMap((visit) => (visit.peerAddress ? [visit.peerAddress] : [])))],
        certificateFingerprint: null,
      },
    };
  });
}

function pairsOf(names: readonly string[]): [string, string][] {
  return names.flatMap((a, index) => names.slice(index + 1).map((b): [string, string] => [a, b]));
}
