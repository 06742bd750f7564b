/**
 * Crawlee's PlaywrightCrawler, fed by our own queue and tuned to do nothing we do not ask for: no retries, no files, no
 * guessing.
 */
import {
  Configuration,
  log,
  LogLevel,
  PlaywrightCrawler,
  type IRequestManager,
  type PlaywrightCrawlerOptions,
  type PlaywrightCrawlingContext,
  type Request,
  type RequestQueue,
} from '@crawlee/playwright';
import { chromium, type Browser, type BrowserContextOptions, type BrowserType } from 'playwright';
import { launchBrowser, type PreparedBrowser } from '../browser/prepare-browser.ts';

export interface CaptureCrawlerOptions {
  queue: IRequestManager;
  prepared: PreparedBrowser;
  /** The browser's proxy of last resort; see `openDenyingProxy`. */
  denyingProxy: string;
  concurrency: number;
  /** Outer limit of one visit, milliseconds; the visit bounds itself well below. */
  handlerTimeoutMs: number;
  /** A browser is closed after this many visits: memory stays flat. Default 100. */
  visitsPerBrowser?: number | undefined;
  /** Options of the fresh browser context made for this request. Rejecting fails the request. */
  contextOptions(request: Request): Promise<BrowserContextOptions>;
  visit(context: PlaywrightCrawlingContext): Promise<void>;
  /** The visit could not be made at all: no page, or the handler failed. */
  failed(request: Request, error: Error): Promise<void>;
}

/**
 * `run()` resolves when the queue is finished, or after `stop()` and `autoscaledPool.abort()`. It rejects when no
 * browser starts (MingjingError in the cause chain) and when `failed` rejects.
 */
export class CaptureCrawler extends PlaywrightCrawler {
  /** Why no browser could be started, if so: Crawlee wraps the error it ends with. */
  launchError: unknown = null;

  constructor(options: CaptureCrawlerOptions) {
    silenceCrawlee();
    const launch = async (): Promise<Browser> => {
      try {
        return await launchBrowser(options.prepared, options.denyingProxy);
      } catch (error) {
        this.launchError = error;
        throw error;
      }
    };
    super(
      crawlerOptions(options, launch, () => this),
      configuration(),
    );
    // The option of this name exists in the types but is refused by the validator of Crawlee 3.18.1.
    this.requestManager = options.queue;
    this.requestQueue = options.queue as unknown as RequestQueue;
  }

  /** The request a page is being made for: Crawlee names the page by its crawling context. */
  requestOf(pageId: string): Request | null {
    return this.crawlingContexts.get(pageId)?.request ?? null;
  }

  /** Crawlee's own reaction to SIGINT would wait and write state; stopping is the caller's business. */
  protected override async _pauseOnMigration(): Promise<void> {}
}

function crawlerOptions(
  options: CaptureCrawlerOptions,
  launch: () => Promise<Browser>,
  crawler: () => CaptureCrawler,
): PlaywrightCrawlerOptions {
  return {
    requestHandler: (context) => options.visit(context),
    failedRequestHandler: ({ request }, error) => options.failed(request, error),
    maxRequestRetries: 0,
    maxSessionRotations: 0,
    useSessionPool: false,
    requestHandlerTimeoutSecs: options.handlerTimeoutMs / 1000,
    navigationTimeoutSecs: 1,
    minConcurrency: options.concurrency,
    maxConcurrency: options.concurrency,
    autoscaledPoolOptions: {
      desiredConcurrency: options.concurrency,
      maybeRunIntervalSecs: 0.05,
      loggingIntervalSecs: null,
      systemStatusOptions: {
        maxMemoryOverloadedRatio: 1,
        maxEventLoopOverloadedRatio: 1,
        maxCpuOverloadedRatio: 1,
        maxClientOverloadedRatio: 1,
      },
    },
    statisticsOptions: { persistenceOptions: { enable: false } },
    statusMessageLoggingInterval: 3600,
    launchContext: { launcher: launcherOf(launch), useIncognitoPages: true },
    browserPoolOptions: {
      useFingerprints: false,
      maxOpenPagesPerBrowser: options.concurrency * 2,
      retireBrowserAfterPageCount: options.visitsPerBrowser ?? 100,
      operationTimeoutSecs: 20,
      closeInactiveBrowserAfterSecs: 60,
      postLaunchHooks: [
        (_id, controller) => {
          // A crashed browser must not be offered to the next visit.
          controller.browser.on('disconnected', () => crawler().browserPool.retireBrowserController(controller));
        },
      ],
      prePageCreateHooks: [
        async (pageId, _controller, pageOptions) => {
          const request = crawler().requestOf(pageId);
          if (!request || !pageOptions) throw new Error('a page is made without a request');
          Object.assign(pageOptions, await options.contextOptions(request));
        },
      ],
    },
  };
}

/**
 * Crawlee adds a proxy and switches of its own to the launch options; the browser is started exactly as elsewhere
 * instead.
 */
function launcherOf(launch: () => Promise<Browser>): BrowserType {
  return new Proxy(chromium, { get: (target, key) => (key === 'launch' ? launch : Reflect.get(target, key, target)) });
}

/** A configuration of its own: nothing persisted, nothing purged, the machine's load looked at once a minute. */
function configuration(): Configuration {
  return new Configuration({
    persistStorage: false,
    purgeOnStart: false,
    systemInfoIntervalMillis: 60_000,
    persistStateIntervalMillis: 3_600_000,
    availableMemoryRatio: 1,
    logLevel: LogLevel.OFF,
  });
}

function silenceCrawlee(): void {
  log.setLevel(LogLevel.OFF);
}
