/**
 * Combines findings into one likelihood: log odds summed per family under caps, so that correlated signals do not count
 * twice.
 */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { familyOf } from '../signals.ts';
import { capOf, isSignal, PRIOR, PRIOR_SPREAD, spreadOf, weightOf } from '../weights.ts';
import type { FamilyName } from '../weights.ts';

/** The sum of findings, before and after it is made a likelihood. */
export interface Score {
  /** Natural-log odds. */
  logit: number;
  /** 0..1. */
  likelihood: number;
  /** Contribution of each family after its cap. */
  families: Partial<Record<FamilyName, number>>;
  /** Standard deviation of `logit`, from the uncertainty of the weights that made it. */
  spread: number;
  /** At least two independent families, one of them about the content, or one decisive proof. */
  sufficient: boolean;
}

/** What the page itself shows; a name or a server alone convicts nobody. */
const CONTENT: ReadonlySet<FamilyName> = new Set(['words', 'form', 'picture', 'result', 'identity', 'claim']);
/** A contribution this large counts as evidence from that family. */
const COUNTS = 0.5;
/** Copied analytics ids and CONAC marks, or a complete filled-in result page, are proof by themselves. */
const DECISIVE: Partial<Record<FamilyName, number>> = { identity: 3.3 };
/** Families whose signals are alternatives (the best one counts), not parts of a sum: those without a cap. */
const isBestOf = (family: FamilyName) => capOf(family) === null;

/**
 * The score of one page's and its host's findings; `without` leaves families out (for counterfactuals), `prior` are the
 * log odds before them.
 */
export function combine(
  findings: readonly Finding[],
  without: ReadonlySet<FamilyName> = new Set(),
  prior = PRIOR,
): Score {
  const families: Partial<Record<FamilyName, number>> = {};
  const variances: Partial<Record<FamilyName, number>> = {};
  for (const item of findings) {
    const family = familyOf(item.detector);
    if (!family || without.has(family)) continue;
    const held = families[family] ?? 0;
    const variance = (item.value * spreadOf(item.detector)) ** 2;
    if (!isBestOf(family)) {
      families[family] = held + item.weight;
      variances[family] = (variances[family] ?? 0) + variance;
    } else if (families[family] === undefined || item.weight > held) {
      families[family] = item.weight;
      variances[family] = variance;
    }
  }
  let logit = prior;
  let variance = PRIOR_SPREAD ** 2;
  for (const [family, sum] of Object.entries(families) as [FamilyName, number][]) {
    const cap = capOf(family) ?? Number.POSITIVE_INFINITY;
    const capped = Math.min(cap, Math.max(-cap, sum));
    families[family] = capped;
    logit += capped;
    // what a cap cuts off is no longer uncertain
    variance += (variances[family] ?? 0) * (sum === 0 ? 1 : (capped / sum) ** 2);
  }
  const sufficient = isSufficient(families);
  // Without a second family the likelihood may not reach one half, whatever the sum says.
  const bounded = sufficient ? logit : Math.min(logit, -0.1);
  return { logit: bounded, likelihood: likelihoodOf(bounded), families, spread: Math.sqrt(variance), sufficient };
}

function likelihoodOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Two-sided 95 % quantile of the normal distribution. */
const Z = 1.959964;

/** 95 % interval of a score, 0..100 with one decimal: normal in the log odds, so never outside 0..100. */
export function confidence({ logit, spread }: Score): { low: number; high: number } {
  const at = (value: number) => Math.round(likelihoodOf(value) * 1000) / 10;
  return { low: at(logit - Z * spread), high: at(logit + Z * spread) };
}

function isSufficient(families: Partial<Record<FamilyName, number>>): boolean {
  const present = (Object.entries(families) as [FamilyName, number][])
    .filter(([family, value]) => family !== 'exoneration' && value >= COUNTS)
    .map(([family]) => family);
  if (Object.entries(DECISIVE).some(([family, least]) => (families[family as FamilyName] ?? 0) >= least)) return true;
  return present.length >= 2 && present.some((family) => CONTENT.has(family));
}

/** A copy of a finding with its value and weight scaled (used when a finding speaks about a related platform only). */
export function scaledFinding(item: Finding, factor: number): Finding {
  const value = Math.round(item.value * factor * 1000) / 1000;
  return {
    ...item,
    value,
    weight: isSignal(item.detector) ? Math.round(value * weightOf(item.detector) * 1000) / 1000 : 0,
  };
}
