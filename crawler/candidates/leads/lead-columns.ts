/**
 * Which columns of a hotline's sheet mean what: by their header, wherever it stands, or by what they hold where there
 * is none.
 */
import { leadTime } from './lead-time.ts';

export type LeadColumn = 'url' | 'channel' | 'received_at' | 'note';

/** Headers as sheets write them, without spaces, lower case. */
const HEADERS: Record<LeadColumn, readonly string[]> = {
  url: [
    'url',
    'link',
    'website',
    '网址',
    '链接',
    '域名',
    '网站',
    '网站地址',
    '网址链接',
    '举报网址',
    '线索网址',
    '涉嫌网址',
    '可疑网址',
  ],
  channel: ['channel', 'source', '渠道', '来源', '来源渠道', '线索来源', '举报渠道', '受理渠道', '举报来源'],
  received_at: [
    'received_at',
    'receivedat',
    'received',
    'time',
    'date',
    '接收时间',
    '时间',
    '日期',
    '接收日期',
    '举报时间',
    '受理时间',
    '收到时间',
    '登记时间',
    '来电时间',
  ],
  note: ['note', 'remark', 'comment', '备注', '说明', '内容', '举报内容', '线索内容', '情况说明', '简要情况'],
};

/** Facts about an address, not the address. */
const ABOUT_ADDRESS = /名称|状态|类型|是否|时间|日期|注册|备案|数量|序号|编号|截图|备注|情况|来源/u;
/** Rows above the header that are looked through for it. */
const MOST_TITLE_ROWS = 20;
/** Rows that are looked at where there is no header. */
const SAMPLE_ROWS = 200;

export interface LeadHeader {
  /** Index of the last row of the header; -1 when there is none. */
  row: number;
  /** Column indices by meaning. */
  columns: Record<LeadColumn, number[]>;
  /** Columns of the sheet; a row with more holds a delimiter that nobody quoted. */
  width: number;
}

/** Tells whether a cell holds an address or leads to one. */
export type HoldsAddress = (row: number, column: number) => boolean;

/**
 * The row with the most known headers, a column of addresses among them, and a second line of it; null when there is
 * none.
 */
export function findHeader(rows: readonly (readonly string[])[], holdsAddress: HoldsAddress): LeadHeader | null {
  // "链接" may also be what a row says: one with an address or a day in it is no header
  const isData = (cells: readonly string[], row: number) =>
    cells.some((cell, column) => isDay(cell) || holdsAddress(row, column));
  const headers = rows
    .slice(0, MOST_TITLE_ROWS)
    .map((cells, row) => (isData(cells, row) ? null : headerOf(cells, row)));
  const found = headers
    .filter((header) => header !== null && header.columns.url.length > 0)
    .toSorted(
      (one, other) =>
        known(other) - known(one) ||
        filled(rows[other?.row ?? 0]) - filled(rows[one?.row ?? 0]) ||
        (one?.row ?? 0) - (other?.row ?? 0),
    )[0];
  if (!found) return null;
  const next = headers[found.row + 1];
  return next && known(next) > 1 && next.columns.url.some((column) => found.columns.url.includes(column))
    ? merged(found, next)
    : found;
}

const known = (header: LeadHeader | null) =>
  header === null ? 0 : Object.values(header.columns).filter((places) => places.length > 0).length;

const isDay = (cell: string) => /^\d{4}-\d{2}-\d{2}/u.test(leadTime(cell));

function headerOf(cells: readonly string[], row: number): LeadHeader {
  const columns: LeadHeader['columns'] = { url: [], channel: [], received_at: [], note: [] };
  for (const [index, cell] of cells.entries()) {
    const meaning = meaningOf(cell);
    if (meaning) columns[meaning].push(index);
  }
  return { row, columns, width: cells.findLastIndex((cell) => cell !== '') + 1 };
}

function merged(first: LeadHeader, second: LeadHeader): LeadHeader {
  const both = (column: LeadColumn) =>
    [...new Set([...first.columns[column], ...second.columns[column]])].toSorted((one, other) => one - other);
  return {
    row: second.row,
    columns: { url: both('url'), channel: both('channel'), received_at: both('received_at'), note: both('note') },
    width: Math.max(first.width, second.width),
  };
}

const filled = (cells: readonly string[] | undefined) => cells?.filter((cell) => cell !== '').length ?? 0;

function meaningOf(header: string): LeadColumn | null {
  const word = header
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s*:()\p{Cf}]/gu, '');
  const known = (Object.keys(HEADERS) as LeadColumn[]).find((column) => HEADERS[column].includes(word));
  // a long cell with such a word in it is a title or a row, not a header
  if (known || word.length > 8) return known ?? null;
  if (/网址|链接|域名|url/u.test(word) && !ABOUT_ADDRESS.test(word)) return 'url';
  if (/^(?:接收?|收|举?报|受理|登记|来电|发现|[交转]办).*(?:时间|日期)$/u.test(word)) return 'received_at';
  return null;
}

/**
 * For a sheet without a header: the column at least half of whose cells hold an address, one of times, the rest as
 * notes. Columns in the documented order keep their meaning. Null when no column holds addresses.
 */
export function guessColumns(rows: readonly (readonly string[])[], holdsAddress: HoldsAddress): LeadHeader | null {
  const sample = rows.slice(0, SAMPLE_ROWS);
  const width = Math.max(0, ...sample.map((cells) => cells.length));
  const share = (column: number, test: (row: number) => boolean) => {
    const given = sample.flatMap((cells, row) =>
      (cells[column] ?? '') === '' && !holdsAddress(row, column) ? [] : [row],
    );
    const fitting = given.filter((row) => test(row)).length;
    return fitting * 2 >= given.length ? fitting : 0;
  };
  const columns = Array.from({ length: width }, (_, column) => column);
  const best = (scores: readonly number[]) => (Math.max(0, ...scores) > 0 ? scores.indexOf(Math.max(...scores)) : null);
  const url = best(columns.map((column) => share(column, (row) => holdsAddress(row, column))));
  if (url === null) return null;
  const time = best(
    columns.map((column) => (column === url ? 0 : share(column, (row) => isDay(sample[row]?.[column] ?? '')))),
  );
  const documented = url === 0 && width <= 4 && (time === 2 || (time === null && width === 2));
  const others = columns.filter((column) => column !== url && column !== time);
  return {
    row: -1,
    columns: {
      url: [url],
      channel: documented ? [1] : [],
      received_at: time === null ? [] : [time],
      note: documented ? others.filter((column) => column !== 1) : others,
    },
    width,
  };
}
