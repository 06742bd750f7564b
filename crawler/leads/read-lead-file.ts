/** Turns a hotline's file (CSV in UTF-8 or GB18030, XLSX) into leads ready for the store; what cannot be used is named. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { MingjingError } from '../../storage/mingjing-error.ts';
import type { NewLead } from '../../storage/lead-repository.ts';
import { decodeText } from '../egress/decode-text.ts';
import { addressesIn } from './lead-address.ts';
import { leadTime } from './lead-time.ts';
import { readCsvTable, type LeadRow } from './lead-table.ts';
import { readWorkbook } from './lead-workbook.ts';

const MOST_BYTES = 64 * 1024 * 1024;

export interface LeadFile {
  leads: NewLead[];
  rows: number;
  /** Rows without a usable address, as `place: what was written (fault)`. */
  unusable: string[];
}

/** @throws MingjingError LEADS_UNREADABLE (input): missing, too large, no table, or no column of addresses. */
export async function readLeadFile(path: string, now: string): Promise<LeadFile> {
  const bytes = await readBytes(path);
  const { rows, broken } = await tableIn(path, bytes);
  const file: LeadFile = { leads: [], rows: rows.length + broken.length, unusable: [...broken] };
  for (const row of rows) {
    const { addresses, fault } = addressesIn(row.cells.url);
    if (addresses.length === 0) file.unusable.push(`${row.place}: ${row.cells.url.slice(0, 60)} (${fault ?? 'empty'})`);
    for (const address of addresses) file.leads.push({ kind: 'entry', target: address.url, host: address.host, report: reportOf(row, address, basename(path), now) });
  }
  return file;
}

function reportOf({ cells, place }: LeadRow, { url, written }: { url: string; written: string }, file: string, now: string): NewLead['report'] {
  const given = (text: string) => (text === '' ? null : text.slice(0, 4000));
  return {
    origin: 'import',
    channel: given(cells.channel),
    receivedAt: cells.received_at === '' ? null : leadTime(cells.received_at),
    note: given(cells.note),
    reported: written === url ? null : cells.url.slice(0, 4000),
    file,
    place,
    photo: null,
    recordedAt: now,
  };
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) throw unreadable(path, { zh: `有 ${size} 字节,上限为 ${MOST_BYTES}`, en: `it has ${size} bytes, the limit is ${MOST_BYTES}` });
    return await readFile(path);
  } catch (error) {
    if (error instanceof MingjingError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw unreadable(path, { zh: reason, en: reason });
  }
}

async function tableIn(path: string, bytes: Buffer): Promise<{ rows: LeadRow[]; broken: string[] }> {
  const magic = bytes.subarray(0, 4).toString('hex');
  if (magic === 'd0cf11e0')
    throw unreadable(path, {
      zh: '这是旧版 Excel(.xls)或加密的工作簿,请另存为 .xlsx 或 CSV',
      en: 'it is an old Excel file (.xls) or an encrypted workbook: save it as .xlsx or CSV',
    });
  if (magic === '504b0304') {
    const workbook = await readWorkbook(bytes);
    if (workbook.ok) return { rows: workbook.rows, broken: [] };
    if (workbook.reason === 'no-url-column') throw noUrlColumn(path);
    throw unreadable(
      path,
      workbook.reason === 'too-large'
        ? { zh: `解压后过大(${workbook.detail})`, en: `it unpacks to too much (${workbook.detail})` }
        : { zh: `不是可读的工作簿:${workbook.detail}`, en: `no readable workbook: ${workbook.detail}` },
    );
  }
  const table = readCsvTable(decodeText(bytes, null).text);
  if (!table) throw noUrlColumn(path);
  return table;
}

function noUrlColumn(path: string): MingjingError {
  return unreadable(path, {
    zh: '没有网址列(应有表头:网址,来源渠道,接收时间,备注 或 url,channel,received_at,note)',
    en: 'it has no column of addresses (expected a header: url,channel,received_at,note or 网址,来源渠道,接收时间,备注)',
  });
}

function unreadable(path: string, because: { zh: string; en: string }): MingjingError {
  return new MingjingError('LEADS_UNREADABLE', 'input', { zh: `无法读取线索文件 ${path}:${because.zh}`, en: `cannot read the lead file ${path}: ${because.en}` });
}
