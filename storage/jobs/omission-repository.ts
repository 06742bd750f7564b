/** What could not be looked at: written with the visit it belongs to, kept until it is made up for. */
import type { Selectable, Transaction } from 'kysely';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import { prepareArtifacts } from '../evidence/evidence-blob.ts';
import { linkArtifacts, storeBlobs } from '../evidence/evidence-repository.ts';
import { recordIdentity } from '../databases/record-identity.ts';
import type { Database, OmissionTable } from '../databases/schema.ts';
import { storableText } from '../databases/storable-text.ts';
import type { NewArtifact } from '../vocabulary/artifacts.ts';
import { endLease } from './job-lease.ts';
import { addWork, type NewWork, type Work } from './work-queue.ts';
import type { Omission, OmissionReason, OmissionState } from '../vocabulary/omissions.ts';

/** An omission as stored, with what it belongs to. */
export interface StoredOmission extends Omission {
  id: number;
  occasionId: number;
  host: string;
  state: OmissionState;
  /** Times it was tried again. */
  tries: number;
  /** Of a `visit`: the job to be done again; null for the other kinds. */
  jobId: number | null;
  /** Of a picture: the visit that took it; null for the other kinds. */
  visitId: number | null;
}

/** The visit an omission belongs to, or the host alone. */
export interface OmissionOwner {
  occasionId: number;
  host: string;
  jobId: number | null;
  visitId: number | null;
}

/** What could not be looked at: read, made up for, or given up. */
export class OmissionRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /** Everything of one sweep that is still to be made up for, oldest first. */
  async open(occasionId: number): Promise<StoredOmission[]> {
    const rows = await this.#database.read
      .selectFrom('omission')
      .selectAll()
      .where('occasion_id', '=', occasionId)
      .where('state', '=', 'open')
      .orderBy('id')
      .execute();
    return rows.map(omissionOf);
  }

  /** What keeps verdicts on this host open: to be made up for, or tried in vain. */
  async standing(occasionId: number, host: string): Promise<StoredOmission[]> {
    const rows = this.#database.read
      .selectFrom('omission')
      .selectAll()
      .where('occasion_id', '=', occasionId)
      .where('host', '=', storableText(host));
    return (await rows.where('state', '<>', 'made-up').orderBy('id').execute()).map(omissionOf);
  }

  /** Finished sweeps that left something open, newest first. */
  async unfinishedSweeps(limit: number): Promise<number[]> {
    const rows = await this.#database.read
      .selectFrom('omission')
      .innerJoin('occasion', 'occasion.id', 'omission.occasion_id')
      .select('occasion_id')
      .distinct()
      .where('state', '=', 'open')
      .where('finished_at', 'is not', null)
      .orderBy('occasion_id', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => row.occasion_id);
  }

  /** Notes what a whole host lacks (a detector that failed); one already open counts one more try. */
  async note(occasionId: number, host: string, omission: Omission): Promise<void> {
    await this.#database.transaction((transaction) =>
      noteOmissions(transaction, { occasionId, host, jobId: null, visitId: null }, [omission]),
    );
  }

  /** What the work on a picture is to make up for; null when that was done, or given up. */
  async ofWork({ occasionId, payload }: Pick<Work, 'occasionId' | 'payload'>): Promise<StoredOmission | null> {
    const { kind, visitId } = payload as PicturePayload;
    const row = await this.#database.read
      .selectFrom('omission')
      .selectAll()
      .where('occasion_id', '=', occasionId)
      .where('identity', '=', recordIdentity(kind, visitId))
      .where('state', '=', 'open')
      .executeTakeFirst();
    return row ? omissionOf(row) : null;
  }

  /**
   * The picture was read after all: what was read, the end of the omission and of the work, one transaction. Nothing is
   * written when the work's lease is no longer the holder's.
   */
  async makeUp(
    omission: StoredOmission,
    artifacts: readonly NewArtifact[],
    work: Pick<Work, 'id' | 'token'>,
  ): Promise<void> {
    const prepared = await prepareArtifacts(this.#database, artifacts);
    const { id, occasionId, host, visitId } = omission;
    await this.#database.transaction(async (transaction) => {
      if (!(await endLease(transaction, work, { state: 'done' }))) return;
      await storeBlobs(transaction, prepared);
      await linkArtifacts(transaction, [{ owner: { occasionId, host, visitId }, artifacts: prepared }]);
      await transaction.updateTable('omission').set({ state: 'made-up' }).where('id', '=', id).execute();
    });
  }

  /** Tried again in vain; `given-up` from the `most`th try on. */
  async failed({ id, tries }: StoredOmission, reason: OmissionReason, most: number): Promise<void> {
    await this.end([id], tries + 1 >= most ? 'given-up' : 'open', { tries: tries + 1, reason });
  }

  /** Ends omissions, whatever they are. */
  async end(
    ids: readonly number[],
    state: OmissionState,
    more: Partial<Pick<OmissionTable, 'tries' | 'reason'>> = {},
  ): Promise<void> {
    if (ids.length === 0) return;
    await this.#database.write
      .updateTable('omission')
      .set({ state, ...more })
      .where(this.#database.capabilities.isAnyOf('id', ids))
      .execute();
  }
}

