/**
 * Watches one page during a visit and keeps what happens: requests, documents, dialogs, popups, downloads, refused
 * navigations.
 */
import type { CDPSession, Download, Page, Request, Response, Route } from 'playwright';
import type { Hazard, HazardKind, NetworkEntry } from '../../storage/vocabulary/capture.ts';
import {
  BROWSER_SCHEMES,
  hazardOf,
  schemeOf,
  unfollowedLocation,
  type UnfollowedRedirect,
} from '../egress/unfollowed-redirect.ts';

/** One main document that was shown, with the redirects that led to it. */
export interface ShownDocument {
  response: Response;
  chain: { url: string; status: number }[];
}

const MAX_ENTRIES = 2000;
const MAX_DOCUMENTS = 50;

const withoutFragment = (url: string): string => url.split('#', 1)[0] ?? url;

/** Attach before the first navigation. Everything it keeps is bounded. */
export class VisitRecorder {
  readonly #page: Page;
  readonly #hazards = new Map<string, Hazard>();
  readonly #entries = new Map<Request, NetworkEntry>();
  readonly #pending = new Map<Request, number>();
  readonly #statuses = new Map<Request, number>();
  readonly downloads: Download[] = [];
  readonly documents: ShownDocument[] = [];
  /** The newest answer to a main-frame navigation, shown or not (a 204 or a file never is). */
  lastAnswer: Response | null = null;
  /** The newest main-frame navigation asked for. */
  lastNavigation: Request | null = null;
  /** The newest redirect of the main frame that leads where no visit goes; the browser shows nothing of it. */
  unfollowed: UnfollowedRedirect | null = null;
  crashed = false;
  /** While navigations are held back: the first address the page left for. */
  held: string | null = null;
  #holding: string | null = null;

  constructor(page: Page) {
    this.#page = page;
  }

