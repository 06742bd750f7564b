/** The capture queue as a table: leases with fencing tokens, on either database, for any number of processes. */
import { randomUUID } from 'node:crypto';
import type { Selectable, Transaction } from 'kysely';
import { batches } from '../databases/batches.ts';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import { prepareArtifacts } from '../evidence/evidence-blob.ts';
import { linkArtifacts, storeBlobs } from '../evidence/evidence-repository.ts';
import type { Completion, JobCounts, JobQueue, NewJob } from './job-queue.ts';
import type { LeaseOwner } from './lease-owner.ts';
import { noteOmissions, visitMadeUp } from './omission-repository.ts';
import { recordIdentity } from '../databases/record-identity.ts';
import type { Database, JobTable } from '../databases/schema.ts';
import { storableText } from '../databases/storable-text.ts';
import { insertVisit, interruptedVisit } from '../sweeps/visit-repository.ts';
import type { NewArtifact } from '../vocabulary/artifacts.ts';
import type { CaptureJob, Visit } from '../vocabulary/capture.ts';
import type { Omission } from '../vocabulary/omissions.ts';

const NO_LEASE = { token: null, lease_until: null, leased_at: null, owner: null } as const;

type JobRow = Selectable<JobTable>;

export class TableJobQueue implements JobQueue {
  readonly #database: DatabaseHandle;
  readonly #owner: LeaseOwner;

  constructor(database: DatabaseHandle, owner: LeaseOwner) {
    this.#database = database;
    this.#owner = owner;
  }

