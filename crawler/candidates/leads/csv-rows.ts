/**
 * Splits delimited text into rows. Own code because a parser by the book gives up everything behind a quote that nobody
 * closed.
 */

export interface CsvRow {
  cells: string[];
  /** Where it begins, from 1. */
  line: number;
}

export interface CsvSheet {
  rows: CsvRow[];
  /** Lines with a quotation mark that nothing closes; it was taken for an ordinary character. */
  unclosed: number[];
}

/** What the sheet looks like, as far as it is known: tells a new row from a further line of a quoted cell. */
export interface SheetShape {
  columns: number;
  /** True for what can only be the beginning of a row of its own. */
  beginsRow: (cells: readonly string[]) => boolean;
}

/** A cell with more lines is one that nobody closed. */
const MOST_LINES = 1000;

/**
 * Any line end, blank lines left out, cells trimmed. A quoted cell ends at a quotation mark before a delimiter or line
 * end, so a stray one inside loses nothing. One that stays open ends where the next row begins.
 * @param delimiter null = every line is one cell.
 */
export function csvRows(text: string, delimiter: string | null, shape: SheetShape): CsvSheet {
  const lines = text.replace(/^\uFEFF/u, '').split(/\r\n|\n|\r/u);
  const sheet: CsvSheet = { rows: [], unclosed: [] };
  for (let at = 0; at < lines.length;) {
    const line = at + 1;
    const record = readRecord(lines, at, delimiter, shape);
    at += record.lines;
    if (record.unclosed) sheet.unclosed.push(line);
    if (record.cells.some((cell) => cell !== '')) sheet.rows.push({ cells: record.cells, line });
  }
  return sheet;
}

interface Record {
  cells: string[];
  /** How many lines it takes. */
  lines: number;
  unclosed: boolean;
}

function readRecord(lines: readonly string[], at: number, delimiter: string | null, shape: SheetShape): Record {
  if (delimiter === null) return { cells: [unquoted((lines[at] ?? '').trim())], lines: 1, unclosed: false };
  const cells: string[] = [];
  let [rest, lineCount, unclosed] = [lines[at] ?? '', 1, false];
  for (;;) {
    const quote = /^[^\S\t]*"/u.exec(rest);
    const quoted = quote && readQuoted(rest.slice(quote[0].length), lines, at + lineCount, delimiter, shape);
    if (quoted && quoted.state === 'closed') {
      cells.push(quoted.text.trim());
      lineCount += quoted.lines;
      if (quoted.rest === null) return { cells, lines: lineCount, unclosed };
      rest = quoted.rest;
      continue;
    }
    const further = quoted?.state === 'open' ? quoted.lines : 0;
    unclosed ||= quoted?.state === 'open';
    const end = quoted?.state === 'balanced' ? rest.indexOf(delimiter, rest.lastIndexOf('"')) : rest.indexOf(delimiter);
    if (end < 0 || further > 0) {
      const [whole, ...more] = [rest, ...lines.slice(at + lineCount, at + lineCount + further)];
      const parts = (whole ?? '').split(delimiter);
      cells.push(...parts.slice(0, -1).map((cell) => cell.trim()), [parts.at(-1) ?? '', ...more].join('\n').trim());
      return { cells, lines: lineCount + further, unclosed };
    }
    cells.push(rest.slice(0, end).trim());
    rest = rest.slice(end + delimiter.length);
  }
}

type Quoted =
  /** `rest` is what follows the delimiter behind it, null at the end of the row. */
  | { state: 'closed'; text: string; rest: string | null; lines: number }
  /** Quotes within the cell that enclose a part of it. */
  | { state: 'balanced' }
  /** Nothing closes it; the cell takes this many further lines. */
  | { state: 'open'; lines: number };

function readQuoted(
  first: string,
  lines: readonly string[],
  next: number,
  delimiter: string,
  shape: SheetShape,
): Quoted {
  const here = closing(first, delimiter);
  if (here) return { state: 'closed', text: content(first.slice(0, here.at)), rest: here.rest, lines: 0 };
  // with its opening mark an even number: they belong together
  if (first.split('"').length % 2 === 0) return { state: 'balanced' };
  const parts = [first];
  const last = Math.min(lines.length, next + MOST_LINES);
  let at = next;
  for (; at < last; at++) {
    const line = lines[at] ?? '';
    const end = closing(line, delimiter);
    const part = end ? line.slice(0, end.at) : line;
    if (shape.columns > 1 && (beginsRow(part, delimiter, shape) || isWholeRow(line, delimiter, shape))) break;
    parts.push(part);
    if (end) return { state: 'closed', text: content(parts.join('\n')), rest: end.rest, lines: at - next + 1 };
  }
  // nothing closed it: of what stands between, a line with the cells of a row is one, address or not
  const row = lines
    .slice(next, at)
    .findIndex((line) => line.split(delimiter).length >= Math.max(shape.columns > 1 ? 2 : 1, shape.columns / 2));
  return { state: 'open', lines: row < 0 ? at - next : row };
}

/** Also without an address: the cells of a whole row, the mark that seems to close them standing where it opens one. */
function beginsRow(part: string, delimiter: string, shape: SheetShape): boolean {
  const cells = part.split(delimiter);
  return (
    shape.beginsRow(cells) || (shape.columns > 2 && cells.length >= shape.columns && part.includes(`${delimiter}"`))
  );
}

/** A line whose quotation marks all have their other half is no end of a quoted cell. */
function isWholeRow(line: string, delimiter: string, shape: SheetShape): boolean {
  return line.split('"').length % 2 === 1 && shape.beginsRow(readRecord([line], 0, delimiter, shape).cells);
}

/**
 * The mark that closes a cell: not doubled, and nothing but blanks between it and the delimiter or the end of the line.
 */
function closing(text: string, delimiter: string): { at: number; rest: string | null } | null {
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] === '"') {
      at += 1;
      continue;
    }
    const behind = text.slice(at + 1);
    const blanks = /^[^\S\t]*/u.exec(behind)?.[0].length ?? 0;
    if (blanks === behind.length) return { at, rest: null };
    if (behind.startsWith(delimiter, blanks)) return { at, rest: behind.slice(blanks + delimiter.length) };
  }
  return null;
}

const content = (text: string) => text.replaceAll('""', '"');

const unquoted = (cell: string) => (/^"[^"]*"$/u.test(cell) ? cell.slice(1, -1) : cell);
