/** The share of honest sites that a person has to look at. */
import { expect, test } from 'vitest';
import type { SiteResult, SiteVerdict } from './site-results.ts';
import { undecidedFigures } from './undecided-figures.ts';

const result = (name: string, label: string, verdict: SiteVerdict): SiteResult =>
  ({ site: { name, truth: { label } }, verdict }) as unknown as SiteResult;

test('counts undecided among the honest sites that got a verdict', () => {
  const figures = undecidedFigures([
    result('school', 'benign', 'benign'),
    result('shop', 'benign', 'undecided'),
    result('organ', 'official', 'undecided'),
    result('for-sale', 'parked', 'parked'),
    result('accused', 'benign', 'impersonation'),
    result('fake', 'impersonation', 'undecided'),
    result('left', 'official', 'left-out'),
    result('waiting', 'benign', 'pending'),
    result('unseen', 'parked', 'undiscovered'),
  ]);
  expect(figures).toEqual({ count: 2, of: 5, share: 0.4, sites: ['shop', 'organ'] });
});

test('has no share of nothing', () => {
  expect(undecidedFigures([result('fake', 'impersonation', 'undecided')])).toEqual({
    count: 0,
    of: 0,
    share: null,
    sites: [],
  });
});