  /**
   * Installs the listeners and the route that refuses navigations by anything but GET and HEAD, in frames and popups
   * too.
   */
  async attach(session: CDPSession): Promise<void> {
    const page = this.#page;
    let popups = 0;
    let announced = 0;
    page.on('dialog', (dialog) => {
      this.hazard('dialog', dialog.message());
      dialog.dismiss().catch(() => {});
    });
    page.on('crash', () => (this.crashed = true));
    page.on('download', (download) => {
      this.hazard('download', download.url());
      this.downloads.push(download);
    });
    page.on('websocket', (socket) => this.hazardFreeEntry(socket.url()));
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.#shown(frame.url());
    });
    page.context().on('page', (popup) => {
      if (popup === page) return;
      // Windows that frames of other sites open are not announced to the page's session.
      if (++popups > announced) this.hazard('popup', popup.url());
      popup.close().catch(() => {});
    });
    session.on('Page.windowOpen', ({ url }) => {
      announced++;
      this.hazard('popup', url);
    });
    page.on('request', (request) => this.#asked(request));
    page.on('response', (response) => this.#answered(response));
    page.on('requestfinished', (request) => this.#pending.delete(request));
    page.on('requestfailed', (request) => {
      this.#pending.delete(request);
      const entry = this.#entries.get(request);
      if (entry) entry.failure = request.failure()?.errorText ?? 'failed';
    });
    session.on('Page.frameRequestedNavigation', ({ url }) => this.#requestedNavigation(url));
    const [{ frameTree }] = await Promise.all([
      session.send('Page.getFrameTree'),
      session.send('Page.enable'),
      page.context().route('**/*', (route) => this.#route(route)),
    ]);
    this.#watchRedirects(session, frameTree.frame.id);
  }

  /**
   * From here on the page stays: where it leaves for is kept in `held` and not asked for. @returns the page's address.
   */
  holdNavigations(): string {
    this.#holding = this.#page.url();
    return this.#holding;
  }

  /** Same kind and detail are counted, not repeated; at most 50 different ones are kept. */
  hazard(kind: HazardKind, detail: string): void {
    const text = detail.slice(0, 300);
    const key = `${kind}\n${text}`;
    const known = this.#hazards.get(key);
    if (known) known.count++;
    else if (this.#hazards.size < 50) this.#hazards.set(key, { kind, detail: text, count: 1 });
    else {
      const other = [...this.#hazards.values()].find((hazard) => hazard.kind === kind);
      if (other) other.count++;
    }
  }

  get hazards(): Hazard[] {
    return [...this.#hazards.values()];
  }

  get entries(): NetworkEntry[] {
    return [...this.#entries.values(), ...this.#sockets];
  }

  readonly #sockets: NetworkEntry[] = [];

  hazardFreeEntry(url: string): void {
    if (this.#sockets.length < 100)
      this.#sockets.push({
        url,
        method: 'GET',
        type: 'websocket',
        status: null,
        mediaType: null,
        bytes: null,
        failure: null,
      });
  }

  /** Requests on their way for less than `youngerThanMs`: older ones are long polls and streams. */
  pendingRequests(youngerThanMs: number): number {
    const since = performance.now() - youngerThanMs;
    return [...this.#pending.values()].filter((at) => at > since).length;
  }

  /** Every main document but the last shown one, and every redirect on the way, oldest first. */
  redirects(): { url: string; status: number }[] {
    const hops = this.documents.flatMap(({ response, chain }) => [
      ...chain,
      { url: response.url(), status: response.status() },
    ]);
    if (this.documents.length > 0) hops.pop();
    else if (this.lastNavigation) hops.push(...this.#chainOf(this.lastNavigation));
    return hops.slice(0, MAX_DOCUMENTS);
  }

  async #route(route: Route): Promise<void> {
    const request = route.request();
    const method = request.method();
    try {
      if (request.isNavigationRequest() && method !== 'GET' && method !== 'HEAD') {
        this.hazard('post-navigation', `${method} ${request.url()}`);
        // `aborted` leaves the page standing; any other code puts the browser's error page in its place.
        await route.abort('aborted');
      } else if (this.#holding !== null && request.isNavigationRequest() && this.#isMainFrame(request)) {
        // the same address again is a page that renews itself
        if (withoutFragment(request.url()) !== withoutFragment(this.#holding)) this.held ??= request.url();
        await route.abort('aborted');
      } else if (!this.#isOurs(request)) {
        await route.abort('aborted');
      } else {
        await route.continue();
      }
    } catch {
      // the page closed, or the request was cancelled: nothing goes out
    }
  }

  /** False for the requests of popups, which are closed unseen. */
  #isOurs(request: Request): boolean {
    try {
      return request.frame().page() === this.#page;
    } catch {
      // The frame is not known while a new page makes its first request: a popup's. Ours is known before we navigate.
      return false;
    }
  }

  /**
   * Playwright and the page learn nothing of a redirect that the browser refuses; the network layer's own event has its
   * headers.
   */
  #watchRedirects(session: CDPSession, mainFrame: string): void {
    const asked = new Map<string, string>();
    session.on('Network.requestWillBeSent', ({ requestId, type, frameId, request }) => {
      if (type === 'Document' && frameId === mainFrame && /^https?:/.test(request.url) && asked.size < MAX_ENTRIES)
        asked.set(requestId, request.url);
    });
    session.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode, headers }) => {
      const url = asked.get(requestId);
      const fields = Object.entries(headers).map(([name, value]) => ({ name, value }));
      const location = unfollowedLocation(
        statusCode,
        fields.find(({ name }) => name.toLowerCase() === 'location')?.value,
      );
      if (url === undefined || location === null) return;
      this.unfollowed = { url, status: statusCode, location, headers: fields };
      this.hazard(hazardOf(location), location);
    });
  }

  #asked(request: Request): void {
    if (this.#holding === null && request.isNavigationRequest() && this.#isMainFrame(request))
      this.lastNavigation = request;
    if (this.#entries.size >= MAX_ENTRIES) return;
    if (request.resourceType() !== 'eventsource' && request.resourceType() !== 'media')
      this.#pending.set(request, performance.now());
    const frame = this.#frameOf(request);
    this.#entries.set(request, {
      url: request.url().slice(0, 2000),
      method: request.method(),
      type: request.resourceType(),
      status: null,
      mediaType: null,
      bytes: null,
      failure: null,
      ...(frame === null ? {} : { frame }),
    });
  }

  #answered(response: Response): void {
    const request = response.request();
    const headers = response.headers();
    const entry = this.#entries.get(request);
    if (entry) {
      entry.status = response.status();
      entry.mediaType = headers['content-type']?.split(';', 1)[0]?.trim() ?? null;
      const length = Number(headers['content-length']);
      entry.bytes = headers['content-length'] !== undefined && Number.isFinite(length) ? length : null;
    }
    if (!request.isNavigationRequest() || !this.#isMainFrame(request)) return;
    this.#statuses.set(request, response.status());
    this.lastAnswer = response;
  }

  /**
   * Address of the inner frame that asked; null for the main frame, for what asks for a frame's document, and where it
   * is not known.
   */
  #frameOf(request: Request): string | null {
    try {
      const frame = request.frame();
      return frame === this.#page.mainFrame() || request.isNavigationRequest() ? null : frame.url().slice(0, 2000);
    } catch {
      return null;
    }
  }

  #isMainFrame(request: Request): boolean {
    try {
      return request.frame() === this.#page.mainFrame();
    } catch {
      return false;
    }
  }

  /** A main document was committed; same-document navigations and error pages have no answer of their own. */
  #shown(url: string): void {
    const response = this.lastAnswer;
    if (!response || withoutFragment(response.url()) !== withoutFragment(url)) return;
    if (this.documents.at(-1)?.response === response || this.documents.length >= MAX_DOCUMENTS) return;
    this.documents.push({ response, chain: this.#chainOf(response.request()) });
  }

  #chainOf(request: Request): { url: string; status: number }[] {
    const chain: { url: string; status: number }[] = [];
    for (let hop = request.redirectedFrom(); hop && chain.length < MAX_DOCUMENTS; hop = hop.redirectedFrom()) {
      chain.unshift({ url: hop.url(), status: this.#statuses.get(hop) ?? 0 });
    }
    return chain;
  }

  #requestedNavigation(url: string): void {
    const scheme = schemeOf(url);
    if (scheme !== null && !BROWSER_SCHEMES.has(scheme)) this.hazard('protocol-handler', url);
  }
}
