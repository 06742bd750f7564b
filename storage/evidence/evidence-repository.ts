/** Evidence: blobs kept once per digest, and the artefacts that say in what role, when and how each was obtained. */
import type { Selectable, Transaction } from 'kysely';
import { batches } from '../databases/batches.ts';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import { prepareArtifacts, readBlob } from './evidence-blob.ts';
import type { BlobDigests, PreparedArtifact } from './evidence-blob.ts';
import { evidenceLinks } from './evidence-links.ts';
import { parseRecord, type RecordKind, type StoredRecords } from './stored-record.ts';
import { MingjingError } from '../mingjing-error.ts';
import { recordIdentity } from '../databases/record-identity.ts';
import type { ArtifactColumns, Database } from '../databases/schema.ts';
import { storableText } from '../databases/storable-text.ts';
import type { Artifact, NewArtifact } from '../vocabulary/artifacts.ts';
import type { Sentence } from '../vocabulary/sentence.ts';

/** Whom an artefact speaks of, in which sweep. */
export interface ArtifactOwner {
  occasionId: number;
  host: string;
  /** Null when the artefact belongs to the host itself (DNS, WHOIS, headers of the probe …). */
  visitId: number | null;
}

/** `visitId` is null when the artefact belongs to the host itself. */
export type StoredArtifact = Artifact & { visitId: number | null };
/** `bytes` = original size. */
export type BlobDescription = BlobDigests & { bytes: number; mediaType: string };

