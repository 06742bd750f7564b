/** The candidates stage: runs every source and keeps what it finds, so that a killed sweep goes on inside the source it was in. */
import type { Store } from '../storage/open-store.ts';
import type { Source } from '../storage/vocabulary.ts';
import { DEFAULT_LIMITS, type CandidateContext, type CandidateSource, type FoundCandidate, type SourceOutcome } from './candidates/candidate-context.ts';
import { certificateLog } from './candidates/certificate-log.ts';
import { droppedSentence } from './candidates/dropped-words.ts';
import { leads } from './candidates/leads.ts';
import { nameList } from './candidates/name-list.ts';
import { permutations } from './candidates/permutations.ts';
import { qr } from './candidates/qr.ts';
import { search } from './candidates/search.ts';
import type { SweepOptions } from './sweep.ts';

const SOURCES_BY_NAME: Record<Source, CandidateSource> = { permutations, search, 'certificate-log': certificateLog, leads, qr, list: nameList };

/** Reports come first, guesses last: what a person saw is visited before what a generator made up. */
const ORDER: readonly Source[] = ['leads', 'qr', 'search', 'list', 'certificate-log', 'permutations'];

const BATCH = 500;

/** Fills the store with candidates and their sightings; a source that fails is a recorded outcome of that source. */
export async function gatherCandidates(options: SweepOptions, sweepId: number): Promise<void> {
  const { store } = options;
  const batch: FoundCandidate[] = [];
  let gathered = 0;
  const flush = async (): Promise<void> => {
    const items = batch.splice(0);
    await keep(store, sweepId, items);
    gathered += items.length;
    if (items.length > 0) options.onProgress?.({ stage: 'candidates', done: gathered, total: null });
  };
  const context = candidateContext(options, sweepId, async (outcome) => {
    await flush();
    await saveOutcome(store, sweepId, outcome);
  });
  for (const source of ORDER.filter((name) => options.sources.includes(name))) {
    for await (const found of SOURCES_BY_NAME[source](context)) {
      batch.push(found);
      if (batch.length >= BATCH) await flush();
    }
    await flush();
    if (options.signal.aborted) return;
  }
}

function candidateContext(options: SweepOptions, sweepId: number, report: (outcome: SourceOutcome) => Promise<void>): CandidateContext {
  const { store, settings, egress, exit, signal, endpoints, keywords } = options;
  return {
    platforms: options.targets,
    officialPlatforms: options.platforms,
    allowList: settings.allowList,
    keywords,
    egress,
    exit,
    endpoints,
    limits: { ...DEFAULT_LIMITS, permutationsPerPlatform: settings.sources.permutationLimit, searchIntervalMs: options.politeIntervalMs },
    signal,
    report,
    resume: async ({ source, scope }) => {
      const saved = await store.sweeps.sourceRun(sweepId, source, scope);
      return saved ? { status: saved.status, cursor: saved.cursor } : null;
    },
  };
}

async function keep(store: Store, sweepId: number, items: readonly FoundCandidate[]): Promise<void> {
  if (items.length === 0) return;
  await store.candidates.add(sweepId, items.map(({ kind, target, host, sighting }) => ({ kind, target, host, sighting })));
  for (const { host, artifacts } of items) {
    for (const artifact of artifacts ?? []) await store.evidence.put(artifact, { sweepId, host, visitId: null });
  }
}

async function saveOutcome(store: Store, sweepId: number, outcome: SourceOutcome): Promise<void> {
  const at = new Date().toISOString();
  const { source, scope, status, found, cursor, dropped, note } = outcome;
  const counts = droppedSentence(dropped);
  const sentence = counts && { zh: `${note?.zh ?? ''} ${counts.zh}`.trim(), en: `${note?.en ?? ''} ${counts.en}`.trim() };
  await store.sweeps.saveSourceRun({ sweepId, source, scope, status, found, note: sentence ?? note, cursor, at });
  if (status !== 'failed' || !note) return;
  await store.sweeps.noteIssue(sweepId, { stage: 'candidates', subject: `${source} ${scope}`, sentence: note, at });
}
