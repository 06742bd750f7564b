/** Work of every kind but visits: handed out by priority, done by whoever holds the lease, kept with its reason when it cannot be done. */
import type { Transaction } from 'kysely';
import { batches } from '../databases/batches.ts';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import { recordIdentity } from '../databases/record-identity.ts';
import type { Database } from '../databases/schema.ts';
import { storableText } from '../databases/storable-text.ts';
import type { JobKind } from '../vocabulary/jobs.ts';
import { endLease, JobLease, NO_LEASE, type JobFilter, type JobRow } from './job-lease.ts';
import type { LeaseOwner } from './lease-owner.ts';

/** Every kind of job but visits. */
export type WorkKind = Exclude<JobKind, 'visit'>;

/** Work on its way into the queue. */
export interface NewWork {
  occasionId: number;
  kind: WorkKind;
  /** What makes it the work it is: the same parts of one kind within one occasion are one job. */
  identity: readonly (string | number | null)[];
  /** The host it concerns; null or missing = none in particular. */
  host?: string | null;
  /** What the work needs to know; anything that JSON can say. */
  payload?: unknown;
  /** Higher goes first; default 0. */
  priority?: number;
  /** Milliseconds since the epoch; default at once. */
  notBefore?: number;
  /** Who asks for it; default whoever the occasion is owed to. */
  actorId?: number | null;
}

/** Work under a lease. */
export interface Work {
  id: number;
  occasionId: number;
  kind: WorkKind;
  host: string | null;
  payload: unknown;
  /** 1 for the first attempt. */
  attempt: number;
  /** Who asked for it; null = whoever the occasion is owed to. */
  actorId: number | null;
  token: string;
}

/** Work that was given up. */
export interface DeadWork extends Omit<Work, 'token'> {
  reason: string;
}

/** What whoever has time for work asks for. */
export interface LeaseRequest {
  kinds: readonly WorkKind[];
  /** Only of this occasion; missing = of any. */
  occasionId?: number;
  leaseMs: number;
  limit: number;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * Whoever's lease ran out or whose process is gone has lost the work: it is open again, the attempt stays counted, and
 * a late result is refused.
 */
export class WorkQueue {
  readonly #database: DatabaseHandle;
  readonly #leases: JobLease;

  constructor(database: DatabaseHandle, owner: LeaseOwner) {
    this.#database = database;
    this.#leases = new JobLease(database, owner);
  }

