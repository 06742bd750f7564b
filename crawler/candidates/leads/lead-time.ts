/** Reads times as people write them in sheets. */

const WRITTEN =
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[T\s]*(\d{1,2})\s*[:：时点]\s*(?:(\d{1,2})\s*[:：分]?\s*(?:(\d{1,2})\s*秒?)?)?)?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** What spreadsheets count days from, and the day numbers of 2000 to 2099. */
const DAY_ZERO = Date.UTC(1899, 11, 30);
const DAY_NUMBERS = [36_526, 73_050] as const;

/**
 * `2026年11月12日 9时30分` → `2026-11-12T09:30:00+08:00`; without a zone it is Beijing time; a bare date stays a date; a
 * spreadsheet's day number is the day; what cannot be read stays as written.
 */
export function leadTime(text: string): string {
  const plain = text.normalize('NFKC').trim();
  const match = WRITTEN.exec(plain) ?? WRITTEN.exec(plain.replace(/^(\d{4})(\d{2})(\d{2})$/u, '$1-$2-$3'));
  if (!match) return /^\d{5}(?:\.\d+)?$/u.test(plain) ? (dayOf(Number(plain)) ?? text) : text;
  const [, year = '', month = '', day = '', hour, minute = '0', second = '0', zone] = match;
  const pad = (part: string) => part.padStart(2, '0');
  const date = `${year}-${pad(month)}-${pad(day)}`;
  if (Number.isNaN(Date.parse(date)) || new Date(date).toISOString().slice(0, 10) !== date) return text;
  if (hour === undefined) return date;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return text;
  return `${date}T${pad(hour)}:${pad(minute)}:${pad(second)}${zone ?? '+08:00'}`;
}

function dayOf(days: number): string | null {
  if (days < DAY_NUMBERS[0] || days >= DAY_NUMBERS[1]) return null;
  const [date = '', time = ''] = new Date(DAY_ZERO + Math.round(days * 86_400) * 1000)
    .toISOString()
    .slice(0, 19)
    .split('T');
  return time === '00:00:00' ? date : `${date}T${time}+08:00`;
}
