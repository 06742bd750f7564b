/** The leads in the table, as the finds of a source: each report of one is a sighting. */
import type { LeadReport } from '../../../storage/cases/lead-repository.ts';
import type { CandidateContext, FoundCandidate, StoredLead } from '../candidate-context.ts';
import { isOfficial } from '../is-official.ts';
import { ScopeRun } from '../scope-run.ts';

/** Scope of the leads in the table. */
const STORED_LEADS = 'database';

/** Leads after which progress is kept. */
const STEP = 200;

/** Those reports that are this source's: codes read from photos are `qr`, all others `leads`. Official hosts are counted. */
export async function* storedLeads(
  context: CandidateContext,
  source: 'leads' | 'qr',
): AsyncGenerator<FoundCandidate, void, void> {
  if (!context.leadBook) return;
  const run = await ScopeRun.open(context, source, STORED_LEADS);
  let taken = 0;
  // also when the scope was done before: a sheet that could not be read then may have come into the table since
  for await (const stored of context.leadBook.stored(run.startAt ?? 0)) {
    if (context.signal.aborted) return;
    const { id, host, reports } = stored.lead;
    const own = reports.filter(({ origin }) => (origin === 'photo') === (source === 'qr'));
    if (own.length === 0) continue;
    if (isOfficial(context, host)) run.drop('official');
    else {
      run.found();
      for (const report of own) yield found(stored, report, source);
    }
    run.reached(id);
    if (++taken % STEP === 0) await run.advance(id);
  }
  if (taken > 0 || !run.alreadyDone) await run.done();
}

function found({ lead, photos }: StoredLead, report: LeadReport, source: 'leads' | 'qr'): FoundCandidate {
  const { id, kind, target, host } = lead;
  const { origin, channel, receivedAt, note, reported, file, place, photo, recordedAt } = report;
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
  const sighting = { source, at: recordedAt, detail };
  return { kind, target, host, sighting, ...(picture ? { artifacts: [picture] } : {}) };
}
