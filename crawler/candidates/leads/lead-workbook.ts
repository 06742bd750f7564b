/**
 * Reads a hotline's sheet as an Excel workbook (.xlsx): every sheet that has a column of addresses, hidden ones too.
 */
import { text } from 'node:stream/consumers';
import yauzl from 'yauzl';
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import { hyperlinkTarget } from './hyperlink-formula.ts';
import { tableOf, type LeadRow } from './lead-table.ts';
import { leadTime } from './lead-time.ts';
import { readWorkbookLinks, type CellRange, type SheetLinks } from './workbook-links.ts';

/** Most bytes a workbook may unpack to: a sheet of 100,000 leads has a few megabytes, a zip bomb gigabytes. */
const MOST_UNPACKED_BYTES = 256 * 1024 * 1024;
/** Rows that one merged block or one link is followed through; far more than a hotline's sheet has. */
const MOST_SPANNED_ROWS = 100_000;
const READ_PART = /^xl\/(?:workbook\.xml|worksheets\/[^/]+\.xml|.*\.rels)$/u;
const DAY = 24 * 60 * 60 * 1000;
const DAYS_1904 = 1462;

export type Workbook =
  | { ok: true; rows: LeadRow[]; notes: Sentence[] }
  | { ok: false; reason: 'too-large' | 'unreadable' | 'no-url-column' | 'other-format'; detail: string };

/** Days to be added to bare numbers, and to what the reader took for a date. */
interface LateDays {
  numbers: number;
  dates: number;
}

type Cell = string | number | boolean | Date | null;

/** Never throws for what the file holds. Dates are read as Beijing time: a workbook knows no zones. */
export async function readWorkbook(bytes: Buffer): Promise<Workbook> {
  try {
    const unpacked = await unpack(bytes);
    if (!unpacked.ok) return unpacked;
    // loaded when first needed: no other command has workbooks
    const { default: readXlsx } = await import('read-excel-file/node');
    const sheets = (await readXlsx(bytes)) as { sheet: string; data: Cell[][] }[];
    const {
      sheets: linked,
      from1904,
      readFrom1904,
    } = await readWorkbookLinks((path) => unpacked.parts.get(path) ?? null);
    const days = from1904 ? DAYS_1904 : 0;
    const late: LateDays = { numbers: days, dates: readFrom1904 ? 0 : days };
    const rows: LeadRow[] = [];
    const notes: Sentence[] = [];
    let found = 0;
    for (const { sheet, data } of sheets) {
      const more = linked.find(({ name }) => name === sheet);
      const table = sheetTable(sheet, data, more, late);
      if (table) {
        found += 1;
        rows.push(...table.rows);
        notes.push(...table.notes);
        if (more?.hidden)
          notes.push({ zh: `隐藏的工作表“${sheet}”也已读取`, en: `the hidden sheet "${sheet}" was read too` });
      } else if (data.length > 0)
        notes.push({
          zh: `工作表“${sheet}”没有网址列，未读取`,
          en: `the sheet "${sheet}" has no column of addresses: not read`,
        });
    }
    if (found === 0) return { ok: false, reason: 'no-url-column', detail: sheets.map(({ sheet }) => sheet).join(', ') };
    return { ok: true, rows, notes };
  } catch (error) {
    return { ok: false, reason: 'unreadable', detail: error instanceof Error ? error.message : String(error) };
  }
}

