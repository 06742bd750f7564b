/**
 * How many of the sites that a source could find it found. What sources drop on purpose is counted apart: it is no
 * miss.
 */
import type { Corpus } from '../range/corpus.ts';
import { closedSuffix } from '../../detectors/names/official-hosts.ts';
import type { Source } from '../../storage/vocabulary/candidates.ts';
import type { SiteResult } from './site-results.ts';

export interface DiscoveryFigures {
  /** Without those left out. */
  expected: number;
  discovered: number;
  /** Official sites that the source saw and dropped, as it should. */
  leftOut: number;
  recall: number | null;
}

/** Source names of `found[].by` differ from ours in some cases; `link` is whoever followed it. */
const SOURCE_OF: Record<string, Source> = {
  permutation: 'permutations',
  search: 'search',
  'certificate-log': 'certificate-log',
  lead: 'leads',
  qr: 'qr',
  list: 'list',
};

/** @returns one entry per way of being found, and `all` over the sources that the corpus is seeded with. */
export function discoveryFigures(corpus: Corpus, results: readonly SiteResult[]): Record<string, DiscoveryFigures> {
  const waysOf = ({ site }: SiteResult) => site.found.map(({ by }) => by);
  const seeded = ({ site }: SiteResult) =>
    site.found
      .map(({ by }) => by)
      .filter((by) => by in SOURCE_OF && corpus.seed.sources.some((source) => source === SOURCE_OF[by]));
  const foundByAny = ({ discovered }: SiteResult) => discovered.size > 0;
  const figures: Record<string, DiscoveryFigures> = {
    all: count(
      results.filter((result) => seeded(result).length > 0),
      foundByAny,
      (result) => seeded(result).every((by) => drops(by, result)),
    ),
  };
  for (const by of [...Object.keys(SOURCE_OF), 'link']) {
    const source = SOURCE_OF[by];
    figures[by] = count(
      results.filter((result) => waysOf(result).some((way) => way === by)),
      source === undefined ? foundByAny : ({ discovered }) => discovered.has(source),
      (result) => drops(by, result),
    );
  }
  return figures;
}

function count(
  could: readonly SiteResult[],
  isFound: (result: SiteResult) => boolean,
  isDropped: (result: SiteResult) => boolean,
): DiscoveryFigures {
  const leftOut = could.filter((result) => !isFound(result) && isDropped(result)).length;
  const discovered = could.filter(isFound).length;
  const expected = could.length - leftOut;
  return { expected, discovered, leftOut, recall: expected === 0 ? null : discovered / expected };
}

/**
 * Listed hosts are dropped by every source; names of organs (`gov.cn` …) imitate nobody, so a log's stream of names
 * leaves them out too.
 */
function drops(by: string, { site, listed }: SiteResult): boolean {
  return (
    listed ||
    (by === 'certificate-log' &&
      site.truth.label === 'official' &&
      site.hosts.every((host) => closedSuffix(host) !== null))
  );
}
