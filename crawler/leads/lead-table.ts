/** Reads a hotline's sheet as CSV: rows with their place, broken ones named, the header wherever it stands. */
import { parse } from 'csv-parse/sync';
import { findHeader, type LeadColumn } from './lead-columns.ts';

/** One row as written; '' where the sheet says nothing. */
export interface LeadRow {
  cells: Record<LeadColumn, string>;
  /** `4` in a CSV, `Sheet1:4` in a workbook. */
  place: string;
}

export interface LeadTable {
  rows: LeadRow[];
  /** Rows that could not be read at all, as `line 3 CODE`. */
  broken: string[];
}

interface CsvRow {
  record: string[];
  info: { lines: number };
}

/** Comma or tab separated. @returns null when there is no column of addresses. */
export function readCsvTable(text: string): LeadTable | null {
  const broken: string[] = [];
  const delimiter = /^[^,]*\t[^,]*$/.test(text.slice(0, 4000)) ? '\t' : ',';
  let rows: CsvRow[];
  try {
    rows = parse(text, {
      bom: true,
      info: true,
      trim: true,
      delimiter,
      skip_empty_lines: true,
      relax_column_count: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        broken.push(`line ${JSON.stringify(error?.['lines'] ?? '?')} ${error?.code ?? ''}`.trim());
      },
    }) as unknown as CsvRow[];
  } catch {
    return null;
  }
  const table = tableOf(
    rows.map(({ record }) => record),
    (index) => String(rows[index]?.info.lines ?? '?'),
  );
  return table && { rows: table, broken };
}

/** @param placeOf the place of the row with this index. @returns null when there is no column of addresses. */
export function tableOf(rows: readonly (readonly string[])[], placeOf: (index: number) => string): LeadRow[] | null {
  const header = findHeader(rows);
  if (!header) return null;
  return rows.slice(header.row + 1).map((record, offset) => {
    const cell = (column: LeadColumn) => record[header.columns[column] ?? -1]?.trim() ?? '';
    return { cells: { url: cell('url'), channel: cell('channel'), received_at: cell('received_at'), note: cell('note') }, place: placeOf(header.row + 1 + offset) };
  });
}
