/** The practice search engine: result pages for the queries that the corpus knows, and the redirect links on them. */
import { domainToASCII } from 'node:url';
import { SERVICE_HOSTS, escapeHtml, textReply } from './services.ts';
import { pageSummary } from './page-summary.ts';
import { mainHost, siteUrl } from './site-url.ts';
import type { CorpusSite } from './corpus.ts';
import type { PageSummary } from './page-summary.ts';
import type { ServiceReply, ServiceRequest } from './services.ts';
import type { SiteIndex } from './site-index.ts';

const PAGE_SIZE = 10;
/** What `found[].engine` says when every engine shows the site. */
const ANY = 'any';
/** The engine of a corpus that names none. */
const DEFAULT_ENGINE = 'range';

/** `rank` null = after all ranked results; `query` null = shown for every query; `engine` null = every engine. */
interface Listing {
  site: CorpusSite;
  engine: string | null;
  query: string | null;
  rank: number | null;
  url: URL;
}

export class SearchEngine {
  readonly #listings: Listing[];
  readonly #index: SiteIndex;
  /** Host → engine name. */
  readonly #engines: Map<string, string>;
  readonly #summaries = new Map<string, Promise<PageSummary>>();

  constructor(sites: readonly CorpusSite[], index: SiteIndex) {
    this.#index = index;
    this.#listings = sites.flatMap(listingsOf);
    const named = [...new Set(this.#listings.map(({ engine }) => engine).filter((engine) => engine !== null))].sort();
    // A single engine stands at search.range.test; of several, each stands below it.
    this.#engines = new Map(
      named.length <= 1
        ? [[SERVICE_HOSTS.search, named[0] ?? DEFAULT_ENGINE]]
        : named.map((engine, order) => [
            `${hostLabel(engine) ?? `engine-${order + 1}`}.${SERVICE_HOSTS.search}`,
            engine,
          ]),
    );
  }

  hosts(): string[] {
    return [...this.#engines.keys()];
  }

  /** `{query}` and `{page}` are for the caller to fill in; pages count from 1. */
  endpoints(): { name: string; urlTemplate: string }[] {
    return [...this.#engines].map(([host, name]) => ({ name, urlTemplate: `http://${host}/s?q={query}&pn={page}` }));
  }

  /** What every engine shows for a query, as a metasearch gathers it; ten a page, pages from 1. */
  async gathered(
    query: string,
    page: number,
  ): Promise<{ url: string; title: string; content: string; engines: string[] }[]> {
    const byUrl = new Map<string, { listing: Listing; engines: string[] }>();
    for (const engine of this.#engines.values()) {
      for (const listing of this.#results(engine, query)) {
        const known = byUrl.get(listing.url.href) ?? { listing, engines: [] };
        byUrl.set(listing.url.href, { ...known, engines: [...known.engines, engine] });
      }
    }
    const shown = [...byUrl.values()].slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
    return Promise.all(
      shown.map(async ({ listing: { url }, engines }) => {
        const { title, text } = await this.#summary(url);
        return { url: url.href, title, content: text, engines };
      }),
    );
  }

  async #summary(url: URL): Promise<PageSummary> {
    const summary = this.#summaries.get(url.href) ?? pageSummary(url, this.#index);
    this.#summaries.set(url.href, summary);
    return summary;
  }

  async reply({ host, path, query }: ServiceRequest): Promise<ServiceReply> {
    if (path === '/link') return link(query.get('u') ?? '');
    if (path !== '/s') return html('<h1>404</h1>', 404);
    const asked = query.get('q') ?? '';
    const page = Math.max(1, Math.floor(Number(query.get('pn') ?? 1)) || 1);
    const all = this.#results(this.#engines.get(host) ?? DEFAULT_ENGINE, asked);
    const shown = all.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
    const items = await Promise.all(shown.map(async (listing) => this.#item(listing)));
    const next =
      all.length > page * PAGE_SIZE
        ? `<a rel="next" href="/s?q=${encodeURIComponent(asked)}&amp;pn=${page + 1}">下一页</a>`
        : '';
    return html(
      `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escapeHtml(asked)}_搜索</title></head>` +
        `<body><form action="/s"><input name="q" value="${escapeHtml(asked)}"></form><ol id="results">${items.join('')}</ol>${next}</body></html>`,
    );
  }

  /** By rank, ties by site name, each address once. */
  #results(engine: string, query: string): Listing[] {
    const wanted = normalise(query);
    const hits = this.#listings.filter(
      (each) =>
        (each.engine === null || each.engine === engine) && (each.query === null || normalise(each.query) === wanted),
    );
    hits.sort(
      (a, b) =>
        (a.rank ?? Infinity) - (b.rank ?? Infinity) ||
        (a.site.name < b.site.name ? -1 : a.site.name > b.site.name ? 1 : 0) ||
        0,
    );
    return hits.filter((each, order) => hits.findIndex(({ url }) => url.href === each.url.href) === order);
  }

  async #item({ url }: Listing): Promise<string> {
    const { title, text } = await this.#summary(url);
    const link = `/link?u=${Buffer.from(url.href).toString('base64url')}`;
    return `<li class="result"><h3><a href="${link}">${escapeHtml(title)}</a></h3><p class="snippet">${escapeHtml(text)}</p><cite>${escapeHtml(url.host)}</cite></li>`;
  }
}

function listingsOf(site: CorpusSite): Listing[] {
  return site.found.flatMap((found) => {
    if (found.by !== 'search') return [];
    const url = siteUrl(site, found.url ?? site.truth.expect?.entry ?? '/') ?? siteUrl(site, `//${mainHost(site)}/`);
    const engine = found.engine === null || found.engine === ANY ? null : found.engine;
    return url ? [{ site, engine, query: found.query, rank: found.rank, url }] : [];
  });
}

/** Queries compare without regard to width, case and spaces. */
function normalise(query: string): string {
  return query.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}

function hostLabel(engine: string): string | null {
  const label = domainToASCII(engine.toLowerCase().replaceAll(/[\s_.]+/g, '-'));
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label) ? label : null;
}

/** The engine's redirect; the target keeps its fragment. */
function link(encoded: string): ServiceReply {
  const target = Buffer.from(encoded, 'base64url').toString();
  if (!/^https?:\/\//.test(target) || !URL.canParse(target)) return html('<h1>404</h1>', 404);
  return { status: 302, headers: { location: new URL(target).href }, body: '' };
}

function html(body: string, status = 200): ServiceReply {
  return textReply(body, 'text/html; charset=utf-8', status);
}
