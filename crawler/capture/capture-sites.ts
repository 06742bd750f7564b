/** The capture stage: visits every open job of a sweep, several at a time, until none is left. */
import type { PlaywrightCrawlingContext, Request } from '@crawlee/playwright';
import type { BrowserContextOptions } from 'playwright';
import type { Store } from '../../storage/open-store.ts';
import type { CaptureJob, Visit } from '../../storage/vocabulary/capture.ts';
import { reapProfiles } from '../browser/browser-profiles.ts';
import { prepareBrowser, type PreparedBrowser } from '../browser/prepare-browser.ts';
import type { Egress, EgressSession } from '../egress/egress.ts';
import { LONGEST_READING_MS } from '../reading/picture-text/picture-reader.ts';
import { CaptureCrawler } from './capture-crawler.ts';
import type { CaptureSettings } from './capture-settings.ts';
import { openDenyingProxy } from './denying-proxy.ts';
import type { RawVisit } from './finish-visit.ts';
import type { Leaving } from './page/look-ahead.ts';
import { JobRequestManager } from './job-request-manager.ts';
import { contextOptions, personaProfile } from './personas/personas.ts';
import type { TlsMemory } from './tls-record.ts';
import { VisitDesk } from './visit-desk.ts';
import { visitPage } from './visit-page.ts';

export type { CaptureSettings } from './capture-settings.ts';

export interface CaptureSitesOptions {
  store: Pick<Store, 'jobs'>;
  sweepId: number;
  egress: Egress;
  settings: CaptureSettings;
  /** Aborting ends the visits under way as `interrupted`; their jobs stay open for the next run. */
  signal?: AbortSignal | undefined;
  /** Told of every visit once it is stored. */
  onVisit?: ((visit: Visit) => void) | undefined;
  /** Visits one browser makes before it is replaced; default 100. */
  visitsPerBrowser?: number | undefined;
}

/** Beyond `visitTimeoutMs` a visit may take this long for its last answers before Crawlee ends it, milliseconds. */
const GRACE_MS = 30_000;

/**
 * Resolves when the sweep has no open or leased job, or soon after `signal` is aborted. Leases of dead processes are
 * taken back first. A visit that fails is a record; a browser that crashes costs only the visits in it.
 * @throws MingjingError BROWSER_MISSING, SANDBOX_UNAVAILABLE (environment), or what the store throws.
 */
export async function captureSites(options: CaptureSitesOptions): Promise<void> {
  const { store, sweepId, settings } = options;
  await store.jobs.releaseAll(sweepId);
  if (options.signal?.aborted || (await store.jobs.isFinished(sweepId))) return;
  const prepared = await prepareBrowser(settings);
  const denying = await openDenyingProxy();
  const run = new CaptureRun(options, prepared, denying.url);
  try {
    await run.go();
  } finally {
    await denying.close();
    await reapProfiles(prepared.cacheDir);
  }
}

class CaptureRun {
  readonly #options: CaptureSitesOptions;
  readonly #browserVersion: string;
  readonly #queue: JobRequestManager;
  readonly #desk: VisitDesk;
  readonly #crawler: CaptureCrawler;
  readonly #sessions = new Map<string, EgressSession>();
  readonly #visiting = new Set<Promise<void>>();
  readonly #tlsMemory: TlsMemory = new Map();
  /** By job: pages seen to leave, for the visit that waits for it. */
  readonly #leaving = new Map<number, Leaving>();
  readonly #stop = new AbortController();
  #failure: unknown = null;