/** What a job of kind `read-picture` carries. */
interface PicturePayload {
  kind: 'picture-text' | 'qr-codes';
  visitId: number;
}

/**
 * Within the caller's transaction. One that is already there is open again, with one more try. Reading a picture is
 * work of its own, put into the queue with it; a visit is made again by its own job, a detector runs with every
 * judgement.
 */
export async function noteOmissions(
  transaction: Transaction<Database>,
  owner: OmissionOwner,
  omissions: readonly Omission[],
): Promise<void> {
  const pictures = omissions.flatMap(({ kind }): NewWork[] =>
    owner.visitId !== null && (kind === 'picture-text' || kind === 'qr-codes')
      ? [pictureWork(owner.occasionId, owner.host, { kind, visitId: owner.visitId })]
      : [],
  );
  await addWork(transaction, pictures);
  for (const { kind, reason, url, persona } of omissions) {
    const belongsTo = kind === 'visit' ? owner.jobId : kind === 'detector' ? owner.host : owner.visitId;
    await transaction
      .insertInto('omission')
      .values({
        occasion_id: owner.occasionId,
        identity: recordIdentity(kind, belongsTo),
        host: storableText(owner.host),
        kind,
        job_id: kind === 'visit' ? owner.jobId : null,
        visit_id: kind === 'visit' || kind === 'detector' ? null : owner.visitId,
        url: storableText(url),
        persona,
        reason,
        state: 'open',
        tries: 0,
      })
      .onConflict((conflict) =>
        conflict.columns(['occasion_id', 'identity']).doUpdateSet((row) => ({
          state: 'open' as const,
          reason: row.ref('excluded.reason'),
          tries: row('omission.tries', '+', 1),
        })),
      )
      .execute();
  }
}

/** The job that makes up for an unread picture. */
export function pictureWork(occasionId: number, host: string, payload: PicturePayload): NewWork {
  return { occasionId, kind: 'read-picture', identity: [payload.kind, payload.visitId], host, payload };
}

/** Within the caller's transaction: the visit was made again and seen to the end. */
export async function visitMadeUp(
  transaction: Transaction<Database>,
  occasionId: number,
  jobId: number,
): Promise<void> {
  await transaction
    .updateTable('omission')
    .set({ state: 'made-up' })
    .where('occasion_id', '=', occasionId)
    .where('identity', '=', recordIdentity('visit', jobId))
    .execute();
}

function omissionOf({
  id,
  occasion_id: occasionId,
  host,
  kind,
  job_id: jobId,
  visit_id: visitId,
  url,
  persona,
  reason,
  state,
  tries,
}: Selectable<OmissionTable>): StoredOmission {
  return { id, occasionId, host, kind, jobId, visitId, url, persona, reason, state, tries };
}
