/** The queue of visits: what the crawler may rely on, whatever engine stands behind it. Other work: work-queue.ts. */
import type { NewArtifact } from '../vocabulary/artifacts.ts';
import type { CaptureJob, Visit } from '../vocabulary/capture.ts';
import type { Omission } from '../vocabulary/omissions.ts';

/** A visit to be made: one per address, persona and vantage within its occasion. */
export interface NewJob {
  occasionId: number;
  host: string;
  url: string;
  persona: CaptureJob['persona'];
  vantage: string;
}

/** `accepted: false` = the lease was no longer ours: nothing was written, drop the work. */
export type Completion = { accepted: true; visitId: number } | { accepted: false; visitId: null };

/** Visits of one occasion by state. */
export interface JobCounts {
  open: number;
  leased: number;
  done: number;
}

/**
 * Every attempt ends in exactly one visit row: the one handed to `complete` or `retry`, or an `interrupted` one written
 * when the lease ran out or its process was found gone. Leases must be longer than a visit may last. Times named `now`
 * and `notBefore` are milliseconds since the epoch.
 */
export interface JobQueue {
  /**
   * Adds what is new per sweep, URL, persona and vantage; answers how many that were. Known jobs stay as they are, also
   * when done.
   */
  enqueue(jobs: readonly NewJob[]): Promise<number>;

  /**
   * Up to `limit` jobs, oldest first, each with a token no other holder knows. Expired leases are ended first and may
   * be among them.
   */
  lease(occasionId: number, leaseMs: number, limit: number, now: number): Promise<CaptureJob[]>;

  /**
   * Ends the job: visit row, artefacts, blobs, what could not be looked at, and job in one transaction. The visit's
   * attempt is the job's. Without an omission of kind `visit` one that an earlier attempt left is made up for.
   */
  complete(
    job: CaptureJob,
    visit: Visit,
    artifacts: readonly NewArtifact[],
    omissions?: readonly Omission[],
  ): Promise<Completion>;

  /** The same, but the job is open again from `notBefore` on. The caller counts attempts. */
  retry(job: CaptureJob, visit: Visit, artifacts: readonly NewArtifact[], notBefore: number): Promise<Completion>;

  /** Opens jobs again that are done, for one more attempt each; answers how many. */
  reopen(jobIds: readonly number[]): Promise<number>;

  /** Jobs of one host that are not done: visits still to be made. */
  pending(occasionId: number, host: string): Promise<Pick<CaptureJob, 'url' | 'persona'>[]>;

  /** Nothing can be leased at `now`. Jobs may still be leased or waiting. */
  isEmpty(occasionId: number, now: number): Promise<boolean>;

  /** No job is open or leased. */
  isFinished(occasionId: number): Promise<boolean>;

  counts(occasionId: number): Promise<JobCounts>;

  /**
   * Gives back leases whose process is gone (same machine only) or whose store was closed, each with its `interrupted`
   * visit; answers how many. Call when a command starts again. Leases of other machines have to run out.
   */
  releaseAll(occasionId: number): Promise<number>;
}
