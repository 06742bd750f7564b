/**
 * How well generator and recogniser do on a labelled list: recall, precision, and the generator's recall by number of
 * names.
 */
import { parse } from 'csv-parse/sync';
import { MingjingError } from '../../../storage/mingjing-error.ts';
import type { Platform } from '../../../storage/vocabulary/platform.ts';
import { generateNames } from './generate-names.ts';
import { HostLines } from '../name-lists/read-host-line.ts';
import { recogniseName } from '../../../detectors/names/recognise-name.ts';
import { isRegistrableName } from '../../../detectors/names/suffix-rules.ts';

export interface LabelledName {
  host: string;
  imitation: boolean;
  line: number;
}

export interface NamesEvaluation {
  imitations: number;
  honest: number;
  unreadable: number;
  recogniser: {
    found: number;
    recall: number | null;
    falseAlarms: number;
    precision: number | null;
    missed: string[];
    alarms: string[];
  };
  generator: {
    /**
     * Imitations an outsider can register; the others (below gov.cn, another state's gov …) are left out of the curve.
     */
    registrable: number;
    closed: number;
    curve: { names: number; found: number; recall: number | null }[];
    missed: string[];
  };
}

/** Names per platform at which the curve is read. */
export const CURVE: readonly number[] = [100, 300, 1000, 2000, 4000, 8000, 20_000];
/** Words in a `kind`, `label` or `expected` column that mark an honest row. */
const HONEST = /^(?:trap\b|honest|benign|official|negative|no$|false$|0$)/i;

/**
 * A CSV with a header that names a host column, and optionally `kind`, `label` or `expected`; or a plain list, where
 * every row is an imitation. Rows without a readable host are counted. @throws MingjingError NAME_LIST_EMPTY (input)
 * when no row has one.
 */
export function readLabelled(text: string, place: string): { rows: LabelledName[]; unreadable: number } {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|[\r\n]/);
  const header = (lines[0] ?? '')
    .toLowerCase()
    .split(',')
    .map((field) => field.trim());
  const rows: LabelledName[] = [];
  let unreadable = 0;
  const add = (field: string, kind: string, line: number): void => {
    const read = new HostLines().read(field);
    if (read.kind === 'host') rows.push({ host: read.host, imitation: !HONEST.test(kind.trim()), line });
    else if (field.trim() !== '' && read.kind === 'fault') unreadable += 1;
  };
  const hostColumn = header.findIndex((field) => /^(?:host|hostname|domain|name|域名)$/.test(field));
  if (header.length > 1 && hostColumn >= 0) {
    const kindColumn = header.findIndex((field) => /^(?:kind|label|expected|类别)$/.test(field));
    const records = parse(text, {
      bom: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
    for (const [index, record] of records.slice(1).entries())
      add(record[hostColumn] ?? '', kindColumn < 0 ? '' : (record[kindColumn] ?? ''), index + 2);
  } else for (const [index, line] of lines.entries()) add(line, '', index + 1);
  if (rows.length > 0) return { rows, unreadable };
  throw new MingjingError('NAME_LIST_EMPTY', {
    zh: `${place}：没有一行含有可读的域名`,
    en: `${place}: no row holds a readable host name`,
  });
}

export function evaluateNames(
  rows: readonly LabelledName[],
  unreadable: number,
  platforms: readonly Platform[],
): NamesEvaluation {
  const imitations = rows.filter((row) => row.imitation);
  const honest = rows.filter((row) => !row.imitation);
  const missed = imitations.filter(({ host }) => recogniseName(host, platforms) === null).map(({ host }) => host);
  const alarms = honest.filter(({ host }) => recogniseName(host, platforms) !== null).map(({ host }) => host);
  const found = imitations.length - missed.length;
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  const registrable = [...new Set(imitations.map(({ host }) => host).filter(isRegistrableName))];
  const ranks = firstRanks(new Set(registrable), platforms, CURVE.at(-1) ?? 0);
  return {
    imitations: imitations.length,
    honest: honest.length,
    unreadable,
    recogniser: {
      found,
      recall: share(found, imitations.length),
      falseAlarms: alarms.length,
      precision: share(found, found + alarms.length),
      missed,
      alarms,
    },
    generator: {
      registrable: registrable.length,
      closed: new Set(imitations.map(({ host }) => host)).size - registrable.length,
      curve: CURVE.map((names) => {
        const within = registrable.filter((host) => (ranks.get(host) ?? Infinity) <= names).length;
        return { names, found: within, recall: share(within, registrable.length) };
      }),
      missed: registrable.filter((host) => !ranks.has(host)),
    },
  };
}

/** For each wanted host the best place it has in any platform's list; a host beyond `limit` has none. */
export function firstRanks(
  wanted: ReadonlySet<string>,
  platforms: readonly Platform[],
  limit: number,
): Map<string, number> {
  const ranks = new Map<string, number>();
  for (const platform of platforms) {
    let rank = 0;
    for (const { host } of generateNames(platform)) {
      rank += 1;
      if (rank > limit) break;
      if (wanted.has(host) && rank < (ranks.get(host) ?? Infinity)) ranks.set(host, rank);
    }
  }
  return ranks;
}
