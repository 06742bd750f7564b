/** How well the gangs the sweep kept match the gangs of the truth, counted over pairs of sites. */
import type { GangRole } from '../../storage/sites/gang-shapes.ts';
import type { Store } from '../../storage/open-store.ts';
import type { Corpus, CorpusSite } from '../range/corpus.ts';
import type { SiteResult } from './site-results.ts';

export interface ClusterFigures {
  expected: number;
  /** Expected clusters of which all discovered sites stand together. */
  whole: number;
  pairs: { expected: number; found: number; wrong: number };
  precision: number | null;
  recall: number | null;
  /** Pairs that stand together and should not. */
  wrongPairs: [string, string][];
}

/**
 * Notes for each site the gangs of this sweep that its hosts stand in, and as what; possible members accuse nobody and
 * do not count.
 */
export async function addGangs(
  results: ReadonlyMap<string, SiteResult>,
  siteOf: (host: string) => CorpusSite | null,
  store: Store,
  sweepId: number,
): Promise<void> {
  for (const { id, members } of await store.gangs.list({ sweepId })) {
    for (const { host, role, lastSweep } of members) {
      const site = siteOf(host);
      if (site && role !== 'possible' && lastSweep === sweepId) note(results.get(site.name), id, role);
    }
  }
}

/** A site with a member is a member. */
function note(result: SiteResult | undefined, id: string, role: GangRole): void {
  if (result && result.gangs.get(id) !== 'member') result.gangs.set(id, role);
}

/**
 * A victim is said to lead to a gang, not to belong to it: standing there it can be right but not wrong. A pair of
 * members of no common gang that stand together is wrong, whatever their labels.
 */
export function clusterFigures(corpus: Corpus, results: readonly SiteResult[]): ClusterFigures {
  const found = new Map(results.map(({ site, gangs }) => [site.name, gangs]));
  const together = (a: string, b: string) => [...(found.get(a)?.keys() ?? [])].some((id) => found.get(b)?.has(id));
  const gangOf = new Map(corpus.sites.map((site) => [site.name, site.truth.expect?.cluster ?? null]));
  const gangs = [
    ...Map.groupBy(
      corpus.sites.filter((site) => site.truth.expect?.cluster),
      (site) => site.truth.expect?.cluster ?? '',
    ).values(),
  ]
    .map((sites) => sites.map((site) => site.name))
    .filter((names) => names.length > 1);
  const expected = gangs.flatMap(pairsOf);
  const right = expected.filter(([a, b]) => together(a, b)).length;
  const members = results.filter(({ gangs }) => [...gangs.values()].includes('member')).map(({ site }) => site.name);
  const standing = pairsOf(members).filter(([a, b]) => together(a, b));
  const wrongPairs = standing.filter(([a, b]) => gangOf.get(a) === null || gangOf.get(a) !== gangOf.get(b));
  return {
    expected: gangs.length,
    whole: gangs.filter((names) => names.every((name) => together(name, names[0] ?? ''))).length,
    pairs: { expected: expected.length, found: right, wrong: wrongPairs.length },
    precision: right + wrongPairs.length === 0 ? null : right / (right + wrongPairs.length),
    recall: expected.length === 0 ? null : right / expected.length,
    wrongPairs,
  };
}

function pairsOf(names: readonly string[]): [string, string][] {
  return names.flatMap((a, index) => names.slice(index + 1).map((b): [string, string] => [a, b]));
}
