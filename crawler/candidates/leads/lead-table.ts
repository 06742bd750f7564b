/** A hotline's sheet as rows of known columns, whatever it was read from. */
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import { addressesIn } from './lead-address.ts';
import { findHeader, guessColumns, type LeadColumn, type LeadHeader } from './lead-columns.ts';

/** One row as written; '' where the sheet says nothing. */
export interface LeadRow {
  cells: Record<LeadColumn, string>;
  /** Where the links of its address cells lead, or else those of its other cells. */
  links: string[];
  /** What its other cells say, for a row whose address stands in a wrong one. */
  others: string[];
  /** `4` in a CSV, `Sheet1:4` in a workbook. */
  place: string;
}

export interface LeadSheet {
  rows: LeadRow[];
  /** What was not read as it stood. */
  notes: Sentence[];
}

/** A sheet of text cells. */
export interface Sheet {
  rows: readonly (readonly string[])[];
  /** The place of the row with this index. */
  placeOf: (row: number) => string;
  /** Where a cell leads; null = nowhere. */
  linkAt?: (row: number, column: number) => string | null;
}

/** Rows with nothing in them are left out. Null when no column holds addresses, by header or by content. */
export function tableOf(sheet: Sheet): LeadSheet | null {
  const header = columnsOf(sheet);
  if (!header) return null;
  const rows = sheet.rows.flatMap((cells, row) =>
    row > header.row && isFilled(sheet, row) ? [rowOf(sheet, header, cells, row)] : [],
  );
  // the title is no row; one that names an address might be
  const above = sheet.rows.flatMap((cells, row) =>
    row < header.row && cells.some((cell) => addressesIn(cell).addresses.length > 0) ? [sheet.placeOf(row)] : [],
  );
  const notes = above.map((place) => ({
    zh: `表头之上的 ${place} 行有网址，未作为线索`,
    en: `row ${place} above the header has an address, which was not taken as a lead`,
  }));
  return { rows, notes };
}

/** By header, or else by content. */
export function columnsOf({ rows, linkAt }: Pick<Sheet, 'rows' | 'linkAt'>): LeadHeader | null {
  const leads = (text: string) => addressesIn(text).addresses.length > 0;
  const holdsAddress = (row: number, column: number) =>
    leads(rows[row]?.[column] ?? '') || leads(linkAt?.(row, column) ?? '');
  return findHeader(rows, holdsAddress) ?? guessColumns(rows, holdsAddress);
}

function isFilled({ rows, linkAt }: Sheet, row: number): boolean {
  return rows[row]?.some((cell, column) => cell !== '' || (linkAt?.(row, column) ?? null) !== null) ?? false;
}

function rowOf(
  { placeOf, linkAt }: Sheet,
  { columns, width }: LeadHeader,
  cells: readonly string[],
  row: number,
): LeadRow {
  const said = (places: readonly number[], between: string) =>
    places
      .map((place) => cells[place]?.trim() ?? '')
      .filter((cell) => cell !== '')
      .join(between);
  const known = new Set(Object.values(columns).flat());
  const linksOf = (places: readonly number[]) => places.flatMap((place) => linkAt?.(row, place) ?? []);
  const every = [...cells.keys()];
  const own = linksOf(columns.url);
  // a delimiter in a note that nobody quoted: what it cut off belongs to the note
  const surplus = every.filter((place) => place >= width && !known.has(place));
  return {
    cells: {
      url: said(columns.url, '\n'),
      channel: said(columns.channel, ' / '),
      received_at: said(columns.received_at.slice(0, 1), ' '),
      note: said([...columns.note, ...surplus], columns.note.length > 1 ? ' / ' : ','),
    },
    links: own.length > 0 ? own : linksOf(every),
    others: every
      .filter((place) => !columns.url.includes(place) && !columns.channel.includes(place))
      .map((place) => cells[place] ?? ''),
    place: placeOf(row),
  };
}
