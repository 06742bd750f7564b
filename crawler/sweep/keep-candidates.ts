/** Writes what sources found and how they ended into the store, each with the evidence that goes with it. */
import { createHash } from 'node:crypto';
import type { HostEvidence } from '../../storage/evidence/host-evidence.ts';
import type { Store } from '../../storage/open-store.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { FoundCandidate, SourceOutcome } from '../candidates/candidate-context.ts';
import { droppedSentence } from '../candidates/dropped-words.ts';

/** Safe to repeat. @returns how many targets were new. */
export async function keepCandidates(store: Store, sweepId: number, items: readonly FoundCandidate[]): Promise<number> {
  if (items.length === 0) return 0;
  return (await store.candidates.add(sweepId, items)).added;
}

/**
 * The outcome becomes the scope's run; a failure is an issue too; what shows it becomes evidence of the host it came
 * from.
 */
export async function keepOutcome(store: Store, sweepId: number, outcome: SourceOutcome): Promise<void> {
  const at = new Date().toISOString();
  const { source, scope, status, found, cursor, dropped } = outcome;
  const note = noteOf(outcome);
  const left = droppedSentence(dropped);
  const sentence = left
    ? { zh: `${note?.zh ?? ''} ${left.zh}`.trim(), en: `${note?.en ?? ''} ${left.en}`.trim() }
    : note;
  const issue =
    status === 'failed' && note
      ? { stage: 'candidates' as const, subject: `${source} ${scope}`, sentence: note, at }
      : null;
  await store.sweeps.saveSourceRun(
    { sweepId, source, scope, status, found, note: sentence, cursor, at },
    { evidence: evidenceOf(outcome), issue },
  );
}

function evidenceOf({ artifacts = [] }: SourceOutcome): HostEvidence[] {
  return artifacts.map((artifact) => {
    const { sourceUrl } = artifact;
    return {
      host: sourceUrl !== null && URL.canParse(sourceUrl) ? new URL(sourceUrl).hostname : '',
      artifacts: [artifact],
    };
  });
}

/** The note, naming the digests of what is kept. */
function noteOf({ note, artifacts = [] }: SourceOutcome): Sentence | null {
  if (!note || artifacts.length === 0) return note;
  const digests = artifacts.map(({ data }) => createHash('sha256').update(data).digest('hex'));
  return {
    zh: `${note.zh}（页面已留存，SHA-256 ${digests.join('、')}）`,
    en: `${note.en} (the page is kept, SHA-256 ${digests.join(', ')})`,
  };
}
