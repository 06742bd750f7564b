/** Evidence that cannot be read back: one named line, and the work goes on without it. */
import { MingjingError } from '../mingjing-error.ts';
import type { Artifact } from '../vocabulary/artifacts.ts';
import type { Sentence } from '../vocabulary/sentence.ts';
import type { EvidenceRepository } from './evidence-repository.ts';
import type { RecordKind, StoredRecords } from './stored-record.ts';

/** The store, as far as evidence is read back and damage noted. */
interface EvidenceStore {
  evidence: Pick<EvidenceRepository, 'read' | 'readAs'>;
}
interface IssueBook {
  sweeps: { noteIssue(occasionId: number, issue: DamageIssue): Promise<void> };
}
interface DamageIssue {
  stage: 'store';
  subject: string;
  sentence: Sentence;
  at: string;
}

/**
 * Told of each damaged blob: what was being read (a host, a reference's URL), and the store's sentence, which names
 * digest, kind and owner.
 */
export type OnDamage = (subject: string, error: MingjingError) => Promise<void>;

/** Whether stored evidence failed its digest: anything else is a fault of its own. */
export function isDamage(error: unknown): error is MingjingError {
  return error instanceof MingjingError && error.exit === 'damaged';
}

/** The bytes, or null (and a line) when they are not what was stored. */
export async function readIntact(
  { evidence }: EvidenceStore,
  digest: string,
  subject: string,
  onDamage: OnDamage,
): Promise<Buffer | null> {
  return unlessDamaged(evidence.read(digest), (error) => onDamage(subject, error));
}

/** The records in these artefacts, each digest once, in their order; damaged ones are told and left out. */
export async function readIntactAs<K extends RecordKind>(
  { evidence }: EvidenceStore,
  kind: K,
  artifacts: readonly Artifact[],
  subject: string,
  onDamage: OnDamage,
): Promise<StoredRecords[K][]> {
  const records: StoredRecords[K][] = [];
  const stored = artifacts.filter((artifact) => artifact.kind === kind && artifact.mediaType.startsWith(JSON_TYPE));
  for (const digest of new Set(stored.map((artifact) => artifact.digest))) {
    const record = await unlessDamaged(evidence.readAs(kind, digest), (error) => onDamage(subject, error));
    if (record !== null) records.push(record);
  }
  return records;
}

/** Reads every blob once, for its damage alone: what is damaged is told. */
export async function tellDamage(
  store: EvidenceStore,
  artifacts: readonly Pick<Artifact, 'digest'>[],
  subject: string,
  onDamage: OnDamage,
): Promise<void> {
  for (const digest of new Set(artifacts.map(({ digest }) => digest)))
    await readIntact(store, digest, subject, onDamage);
}

const JSON_TYPE = 'application/json';

/** What was read, or null (and told) when it is not what was stored. */
export async function unlessDamaged<T>(
  reading: Promise<T>,
  told: (error: MingjingError) => unknown,
): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (!isDamage(error)) throw error;
    await told(error);
    return null;
  }
}

/** Makes each damaged blob one line among the issues of a sweep, however often it is read. */
export function noteDamage(store: IssueBook, occasionId: number): OnDamage {
  return (subject, { sentence }) =>
    store.sweeps.noteIssue(occasionId, { stage: 'store', subject, sentence, at: new Date().toISOString() });
}
