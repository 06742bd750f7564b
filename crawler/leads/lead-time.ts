/** Reads times as people write them in sheets. */

const WRITTEN =
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[T\s]*(\d{1,2})\s*[:：时点]\s*(?:(\d{1,2})\s*[:：分]?\s*(?:(\d{1,2})\s*秒?)?)?)?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** `2026年11月12日 9时30分` → `2026-11-12T09:30:00+08:00`; without a zone it is Beijing time; a bare date stays a date; what cannot be read stays as written. */
export function leadTime(text: string): string {
  const match = WRITTEN.exec(text.normalize('NFKC').trim());
  if (!match) return text;
  const [, year = '', month = '', day = '', hour, minute = '0', second = '0', zone] = match;
  const pad = (part: string) => part.padStart(2, '0');
  const date = `${year}-${pad(month)}-${pad(day)}`;
  if (Number.isNaN(Date.parse(date)) || new Date(date).toISOString().slice(0, 10) !== date) return text;
  if (hour === undefined) return date;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return text;
  return `${date}T${pad(hour)}:${pad(minute)}:${pad(second)}${zone ?? '+08:00'}`;
}
