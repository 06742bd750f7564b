/** Reads a hotline's sheet as text with a delimiter: which one, is found out. */
import { addressesIn } from './lead-address.ts';
import { columnsOf, tableOf, type LeadSheet } from './lead-table.ts';
import type { LeadHeader } from './lead-columns.ts';
import { csvRows, type CsvRow, type SheetShape } from './csv-rows.ts';

/** Null = a list with one address a line. */
const DELIMITERS = [',', '\t', ';', '|', '，', '；', null];
/** Lines by which the delimiter is told. */
const SAMPLE_LINES = 60;
const ANY_SHAPE: SheetShape = { columns: 1, beginsRow: () => false };

/**
 * A row that could not be read as it stood is named in the notes; none is lost. Null when there is no column of
 * addresses.
 */
export function readLeadCsv(text: string): LeadSheet | null {
  const head = text.split(/(?<=\r\n|\n|\r(?!\n))/u, SAMPLE_LINES).join('');
  const ways = DELIMITERS.flatMap((delimiter) => {
    const { rows } = csvRows(head, delimiter, ANY_SHAPE);
    const header = columnsOf({ rows: rows.map(({ cells }) => cells) });
    return header && (header.row >= 0 || delimiter === null || isRegular(rows)) ? [{ delimiter, header }] : [];
  });
  const best = ways.toSorted(
    (one, other) => meanings(other.header) - meanings(one.header) || other.header.width - one.header.width,
  )[0];
  if (!best) return null;
  const { rows, unclosed } = csvRows(text, best.delimiter, shapeOf(best.header));
  const table = tableOf({ rows: rows.map(({ cells }) => cells), placeOf: (row) => String(rows[row]?.line ?? '?') });
  const notes = unclosed.map((line) => ({
    zh: `第 ${line} 行有未配对的引号，已按普通字符读取`,
    en: `line ${line} has a quotation mark that nothing closes: taken for an ordinary character`,
  }));
  return table && { rows: table.rows, notes: [...notes, ...table.notes] };
}

/** Without a header only a sign that divides most lines alike is a delimiter: commas stand in addresses, too. */
function isRegular(rows: readonly CsvRow[]): boolean {
  const alike = Map.groupBy(rows, ({ cells }) => cells.length);
  return [...alike].some(([columns, those]) => columns > 1 && those.length * 3 >= rows.length * 2);
}

/** A header says more than a guess. */
const meanings = ({ row, columns }: LeadHeader) =>
  (row < 0 ? 0 : 10) + Object.values(columns).filter((places) => places.length > 0).length;

function shapeOf({ columns, width }: LeadHeader): SheetShape {
  const [url = 0] = columns.url;
  return {
    columns: width,
    beginsRow: (cells) =>
      cells.length >= Math.max(2, width / 2) &&
      /^["“\s]*(?:h(?:tt|xx)ps?:|www\.|[\w-]+\.[\w.-]+)/iu.test(cells[url] ?? '') &&
      addressesIn(cells[url] ?? '').addresses.length > 0,
  };
}