/** Everything that was kept as evidence, over all sweeps. Digests are SHA-256, lower-case hex. */
export class EvidenceRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /**
   * For bytes that no record names; a record takes its evidence with it (`saveProbe`, `saveRegistration` …).
   * Safe to repeat: the blob is kept once per digest, the link once per owner, kind, source URL and method (its first
   * time stands).
   */
  async put(artifact: NewArtifact, owner: ArtifactOwner): Promise<Artifact> {
    const prepared = await prepareArtifacts(this.#database, [artifact]);
    await this.#database.transaction(async (transaction) => {
      await storeBlobs(transaction, prepared);
      await linkArtifacts(transaction, [{ owner, artifacts: prepared }]);
    });
    const [first] = prepared;
    if (!first) throw new Error('one artefact in, none out');
    return first.artifact;
  }

  /**
   * The original bytes, their SHA-256 checked again. Throws EVIDENCE_DAMAGED (damaged) when they are missing or
   * changed, naming digest, kind and owner.
   */
  async read(digest: string): Promise<Buffer> {
    const { data, damage } = await readBlob(this.#database.read, digest);
    if (data === null) throw await this.#damaged(digest, damage);
    return data;
  }

  /**
   * The record that an artefact of this kind holds, in the shape this version of the program knows: integrity checked,
   * parsed, older versions upgraded. @throws MingjingError EVIDENCE_DAMAGED like `read`, also for bytes that are no such record.
   */
  async readAs<K extends RecordKind>(kind: K, digest: string): Promise<StoredRecords[K]> {
    const { record, damage } = parseRecord(kind, await this.read(digest));
    if (damage !== null) throw await this.#damaged(digest, damage);
    return record;
  }

  async #damaged(digest: string, damage: Sentence): Promise<MingjingError> {
    const links = await evidenceLinks(this.#database.read, digest);
    const [zh, en] = links === null ? ['', ''] : [`（${links.zh}）`, ` (${links.en})`];
    const name = storableText(digest);
    return new MingjingError('EVIDENCE_DAMAGED', {
      zh: `证据 ${name}${zh}已损坏或缺失：${damage.zh}`,
      en: `Evidence ${name}${en} is damaged or missing: ${damage.en}`,
    });
  }

  /** Why the bytes of this digest cannot be had; null when the store holds them as they were. */
  async damage(digest: string): Promise<Sentence | null> {
    return (await readBlob(this.#database.read, digest)).damage;
  }

  /** Everything kept about this host, of visits and of the host itself, in the order it was stored. */
  async artifacts(occasionId: number, host: string): Promise<StoredArtifact[]> {
    const rows = await this.#database.read
      .selectFrom('artifact')
      .innerJoin('blob', 'blob.digest', 'artifact.digest')
      .select([...ARTIFACT('artifact'), 'visit_id'])
      .where('occasion_id', '=', occasionId)
      .where('host', '=', host)
      .orderBy('artifact.id')
      .execute();
    return rows.map((row) => ({ ...artifactOf(row), visitId: row.visit_id }));
  }

  /**
   * The blob's digests and original size, without reading it; null when there is none. `mediaType` is that of its first
   * link.
   */
  async describe(digest: string): Promise<BlobDescription | null> {
    const row = await this.#database.read
      .selectFrom('blob')
      .select(['digest as sha256', 'sm3', 'md5', 'bytes', 'media_type as mediaType'])
      .where('digest', '=', digest)
      .executeTakeFirst();
    return row ?? null;
  }
}

/**
 * Writes the blobs that are not there, or not as they were. In order of digest: two transactions must not wait for each
 * other.
 */
export async function storeBlobs(
  transaction: Transaction<Database>,
  prepared: readonly PreparedArtifact[],
): Promise<void> {
  const blobs = prepared.flatMap(({ blob }) => blob ?? []).sort((a, b) => (a.row.digest < b.row.digest ? -1 : 1));
  for (const { row, data } of blobs) {
    const { digest: _same, media_type: _first, ...rest } = row;
    // someone else may have stored the same bytes meanwhile, or a failing disk may have changed them: row and data are
    // written together
    const { id } = await transaction
      .insertInto('blob')
      .values(row)
      .onConflict((conflict) => conflict.column('digest').doUpdateSet(rest))
      .returning('id')
      .executeTakeFirstOrThrow();
    await transaction
      .insertInto('blob_data')
      .values({ blob_id: id, data })
      .onConflict((conflict) => conflict.column('blob_id').doUpdateSet({ data }))
      .execute();
  }
}

/** Links stored blobs to their owners; a link already there stays as it is. */
export async function linkArtifacts(
  transaction: Transaction<Database>,
  owned: readonly { owner: ArtifactOwner; artifacts: readonly PreparedArtifact[] }[],
): Promise<void> {
  const rows = owned.flatMap(({ owner, artifacts }) =>
    artifacts.map(({ artifact }) => ({
      ...artifactColumns(artifact),
      occasion_id: owner.occasionId,
      identity: recordIdentity(
        owner.host,
        owner.visitId,
        artifact.kind,
        artifact.digest,
        artifact.sourceUrl,
        artifact.method,
      ),
      host: storableText(owner.host),
      visit_id: owner.visitId,
    })),
  );
  for (const batch of batches(rows)) {
    await transaction
      .insertInto('artifact')
      .values(batch)
      .onConflict((conflict) => conflict.columns(['occasion_id', 'identity']).doNothing())
      .execute();
  }
}

/** The artefact as its row. */
export function artifactColumns(artifact: Artifact): Omit<ArtifactColumns, 'id'> {
  const { kind, digest, mediaType, sourceUrl, at, method, peerAddress, derivedFrom } = artifact;
  return {
    kind,
    digest,
    media_type: mediaType,
    source_url: sourceUrl,
    at,
    method,
    peer_address: storableText(peerAddress),
    derived_from: derivedFrom,
  };
}

/** What to select for `artifactOf` from an artefact table joined with `blob`. */
export function ARTIFACT<T extends 'artifact' | 'reference_artifact'>(table: T) {
  return [
    `${table}.kind`,
    `${table}.digest`,
    `${table}.media_type`,
    'source_url',
    `${table}.at`,
    'method',
    'peer_address',
    'derived_from',
    'blob.bytes',
  ] as const;
}

/** The row, joined with its blob's size, as artefact. */
export function artifactOf(row: Omit<Selectable<ArtifactColumns>, 'id'> & { bytes: number }): Artifact {
  const { kind, digest, bytes, at, method } = row;
  return {
    kind,
    digest,
    mediaType: row.media_type,
    bytes,
    sourceUrl: row.source_url,
    at,
    method,
    peerAddress: row.peer_address,
    derivedFrom: row.derived_from,
  };
}
