/**
 * How many honest sites are left to a person: each `undecided` among them is work that the product promised to spare.
 */
import type { SiteResult } from './site-results.ts';

/** The product promises no larger share than this. */
export const MOST_UNDECIDED = 0.02;

export interface UndecidedFigures {
  /** Honest sites (official, benign, parked) that ended `undecided`. */
  count: number;
  /** Honest sites that got a verdict: those nobody found, or that were left out on purpose, do not thin the share. */
  of: number;
  share: number | null;
  sites: string[];
}

const HONEST: ReadonlySet<string> = new Set(['official', 'benign', 'parked']);
const NO_VERDICT: ReadonlySet<string> = new Set(['undiscovered', 'left-out', 'pending']);

export function undecidedFigures(results: readonly SiteResult[]): UndecidedFigures {
  const judged = results.filter(({ site, verdict }) => HONEST.has(site.truth.label) && !NO_VERDICT.has(verdict));
  const sites = judged.filter(({ verdict }) => verdict === 'undecided').map(({ site }) => site.name);
  return {
    count: sites.length,
    of: judged.length,
    share: judged.length === 0 ? null : sites.length / judged.length,
    sites,
  };
}
