import { describe, expect, it } from 'vitest';
import { averagePrecision, binaryMetrics, proportion, rocArea, type Judged } from './metrics.ts';

const item = (positive: boolean, score: number, predicted = score >= 50): Judged => ({ positive, score, predicted });

describe('metrics', () => {
  it('gives the Wilson interval of a proportion', () => {
    const { value, low, high } = proportion(8, 10);
    expect(value).toBe(0.8);
    expect(low).toBeCloseTo(0.4902, 3);
    expect(high).toBeCloseTo(0.9433, 3);
  });

  it('has no proportion of nothing', () => {
    expect(proportion(0, 0)).toEqual({ value: null, low: null, high: null });
  });

  it('counts ties as half in the ROC area', () => {
    expect(rocArea([item(true, 90), item(false, 10)])).toBe(1);
    expect(rocArea([item(true, 50), item(false, 50)])).toBe(0.5);
    expect(rocArea([item(true, 10), item(false, 90)])).toBe(0);
    expect(rocArea([item(true, 10)])).toBeNull();
  });

  it('averages the precision at each positive', () => {
    expect(averagePrecision([item(true, 90), item(false, 80), item(true, 70)])).toBeCloseTo((1 + 2 / 3) / 2, 10);
  });

  it('counts misses and false alarms apart', () => {
    const metrics = binaryMetrics([item(true, 90), item(true, 20), item(false, 80), item(false, 5)]);
    expect(metrics).toMatchObject({ truePositives: 1, falsePositives: 1, falseNegatives: 1, f1: 0.5 });
    expect(metrics.precision.value).toBe(0.5);
  });
});
