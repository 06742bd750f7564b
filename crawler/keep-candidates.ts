/** Writes what sources found and how they ended into the store. */
import type { Store } from '../storage/open-store.ts';
import type { Sentence } from '../storage/vocabulary.ts';
import type { FoundCandidate, SourceOutcome } from './candidates/candidate-context.ts';
import { droppedSentence } from './candidates/dropped-words.ts';

/** Safe to repeat. @returns how many targets were new. */
export async function keepCandidates(store: Store, sweepId: number, items: readonly FoundCandidate[]): Promise<number> {
  if (items.length === 0) return 0;
  const { added } = await store.candidates.add(
    sweepId,
    items.map(({ kind, target, host, sighting }) => ({ kind, target, host, sighting })),
  );
  for (const { host, artifacts } of items) {
    for (const artifact of artifacts ?? []) await store.evidence.put(artifact, { sweepId, host, visitId: null });
  }
  return added;
}

/** The outcome becomes the scope's run; a failure is an issue too; what shows it becomes evidence of the host it came from. */
export async function keepOutcome(store: Store, sweepId: number, outcome: SourceOutcome): Promise<void> {
  const at = new Date().toISOString();
  const { source, scope, status, found, cursor, dropped } = outcome;
  const note = await withEvidence(store, sweepId, outcome);
  const left = droppedSentence(dropped);
  const sentence = left ? { zh: `${note?.zh ?? ''} ${left.zh}`.trim(), en: `${note?.en ?? ''} ${left.en}`.trim() } : note;
  await store.sweeps.saveSourceRun({ sweepId, source, scope, status, found, note: sentence, cursor, at });
  if (status !== 'failed' || !note) return;
  await store.sweeps.noteIssue(sweepId, { stage: 'candidates', subject: `${source} ${scope}`, sentence: note, at });
}

/** The note, naming the digests of what was kept. */
async function withEvidence(store: Store, sweepId: number, { note, artifacts = [] }: SourceOutcome): Promise<Sentence | null> {
  const digests: string[] = [];
  for (const artifact of artifacts) {
    const host = artifact.sourceUrl !== null && URL.canParse(artifact.sourceUrl) ? new URL(artifact.sourceUrl).hostname : '';
    digests.push((await store.evidence.put(artifact, { sweepId, host, visitId: null })).digest);
  }
  if (!note || digests.length === 0) return note;
  return { zh: `${note.zh}(页面已留存,SHA-256 ${digests.join('、')})`, en: `${note.en} (the page is kept, SHA-256 ${digests.join(', ')})` };
}
