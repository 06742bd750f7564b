/** Pairs of sites that stand in one stored gang, against the gangs of the truth. */
import { expect, test } from 'vitest';
import type { GangRole } from '../../storage/sites/gang-shapes.ts';
import type { Corpus, CorpusSite } from '../range/corpus.ts';
import { clusterFigures } from './cluster-figures.ts';
import type { SiteResult } from './site-results.ts';

const site = (name: string, cluster: string | null): CorpusSite =>
  ({
    name,
    truth: { label: 'impersonation', brand: null, expect: cluster === null ? undefined : { cluster } },
  }) as unknown as CorpusSite;
const result = (of: CorpusSite, gangs: Record<string, GangRole>): SiteResult =>
  ({ site: of, gangs: new Map(Object.entries(gangs)) }) as unknown as SiteResult;

test('right, missing and wrong pairs are counted; a victim can be right but not wrong', () => {
  const [a, b, c, d, alone, victim] = [
    site('a', 'x'),
    site('b', 'x'),
    site('c', 'y'),
    site('d', 'y'),
    site('alone', null),
    site('victim', null),
  ];
  const results = [
    result(a, { 'G-0001': 'member' }),
    result(b, { 'G-0001': 'victim' }),
    result(c, { 'G-0002': 'member' }),
    result(d, {}),
    result(alone, { 'G-0001': 'member' }),
    result(victim, { 'G-0001': 'victim' }),
  ];
  expect(clusterFigures({ sites: results.map((one) => one.site) } as unknown as Corpus, results)).toEqual({
    expected: 2,
    whole: 1,
    pairs: { expected: 2, found: 1, wrong: 1 },
    precision: 0.5,
    recall: 0.5,
    wrongPairs: [['a', 'alone']],
  });
});
