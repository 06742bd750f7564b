/** The weights of evidence: `weights.json` as typed values. Every number there names where it comes from. */
import table from './weights.json' with { type: 'json' };

export type SignalName = keyof typeof table.signals;
export type FamilyName = keyof typeof table.families;

export const WEIGHTS_VERSION: string = table.version;
/** Log-odds that a host which reaches detection impersonates a platform, before any evidence. */
export const PRIOR: number = table.prior.weight;

/** Full weight (natural-log odds) of a signal at value 1. */
export function weightOf(signal: SignalName): number {
  return table.signals[signal].weight;
}

/** The family a detector's signal belongs to: signals of one family speak about the same fact and share a cap. */
export function familyOf(signal: string): FamilyName | null {
  return isSignal(signal) ? (table.signals[signal].family as FamilyName) : null;
}

/** The most a family can add (log odds); exonerating families are capped from below by the same number's negative. */
export function capOf(family: FamilyName): number {
  return table.families[family].cap;
}

/** A family's name for people. */
export function familyLabel(family: FamilyName): { zh: string; en: string } {
  return { zh: table.families[family].zh, en: table.families[family].en };
}

export function isSignal(name: string): name is SignalName {
  return Object.hasOwn(table.signals, name);
}
