/**
 * Gives finished visits to the store: derives what is derived, a few at a time, while the browser goes on with the next
 * pages.
 */
import type { JobQueue } from '../../storage/jobs/job-queue.ts';
import type { CaptureJob, Visit } from '../../storage/vocabulary/capture.ts';
import { finishVisit, type FinishedVisit, type RawVisit } from './finish-visit.ts';
import { PictureReader } from '../reading/picture-text/picture-reader.ts';
import { QrReader } from '../reading/qr-codes/qr-reader.ts';
import { visitOmission } from './visit-omission.ts';
import { mayPass } from './visit-outcome.ts';

export interface VisitDeskOptions {
  jobs: JobQueue;
  maxAttempts: number;
  readPictures: boolean;
  /** The visits were given more time than usual: what they do not show then is not for want of it. */
  patient: boolean;
  /** Visits that may wait for the store before the next page is held back. */
  limit: number;
  onVisit(visit: Visit): void;
  /** The store refused to keep a visit: the run cannot go on. */
  onFailure(error: unknown): void;
}

/** Milliseconds before a failed visit is tried again. */
const RETRY_AFTER_MS = 1500;

/** Every job handed in ends in the store exactly once, with the token of its lease. */
export class VisitDesk {
  readonly #options: VisitDeskOptions;
  readonly #qrReader = new QrReader();
  readonly #pictureReader: PictureReader | null;
  readonly #working = new Set<Promise<void>>();

  constructor(options: VisitDeskOptions) {
    this.#options = options;
    this.#pictureReader = options.readPictures ? new PictureReader() : null;
  }

  /** Resolves as soon as the desk has room again, not when the visit is kept. */
  async handIn(job: CaptureJob, raw: RawVisit): Promise<void> {
    const work = this.#keep(job, raw).catch((error: unknown) => this.#options.onFailure(error));
    this.#working.add(work);
    void work.finally(() => this.#working.delete(work));
    while (this.#working.size > this.#options.limit) await Promise.race(this.#working);
  }

  /** The run is ending: what waits to be read is kept unread. */
  stop(): void {
    this.#pictureReader?.stop();
  }

  /** Waits until everything handed in is kept. */
  async close(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
    await Promise.all([this.#qrReader.close(), this.#pictureReader?.close()]);
  }

  async #keep(job: CaptureJob, raw: RawVisit): Promise<void> {
    const finished = await finishVisit(raw, this.#qrReader, this.#pictureReader);
    const { accepted } = await this.#end(job, finished, raw.leaving !== null);
    // A stale lease: the job went to someone else, whose visit counts.
    if (accepted) this.#options.onVisit(finished.visit);
  }

  /** @param leaves the page goes on by itself after a while: one more visit waits for that. */
  #end(
    job: CaptureJob,
    { visit, artifacts, omissions }: FinishedVisit,
    leaves: boolean,
  ): ReturnType<JobQueue['complete']> {
    const { jobs, maxAttempts, patient } = this.#options;
    if (visit.outcome === 'interrupted') return jobs.retry(job, visit, artifacts, Date.now());
    if (leaves) return jobs.retry(job, visit, artifacts, Date.now());
    if (mayPass(visit) && job.attempt < maxAttempts)
      return jobs.retry(job, visit, artifacts, Date.now() + RETRY_AFTER_MS);
    const unseen = visitOmission(visit, patient);
    return jobs.complete(job, visit, artifacts, unseen ? [unseen, ...omissions] : omissions);
  }
}