  /** Adds what is new; known work stays as it is, also when done or dead. @returns how many were new. */
  async add(works: readonly NewWork[]): Promise<number> {
    return this.#database.transaction(async (transaction) => {
      for (const id of new Set(works.map(({ occasionId }) => occasionId)))
        await this.#database.takeTurn(transaction, id);
      return addWork(transaction, works);
    });
  }

  /** Highest priority first, then oldest. Leases that ran out are ended first. */
  async lease({ kinds, occasionId, ...request }: LeaseRequest): Promise<Work[]> {
    if (request.limit < 1 || kinds.length === 0) return [];
    const filter = filterOf(kinds, occasionId);
    // asked again and again while others work: a look costs nothing, a write transaction keeps everyone waiting
    if (!(await this.#leases.mayTake(filter, request.now))) return [];
    return this.#database.transaction(async (transaction) => {
      const expired = await this.#leases.leased(transaction, filter).where('lease_until', '<=', request.now).execute();
      for (const row of [...expired, ...(await this.#leases.abandoned(transaction, filter))])
        await transaction
          .updateTable('job')
          .set({ ...NO_LEASE, state: 'open' })
          .where('id', '=', row.id)
          .execute();
      return (await this.#leases.take(transaction, filter, request)).map((row) => ({
        ...workOf(row),
        token: row.token,
      }));
    });
  }

  /** False when the lease is no longer the holder's: stop, the work is somebody else's. */
  async extend({ id, token }: Work, leaseMs: number, now: number): Promise<boolean> {
    const extended = await this.#database.write
      .updateTable('job')
      .set({ lease_until: now + leaseMs })
      .where('id', '=', id)
      .where('token', '=', token)
      .executeTakeFirstOrThrow();
    return extended.numUpdatedRows > 0n;
  }

  /**
   * Ends the work; what it made is written by `write` in the same transaction. False when the lease was no longer the
   * holder's: then nothing was written.
   */
  async complete(work: Work, write?: (transaction: Transaction<Database>) => Promise<void>): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      if (!(await endLease(transaction, work, { state: 'done' }))) return false;
      await write?.(transaction);
      return true;
    });
  }

  /** Ends the attempt: open again from `again` (milliseconds since the epoch) on, or dead with this reason when null. */
  async fail(work: Work, reason: string, again: number | null): Promise<boolean> {
    const next =
      again === null
        ? { state: 'dead' as const, reason: storableText(reason) }
        : { state: 'open' as const, not_before: again, reason: storableText(reason) };
    return this.#database.transaction((transaction) => endLease(transaction, work, next));
  }

  /** Work that was given up, oldest first. */
  async dead({ kinds }: { kinds?: readonly WorkKind[] } = {}): Promise<DeadWork[]> {
    if (kinds?.length === 0) return [];
    const rows = await this.#database.read
      .selectFrom('job')
      .selectAll()
      .where('kind', kinds ? 'in' : '<>', kinds ? [...kinds] : 'visit')
      .where('state', '=', 'dead')
      .orderBy('id')
      .execute();
    return rows.map((row) => ({ ...workOf(row), reason: row.reason ?? '' }));
  }

  /** Opens dead work again, at once. @returns how many. */
  async again(ids: readonly number[]): Promise<number> {
    if (ids.length === 0) return 0;
    const opened = await this.#database.write
      .updateTable('job')
      .set({ ...NO_LEASE, state: 'open', not_before: 0 })
      .where('state', '=', 'dead')
      .where(this.#database.capabilities.isAnyOf('id', ids))
      .executeTakeFirstOrThrow();
    return Number(opened.numUpdatedRows);
  }
}

/** Within the caller's transaction: the work and the record that asks for it stand or fall together. */
export async function addWork(transaction: Transaction<Database>, works: readonly NewWork[]): Promise<number> {
  let added = 0;
  for (const batch of batches(works)) {
    const inserted = await transaction
      .insertInto('job')
      .values(batch.map(rowOf))
      .onConflict((conflict) => conflict.columns(['occasion_id', 'identity']).doNothing())
      .executeTakeFirstOrThrow();
    added += Number(inserted.numInsertedOrUpdatedRows ?? 0n);
  }
  return added;
}

function rowOf({
  occasionId,
  kind,
  identity,
  host = null,
  payload = null,
  priority = 0,
  notBefore = 0,
  actorId = null,
}: NewWork) {
  return {
    occasion_id: occasionId,
    identity: recordIdentity(kind, ...identity),
    kind,
    priority: Math.round(priority),
    host: storableText(host),
    url: null,
    persona: null,
    vantage: null,
    payload: payload === null ? null : JSON.stringify(payload),
    state: 'open' as const,
    attempt: 0,
    not_before: Math.ceil(notBefore),
    reason: null,
    actor_id: actorId,
    ...NO_LEASE,
  };
}

const filterOf =
  (kinds: readonly WorkKind[], occasionId: number | undefined): JobFilter =>
  (query) => {
    const ofKinds = query.where('kind', 'in', [...kinds]);
    return occasionId === undefined ? ofKinds : ofKinds.where('occasion_id', '=', occasionId);
  };

function workOf(row: JobRow): Omit<Work, 'token'> {
  const { id, occasion_id: occasionId, kind, host, payload, attempt } = row;
  return {
    id,
    occasionId,
    kind: kind as WorkKind,
    host,
    payload: payload === null ? null : (JSON.parse(payload) as unknown),
    attempt,
    actorId: row.actor_id,
  };
}
