/**
 * Fits the weights of evidence to judged sites: maximum a posteriori, with every weight held by a normal prior around
 * the judged value, so that a signal the corpora hardly show stays where judgement put it. Pure.
 */
import { combine } from '../../detectors/verdict/score.ts';
import { isSignal, judgedOf, PRIOR, weightOf } from '../../detectors/weights.ts';
import type { SignalName } from '../../detectors/weights.ts';
import type { Finding } from '../../storage/vocabulary/detect.ts';

/** One site as the fit sees it. */
export interface FitItem {
  site: string;
  /** Sites of one family stand on one side of a split: here the corpus, one author's hand. */
  family: string;
  positive: boolean;
  findings: readonly Finding[];
}

export interface FittedWeight {
  signal: SignalName;
  /** Natural-log odds at value 1, before and after. */
  before: number;
  after: number;
  /** Standard deviation of `after` (diagonal Laplace approximation). */
  sd: number;
  /** Sites that show the signal. */
  sites: number;
}

export interface Fit {
  prior: { before: number; after: number; sd: number };
  weights: FittedWeight[];
}

const ITERATIONS = 400;
const RATE = 0.03;
const STEP = 1e-3;
/** A weight never changes its sign and never falls below this. */
const LEAST = 0.05;

const NOTHING: ReadonlySet<never> = new Set<never>();

type Parameters = Map<SignalName | 'prior', number>;

/** @returns the fitted weights, in the order of the weights file; signals that no site shows are left out. */
export function fitWeights(items: readonly FitItem[]): Fit {
  const shown = new Map<SignalName, number>();
  for (const item of items)
    for (const signal of new Set(item.findings.map(({ detector }) => detector).filter(isFitted)))
      shown.set(signal, (shown.get(signal) ?? 0) + 1);
  const names = ['prior' as const, ...shown.keys()];
  const start: Parameters = new Map(names.map((name) => [name, judgedOf(name)]));
  const at: Parameters = new Map(start);
  const first = new Map(names.map((name) => [name, 0]));
  const second = new Map(names.map((name) => [name, 0]));
  for (let round = 1; round <= ITERATIONS; round++) {
    const gradients = gradientOf(items, at, start);
    for (const name of names) {
      const gradient = gradients.get(name) ?? 0;
      const mean = 0.9 * (first.get(name) ?? 0) + 0.1 * gradient;
      const square = 0.99 * (second.get(name) ?? 0) + 0.01 * gradient ** 2;
      first.set(name, mean);
      second.set(name, square);
      const moved =
        (at.get(name) ?? 0) - (RATE * (mean / (1 - 0.9 ** round))) / (Math.sqrt(square / (1 - 0.99 ** round)) + 1e-8);
      at.set(name, sameSign(moved, start.get(name) ?? 0));
    }
  }
  const curvature = curvatureOf(items, at);
  const sdOf = (name: SignalName | 'prior') => 1 / Math.sqrt((curvature.get(name) ?? 0) + 1 / priorSpread(name) ** 2);
  return {
    prior: { before: PRIOR, after: at.get('prior') ?? PRIOR, sd: sdOf('prior') },
    weights: [...shown].map(([signal, sites]) => ({
      signal,
      before: weightOf(signal),
      after: at.get(signal) ?? 0,
      sd: sdOf(signal),
      sites,
    })),
  };
}

/** A signal without weight only says what could not be seen. */
function isFitted(name: string): name is SignalName {
  return isSignal(name) && weightOf(name) !== 0;
}

function sameSign(value: number, like: number): number {
  return like < 0 ? Math.min(-LEAST, value) : Math.max(LEAST, value);
}

/** Judgement is trusted to about a third; the share of fakes among what reaches detection to a factor of two. */
function priorSpread(name: SignalName | 'prior'): number {
  return name === 'prior' ? 0.7 : Math.max(0.1, 0.3 * Math.abs(judgedOf(name)));
}

/** Log odds of one item under these parameters. */
export function logitOf(findings: readonly Finding[], parameters: ReadonlyMap<SignalName | 'prior', number>): number {
  const weighted = findings.map((item) =>
    isSignal(item.detector)
      ? { ...item, weight: item.value * (parameters.get(item.detector) ?? weightOf(item.detector)) }
      : item,
  );
  return combine(weighted, NOTHING, parameters.get('prior') ?? PRIOR).logit;
}

function gradientOf(items: readonly FitItem[], at: Parameters, start: Parameters): Parameters {
  const gradients: Parameters = new Map();
  for (const [name, value] of at) gradients.set(name, (value - (start.get(name) ?? 0)) / priorSpread(name) ** 2);
  for (const { findings, positive } of items) {
    const error = sigmoid(logitOf(findings, at)) - (positive ? 1 : 0);
    if (Math.abs(error) < 1e-4) continue;
    for (const [name, slope] of slopes(findings, at)) gradients.set(name, (gradients.get(name) ?? 0) + error * slope);
  }
  return gradients;
}

/** The diagonal of the log-loss's second derivative. */
function curvatureOf(items: readonly FitItem[], at: Parameters): Parameters {
  const sums: Parameters = new Map();
  for (const { findings } of items) {
    const likelihood = sigmoid(logitOf(findings, at));
    for (const [name, slope] of slopes(findings, at))
      sums.set(name, (sums.get(name) ?? 0) + likelihood * (1 - likelihood) * slope ** 2);
  }
  return sums;
}

/**
 * Change of the log odds with each parameter: families take the best of their signals and have caps, so it is measured,
 * not derived.
 */
function slopes(findings: readonly Finding[], at: Parameters): [SignalName | 'prior', number][] {
  const base = logitOf(findings, at);
  const names = ['prior' as const, ...new Set(findings.map(({ detector }) => detector).filter(isFitted))];
  return names.map((name) => {
    const moved = new Map(at);
    moved.set(name, (at.get(name) ?? 0) + STEP);
    return [name, (logitOf(findings, moved) - base) / STEP];
  });
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** The parameters of a fit, for `logitOf`. */
export function parametersOf({ prior, weights }: Fit): ReadonlyMap<SignalName | 'prior', number> {
  return new Map([['prior' as const, prior.after], ...weights.map(({ signal, after }) => [signal, after] as const)]);
}
