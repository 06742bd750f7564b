/**
 * Source `leads`: what hotlines and inspections reported: the leads in the database, and a CSV with url, channel,
 * received_at, note.
 */
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import { readLeadCsv } from './lead-csv.ts';
import type { LeadRow } from './lead-table.ts';
import { leadTime } from './lead-time.ts';
import { rowAddresses, type RowAddress } from './row-addresses.ts';
import type { CandidateContext, FoundCandidate, StoredLead } from '../candidate-context.ts';
import { isOfficial } from '../is-official.ts';
import { ScopeRun } from '../scope-run.ts';
import { readTextSource } from '../text-source.ts';

/** Scope of the leads that `mingjing lead` stored. */
export const STORED_LEADS = 'database';

/**
 * Two scopes: the database and the file; null = none. A URL without a scheme gets `http://`; several in one cell are
 * several finds. Rows without a usable URL are counted and named by line; a file without a `url` column is
 * `unreadable`. The text as reported stays in the sighting when it differs. Each report of a stored lead is one
 * sighting; one that was read from a photo counts as found by its QR code.
 */
export async function* leads(context: CandidateContext): AsyncGenerator<FoundCandidate, void, void> {
  if (context.storedLeads) yield* storedLeads(context, context.storedLeads());
  if (context.endpoints.leads !== null && !context.signal.aborted) yield* leadFile(context, context.endpoints.leads);
}

async function* storedLeads(
  context: CandidateContext,
  stored: AsyncIterable<StoredLead>,
): AsyncGenerator<FoundCandidate, void, void> {
  const run = await ScopeRun.open(context, 'leads', STORED_LEADS);
  if (run.alreadyDone) return;
  for await (const each of stored) {
    if (context.signal.aborted) return;
    if (each.lead.id <= (run.startAt ?? 0)) continue;
    if (isOfficial(context, each.lead.host)) run.drop('official');
    else {
      run.found();
      yield* foundLead(each);
    }
    await run.advance(each.lead.id);
  }
  await run.done();
}

function* foundLead({ lead, photos }: StoredLead): Generator<FoundCandidate> {
  const { id, kind, target, host } = lead;
  for (const { origin, channel, receivedAt, note, reported, file, place, photo, recordedAt } of lead.reports) {
    const detail = {
      lead: id,
      origin,
      channel,
      receivedAt,
      note,
      ...(reported === null ? {} : { reported }),
      ...(file === null ? {} : { file }),
      ...(place === null ? {} : { place }),
      ...(photo === null ? {} : { photo }),
    };
    const picture = photos.get(photo ?? '');
    yield {
      kind,
      target,
      host,
      sighting: { source: origin === 'photo' ? 'qr' : 'leads', at: recordedAt, detail },
      ...(picture ? { artifacts: [picture] } : {}),
    };
  }
}

async function* leadFile(context: CandidateContext, file: string): AsyncGenerator<FoundCandidate, void, void> {
  const run = await ScopeRun.open(context, 'leads', file);
  if (run.alreadyDone) return;
  const source = await readTextSource(context, file);
  if (!source.ok) {
    await run.failed(source.failure, source.note);
    return;
  }
  const table = readLeadCsv(source.text);
  if (!table) {
    await run.failed('unreadable', {
      zh: `${file} 不是含 url 列的 CSV（应为 url,channel,received_at,note）`,
      en: `${file} is no CSV with a url column (expected url,channel,received_at,note)`,
    });
    return;
  }
  const limit = run.startAt ?? 0;
  const at = new Date().toISOString();
  for (const [index, row] of table.rows.entries()) {
    if (context.signal.aborted) return;
    if (index < limit) continue;
    yield* foundInRow(context, run, row, at);
    await run.advance(index + 1);
  }
  await run.done(joined(table.notes));
}

function* foundInRow(context: CandidateContext, run: ScopeRun, row: LeadRow, at: string): Generator<FoundCandidate> {
  const { addresses, fault } = rowAddresses(row);
  if (fault !== null) run.dropNamed(`bad-row ${fault}`, `line ${row.place} ${row.cells.url.slice(0, 60)}`.trim());
  for (const address of addresses) {
    if (isOfficial(context, address.host)) run.drop('official');
    else {
      run.found();
      yield foundAddress(row, address, at);
    }
  }
}

function foundAddress({ cells, place }: LeadRow, { url, host, reported }: RowAddress, at: string): FoundCandidate {
  const given = (text: string) => (text === '' ? null : text);
  const detail = {
    channel: given(cells.channel),
    receivedAt: given(leadTime(cells.received_at)),
    note: given(cells.note),
    line: Number(place),
    ...(reported === null ? {} : { reported }),
  };
  return { kind: 'entry', target: url, host, sighting: { source: 'leads', at, detail } };
}

function joined(notes: readonly Sentence[]): Sentence | null {
  return notes.length === 0
    ? null
    : { zh: notes.map(({ zh }) => zh).join('；'), en: notes.map(({ en }) => en).join('; ') };
}
