/** Reads the dates that registries print. Pure. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NUMERIC = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?(?:\s*\(.*\))?$/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const NAMED_MONTH = /^(\d{1,2})[-\s]([a-z]{3})[a-z]*[-\s](\d{4})(?:\s+(\d{1,2}):(\d{2}):(\d{2}))?\s*(Z|UTC|GMT)?$/i;

/**
 * ISO 8601 UTC, or null when it is no date. `offsetMinutes` is what a time without a zone is meant in: CNNIC prints UTC+8
 * without saying so; everybody else means UTC. A date without a time stands for its midnight in that zone.
 */
export function registrationDate(text: string, offsetMinutes: number): string | null {
  const value = text.trim();
  const numeric = NUMERIC.exec(value) ?? COMPACT.exec(value);
  if (numeric !== null) {
    const [, year, month, day, hour, minute, second, zone] = numeric;
    return utc(
      [year, month, day, hour, minute, second].map((part) => Number(part ?? 0)),
      zoneMinutes(zone, offsetMinutes),
    );
  }
  const named = NAMED_MONTH.exec(value);
  if (named === null) return null;
  const [, day, month, year, hour, minute, second, zone] = named;
  const index = MONTHS.indexOf((month ?? '').toLowerCase());
  return index < 0 ? null : utc([Number(year), index + 1, Number(day), Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)], zoneMinutes(zone, offsetMinutes));
}

function zoneMinutes(zone: string | undefined, otherwise: number): number {
  if (zone === undefined) return otherwise;
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (offset === null) return 0;
  return (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]));
}

function utc(parts: number[], offsetMinutes: number): string | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour && minute < 60 && second < 60;
  return real && year > 1980 && year < 2200 ? new Date(date.getTime() - offsetMinutes * 60_000).toISOString() : null;
}
