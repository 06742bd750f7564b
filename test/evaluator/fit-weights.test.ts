import { describe, expect, it } from 'vitest';
import { fitWeights, logitOf, parametersOf, type FitItem } from './fit-weights.ts';
import { reliability } from './reliability.ts';
import { weightOf } from '../../detectors/weights.ts';
import type { SignalName } from '../../detectors/weights.ts';
import type { Finding } from '../../storage/vocabulary/detect.ts';

const signal = (detector: SignalName, value: number): Finding => ({
  detector,
  version: 1,
  platform: null,
  value,
  weight: value * weightOf(detector),
  because: [],
  evidence: [],
});
const item = (positive: boolean, ...findings: Finding[]): FitItem => ({ site: 's', family: 'f', positive, findings });
const many = (count: number, one: FitItem) => Array.from({ length: count }, () => one);

describe('the fit', () => {
  it('raises what the fakes show and the others do not, and lowers what both show', () => {
    const items = [
      ...many(40, item(true, signal('words', 1), signal('organ-claim', 1))),
      ...many(40, item(false, signal('organ-claim', 1))),
    ];
    const { weights } = fitWeights(items);
    const after = Object.fromEntries(weights.map(({ signal: name, before, after: now }) => [name, now - before]));
    expect(after['words']).toBeGreaterThan(0);
    expect(after['organ-claim']).toBeLessThan(after['words'] ?? 0);
  });

  it('leaves judgement alone where it sees nothing, and never turns a sign', () => {
    const { weights, prior } = fitWeights(
      many(200, item(true, signal('talking-about', 1), signal('words', 1), signal('form-fingerprint', 1))),
    );
    expect(weights.find(({ signal: name }) => name === 'talking-about')?.after).toBeLessThan(0);
    expect(weights.some(({ signal: name }) => name === 'emblem')).toBe(false);
    expect(prior.after).toBeGreaterThan(prior.before);
  });

  it('is surer of what it saw often', () => {
    const few = fitWeights([
      item(true, signal('words', 1), signal('organ-claim', 1)),
      item(false, signal('words', 0.1)),
    ]);
    const often = fitWeights([
      ...many(200, item(true, signal('words', 0.6), signal('organ-claim', 0.6))),
      ...many(200, item(false, signal('words', 0.5), signal('organ-claim', 0.5))),
    ]);
    const sdOf = (fit: typeof few) => fit.weights.find(({ signal: name }) => name === 'words')?.sd ?? 0;
    expect(sdOf(often)).toBeLessThan(sdOf(few));
  });

  it('lowers the loss on what it was fitted to', () => {
    const items = [
      ...many(30, item(true, signal('words', 0.8), signal('form-fingerprint', 0.4))),
      ...many(30, item(false, signal('words', 0.2))),
    ];
    const loss = (parameters: Parameters<typeof logitOf>[1]) =>
      reliability(
        items.map(({ findings, positive }) => ({
          likelihood: 1 / (1 + Math.exp(-logitOf(findings, parameters))),
          positive,
        })),
      ).logLoss;
    expect(loss(parametersOf(fitWeights(items)))).toBeLessThan(loss(new Map()));
  });
});

describe('reliability', () => {
  it('is perfect when what is stated comes true', () => {
    const { brier, calibrationError, bins } = reliability([
      ...Array.from({ length: 10 }, () => ({ likelihood: 1, positive: true })),
      ...Array.from({ length: 10 }, () => ({ likelihood: 0, positive: false })),
    ]);
    expect([brier, calibrationError]).toEqual([0, 0]);
    expect(bins.filter(({ count }) => count > 0).map(({ observed }) => observed)).toEqual([0, 1]);
  });

  it('shows boasting: nine in ten stated, half come true', () => {
    const { calibrationError, bins } = reliability(
      Array.from({ length: 10 }, (_, index) => ({ likelihood: 0.92, positive: index % 2 === 0 })),
    );
    expect(calibrationError).toBeCloseTo(0.42);
    expect(bins.find(({ count }) => count === 10)).toMatchObject({ from: 0.9, to: 0.95, observed: 0.5 });
  });
});
