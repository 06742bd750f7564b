/** Dates of a corpus: ISO, or relative to the day the corpus believes in (`-12d`). */
const DAY = 86_400_000;
const UNITS: Record<string, number> = { h: DAY / 24, d: DAY, w: 7 * DAY, y: 365 * DAY };
const RELATIVE = /^([+-]?)(\d{1,5})([hdwy])$/;
const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * Milliseconds since the epoch of a corpus date; null when it is neither an ISO date (or date-time; UTC without a zone)
 * nor relative.
 * Relative units: h, d, w and y (365 days); the sign may be left out (`12d` = `+12d`).
 */
export function parseCorpusDate(text: string, now: number): number | null {
  const relative = RELATIVE.exec(text);
  if (relative) {
    const size = Number(relative[2]) * (UNITS[relative[3] ?? ''] ?? 0);
    return relative[1] === '-' ? now - size : now + size;
  }
  const iso = ISO.exec(text);
  if (!iso) return null;
  // A date-time without a zone would otherwise be read in the machine's own zone.
  const time = Date.parse(text.length > 10 && !iso[1] ? `${text.replace(' ', 'T')}Z` : text);
  return Number.isNaN(time) ? null : time;
}
