/** References: the official pages as captured for comparison, every changed capture a new version. */
import type { Transaction } from 'kysely';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import { prepareArtifacts, readBlob } from '../evidence/evidence-blob.ts';
import type { PreparedArtifact } from '../evidence/evidence-blob.ts';
import { ARTIFACT, artifactColumns, artifactOf, storeBlobs } from '../evidence/evidence-repository.ts';
import { recordIdentity } from '../databases/record-identity.ts';
import type { Database } from '../databases/schema.ts';
import type { Artifact, ArtifactKind, NewArtifact } from '../vocabulary/artifacts.ts';
import type { Persona } from '../vocabulary/personas.ts';

/** A capture of an official page; `capturedAt` ISO 8601, UTC. */
export interface NewReference {
  platform: string;
  url: string;
  persona: Persona;
  capturedAt: string;
  artifacts: readonly NewArtifact[];
}

/** One version of an official page as one persona saw it. */
export interface Reference {
  platform: string;
  url: string;
  persona: Persona;
  /** 1 for the first capture, one more whenever the content has changed. */
  version: number;
  capturedAt: string;
  artifacts: Artifact[];
}

/** What the page said and showed. The rest (connections, headers, network …) differs between any two visits. */
const CONTENT_KINDS: ReadonlySet<ArtifactKind> = new Set([
  'html',
  'response-body',
  'screenshot',
  'screenshot-full',
  'raster',
  'page-model',
]);

/** The references of all sweeps: versions are kept, never changed. */
export class ReferenceRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /**
   * One transaction. Content equal to the newest version's answers that version with `changed: false` and writes
   * nothing, save what was damaged of it; when more than that is damaged, it is a new version.
   */
  async save(reference: NewReference): Promise<{ version: number; changed: boolean }> {
    const prepared = await prepareArtifacts(this.#database, reference.artifacts);
    const artifacts = prepared.map(({ artifact }) => artifact);
    const content = contentIdentity(artifacts);
    const page = recordIdentity(reference.platform, reference.url, reference.persona);
    const saved = await this.#database.transaction(async (transaction) => {
      const newest = await transaction
        .selectFrom('reference')
        .select(['id', 'version', 'content'])
        .where('page', '=', page)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (newest?.content === content && (await mended(transaction, newest.id, prepared)))
        return { version: newest.version, changed: false };
      const version = (newest?.version ?? 0) + 1;
      await storeBlobs(transaction, prepared);
      const inserted = await insertReference(transaction, { ...reference, page, content, version }, artifacts);
      return inserted ? { version, changed: true } : null;
    });
    // Another process wrote that version meanwhile: compare with it.
    return saved ?? this.save(reference);
  }

  /** The newest version of every page, by platform, URL and persona. `platformIds` left out = of all platforms. */
  async latest(platformIds?: readonly string[]): Promise<Reference[]> {
    return this.#references(platformIds, true);
  }

  /** Every version of every page, oldest version first within its page. */
  async list(): Promise<Reference[]> {
    return this.#references(undefined, false);
  }

  async #references(platformIds: readonly string[] | undefined, newestOnly: boolean): Promise<Reference[]> {
    if (platformIds?.length === 0) return [];
    let query = this.#database.read
      .selectFrom('reference')
      .select(['id', 'page', 'platform', 'url', 'persona', 'version', 'captured_at as capturedAt']);
    if (platformIds) query = query.where('platform', 'in', platformIds);
    const rows = await query.orderBy('platform').orderBy('url').orderBy('persona').orderBy('version').execute();
    // Versions ascend, so the last row of a page is its newest.
    const chosen = newestOnly ? [...new Map(rows.map((row) => [row.page, row])).values()] : rows;
    const artifacts = await this.#artifacts(chosen.map((row) => row.id));
    return chosen.map(({ id, page: _page, ...row }) => ({ ...row, artifacts: artifacts.get(id) ?? [] }));
  }

  async #artifacts(referenceIds: readonly number[]): Promise<Map<number, Artifact[]>> {
    if (referenceIds.length === 0) return new Map();
    const rows = await this.#database.read
      .selectFrom('reference_artifact')
      .innerJoin('blob', 'blob.digest', 'reference_artifact.digest')
      .select([...ARTIFACT('reference_artifact'), 'reference_id'])
      .where(this.#database.capabilities.isAnyOf('reference_id', referenceIds))
      .orderBy('reference_artifact.id')
      .execute();
    return new Map(
      Array.from(
        Map.groupBy(rows, (row) => row.reference_id),
        ([id, group]) => [id, group.map(artifactOf)],
      ),
    );
  }
}

/** Stores again what of the version's blobs was damaged and has just been seen; false when others stay damaged. */
async function mended(
  transaction: Transaction<Database>,
  referenceId: number,
  seen: readonly PreparedArtifact[],
): Promise<boolean> {
  const rows = await transaction
    .selectFrom('reference_artifact')
    .select('digest')
    .where('reference_id', '=', referenceId)
    .execute();
  const own = new Set(rows.map(({ digest }) => digest));
  await storeBlobs(
    transaction,
    seen.filter(({ artifact }) => own.has(artifact.digest)),
  );
  for (const { artifact } of seen) own.delete(artifact.digest);
  for (const digest of own) if ((await readBlob(transaction, digest)).data === null) return false;
  return true;
}

interface NewVersion extends NewReference {
  page: string;
  content: string;
  version: number;
}

/** False when this version is already there. */
async function insertReference(
  transaction: Transaction<Database>,
  reference: NewVersion,
  artifacts: readonly Artifact[],
): Promise<boolean> {
  const { page, content, version, platform, url, persona, capturedAt } = reference;
  const inserted = await transaction
    .insertInto('reference')
    .values({ page, content, version, platform, url, persona, captured_at: capturedAt })
    .onConflict((conflict) => conflict.columns(['page', 'version']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return false;
  const rows = artifacts.map((artifact) => ({ ...artifactColumns(artifact), reference_id: inserted.id }));
  if (rows.length > 0) await transaction.insertInto('reference_artifact').values(rows).execute();
  return true;
}

function contentIdentity(artifacts: readonly Artifact[]): string {
  const content = artifacts.filter((artifact) => CONTENT_KINDS.has(artifact.kind));
  const compared = content.length > 0 ? content : artifacts;
  return recordIdentity(...compared.map(({ kind, digest }) => `${kind} ${digest}`).sort());
}
