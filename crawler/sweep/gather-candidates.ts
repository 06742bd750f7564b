/**
 * The candidates stage: runs every source and keeps what it finds, so that a killed sweep goes on inside the source it
 * was in.
 */
import type { Lead } from '../../storage/cases/lead-repository.ts';
import type { Store } from '../../storage/open-store.ts';
import type { NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import type { Source } from '../../storage/vocabulary/candidates.ts';
import {
  DEFAULT_LIMITS,
  type CandidateContext,
  type CandidateSource,
  type FoundCandidate,
  type LeadBook,
  type SourceOutcome,
  type StoredLead,
} from '../candidates/candidate-context.ts';
import { certificateLog } from '../candidates/certificate-logs/certificate-log.ts';
import { importLeadFile, importLeadPhoto } from '../candidates/leads/import-leads.ts';
import { leads } from '../candidates/leads/leads.ts';
import { nameList } from '../candidates/name-lists/name-list.ts';
import { permutations } from '../candidates/forged-names/permutations.ts';
import { qr } from '../candidates/leads/qr.ts';
import { search } from '../candidates/searches/search.ts';
import { noteDamage, readIntact } from '../../storage/evidence/damaged-evidence.ts';
import { keepCandidates, keepOutcome } from './keep-candidates.ts';
import type { SweepRun } from './sweep-run.ts';

/** Sources that are asked first; `pivots` follow from what those lead to. */
const SOURCES_BY_NAME: Record<Exclude<Source, 'pivots'>, CandidateSource> = {
  permutations,
  search,
  'certificate-log': certificateLog,
  leads,
  qr,
  list: nameList,
};

/** Reports come first, guesses last: what a person saw is visited before what a generator made up. */
const ORDER: readonly (keyof typeof SOURCES_BY_NAME)[] = [
  'leads',
  'qr',
  'search',
  'list',
  'certificate-log',
  'permutations',
];

const BATCH = 500;

/** Fills the store with candidates and their sightings; a source that fails is a recorded outcome of that source. */
export async function gatherCandidates(run: SweepRun): Promise<void> {
  await importLeads(run);
  let gathered = 0;
  run.onProgress?.({ stage: 'candidates', done: gathered, total: null });
  for (const source of ORDER.filter((name) => run.world.sources.includes(name))) {
    await runSource(run, SOURCES_BY_NAME[source], (count) => {
      gathered += count;
      run.onProgress?.({ stage: 'candidates', done: gathered, total: null });
    });
    if (run.signal.aborted) return;
  }
}

/** What the settings name goes into the table of leads first: the sources read that alone. */
async function importLeads(run: SweepRun): Promise<void> {
  const { sources, endpoints } = run.world;
  const context = candidateContext(run, (outcome) => keepOutcome(run.store, run.id, outcome));
  const book = leadBookOf(run);
  if (sources.includes('leads') && endpoints.leads !== null) await importLeadFile(context, book, endpoints.leads);
  if (!sources.includes('qr')) return;
  for (const image of endpoints.qrImages) if (!run.signal.aborted) await importLeadPhoto(context, book, image);
}

/** Asks again what did not answer before. @returns how many finds that gave. */
export async function retrySearches(run: SweepRun): Promise<number> {
  if (!run.world.sources.includes('search')) return 0;
  const runs = await run.store.sweeps.sourceRuns(run.id);
  if (runs.every((run) => run.source !== 'search' || run.status !== 'failed')) return 0;
  let found = 0;
  await runSource(run, search, (count) => (found += count));
  return found;
}

async function runSource(run: SweepRun, source: CandidateSource, onKept: (count: number) => void): Promise<void> {
  const { store, id: sweepId } = run;
  const batch: FoundCandidate[] = [];
  const flush = async (): Promise<void> => {
    const items = batch.splice(0);
    await keepCandidates(store, sweepId, items);
    if (items.length > 0) onKept(items.length);
  };
  const context = candidateContext(run, async (outcome) => {
    await flush();
    await keepOutcome(store, sweepId, outcome);
  });
  for await (const found of source(context)) {
    batch.push(found);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
}

function candidateContext(run: SweepRun, report: (outcome: SourceOutcome) => Promise<void>): CandidateContext {
  const { store, settings, egress, world, signal, id: sweepId } = run;
  const { exit, endpoints, keywords } = world;
  const { permutationLimit: permutationsPerPlatform, certificateLogEntries } = settings.sources;
  return {
    platforms: world.targets,
    officialPlatforms: world.platforms,
    allowList: settings.allowList,
    keywords,
    egress,
    exit,
    endpoints,
    limits: {
      ...DEFAULT_LIMITS,
      permutationsPerPlatform,
      certificateLogEntries,
      certificateLogLateMs: world.certificateLogLateMs,
      searchIntervalMs: world.politeIntervalMs,
    },
    now: world.today,
    signal,
    report,
    resume: async ({ source, scope }) => {
      const saved = await store.sweeps.sourceRun(sweepId, source, scope);
      return saved ? { status: saved.status, cursor: saved.cursor } : null;
    },
    earlier: async ({ source, scope }) => {
      const run = await store.sweeps.earlierSourceRun(sweepId, source, scope, { cursor: true });
      return (
        run && { status: run.status, cursor: run.cursor, finds: () => store.knownHosts.seenBy(run.sweepId, source) }
      );
    },
    lastStatus: async ({ source, scope }) =>
      (await store.sweeps.earlierSourceRun(sweepId, source, scope))?.status ?? null,
    leadBook: leadBookOf(run),
  };
}

function leadBookOf({ store, id: sweepId }: SweepRun): LeadBook {
  return {
    add: (leads) => store.leads.add(leads),
    addPhoto: (photo, leads) => store.leads.addPhoto(photo, leads),
    stored: (afterId) => storedLeads(store, sweepId, afterId),
  };
}

async function* storedLeads(store: Store, sweepId: number, after: number): AsyncGenerator<StoredLead> {
  for (let afterId = after; ;) {
    const page = await store.leads.list({ afterId });
    for (const lead of page) yield { lead, photos: await photosOf(store, sweepId, lead) };
    const last = page.at(-1);
    if (!last) return;
    afterId = last.id;
  }
}

/** A photo that cannot be read back is an issue of the sweep; the lead itself still counts. */
async function photosOf(store: Store, sweepId: number, { target, reports }: Lead): Promise<Map<string, NewArtifact>> {
  const photos = new Map<string, NewArtifact>();
  for (const { photo: digest } of reports) {
    if (digest === null || photos.has(digest)) continue;
    const photo = await store.leads.photo(digest);
    const data = await readIntact(store, digest, photo?.name ?? target, noteDamage(store, sweepId));
    if (!data) continue;
    photos.set(digest, {
      kind: 'lead-image',
      mediaType: photo?.mediaType ?? 'application/octet-stream',
      sourceUrl: null,
      at: photo?.recordedAt ?? new Date().toISOString(),
      method: `file ${photo?.name ?? digest}`,
      peerAddress: null,
      derivedFrom: null,
      data,
    });
  }
  return photos;
}
