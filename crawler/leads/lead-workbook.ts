/** Reads a hotline's sheet as an Excel workbook (.xlsx): every sheet that has a column of addresses. */
import { promisify } from 'node:util';
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { tableOf, type LeadRow } from './lead-table.ts';

/** Most bytes a workbook may unpack to: a sheet of 100,000 leads has a few megabytes, a zip bomb gigabytes. */
const MOST_UNPACKED_BYTES = 256 * 1024 * 1024;

export type Workbook = { ok: true; rows: LeadRow[]; sheets: number } | { ok: false; reason: 'too-large' | 'unreadable' | 'no-url-column'; detail: string };

type Cell = string | number | boolean | Date | null;

const openZip = promisify<Buffer, { lazyEntries: boolean }, ZipFile>(fromBuffer as never);

/** Never throws for what the file holds. Dates are read as Beijing time: a workbook knows no zones. */
export async function readWorkbook(bytes: Buffer): Promise<Workbook> {
  try {
    const unpacked = await unpackedSize(bytes);
    if (unpacked > MOST_UNPACKED_BYTES) return { ok: false, reason: 'too-large', detail: `${unpacked} bytes` };
    // loaded when first needed: no other command has workbooks
    const { default: readXlsx } = await import('read-excel-file/node');
    const sheets = (await readXlsx(bytes)) as { sheet: string; data: Cell[][] }[];
    const tables = sheets.map(({ sheet, data }) =>
      tableOf(
        data.map((row) => row.map(cellText)),
        (index) => `${sheet}:${index + 1}`,
      ),
    );
    const found = tables.filter((table) => table !== null);
    if (found.length === 0) return { ok: false, reason: 'no-url-column', detail: sheets.map(({ sheet }) => sheet).join(', ') };
    return { ok: true, rows: found.flat().filter(({ cells }) => Object.values(cells).some((cell) => cell !== '')), sheets: found.length };
  } catch (error) {
    return { ok: false, reason: 'unreadable', detail: error instanceof Error ? error.message : String(error) };
  }
}

/** As the archive's directory states it. */
async function unpackedSize(bytes: Buffer): Promise<number> {
  const zip = await openZip(bytes, { lazyEntries: true });
  return new Promise((resolve, reject) => {
    let total = 0;
    zip.on('entry', (entry: Entry) => {
      total += entry.uncompressedSize;
      zip.readEntry();
    });
    zip.on('end', () => resolve(total));
    zip.on('error', reject);
    zip.readEntry();
  });
}

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (!(cell instanceof Date)) return String(cell);
  if (Number.isNaN(cell.getTime())) return '';
  const text = cell.toISOString().slice(0, 19);
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : `${text}+08:00`;
}