  async enqueue(jobs: readonly NewJob[]): Promise<number> {
    return this.#database.transaction(async (transaction) => {
      for (const sweepId of new Set(jobs.map((job) => job.sweepId)))
        await this.#database.takeTurn(transaction, sweepId);
      let added = 0;
      for (const batch of batches(jobs)) {
        const inserted = await transaction
          .insertInto('job')
          .values(batch.map(jobRow))
          .onConflict((conflict) => conflict.columns(['sweep_id', 'identity']).doNothing())
          .executeTakeFirstOrThrow();
        added += Number(inserted.numInsertedOrUpdatedRows ?? 0n);
      }
      return added;
    });
  }

  async lease(sweepId: number, leaseMs: number, limit: number, now: number): Promise<CaptureJob[]> {
    // Asked many times a second while others work: a look costs nothing, a write transaction keeps everyone waiting.
    if (limit < 1 || (await this.isEmpty(sweepId, now))) return [];
    return this.#database.transaction(async (transaction) => {
      await this.#endExpired(transaction, sweepId, now);
      const rows = await transaction
        .selectFrom('job')
        .selectAll()
        .where('sweep_id', '=', sweepId)
        .where('state', '=', 'open')
        .where('not_before', '<=', now)
        .orderBy('id')
        .limit(limit)
        .$if(this.#database.capabilities.rowLocks, (query) => query.forUpdate().skipLocked())
        .execute();
      const jobs: CaptureJob[] = [];
      for (const row of rows) jobs.push(await this.#take(transaction, row, leaseMs, now));
      return jobs;
    });
  }

  async #take(transaction: Transaction<Database>, row: JobRow, leaseMs: number, now: number): Promise<CaptureJob> {
    const token = randomUUID();
    const attempt = row.attempt + 1;
    await transaction
      .updateTable('job')
      .set({
        state: 'leased',
        attempt,
        token,
        lease_until: now + leaseMs,
        leased_at: new Date(now).toISOString(),
        owner: this.#owner.text,
      })
      .where('id', '=', row.id)
      .execute();
    const { id, host, url, persona, vantage } = row;
    return { id, sweepId: row.sweep_id, host, url, persona, vantage, attempt, token };
  }

  async #endExpired(transaction: Transaction<Database>, sweepId: number, now: number): Promise<void> {
    const rows = await this.#leased(transaction, sweepId).where('lease_until', '<=', now).execute();
    for (const row of rows) await giveBack(transaction, row, new Date(now).toISOString(), 'lease-expired');
  }

  /** Leased rows, locked where the database can: a row someone else is just completing is skipped. */
  #leased(transaction: Transaction<Database>, sweepId: number) {
    return transaction
      .selectFrom('job')
      .selectAll()
      .where('sweep_id', '=', sweepId)
      .where('state', '=', 'leased')
      .orderBy('id')
      .$if(this.#database.capabilities.rowLocks, (query) => query.forUpdate().skipLocked());
  }

  async complete(
    job: CaptureJob,
    visit: Visit,
    artifacts: readonly NewArtifact[],
    omissions: readonly Omission[] = [],
  ): Promise<Completion> {
    return this.#end(job, visit, artifacts, { state: 'done' }, omissions);
  }

  async retry(
    job: CaptureJob,
    visit: Visit,
    artifacts: readonly NewArtifact[],
    notBefore: number,
  ): Promise<Completion> {
    return this.#end(job, visit, artifacts, { state: 'open', not_before: notBefore });
  }

  async #end(
    job: CaptureJob,
    visit: Visit,
    artifacts: readonly NewArtifact[],
    next: { state: 'done' | 'open'; not_before?: number },
    omissions: readonly Omission[] = [],
  ): Promise<Completion> {
    const prepared = await prepareArtifacts(this.#database, artifacts);
    return this.#database.transaction(async (transaction): Promise<Completion> => {
      const ended = await transaction
        .updateTable('job')
        .set({ ...NO_LEASE, ...next })
        .where('id', '=', job.id)
        .where('token', '=', job.token)
        .executeTakeFirstOrThrow();
      if (ended.numUpdatedRows === 0n) return { accepted: false, visitId: null };
      const visitId = await insertVisit(transaction, job, visit);
      await storeBlobs(transaction, prepared);
      await linkArtifacts(transaction, [
        { owner: { sweepId: job.sweepId, host: visit.host, visitId }, artifacts: prepared },
      ]);
      if (next.state === 'done' && !omissions.some(({ kind }) => kind === 'visit'))
        await visitMadeUp(transaction, job.sweepId, job.id);
      await noteOmissions(transaction, { sweepId: job.sweepId, host: visit.host, jobId: job.id, visitId }, omissions);
      return { accepted: true, visitId };
    });
  }

  async reopen(jobIds: readonly number[]): Promise<number> {
    if (jobIds.length === 0) return 0;
    const opened = await this.#database.write
      .updateTable('job')
      .set({ ...NO_LEASE, state: 'open', not_before: 0 })
      .where('state', '=', 'done')
      .where(this.#database.capabilities.isAnyOf('id', jobIds))
      .executeTakeFirstOrThrow();
    return Number(opened.numUpdatedRows);
  }

  async pending(sweepId: number, host: string): Promise<Pick<CaptureJob, 'url' | 'persona'>[]> {
    const jobs = this.#database.read
      .selectFrom('job')
      .select(['url', 'persona'])
      .where('sweep_id', '=', sweepId)
      .where('host', '=', storableText(host));
    return jobs.where('state', 'in', ['open', 'leased']).orderBy('id').execute();
  }

  async isEmpty(sweepId: number, now: number): Promise<boolean> {
    const jobs = this.#database.read.selectFrom('job').select('id').where('sweep_id', '=', sweepId).limit(1);
    const open = await jobs.where('state', '=', 'open').where('not_before', '<=', now).executeTakeFirst();
    if (open) return false;
    return !(await jobs.where('state', '=', 'leased').where('lease_until', '<=', now).executeTakeFirst());
  }

  async isFinished(sweepId: number): Promise<boolean> {
    const jobs = this.#database.read.selectFrom('job').select('id').where('sweep_id', '=', sweepId);
    return !(await jobs.where('state', 'in', ['open', 'leased']).limit(1).executeTakeFirst());
  }

  async counts(sweepId: number): Promise<JobCounts> {
    const rows = await this.#database.read
      .selectFrom('job')
      .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
      .where('sweep_id', '=', sweepId)
      .groupBy('state')
      .execute();
    return { open: 0, leased: 0, done: 0, ...Object.fromEntries(rows.map((row) => [row.state, row.count])) };
  }

  async releaseAll(sweepId: number): Promise<number> {
    return this.#database.transaction(async (transaction) => {
      const rows = await this.#leased(transaction, sweepId).execute();
      const gone = rows.filter((row) => row.owner !== null && this.#owner.isGone(row.owner));
      for (const row of gone) await giveBack(transaction, row, new Date().toISOString(), 'process-gone');
      return gone.length;
    });
  }
}

/** Opens a leased job again and writes the visit that nobody finished. */
async function giveBack(transaction: Transaction<Database>, row: JobRow, at: string, reason: string): Promise<void> {
  const { id, sweep_id: sweepId, attempt } = row;
  await insertVisit(transaction, { id, sweepId, attempt }, interruptedVisit(row, at, reason));
  await transaction
    .updateTable('job')
    .set({ ...NO_LEASE, state: 'open' })
    .where('id', '=', id)
    .execute();
}

function jobRow({ sweepId, host, url, persona, vantage }: NewJob) {
  return {
    sweep_id: sweepId,
    identity: recordIdentity(url, persona, vantage),
    host: storableText(host),
    url: storableText(url),
    persona,
    vantage,
    state: 'open' as const,
    attempt: 0,
    not_before: 0,
    ...NO_LEASE,
  };
}
