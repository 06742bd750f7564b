/**
 * Calibrates the weights on swept corpora: fit on all of them, judged by leaving one corpus out at a time, thresholds
 * by what they cost.
 */
import type { SiteResult } from './site-results.ts';
import { fitWeights, logitOf, parametersOf, type Fit, type FitItem } from './fit-weights.ts';
import { reliability, type Forecast, type Reliability } from './reliability.ts';
import type { Assessment } from '../../storage/vocabulary/detect.ts';

/** What a wrong answer costs against the other kind of wrong answer, with the threshold that costs least. */
export interface ThresholdChoice {
  /** A false accusation costs this many missed fakes. */
  falseAlarmCost: number;
  /** Score, 0..100. */
  threshold: number;
  falseAlarms: number;
  misses: number;
}

export interface Calibration {
  corpora: string[];
  sites: number;
  positives: number;
  fit: Fit;
  /** The present weights on the same sites. */
  before: Reliability;
  /** Each corpus judged by weights fitted to the others; null with a single corpus. */
  heldOut: Reliability | null;
  /** The new weights on the sites they were fitted to. */
  after: Reliability;
  thresholds: ThresholdChoice[];
}

/** Verdicts in which the imitation score decided; the others rest on other questions. */
const SCORED: ReadonlySet<Assessment['verdict']> = new Set([
  'impersonation',
  'benign',
  'undecided',
  'certificate-sale',
]);
const COSTS = [1, 3, 10, 30];

/**
 * The sites that speak about the score: labelled fake or not, visited, and judged by the score. Contested and hostile
 * ones are left out.
 */
export function fitItems(corpus: string, results: readonly SiteResult[]): FitItem[] {
  return results.flatMap(({ site, assessments }) => {
    const { label, expect } = site.truth;
    if (label === 'hostile' || label === 'injected' || label === 'dead' || expect?.contested) return [];
    const scored = assessments.filter(({ verdict, findings }) => SCORED.has(verdict) && findings.length > 0);
    const [strongest] = scored.sort((left, right) => right.score - left.score);
    return strongest
      ? [{ site: site.name, family: corpus, positive: label === 'impersonation', findings: strongest.findings }]
      : [];
  });
}

/** @throws RangeError without any site. */
export function calibrate(items: readonly FitItem[]): Calibration {
  const corpora = [...new Set(items.map(({ family }) => family))];
  const fit = fitWeights(items);
  const present = new Map<never, number>();
  const heldOut = corpora.length < 2 ? null : reliability(corpora.flatMap((corpus) => heldOutForecasts(items, corpus)));
  const after = forecastsOf(items, parametersOf(fit));
  return {
    corpora,
    sites: items.length,
    positives: items.filter(({ positive }) => positive).length,
    fit,
    before: reliability(forecastsOf(items, present)),
    heldOut,
    after: reliability(after),
    thresholds: COSTS.map((falseAlarmCost) => cheapest(after, falseAlarmCost)),
  };
}

function heldOutForecasts(items: readonly FitItem[], corpus: string): Forecast[] {
  const parameters = parametersOf(fitWeights(items.filter(({ family }) => family !== corpus)));
  return forecastsOf(
    items.filter(({ family }) => family === corpus),
    parameters,
  );
}

function forecastsOf(items: readonly FitItem[], parameters: Parameters<typeof logitOf>[1]): Forecast[] {
  return items.map(({ findings, positive }) => ({
    likelihood: 1 / (1 + Math.exp(-logitOf(findings, parameters))),
    positive,
  }));
}

/** The threshold with the least cost; of equal ones the middle, so that neither side stands at the brink. */
function cheapest(forecasts: readonly Forecast[], falseAlarmCost: number): ThresholdChoice {
  const choices = Array.from({ length: 99 }, (_, index) => {
    const threshold = index + 1;
    const falseAlarms = forecasts.filter(
      ({ likelihood, positive }) => !positive && likelihood * 100 >= threshold,
    ).length;
    const misses = forecasts.filter(({ likelihood, positive }) => positive && likelihood * 100 < threshold).length;
    return { falseAlarmCost, threshold, falseAlarms, misses, cost: falseAlarms * falseAlarmCost + misses };
  });
  const least = Math.min(...choices.map(({ cost }) => cost));
  const best = choices.filter(({ cost }) => cost === least);
  const { cost: _cost, ...middle } = best[Math.floor(best.length / 2)] ?? {
    falseAlarmCost,
    threshold: 50,
    falseAlarms: 0,
    misses: 0,
    cost: 0,
  };
  return middle;
}
