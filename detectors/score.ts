/** Combines findings into one likelihood: log odds summed per family under caps, so that correlated signals do not count twice. */
import type { Finding } from '../storage/vocabulary.ts';
import { capOf, familyOf, isSignal, PRIOR, weightOf } from './weights.ts';
import type { FamilyName } from './weights.ts';

export interface Score {
  /** Natural-log odds. */
  logit: number;
  /** 0..1. */
  likelihood: number;
  /** Contribution of each family after its cap. */
  families: Partial<Record<FamilyName, number>>;
  /** At least two independent families, one of them about the content, or one decisive proof. */
  sufficient: boolean;
}

/** What the page itself shows; a name or a server alone convicts nobody. */
const CONTENT: ReadonlySet<FamilyName> = new Set(['words', 'form', 'picture', 'result', 'identity', 'claim']);
/** A contribution this large counts as evidence from that family. */
const COUNTS = 0.5;
/** Copied analytics ids and CONAC marks, or a complete filled-in result page, are proof by themselves. */
const DECISIVE: Partial<Record<FamilyName, number>> = { identity: 3.3 };
/** Families whose signals are alternatives (the best one counts), not parts of a sum. */
const BEST_OF: ReadonlySet<FamilyName> = new Set(['picture', 'form', 'words', 'result', 'name', 'claim']);

/** The score of one page's and its host's findings; `without` leaves families out (for counterfactuals). */
export function combine(findings: readonly Finding[], without: ReadonlySet<FamilyName> = new Set()): Score {
  const families: Partial<Record<FamilyName, number>> = {};
  for (const item of findings) {
    const family = familyOf(item.detector);
    if (!family || without.has(family)) continue;
    const held = families[family] ?? 0;
    families[family] = BEST_OF.has(family) ? Math.max(held, item.weight) : held + item.weight;
  }
  let logit = PRIOR;
  for (const [family, sum] of Object.entries(families) as [FamilyName, number][]) {
    const cap = capOf(family);
    const capped = Math.min(cap, Math.max(-cap, sum));
    families[family] = capped;
    logit += capped;
  }
  const sufficient = isSufficient(families);
  // Without a second family the likelihood may not reach one half, whatever the sum says.
  const bounded = sufficient ? logit : Math.min(logit, -0.1);
  return { logit: bounded, likelihood: 1 / (1 + Math.exp(-bounded)), families, sufficient };
}

function isSufficient(families: Partial<Record<FamilyName, number>>): boolean {
  const present = (Object.entries(families) as [FamilyName, number][]).filter(([family, value]) => family !== 'exoneration' && value >= COUNTS).map(([family]) => family);
  if (Object.entries(DECISIVE).some(([family, least]) => (families[family as FamilyName] ?? 0) >= least)) return true;
  return present.length >= 2 && present.some((family) => CONTENT.has(family));
}

/** A copy of a finding with its value and weight scaled (used when a finding speaks about a related platform only). */
export function scaledFinding(item: Finding, factor: number): Finding {
  const value = Math.round(item.value * factor * 1000) / 1000;
  return { ...item, value, weight: isSignal(item.detector) ? Math.round(value * weightOf(item.detector) * 1000) / 1000 : 0 };
}
