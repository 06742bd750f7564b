import { describe, expect, it } from 'vitest';
import { finding } from '../../../detectors/finding.ts';
import { combine } from '../../../detectors/verdict/score.ts';
import { SIGNALS } from '../../../detectors/signals.ts';
import { capOf } from '../../../detectors/weights.ts';
import type { SignalName } from '../../../detectors/weights.ts';
import table from '../../../detectors/weights.json' with { type: 'json' };

const signal = (name: SignalName, value = 1) => finding({ signal: name, platform: null, value, because: [] });

describe('the combined score', () => {
  it('without evidence is the prior', () => {
    expect(combine([]).logit).toBe(table.prior.weight);
    expect(combine([]).likelihood).toBeLessThan(0.05);
  });

  it('counts correlated signals of a family once', () => {
    expect(combine([signal('words'), signal('words')]).logit).toBe(combine([signal('words')]).logit);
    expect(
      combine([signal('copied-analytics'), signal('copied-site-id'), signal('copied-filing')]).families.identity,
    ).toBe(capOf('identity'));
  });

  it('never accuses without evidence from the content, whatever name, behaviour and server say', () => {
    const outside = combine([
      signal('domain-similarity'),
      signal('bounce-to-official'),
      signal('cloaking'),
      signal('young-domain'),
    ]);
    expect(outside.sufficient).toBe(false);
    expect(outside.likelihood).toBeLessThan(0.5);
    expect(combine([signal('domain-similarity'), signal('words')]).likelihood).toBeGreaterThan(0.5);
  });

  it('accuses on one family only for decisive proof', () => {
    expect(combine([signal('copied-analytics')]).likelihood).toBeGreaterThan(0.5);
    for (const name of [
      'words',
      'form-fingerprint',
      'screenshot-comparison',
      'result-page',
      'domain-similarity',
    ] as const)
      expect(combine([signal(name)]).likelihood).toBeLessThan(0.5);
  });

  it('is lowered by what exonerates', () => {
    const accused = [signal('domain-similarity'), signal('words')];
    expect(
      combine([signal('organ-claim'), signal('form-fingerprint'), signal('talking-about')]).likelihood,
    ).toBeLessThan(0.3);
    expect(combine([...accused, signal('talking-about')]).likelihood).toBeLessThan(combine(accused).likelihood - 0.3);
  });

  it('can leave a family out', () => {
    expect(combine([signal('domain-similarity'), signal('words')], new Set(['name'])).families.name).toBeUndefined();
  });

  it('clamps values and ignores unknown detectors', () => {
    expect(finding({ signal: 'words', platform: null, value: Number.NaN, because: [] }).weight).toBe(0);
    expect(finding({ signal: 'words', platform: null, value: 7, because: [] }).value).toBe(1);
    expect(combine([{ ...signal('words'), detector: 'unheard-of' }]).logit).toBe(table.prior.weight);
  });
});

describe('the weights', () => {
  it.each(Object.entries(table.signals))('%s names its source and fits the cap of its family', (name, entry) => {
    expect(entry.source.length).toBeGreaterThan(20);
    expect(Math.abs(entry.weight)).toBeLessThanOrEqual(
      capOf(SIGNALS[name as SignalName].family) ?? Number.POSITIVE_INFINITY,
    );
    expect(entry.sd).toBeGreaterThan(0);
  });
});
