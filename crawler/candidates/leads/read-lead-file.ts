/**
 * Turns a hotline's file (text with a delimiter, XLSX) into leads ready for the store; what cannot be used is named.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { MingjingError } from '../../../storage/mingjing-error.ts';
import type { NewLead } from '../../../storage/cases/lead-repository.ts';
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import type { TargetFault } from '../../reading/canonical-target.ts';
import { readLeadCsv } from './lead-csv.ts';
import { leadFileKind } from './lead-file-kind.ts';
import { leadTime } from './lead-time.ts';
import type { LeadRow, LeadSheet } from './lead-table.ts';
import { readWorkbook, type Workbook } from './lead-workbook.ts';
import { rowAddresses, type RowAddress } from './row-addresses.ts';
import { sheetText } from '../../reading/sheet-text.ts';

const MOST_BYTES = 64 * 1024 * 1024;
/** The most a cell of a workbook holds. */
const MOST_TEXT = 32_767;

/** A row without a usable address. */
export interface UnusableRow {
  file: string;
  place: string;
  written: string;
  fault: TargetFault;
}

export interface LeadFile {
  leads: NewLead[];
  rows: number;
  unusable: UnusableRow[];
  /** What was not read as it stood. */
  notes: Sentence[];
}

/**
 * Each row is a lead or more, or is named as unusable. @throws MingjingError LEADS_UNREADABLE (input): missing, too
 * large, no table, or no column of addresses.
 */
export async function readLeadFile(path: string, now: string): Promise<LeadFile> {
  const file = basename(path);
  return leadsInSheet(await tableIn(path, await readBytes(path)), file, now);
}

/** The same for a sheet that was read already; `file` names it in reports and notes. */
export function leadsInSheet({ rows, notes }: LeadSheet, file: string, now: string): LeadFile {
  const read: LeadFile = {
    leads: [],
    rows: rows.length,
    unusable: [],
    notes: notes.map(({ zh, en }) => ({ zh: `${file}：${zh}`, en: `${file}: ${en}` })),
  };
  for (const row of rows) {
    const { addresses, fault } = rowAddresses(row);
    if (fault !== null) read.unusable.push({ file, place: row.place, written: row.cells.url, fault });
    for (const address of addresses)
      read.leads.push({
        kind: 'entry',
        target: address.url,
        host: address.host,
        report: reportOf(row, address, file, now),
      });
  }
  return read;
}

function reportOf({ cells, place }: LeadRow, { reported }: RowAddress, file: string, now: string): NewLead['report'] {
  const given = (text: string | null) =>
    text === null || text === '' ? null : text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
  return {
    origin: 'import',
    channel: given(cells.channel),
    receivedAt: cells.received_at === '' ? null : leadTime(cells.received_at),
    note: given(cells.note),
    reported: given(reported),
    file,
    place,
    photo: null,
    recordedAt: now,
  };
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES)
      throw unreadable(path, {
        zh: `有 ${size} 字节，上限为 ${MOST_BYTES}`,
        en: `it has ${size} bytes, the limit is ${MOST_BYTES}`,
      });
    return await readFile(path);
  } catch (error) {
    if (error instanceof MingjingError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw unreadable(path, { zh: reason, en: reason });
  }
}

async function tableIn(path: string, bytes: Buffer): Promise<LeadSheet> {
  const file = leadFileKind(bytes);
  if (file.kind === 'other') throw unreadable(path, file.because);
  if (file.kind === 'workbook') {
    const workbook = await readWorkbook(bytes);
    if (workbook.ok) return workbook;
    throw unreadable(path, refusal(workbook));
  }
  const text = sheetText(bytes);
  if (text === null)
    throw unreadable(path, { zh: '不是文本，也不是 .xlsx 工作簿', en: 'it is neither text nor an .xlsx workbook' });
  const table = readLeadCsv(text);
  if (!table) throw unreadable(path, NO_URL_COLUMN);
  return table;
}

function refusal({ reason, detail }: Extract<Workbook, { ok: false }>): Sentence {
  if (reason === 'no-url-column') return NO_URL_COLUMN;
  if (reason === 'too-large') return { zh: `解压后过大（${detail}）`, en: `it unpacks to too much (${detail})` };
  if (reason === 'other-format')
    return {
      zh: `不是可读的工作簿（内含 ${detail}），请另存为 .xlsx 或 CSV`,
      en: `no readable workbook (it holds ${detail}): save it as .xlsx or CSV`,
    };
  return { zh: `不是可读的工作簿：${detail}`, en: `no readable workbook: ${detail}` };
}

/** What is said of a sheet without one. */
export const NO_URL_COLUMN: Sentence = {
  zh: '没有网址列（应有表头：网址,来源渠道,接收时间,备注 或 url,channel,received_at,note）',
  en: 'it has no column of addresses (expected a header: url,channel,received_at,note or 网址,来源渠道,接收时间,备注)',
};

function unreadable(path: string, because: Sentence): MingjingError {
  return new MingjingError('LEADS_UNREADABLE', {
    zh: `无法读取线索文件 ${path}：${because.zh}`,
    en: `cannot read the lead file ${path}: ${because.en}`,
  });
}
