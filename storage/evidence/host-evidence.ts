/**
 * Evidence of hosts on its way into the store together with the record it belongs to: prepared before the transaction,
 * written inside it.
 */
import type { Transaction } from 'kysely';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import { prepareArtifacts } from './evidence-blob.ts';
import type { PreparedArtifact } from './evidence-blob.ts';
import { linkArtifacts, storeBlobs } from './evidence-repository.ts';
import type { Database } from '../databases/schema.ts';
import type { NewArtifact } from '../vocabulary/artifacts.ts';

/** What is to be kept about one host that belongs to no visit of it. */
export interface HostEvidence {
  host: string;
  artifacts: readonly NewArtifact[];
}

/** The same, hashed and compressed, ready for `writeEvidence`. */
export interface PreparedEvidence {
  host: string;
  artifacts: PreparedArtifact[];
}

/** Hashes and compresses: nothing of that may wait inside a transaction. */
export async function prepareEvidence(
  database: DatabaseHandle,
  evidence: readonly HostEvidence[],
): Promise<PreparedEvidence[]> {
  const prepared = await prepareArtifacts(
    database,
    evidence.flatMap(({ artifacts }) => artifacts),
  );
  let start = 0;
  return evidence.map(({ host, artifacts }) => ({
    host,
    artifacts: prepared.slice(start, (start += artifacts.length)),
  }));
}

/** Writes blobs and links. Called in the transaction that writes the record: both are there afterwards, or neither. */
export async function writeEvidence(
  transaction: Transaction<Database>,
  occasionId: number,
  evidence: readonly PreparedEvidence[],
): Promise<void> {
  await storeBlobs(
    transaction,
    evidence.flatMap(({ artifacts }) => artifacts),
  );
  await linkArtifacts(
    transaction,
    evidence.map(({ host, artifacts }) => ({ owner: { occasionId, host, visitId: null }, artifacts })),
  );
}