  constructor(options: CaptureSitesOptions, prepared: PreparedBrowser, denyingProxy: string) {
    const { settings, store, sweepId } = options;
    this.#options = options;
    this.#browserVersion = prepared.version;
    const handlerTimeoutMs = settings.visitTimeoutMs + GRACE_MS;
    const keepingMs = GRACE_MS + (settings.readPictures ? LONGEST_READING_MS : 0);
    this.#queue = new JobRequestManager(store.jobs, sweepId, Math.max(settings.leaseMs, handlerTimeoutMs + keepingMs));
    this.#desk = new VisitDesk({
      jobs: store.jobs,
      maxAttempts: settings.maxAttempts,
      readPictures: settings.readPictures,
      patient: (settings.patience ?? 1) > 1,
      limit: settings.concurrency * 2,
      onVisit: (visit) => options.onVisit?.(visit),
      onFailure: (error) => this.#abort(error),
    });
    this.#crawler = new CaptureCrawler({
      queue: this.#queue,
      prepared,
      denyingProxy,
      concurrency: settings.concurrency,
      handlerTimeoutMs,
      visitsPerBrowser: options.visitsPerBrowser,
      contextOptions: (request) => this.#openContext(request),
      visit: (context) => this.#track(this.#visit(context)),
      failed: (request, error) => this.#track(this.#giveUp(request, error)),
    });
  }

  async go(): Promise<void> {
    const stop = (): void => this.#abort(null);
    this.#options.signal?.addEventListener('abort', stop, { once: true });
    try {
      await this.#crawler.run();
    } catch (error) {
      this.#failure ??= this.#crawler.launchError ?? error;
    } finally {
      this.#options.signal?.removeEventListener('abort', stop);
      this.#stop.abort();
      while (this.#visiting.size > 0) await Promise.all(this.#visiting);
      await this.#desk.close();
      await Promise.all([...this.#sessions.values()].map((session) => session.close()));
    }
    if (this.#failure !== null) throw this.#failure;
  }

  /** Visits under way get to write their end; no new one begins. */
  #abort(failure: unknown): void {
    this.#failure ??= failure;
    this.#stop.abort();
    this.#queue.stop();
    this.#desk.stop();
    this.#crawler.stop();
    void this.#crawler.autoscaledPool?.abort();
  }

  async #track(work: Promise<void>): Promise<void> {
    const settled = work.catch(() => {});
    this.#visiting.add(settled);
    try {
      await work;
    } finally {
      this.#visiting.delete(settled);
    }
  }

  async #openContext(request: Request): Promise<BrowserContextOptions> {
    const { settings, egress } = this.#options;
    const { persona, vantage } = this.#queue.job(request);
    const session = await egress.open({ exit: vantage, deadlineMs: settings.visitTimeoutMs + GRACE_MS });
    this.#sessions.set(request.uniqueKey, session);
    return contextOptions(personaProfile(persona, this.#browserVersion), session.proxyUrl);
  }

  async #visit({ request, page }: PlaywrightCrawlingContext): Promise<void> {
    const job = this.#queue.job(request);
    const egress = this.#sessions.get(request.uniqueKey);
    if (!egress) throw new Error('a page without its way out');
    const raw = await visitPage(job, {
      page,
      egress,
      browserVersion: this.#browserVersion,
      settings: this.#options.settings,
      tlsMemory: this.#tlsMemory,
      ahead: this.#leaving.get(job.id) ?? true,
      signal: this.#stop.signal,
    });
    this.#leaving.delete(job.id);
    if (raw.leaving) this.#leaving.set(job.id, raw.leaving);
    await this.#end(request, job, raw);
  }

  /**
   * Crawlee could not make the page, or the visit failed in a way that is ours: kept as `crashed`, so that the job
   * ends.
   */
  async #giveUp(request: Request, error: Error): Promise<void> {
    if (this.#crawler.launchError !== null) return;
    const job = this.#queue.job(request);
    const outcome = this.#stop.signal.aborted ? 'interrupted' : 'crashed';
    await this.#end(request, job, crashedVisit(job, outcome, error.message, this.#browserVersion));
  }

  async #end(request: Request, job: CaptureJob, raw: RawVisit): Promise<void> {
    const session = this.#sessions.get(request.uniqueKey);
    this.#sessions.delete(request.uniqueKey);
    this.#queue.forget(request);
    void session?.close();
    await this.#desk.handIn(job, raw);
  }
}

function crashedVisit(
  job: CaptureJob,
  outcome: 'crashed' | 'interrupted',
  message: string,
  browserVersion: string,
): RawVisit {
  const now = new Date().toISOString();
  const { host, url, persona, vantage, attempt } = job;
  const visit: Visit = {
    host,
    url,
    persona,
    vantage,
    attempt,
    outcome,
    startedAt: now,
    endedAt: now,
    reason: message.split('\n')[0]?.slice(0, 200) ?? 'failed',
    finalUrl: null,
    status: null,
    title: null,
    redirects: [],
    hosts: [host],
    peerAddress: null,
    hazards: [],
    userAgent: personaProfile(persona, browserVersion).userAgent,
    browser: `Chromium ${browserVersion}`,
    bytesReceived: 0,
  };
  return { visit, artifacts: [], page: null, leaving: null };
}
