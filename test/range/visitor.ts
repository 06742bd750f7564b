/** What the range can tell of whoever sends a request: client, persona, and whether this is a first navigation. */
import type { IncomingHttpHeaders } from 'node:http';

/** `other`: whatever is no browser (probes, tools). `search`: a desktop browser that arrives from a search engine. */
export type ClientPersona = 'wechat' | 'mobile' | 'desktop' | 'search' | 'other';

const SEARCH_ENGINE =
  /^https?:\/\/(?:[^/]*\.)?(?:search\.range\.test|baidu\.com|sogou\.com|so\.com|sm\.cn|toutiao\.com|bing\.com|google\.[a-z.]+)(?:[:/]|$)/i;

export function clientPersona(headers: IncomingHttpHeaders): ClientPersona {
  const agent = headers['user-agent'] ?? '';
  if (/MicroMessenger/i.test(agent)) return 'wechat';
  if (/Mobile|Android|iPhone|iPad/i.test(agent)) return 'mobile';
  if (!/Mozilla\/.*(?:Chrome|Firefox|Safari|Edg|Trident)/i.test(agent)) return 'other';
  return SEARCH_ENGINE.test(headers.referer ?? '') ? 'search' : 'desktop';
}

/**
 * A navigation of the page itself: Sec-Fetch says so, or, where a browser sends none (plain HTTP), a GET that
 * asks for HTML. Frames, scripts, pictures and prefetches are not.
 */
export function isNavigation(method: string, headers: IncomingHttpHeaders): boolean {
  const mode = headers['sec-fetch-mode'];
  const destination = headers['sec-fetch-dest'];
  if (headers['sec-purpose'] !== undefined || headers['purpose'] === 'prefetch') return false;
  if (mode !== undefined) return mode === 'navigate' && (destination === undefined || destination === 'document');
  return method === 'GET' && /text\/html/i.test(headers.accept ?? '');
}

/** Remembers which client has navigated to which host since the range started. */
export class VisitBook {
  readonly #seen = new Set<string>();
  /** Client and host → where a redirect of its running navigation points, and whether that navigation is its first. */
  readonly #redirected = new Map<string, { url: string; first: boolean }>();

  /**
   * Enters a navigation; true for the client's first to this host. A followed redirect belongs to the navigation it
   * came from.
   */
  enter(client: string, host: string, url: string): boolean {
    const key = `${client} ${host}`;
    const redirected = this.#redirected.get(key);
    this.#redirected.delete(key);
    const first = redirected?.url === url ? redirected.first : !this.#seen.has(key);
    this.#seen.add(key);
    return first;
  }

  /**
   * Notes that the navigation just entered was answered with a redirect to `url` (absolute, without fragment) on the
   * same host.
   */
  redirect(client: string, host: string, url: string, first: boolean): void {
    this.#redirected.set(`${client} ${host}`, { url, first });
  }
}
