/** Source `leads`: what hotlines and inspections reported, a CSV with the columns url, channel, received_at, note. */
import { parse } from 'csv-parse/sync';
import { canonicalUrl } from './canonical-target.ts';
import type { CandidateContext, FoundCandidate } from './candidate-context.ts';
import { isOfficial } from './is-official.ts';
import { SourceRun } from './source-run.ts';
import { readTextSource } from './text-source.ts';

/** Header words understood for each column, besides the corpus format's own. */
const COLUMNS: Record<string, string> = {
  url: 'url', link: 'url', 网址: 'url', 链接: 'url', 域名: 'url', channel: 'channel', 渠道: 'channel', 来源: 'channel', received_at: 'received_at', 接收时间: 'received_at', 时间: 'received_at', note: 'note', 备注: 'note', 说明: 'note',
};

interface LeadRow { record: Record<string, string>; info: { lines: number } }

/**
 * One scope, the file; null = none. A URL without a scheme gets `http://`. Rows without a usable URL are counted and named
 * by line; a file without a `url` column is `unreadable`. The text as reported stays in the sighting when it differs.
 */
export async function* leads(context: CandidateContext): AsyncGenerator<FoundCandidate, void, void> {
  const file = context.endpoints.leads;
  if (file === null) return;
  const run = await SourceRun.open(context, 'leads', file);
  if (run.alreadyDone) return;
  const source = await readTextSource(context, file);
  if (!source.ok) {
    await run.failed(source.failure, source.note);
    return;
  }
  const table = readTable(source.text, run);
  if (!table) {
    await run.failed('unreadable', { zh: `${file} 不是含 url 列的 CSV(应为 url,channel,received_at,note)`, en: `${file} is no CSV with a url column (expected url,channel,received_at,note)` });
    return;
  }
  const at = new Date().toISOString();
  const limit = run.startAt ?? 0;
  for (const [index, row] of table.entries()) {
    if (context.signal.aborted) return;
    if (index < limit) continue;
    const found = readRow(context, run, row, at);
    if (found) {
      run.found();
      yield found;
    }
    await run.advance(index + 1);
  }
  await run.done();
}

/** Broken rows are skipped and named; null when there is no header with a URL column. */
function readTable(text: string, run: SourceRun): LeadRow[] | null {
  let hasUrl = false;
  try {
    const rows: unknown = parse(text, {
      bom: true,
      info: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      skip_records_with_error: true,
      columns: (header: string[]) => {
        const names = header.map((name) => COLUMNS[name.trim().toLowerCase()] ?? name.trim().toLowerCase());
        hasUrl = names.includes('url');
        return names;
      },
      on_skip: (error) => {
        if (run.startAt === null) run.dropNamed('bad-row', `line ${JSON.stringify(error?.['lines'] ?? '?')} ${error?.code ?? ''}`.trim());
      },
    });
    return hasUrl ? (rows as LeadRow[]) : null;
  } catch {
    return null;
  }
}

function readRow(context: CandidateContext, run: SourceRun, { record, info }: LeadRow, at: string): FoundCandidate | null {
  const reported = record['url'] ?? '';
  const target = canonicalUrl(reported);
  if (!target.ok) {
    run.dropNamed(`bad-row ${target.fault}`, `line ${info.lines} ${reported.slice(0, 60)}`.trim());
    return null;
  }
  if (isOfficial(context, target.host)) {
    run.drop('official');
    return null;
  }
  const given = (column: string) => (record[column] ? record[column] : null);
  const detail = { channel: given('channel'), receivedAt: given('received_at'), note: given('note'), line: info.lines, ...(reported === target.url ? {} : { reported }) };
  return { kind: 'entry', target: target.url, host: target.host, sighting: { source: 'leads', at, detail } };
}