function sheetTable(
  name: string,
  data: readonly Cell[][],
  more: SheetLinks | undefined,
  late: LateDays,
): ReturnType<typeof tableOf> {
  const cells = data.map((row) => row.map((cell) => cellText(cell, late.dates)));
  const own = new Set(cells.flatMap((row, index) => (row.some((cell) => cell !== '') ? [index] : [])));
  const links = linksOf(cells, more);
  for (const row of links.keys()) own.add(row);
  for (const { first, last } of more?.merges ?? []) {
    for (const row of spanned({ first, last })) {
      const line = cells[row];
      const value = cells[first.row - 1]?.[first.column - 1] ?? '';
      const link = links.get(first.row - 1)?.get(first.column - 1);
      // a row that is nothing but the lower part of merged cells is no row of its own
      if (!line || !own.has(row)) continue;
      if ((line[first.column - 1] ?? '') === '') line[first.column - 1] = value;
      if (link !== undefined) put(links, row, first.column - 1, link);
    }
  }
  const table = tableOf({
    rows: cells,
    placeOf: (row) => `${name}:${row + 1}`,
    linkAt: (row, column) => links.get(row)?.get(column) ?? null,
  });
  return (
    table && {
      ...table,
      rows: table.rows.map((row) => ({
        ...row,
        cells: { ...row.cells, received_at: serialTime(row.cells.received_at, late.numbers) },
      })),
    }
  );
}

type Links = Map<number, Map<number, string>>;

function linksOf(cells: string[][], more: SheetLinks | undefined): Links {
  const links: Links = new Map();
  for (const { range, target } of more?.links ?? []) {
    const { first, last } = range;
    const isOne = first.row === last.row && first.column === last.column;
    for (const row of spanned(range)) {
      for (
        let column = first.column - 1;
        column < Math.min(last.column, cells[row]?.length ?? 0) || (isOne && column < first.column);
        column++
      ) {
        if (isOne) reach(cells, row, column);
        if (isOne || cells[row]?.[column] !== '') put(links, row, column, target);
      }
    }
  }
  for (const { place, formula, shift } of more?.formulas ?? []) {
    const target = hyperlinkTarget(formula, ({ column, row }) => cells[row - 1]?.[column - 1] ?? '', shift);
    if (target === null) continue;
    reach(cells, place.row - 1, place.column - 1);
    put(links, place.row - 1, place.column - 1, target);
  }
  return links;
}

/** A cell that shows nothing is no cell for the reader; its link counts all the same. */
function reach(cells: string[][], row: number, column: number): void {
  while (cells.length <= row) cells.push([]);
  const line = cells[row] ?? [];
  while (line.length <= column) line.push('');
}

function put(links: Links, row: number, column: number, target: string): void {
  const line = links.get(row) ?? new Map<number, string>();
  line.set(column, target);
  links.set(row, line);
}

/** Row indices, from 0. */
function* spanned({ first, last }: CellRange): Generator<number> {
  for (let row = first.row; row <= Math.min(last.row, first.row + MOST_SPANNED_ROWS); row++) yield row - 1;
}

/** A day number without the look of a date. */
function serialTime(written: string, lateDays: number): string {
  return /^\d+(?:\.\d+)?$/u.test(written) ? leadTime(String(Number(written) + lateDays)) : written;
}

function cellText(cell: Cell, lateDays: number): string {
  if (cell === null || cell === undefined) return '';
  if (!(cell instanceof Date)) return String(cell).trim();
  if (Number.isNaN(cell.getTime())) return '';
  // a day's fraction is no exact second
  const moment = new Date(Math.round(cell.getTime() / 1000) * 1000 + lateDays * DAY).toISOString();
  const [date = '', time = ''] = moment.slice(0, 19).split('T');
  if (date < '1901') return time;
  return time === '00:00:00' ? date : `${date}T${time}+08:00`;
}

/** The XML parts by path; sizes are checked as the archive's directory states them, and again while unpacking. */
async function unpack(
  bytes: Buffer,
): Promise<{ ok: true; parts: Map<string, string> } | Extract<Workbook, { ok: false }>> {
  const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, autoClose: false });
  const entries: yauzl.Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (total > MOST_UNPACKED_BYTES) return { ok: false, reason: 'too-large', detail: `${total} bytes` };
  const names = entries.map(({ fileName }) => fileName);
  if (!names.includes('xl/workbook.xml'))
    return { ok: false, reason: 'other-format', detail: names.slice(0, 3).join(', ') };
  const parts = new Map<string, string>();
  for (const entry of entries)
    if (READ_PART.test(entry.fileName)) parts.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)));
  return { ok: true, parts };
}
