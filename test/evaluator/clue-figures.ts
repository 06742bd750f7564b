/** How many of the clues a corpus expects were seen, by kind. */
import type { SiteResult } from './site-results.ts';

export interface ClueFigures {
  /** Without those of sites left out. */
  expected: number;
  found: number;
  /** Clues of official sites that are dropped before a visit, as they should be. */
  leftOut: number;
  recall: number | null;
  missing: string[];
}

/**
 * Values are compared without case and spaces; a contact shown as `+86 138…` counts as `138…`, a filing number with or
 * without the number of the site (-1).
 */
const normal = (value: string) =>
  value.toLowerCase().replaceAll(/\s|^\+?86(?=1\d{10}$)|(?<=icp.{0,3}\d{5,10}号?)-\d{1,3}$/g, '');

/** @returns one entry per clue kind that the truth of any site names. */
export function clueFigures(results: readonly SiteResult[]): Record<string, ClueFigures> {
  const figures: Record<string, ClueFigures> = {};
  for (const { site, assessments, verdict } of results) {
    for (const [kind, values] of Object.entries(site.truth.expect?.clues ?? {})) {
      const seen = new Set(
        assessments.flatMap((assessment) => (assessment.clues[kind] ?? []).map(({ value }) => normal(value))),
      );
      const row = (figures[kind] ??= { expected: 0, found: 0, leftOut: 0, recall: null, missing: [] });
      for (const value of values ?? []) {
        if (verdict === 'left-out') {
          row.leftOut++;
          continue;
        }
        row.expected++;
        if (seen.has(normal(value))) row.found++;
        else row.missing.push(`${site.name}: ${value}`);
      }
    }
  }
  for (const row of Object.values(figures)) row.recall = row.expected === 0 ? null : row.found / row.expected;
  return figures;
}
