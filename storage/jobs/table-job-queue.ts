/** The queue of visits as a table: leases with fencing tokens, on either database, for any number of processes. */
import type { Transaction } from 'kysely';
import { batches } from '../databases/batches.ts';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import { prepareArtifacts } from '../evidence/evidence-blob.ts';
import { linkArtifacts, storeBlobs } from '../evidence/evidence-repository.ts';
import { endLease, JobLease, NO_LEASE, type HeldJob, type JobFilter, type JobRow } from './job-lease.ts';
import type { Completion, JobCounts, JobQueue, NewJob } from './job-queue.ts';
import type { LeaseOwner } from './lease-owner.ts';
import { noteOmissions, visitMadeUp } from './omission-repository.ts';
import { recordIdentity } from '../databases/record-identity.ts';
import type { Database } from '../databases/schema.ts';
import { storableText } from '../databases/storable-text.ts';
import { insertVisit, interruptedVisit } from '../sweeps/visit-repository.ts';
import type { NewArtifact } from '../vocabulary/artifacts.ts';
import type { CaptureJob, Visit } from '../vocabulary/capture.ts';
import type { Omission } from '../vocabulary/omissions.ts';

/** See `JobQueue` for what each method promises. */
export class TableJobQueue implements JobQueue {
  readonly #database: DatabaseHandle;
  readonly #leases: JobLease;

  constructor(database: DatabaseHandle, owner: LeaseOwner) {
    this.#database = database;
    this.#leases = new JobLease(database, owner);
  }

  async enqueue(jobs: readonly NewJob[]): Promise<number> {
    return this.#database.transaction(async (transaction) => {
      for (const occasionId of new Set(jobs.map((job) => job.occasionId)))
        await this.#database.takeTurn(transaction, occasionId);
      let added = 0;
      for (const batch of batches(jobs)) {
        const inserted = await transaction
          .insertInto('job')
          .values(batch.map(jobRow))
          .onConflict((conflict) => conflict.columns(['occasion_id', 'identity']).doNothing())
          .executeTakeFirstOrThrow();
        added += Number(inserted.numInsertedOrUpdatedRows ?? 0n);
      }
      return added;
    });
  }

  async lease(occasionId: number, leaseMs: number, limit: number, now: number): Promise<CaptureJob[]> {
    // Asked many times a second while others work: a look costs nothing, a write transaction keeps everyone waiting.
    if (limit < 1 || (await this.isEmpty(occasionId, now))) return [];
    const visits = visitsOf(occasionId);
    return this.#database.transaction(async (transaction) => {
      const expired = await this.#leases.leased(transaction, visits).where('lease_until', '<=', now).execute();
      for (const row of expired) await giveBack(transaction, row, new Date(now).toISOString(), 'lease-expired');
      return (await this.#leases.take(transaction, visits, { leaseMs, limit, now })).map(captureJob);
    });
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
      if (!(await endLease(transaction, job, next))) return { accepted: false, visitId: null };
      const visitId = await insertVisit(transaction, job, visit);
      await storeBlobs(transaction, prepared);
      await linkArtifacts(transaction, [
        { owner: { occasionId: job.occasionId, host: visit.host, visitId }, artifacts: prepared },
      ]);
      if (next.state === 'done' && !omissions.some(({ kind }) => kind === 'visit'))
        await visitMadeUp(transaction, job.occasionId, job.id);
      await noteOmissions(
        transaction,
        { occasionId: job.occasionId, host: visit.host, jobId: job.id, visitId },
        omissions,
      );
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

  async pending(occasionId: number, host: string): Promise<Pick<CaptureJob, 'url' | 'persona'>[]> {
    const rows = await this.#visits(occasionId)
      .where('host', '=', storableText(host))
      .where('state', 'in', ['open', 'leased'])
      .orderBy('id')
      .execute();
    return rows.map(visitTarget).map(({ url, persona }) => ({ url, persona }));
  }

  async isEmpty(occasionId: number, now: number): Promise<boolean> {
    const jobs = this.#visits(occasionId).limit(1);
    const open = await jobs.where('state', '=', 'open').where('not_before', '<=', now).executeTakeFirst();
    if (open) return false;
    return !(await jobs.where('state', '=', 'leased').where('lease_until', '<=', now).executeTakeFirst());
  }

  async isFinished(occasionId: number): Promise<boolean> {
    const jobs = this.#visits(occasionId).where('state', 'in', ['open', 'leased']);
    return !(await jobs.limit(1).executeTakeFirst());
  }

  async counts(occasionId: number): Promise<JobCounts> {
    const rows = await this.#database.read
      .selectFrom('job')
      .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
      .where('occasion_id', '=', occasionId)
      .where('kind', '=', 'visit')
      .groupBy('state')
      .execute();
    return { open: 0, leased: 0, done: 0, ...Object.fromEntries(rows.map((row) => [row.state, row.count])) };
  }

  async releaseAll(occasionId: number): Promise<number> {
    return this.#database.transaction(async (transaction) => {
      const gone = await this.#leases.abandoned(transaction, visitsOf(occasionId));
      for (const row of gone) await giveBack(transaction, row, new Date().toISOString(), 'process-gone');
      return gone.length;
    });
  }

  #visits(occasionId: number) {
    return visitsOf(occasionId)(this.#database.read.selectFrom('job').selectAll());
  }
}

const visitsOf =
  (occasionId: number): JobFilter =>
  (query) =>
    query.where('occasion_id', '=', occasionId).where('kind', '=', 'visit');

/** Opens a leased job again and writes the visit that nobody finished. */
async function giveBack(transaction: Transaction<Database>, row: JobRow, at: string, reason: string): Promise<void> {
  const { id, occasion_id: occasionId, attempt, leased_at: begunAt } = row;
  await insertVisit(
    transaction,
    { id, occasionId, attempt },
    interruptedVisit({ ...visitTarget(row), attempt, begunAt }, at, reason),
  );
  await transaction
    .updateTable('job')
    .set({ ...NO_LEASE, state: 'open' })
    .where('id', '=', id)
    .execute();
}

function captureJob(row: HeldJob): CaptureJob {
  const { id, occasion_id: occasionId, attempt, token } = row;
  return { id, occasionId, ...visitTarget(row), attempt, token };
}

/** The table makes sure that a visit has all four (check `job_visit`). */
function visitTarget({ id, host, url, persona, vantage }: JobRow) {
  if (host === null || url === null || persona === null || vantage === null)
    throw new Error(`job ${id} is no visit: it names no host, address, persona or vantage`);
  return { host, url, persona, vantage };
}

function jobRow({ occasionId, host, url, persona, vantage }: NewJob) {
  return {
    occasion_id: occasionId,
    identity: recordIdentity(url, persona, vantage),
    kind: 'visit' as const,
    priority: 0,
    payload: null,
    reason: null,
    actor_id: null,
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
