/**
 * How far stated likelihoods agree with what came true: reliability diagram, Brier score, log loss, expected
 * calibration error. Pure.
 */

export interface Forecast {
  /** Stated likelihood, 0..1. */
  likelihood: number;
  positive: boolean;
}

export interface ReliabilityBin {
  from: number;
  to: number;
  count: number;
  /** Mean stated likelihood, and the share that came true; null in an empty bin. */
  stated: number | null;
  observed: number | null;
}

export interface Reliability {
  bins: ReliabilityBin[];
  /** Mean squared error of the likelihood (Brier, 1950). */
  brier: number;
  /** Mean negative log likelihood, likelihoods kept within 0.001..0.999. */
  logLoss: number;
  /** Expected calibration error: mean distance of the bins from the diagonal, weighted by count. */
  calibrationError: number;
}

const EDGES = [0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 1];

/** @throws RangeError for an empty list. */
export function reliability(forecasts: readonly Forecast[]): Reliability {
  if (forecasts.length === 0) throw new RangeError('no forecasts');
  const bins = EDGES.slice(0, -1).map((from, index): ReliabilityBin => {
    const to = EDGES[index + 1] ?? 1;
    const inside = forecasts.filter(
      ({ likelihood }) => likelihood >= from && (likelihood < to || (to === 1 && likelihood <= 1)),
    );
    const count = inside.length;
    if (count === 0) return { from, to, count, stated: null, observed: null };
    const stated = inside.reduce((sum, { likelihood }) => sum + likelihood, 0) / count;
    return { from, to, count, stated, observed: inside.filter(({ positive }) => positive).length / count };
  });
  const mean = (of: (forecast: Forecast) => number) =>
    forecasts.reduce((sum, forecast) => sum + of(forecast), 0) / forecasts.length;
  return {
    bins,
    brier: mean(({ likelihood, positive }) => (likelihood - Number(positive)) ** 2),
    logLoss: mean(
      ({ likelihood, positive }) => -Math.log(Math.min(0.999, Math.max(0.001, positive ? likelihood : 1 - likelihood))),
    ),
    calibrationError: bins.reduce(
      (sum, { count, stated, observed }) =>
        sum + (count / forecasts.length) * Math.abs((stated ?? 0) - (observed ?? 0)),
      0,
    ),
  };
}
