import { expect, it } from 'vitest';
import { createStageRate } from '../../../reports/terminal/stage-rate.ts';

it('counts rate and time left from the first report of each stage, and says neither too early', () => {
  let now = 0;
  const rate = createStageRate(() => now);
  expect(rate({ stage: 'probe', done: 1, total: 21 })).toMatchObject({ rate: null, eta: null });
  now = 2000;
  expect(rate({ stage: 'probe', done: 11, total: 21 })).toMatchObject({ rate: 5, eta: 2 });
  expect(rate({ stage: 'capture', done: 1, total: null })).toMatchObject({ rate: null, eta: null });
  now = 4000;
  expect(rate({ stage: 'capture', done: 3, total: null })).toMatchObject({ rate: 1, eta: null });
});
