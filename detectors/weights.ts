/** The weights of evidence: `weights.json` as typed values. Every number there names where it comes from. */
import table from './weights.json' with { type: 'json' };

/** A signal of weights.json, the name in `Finding.detector`. */
export type SignalName = keyof typeof table.signals;

/** A family of weights.json. */
export type FamilyName = keyof typeof table.families;

/** The names of all signals, as findings, settings and `--without` give them. */
export const SIGNAL_NAMES = Object.keys(table.signals) as SignalName[];

/** Version of the weights, written into every assessment. */
export const WEIGHTS_VERSION: string = table.version;
/** Log-odds that a host which reaches detection impersonates a platform, before any evidence. */
export const PRIOR: number = table.prior.weight;

/**
 * Likelihood from which a host is accused, and from which an analyst should look at it; `cost` in the file says what
 * each trades.
 */
export const ACCUSE: number = table.thresholds.accuse.likelihood;

/** See `ACCUSE`. */
export const REVIEW: number = table.thresholds.review.likelihood;

/** Standard deviation of `PRIOR`. */
export const PRIOR_SPREAD: number = table.prior.sd;

/** Standard deviation of a signal's weight at value 1; 0 for an unknown signal. */
export function spreadOf(signal: string): number {
  return isSignal(signal) ? table.signals[signal].sd : 0;
}

/** Full weight (natural-log odds) of a signal at value 1. */
export function weightOf(signal: SignalName): number {
  return table.signals[signal].weight;
}

/**
 * The weight as judged before any fit: what a new fit starts from, so that fitting twice is no different from fitting
 * once.
 */
export function judgedOf(signal: SignalName | 'prior'): number {
  const entry: { weight: number; judged?: number } = signal === 'prior' ? table.prior : table.signals[signal];
  return entry.judged ?? entry.weight;
}

/**
 * The most a family whose signals are summed can add (log odds); exonerating families are capped from below by the same
 * number's negative. Null for families of which the best signal counts: its own weight is the most.
 */
export function capOf(family: FamilyName): number | null {
  return table.families[family].cap;
}

/** A family's name for people. */
export function familyLabel(family: FamilyName): { zh: string; en: string } {
  return { zh: table.families[family].zh, en: table.families[family].en };
}

/** False for a name that another version may have stored. */
export function isSignal(name: string): name is SignalName {
  return Object.hasOwn(table.signals, name);
}
