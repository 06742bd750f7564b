/** Sites that sources drop on purpose are neither found nor missed. */
import { expect, test } from 'vitest';
import type { Source } from '../../storage/vocabulary/candidates.ts';
import type { Corpus } from '../range/corpus.ts';
import { clueFigures } from './clue-figures.ts';
import { discoveryFigures } from './discovery-figures.ts';
import type { SiteResult, SiteVerdict } from './site-results.ts';

interface Given {
  by: string[];
  discovered?: Source[];
  listed?: boolean;
  label?: string;
  hosts?: string[];
  verdict?: SiteVerdict;
  clues?: Record<string, string[]>;
  seen?: Record<string, string[]>;
}

const result = ({
  by,
  discovered = [],
  listed = false,
  label = 'benign',
  hosts = ['a.example'],
  verdict = 'benign',
  clues,
  seen = {},
}: Given): SiteResult =>
  ({
    site: {
      name: hosts[0],
      hosts,
      found: by.map((way) => ({ by: way })),
      truth: { label, brand: null, expect: clues ? { clues } : null },
    },
    discovered: new Set(discovered),
    listed,
    verdict,
    assessments: [
      {
        clues: Object.fromEntries(
          Object.entries(seen).map(([kind, values]) => [kind, values.map((value) => ({ value, seenIn: 'html' }))]),
        ),
      },
    ],
  }) as unknown as SiteResult;

const corpus = { seed: { sources: ['search', 'list'] } } as unknown as Corpus;

test('a listed official site counts as left out of every source it could be found by, unless it was found', () => {
  const figures = discoveryFigures(corpus, [
    result({ by: ['search', 'list'], discovered: ['search'] }),
    result({ by: ['search'] }),
    result({ by: ['search', 'list', 'link'], listed: true, label: 'official' }),
    result({ by: ['search'], listed: true, label: 'official', discovered: ['search'] }),
  ]);
  expect(figures['search']).toEqual({ expected: 3, discovered: 2, leftOut: 1, recall: 2 / 3 });
  expect(figures['list']).toEqual({ expected: 1, discovered: 0, leftOut: 1, recall: 0 });
  expect(figures['link']).toEqual({ expected: 0, discovered: 0, leftOut: 1, recall: null });
  expect(figures['all']).toEqual({ expected: 3, discovered: 2, leftOut: 1, recall: 2 / 3 });
});

test('an official site that no list names is a miss, but a log leaves the names of organs out', () => {
  const organ = result({ by: ['certificate-log', 'search'], label: 'official', hosts: ['slj.lingzhou.gov.cn'] });
  const mixed = result({
    by: ['certificate-log'],
    label: 'official',
    hosts: ['www.lingzhou.gov.cn', 'lingzhou-shuili.example'],
  });
  const figures = discoveryFigures({ seed: { sources: ['search', 'certificate-log'] } } as unknown as Corpus, [
    organ,
    mixed,
  ]);
  expect(figures['certificate-log']).toEqual({ expected: 1, discovered: 0, leftOut: 1, recall: 0 });
  expect(figures['search']).toEqual({ expected: 1, discovered: 0, leftOut: 0, recall: 0 });
  expect(figures['all']).toMatchObject({ expected: 2, leftOut: 0 });
});

test('a fake below an organ’s name that a log did not pass on stays a miss', () => {
  const figures = discoveryFigures(corpus, [
    result({ by: ['certificate-log'], label: 'injected', hosts: ['old.lingzhou.gov.cn'] }),
  ]);
  expect(figures['certificate-log']).toMatchObject({ expected: 1, leftOut: 0, recall: 0 });
});

test('clues of sites left out are counted apart', () => {
  const figures = clueFigures([
    result({
      by: [],
      clues: { phone: ['010-0000 0000'], icp: ['云ICP备00000001号-2'] },
      seen: { phone: ['010-00000000'], icp: ['云ICP备00000001号'] },
    }),
    result({ by: [], clues: { phone: ['000-111'] }, verdict: 'undiscovered' }),
    result({ by: [], clues: { phone: ['000-222', '000-333'] }, verdict: 'left-out' }),
  ]);
  expect(figures['phone']).toMatchObject({
    expected: 2,
    found: 1,
    leftOut: 2,
    recall: 0.5,
    missing: ['a.example: 000-111'],
  });
  expect(figures['icp']).toMatchObject({ expected: 1, found: 1, leftOut: 0, recall: 1 });
});
