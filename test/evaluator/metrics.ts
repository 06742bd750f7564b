/** Retrieval metrics with confidence intervals: precision, recall, F1, ROC area, average precision. Pure functions. */

export interface Interval {
  value: number | null;
  low: number | null;
  high: number | null;
}

export interface BinaryMetrics {
  precision: Interval;
  recall: Interval;
  f1: number | null;
  auc: number | null;
  averagePrecision: number | null;
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
}

/** One judged item: the truth, the decision, and the score that orders items (higher = more suspicious). */
export interface Judged {
  positive: boolean;
  predicted: boolean;
  score: number;
}

const Z = 1.959964; // two-sided 95 % quantile of the normal distribution

/**
 * A proportion with its Wilson score interval (E. B. Wilson, 1927) at 95 %; all null when there is nothing to count.
 */
export function proportion(successes: number, total: number): Interval {
  if (total === 0) return { value: null, low: null, high: null };
  const p = successes / total;
  const denominator = 1 + (Z * Z) / total;
  const centre = (p + (Z * Z) / (2 * total)) / denominator;
  const margin = (Z / denominator) * Math.sqrt((p * (1 - p)) / total + (Z * Z) / (4 * total * total));
  return { value: p, low: Math.max(0, centre - margin), high: Math.min(1, centre + margin) };
}

/**
 * Area under the ROC curve = chance that a positive outranks a negative, ties counted half (Mann–Whitney); null without
 * both classes.
 */
export function rocArea(items: readonly Judged[]): number | null {
  const sorted = [...items].sort((a, b) => a.score - b.score);
  const positives = items.filter((item) => item.positive).length;
  const negatives = items.length - positives;
  if (positives === 0 || negatives === 0) return null;
  let rankSum = 0;
  for (let start = 0; start < sorted.length;) {
    let end = start;
    while (end < sorted.length && sorted[end]?.score === sorted[start]?.score) end++;
    const meanRank = (start + 1 + end) / 2;
    rankSum += meanRank * sorted.slice(start, end).filter((item) => item.positive).length;
    start = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/**
 * Average precision: the mean of the precision at each positive, items of one score taken as one step; null without
 * positives.
 */
export function averagePrecision(items: readonly Judged[]): number | null {
  const sorted = [...items].sort((a, b) => b.score - a.score);
  const positives = items.filter((item) => item.positive).length;
  if (positives === 0) return null;
  let found = 0;
  let sum = 0;
  for (let start = 0; start < sorted.length;) {
    let end = start;
    while (end < sorted.length && sorted[end]?.score === sorted[start]?.score) end++;
    const here = sorted.slice(start, end).filter((item) => item.positive).length;
    found += here;
    sum += here * (found / end);
    start = end;
  }
  return sum / positives;
}

/** All figures of one yes/no question over the items. */
export function binaryMetrics(items: readonly Judged[]): BinaryMetrics {
  const truePositives = items.filter((item) => item.positive && item.predicted).length;
  const falsePositives = items.filter((item) => !item.positive && item.predicted).length;
  const falseNegatives = items.filter((item) => item.positive && !item.predicted).length;
  const precision = proportion(truePositives, truePositives + falsePositives);
  const recall = proportion(truePositives, truePositives + falseNegatives);
  const denominator = 2 * truePositives + falsePositives + falseNegatives;
  return {
    precision,
    recall,
    f1: denominator === 0 ? null : (2 * truePositives) / denominator,
    auc: rocArea(items),
    averagePrecision: averagePrecision(items),
    truePositives,
    falsePositives,
    falseNegatives,
  };
}
