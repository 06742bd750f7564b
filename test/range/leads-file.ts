/** Reads leads.csv: reports from hotlines and inspections, one URL a row. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parseCorpusDate } from './corpus-date.ts';
import { problem } from './corpus-problem.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';

const FILE = 'leads.csv';
const COLUMNS = ['url', 'channel', 'received_at', 'note'] as const;

/**
 * `receivedAt` is ISO, null when the column is empty; `channel` and `note` may be ''. `url` is as reported, not always
 * parseable.
 */
export interface Lead {
  url: string;
  channel: string;
  receivedAt: string | null;
  note: string;
}

/** Empty when the corpus has no leads.csv; problems are added to `problems` with their line. */
export async function readLeads(dir: string, now: number, problems: Sentence[]): Promise<Lead[]> {
  if (!existsSync(join(dir, FILE))) return [];
  let rows: string[][];
  try {
    rows = parse(await readFile(join(dir, FILE), 'utf8'), { bom: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    problems.push(
      problem(FILE, '', { zh: 'CSV 文件', en: 'a CSV file' }, error instanceof Error ? error.message : String(error)),
    );
    return [];
  }
  const [header = [], ...body] = rows;
  if (header.length !== COLUMNS.length || !COLUMNS.every((column) => header.includes(column))) {
    problems.push(
      problem(
        FILE,
        'line 1',
        { zh: `列 ${COLUMNS.join(',')}`, en: `the columns ${COLUMNS.join(',')}` },
        JSON.stringify(header.join(',')),
      ),
    );
    return [];
  }
  return body.map((row, index) =>
    readLead(
      Object.fromEntries(header.map((column, at) => [column, row[at] ?? ''])),
      `row ${index + 1}`,
      now,
      problems,
    ),
  );
}

function readLead(row: Record<string, string>, where: string, now: number, problems: Sentence[]): Lead {
  const { url = '', channel = '', received_at: received = '', note = '' } = row;
  if (url === '')
    problems.push(problem(FILE, `${where}, url`, { zh: '网址', en: 'a URL' }, { zh: '空', en: 'nothing' }));
  const at = parseCorpusDate(received, now);
  if (received !== '' && at === null) {
    problems.push(
      problem(
        FILE,
        `${where}, received_at`,
        { zh: 'ISO 日期或相对日期', en: 'an ISO or relative date' },
        JSON.stringify(received),
      ),
    );
  }
  return { url, channel, receivedAt: at === null ? null : new Date(at).toISOString(), note };
}
