/**
 * Feeds Crawlee from our job queue: leases become requests; how a job ends is written elsewhere, with the lease's
 * token.
 */
import { Request, type IRequestManager } from '@crawlee/playwright';
import type { JobQueue } from '../../storage/jobs/job-queue.ts';
import type { CaptureJob } from '../../storage/vocabulary/capture.ts';

/**
 * Crawlee asks for requests, and for whether any are left; nothing else of its queue is used. Retries, outcomes and the
 * count of attempts are our queue's, so marking and reclaiming do nothing here.
 */
export class JobRequestManager implements IRequestManager {
  readonly #jobs: JobQueue;
  readonly #sweepId: number;
  readonly #leaseMs: number;
  readonly #leased = new Map<string, CaptureJob>();
  #handled = 0;
  #stopped = false;

  constructor(jobs: JobQueue, sweepId: number, leaseMs: number) {
    this.#jobs = jobs;
    this.#sweepId = sweepId;
    this.#leaseMs = leaseMs;
  }

  /** From here on the queue says that it is finished: no further job is leased. */
  stop(): void {
    this.#stopped = true;
  }

  /** The job behind a request that Crawlee was handed. */
  job(request: Request): CaptureJob {
    const job = this.#leased.get(request.uniqueKey);
    if (!job) throw new Error(`no leased job behind request ${request.uniqueKey}`);
    return job;
  }

  async fetchNextRequest<T extends Record<string, unknown>>(): Promise<Request<T> | null> {
    if (this.#stopped) return null;
    const [job] = await this.#jobs.lease(this.#sweepId, this.#leaseMs, 1, Date.now());
    if (!job) return null;
    const key = `job-${job.id}-${job.attempt}-${job.token}`;
    this.#leased.set(key, job);
    // Our own handler navigates: a failed navigation must leave evidence, and Crawlee's would skip the handler.
    return new Request<T>({
      id: key,
      uniqueKey: key,
      url: job.url,
      keepUrlFragment: true,
      skipNavigation: true,
      noRetry: true,
    });
  }

  async isEmpty(): Promise<boolean> {
    return this.#stopped || (await this.#jobs.isEmpty(this.#sweepId, Date.now()));
  }

  async isFinished(): Promise<boolean> {
    return this.#stopped || (await this.#jobs.isFinished(this.#sweepId));
  }

  async handledCount(): Promise<number> {
    return this.#handled;
  }

  getTotalCount(): number {
    return this.#handled + this.#leased.size;
  }

  getPendingCount(): number {
    return this.#leased.size;
  }

  /**
   * Called by Crawlee after a visit, whether it went well or not. The job's own end has been or will be written with
   * its token.
   */
  async markRequestHandled(request: Request): Promise<null> {
    void request;
    this.#handled++;
    return null;
  }

  /** Never asked with retries off. */
  async reclaimRequest(): Promise<null> {
    return null;
  }

  /** Forgets a job whose end is written. */
  forget(request: Request): void {
    this.#leased.delete(request.uniqueKey);
  }

  async addRequest(): Promise<never> {
    throw new Error('jobs are enqueued in the store, not through the crawler');
  }

  async addRequestsBatched(): Promise<never> {
    throw new Error('jobs are enqueued in the store, not through the crawler');
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Request> {
    for (let request = await this.fetchNextRequest(); request; request = await this.fetchNextRequest()) yield request;
  }
}
