/** Leases on the rows of the one queue: taken with a token nobody else knows, ended by that token only. */
import { randomUUID } from 'node:crypto';
import type { Selectable, SelectQueryBuilder, Transaction } from 'kysely';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import type { Database, JobTable } from '../databases/schema.ts';
import type { LeaseOwner } from './lease-owner.ts';

/** A row of the queue as it is read. */
export type JobRow = Selectable<JobTable>;
/** A job as its holder knows it. */
export type HeldJob = JobRow & { token: string };
/** Which rows of the queue are meant. */
export type JobFilter = (
  query: SelectQueryBuilder<Database, 'job', JobRow>,
) => SelectQueryBuilder<Database, 'job', JobRow>;

/** The columns of a row that nobody holds. */
export const NO_LEASE = { token: null, lease_until: null, leased_at: null, owner: null } as const;

/** Takes and looks at leases, of whatever kind of job a filter names. */
export class JobLease {
  readonly #database: DatabaseHandle;
  readonly #owner: LeaseOwner;

  constructor(database: DatabaseHandle, owner: LeaseOwner) {
    this.#database = database;
    this.#owner = owner;
  }

  /** Up to `limit` open jobs, highest priority first, then oldest; each begins an attempt. `now` in milliseconds. */
  async take(
    transaction: Transaction<Database>,
    filter: JobFilter,
    { leaseMs, limit, now }: { leaseMs: number; limit: number; now: number },
  ): Promise<HeldJob[]> {
    const rows = await filter(transaction.selectFrom('job').selectAll())
      .where('state', '=', 'open')
      .where('not_before', '<=', now)
      .orderBy('priority', 'desc')
      .orderBy('id')
      .limit(limit)
      .$if(this.#database.capabilities.rowLocks, (query) => query.forUpdate().skipLocked())
      .execute();
    const held: HeldJob[] = [];
    for (const row of rows) {
      const lease = {
        state: 'leased' as const,
        attempt: row.attempt + 1,
        token: randomUUID(),
        lease_until: now + leaseMs,
        leased_at: new Date(now).toISOString(),
        owner: this.#owner.text,
      };
      await transaction.updateTable('job').set(lease).where('id', '=', row.id).execute();
      held.push({ ...row, ...lease });
    }
    return held;
  }

  /** Leased rows, locked where the database can: one that somebody else is just ending is skipped. */
  leased(transaction: Transaction<Database>, filter: JobFilter) {
    return filter(transaction.selectFrom('job').selectAll())
      .where('state', '=', 'leased')
      .orderBy('priority', 'desc')
      .orderBy('id')
      .$if(this.#database.capabilities.rowLocks, (query) => query.forUpdate().skipLocked());
  }

  /** Whether `take`, or ending the leases of others first, could give anything. One read. */
  async mayTake(filter: JobFilter, now: number): Promise<boolean> {
    const jobs = filter(this.#database.read.selectFrom('job').selectAll());
    const open = await jobs.where('state', '=', 'open').where('not_before', '<=', now).limit(1).executeTakeFirst();
    if (open) return true;
    const held = await jobs.where('state', '=', 'leased').execute();
    return held.some(
      ({ lease_until: until, owner }) => (until ?? 0) <= now || (owner !== null && this.#owner.isGone(owner)),
    );
  }

  /** Leased rows whose holder is known to be gone (same machine only). */
  async abandoned(transaction: Transaction<Database>, filter: JobFilter): Promise<JobRow[]> {
    const rows = await this.leased(transaction, filter).execute();
    return rows.filter((row) => row.owner !== null && this.#owner.isGone(row.owner));
  }
}

/** Ends a lease within the caller's transaction; false when it was no longer the holder's: then nothing may be written. */
export async function endLease(
  transaction: Transaction<Database>,
  { id, token }: { id: number; token: string },
  next: Pick<JobRow, 'state'> & Partial<Pick<JobRow, 'not_before' | 'reason'>>,
): Promise<boolean> {
  const ended = await transaction
    .updateTable('job')
    .set({ ...NO_LEASE, ...next })
    .where('id', '=', id)
    .where('token', '=', token)
    .executeTakeFirstOrThrow();
  return ended.numUpdatedRows > 0n;
}
