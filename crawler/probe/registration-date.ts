/** Reads the dates that registries print. Pure. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`;
/**
 * Minutes east of Greenwich. Words with two meanings (CST, IST) are read as the registries that print them mean them.
 */
const ZONES: Readonly<Record<string, number>> = Object.fromEntries(
  [
    '0 z utc gmt wet, 60 west bst wat cet met, 120 cest mest eet sast, 180 eest eat msk trt, 210 irst, 240 gst, 300 pkt, 330 ist, 420 ict wib',
    '480 hkt sgt myt pht awst, 540 jst kst, 600 aest, 660 aedt, 720 nzst, 780 nzdt, -120 brst, -180 art brt clst, -240 clt edt, -300 est cdt',
    '-360 cst mdt, -420 mst pdt, -480 pst',
  ].flatMap((row) =>
    row.split(', ').flatMap((zone) => {
      const [minutes, ...words] = zone.split(' ');
      return words.map((word) => [word, Number(minutes)]);
    }),
  ),
) as Record<string, number>;
const CHINA = 480;

const TIME = /(?:^|[t\s])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([ap])\.?m\.?(?![a-z]))?/;
const OFFSET = /(?:utc|gmt)?\s*([+-])(\d{1,2}):?(\d{2})?$/;
const YEAR_FIRST = new RegExp(`^(\\d{4})\\s*[-/.年]\\s*(\\d{1,2}|${MONTH})\\s*[-/.月]\\s*(\\d{1,2})日?$`);
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/;
const DAY_FIRST = new RegExp(
  `^(\\d{1,2})(?:st|nd|rd|th)?(?:\\s*([-/.])\\s*|\\s+)(\\d{1,2}|${MONTH})(?:\\s*[-/.,]\\s*|\\s+)(\\d{4})$`,
);
const MONTH_FIRST = new RegExp(`^(${MONTH})[-.\\s]+(\\d{1,2})(?:st|nd|rd|th)?(?:\\s*,\\s*|[-\\s]+)(\\d{4})$`);
const NO_DAY = new RegExp(`^(?:(${MONTH})[-./\\s]+)?(\\d{4})$`);

export interface DateReading {
  /** What a time without a zone is meant in: CNNIC prints UTC+8 without saying so; everybody else means UTC. */
  offsetMinutes: number;
  /** `05/03/2024` is the fifth of March. Without it a date that may be read both ways is none. */
  dayFirst?: boolean;
}

/**
 * ISO 8601 UTC, or null when it is no date or leaves open which one (`24/03/05`, `05/03/2024` of a registry not known
 * to put the day first). A date without a time stands for its midnight in the zone; `before Aug-1996` for the moment it
 * names.
 */
export function registrationDate(text: string, { offsetMinutes, dayFirst = false }: DateReading): string | null {
  const before = /^(?:before|prior to)\s+/i;
  const given = text.normalize('NFKC').toLowerCase().trim();
  const { rest: dated, offset } = takeZone(given.replace(before, ''), offsetMinutes);
  if (offset === null) return null;
  const { rest, time } = takeTime(dated);
  const day = dayOf(rest, dayFirst) ?? (before.test(given) ? noLaterThan(rest) : null);
  return day === null ? null : utc([...day.slice(0, 3), ...(day.length > 3 ? day.slice(3) : time)], offset);
}

/** Takes off brackets, weekday, serial number and zone; `offset` null = a zone nobody knows. */
function takeZone(given: string, otherwise: number): { rest: string; offset: number | null } {
  const bracketed = /\(([^()]*)\)/.exec(given)?.[1]?.trim() ?? '';
  const bare = given
    .replace(/\s*\([^()]*\)/g, '')
    .replace(/\s+#\d+$/, '')
    .replace(/^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\s+/, '')
    .replace(/[.,\s]+$/, '');
  const inside = zoneMinutes(bracketed, otherwise);
  if (inside !== undefined) return { rest: bare, offset: inside };
  // without a time `-05` is the day
  const numeric = TIME.test(bare) ? OFFSET.exec(bare) : /\+\d{2}:\d{2}$/.exec(bare);
  if (numeric) return { rest: bare.slice(0, numeric.index), offset: zoneMinutes(numeric[0].trim(), otherwise) ?? null };
  // a zone stands after the time, and `date` of Unix puts the year behind it
  const word = /(?<=[\d\s])([a-z]{1,5})(?=\s+\d{4}$|$)/.exec(bare);
  if (!word || new RegExp(`^${MONTH}$`).test(word[1] ?? '') || /^[ap]m$/.test(word[1] ?? ''))
    return { rest: bare, offset: otherwise };
  return {
    rest: `${bare.slice(0, word.index)}${bare.slice(word.index + word[0].length)}`.trim(),
    offset: zoneMinutes(word[1] ?? '', otherwise) ?? null,
  };
}

function zoneMinutes(zone: string, otherwise: number): number | undefined {
  if (zone === 'cst') return otherwise === CHINA ? CHINA : ZONES['cst'];
  const numeric = OFFSET.exec(zone);
  if (numeric?.[0] !== zone || !numeric[2]) return ZONES[zone];
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0);
  return numeric[1] === '-' ? -minutes : minutes;
}

function takeTime(dated: string): { rest: string; time: number[] } {
  const found = TIME.exec(dated);
  if (!found) return { rest: dated.trim(), time: [0, 0, 0] };
  const [whole, hour = '0', minute = '0', second = '0', half] = found;
  const turned = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'p' ? 12 : 0);
  const rest = `${dated.slice(0, found.index)} ${dated.slice(found.index + whole.length)}`.replace(/\s+/g, ' ').trim();
  return { rest, time: [turned, Number(minute), Number(second)] };
}

/** Year, month and day, and the time where it is written with them. */
function dayOf(text: string, dayFirst: boolean): number[] | null {
  const ordered = YEAR_FIRST.exec(text);
  if (ordered) return [Number(ordered[1]), monthOf(ordered[2]), Number(ordered[3])];
  const compact = COMPACT.exec(text);
  if (compact) return compact.slice(1, compact[4] === undefined ? 4 : 7).map(Number);
  const named = MONTH_FIRST.exec(text);
  if (named) return [Number(named[3]), monthOf(named[1]), Number(named[2])];
  const european = DAY_FIRST.exec(text);
  if (!european) return null;
  const [, first = '', separator, second = '', year] = european;
  const surely = dayFirst || separator === '.' || !/^\d+$/.test(second) || Number(first) > 12 || first === second;
  if (surely) return [Number(year), monthOf(second), Number(first)];
  return Number(second) > 12 ? [Number(year), Number(first), Number(second)] : null;
}

/** `Aug-1996`, `2001`: the moment it begins. */
function noLaterThan(text: string): number[] | null {
  const found = NO_DAY.exec(text);
  return found ? [Number(found[2]), found[1] === undefined ? 1 : monthOf(found[1]), 1] : null;
}

const monthOf = (text = ''): number => (/^\d+$/.test(text) ? Number(text) : MONTHS.indexOf(text.slice(0, 3)) + 1);

function utc(parts: number[], offsetMinutes: number): string | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const real =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    minute < 60 &&
    second < 60;
  return real && year > 1980 && year < 2200 ? new Date(date.getTime() - offsetMinutes * 60_000).toISOString() : null;
}
