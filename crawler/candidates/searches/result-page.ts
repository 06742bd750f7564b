/**
 * Reads one result page of a search engine: its results in order, the next page, or that it is no result page at all.
 */
import { load } from 'cheerio';
import { decodeText } from '../../reading/decode-text.ts';
import layoutData from './search-layouts.json' with { type: 'json' };

export interface SearchResult {
  /** Absolute URL of the link, often the engine's own redirect. */
  href: string;
  /** The target where the engine names it beside the link; null when only the redirect knows. */
  target: string | null;
  title: string;
}

export type ResultPage =
  | {
      kind: 'results';
      results: SearchResult[];
      next: string | null;
      /** Engines behind a metasearch that did not answer, with their reasons. */ silent?: string[];
    }
  /** A captcha or block page, by its marks. */
  | { kind: 'blocked'; mark: string }
  /** Neither results nor a page that says there are none: the engine has changed or hides. */
  | { kind: 'odd'; title: string };

type Layout = (typeof layoutData.layouts)[number];

/** The layout of the engine at this host; the plain one for engines that have none of their own. */
export function searchLayout(engineUrl: string): Layout {
  const host = new URL(engineUrl).hostname;
  const own = layoutData.layouts.find((layout) =>
    layout.hosts.some((suffix) => host === suffix || host.endsWith(`.${suffix}`)),
  );
  return own ?? (layoutData.layouts[0] as Layout);
}

/**
 * @param url the page's final URL, against which links are resolved. @param contentType of the answer; the charset may
 * also stand in the page.
 */
export function readResultPage(
  body: Buffer,
  { url, contentType, layout }: { url: string; contentType: string | undefined; layout: Layout },
): ResultPage {
  const $ = load(decodeText(body, contentType ?? null).text);
  const title = $('title').first().text().trim().slice(0, 120);
  const hasList = $(layout.list).length > 0;
  const mark = layoutData.blockedTitles.find((words) => title.toLowerCase().includes(words));
  // a real result page may quote a captcha in a snippet: marks count only where there is no result
  if ($(layout.result).length === 0 && (mark !== undefined || $(layout.blocked).length > 0))
    return { kind: 'blocked', mark: mark ?? title };
  if (!hasList && (layout.nothing === null || $(layout.nothing).length === 0)) return { kind: 'odd', title };
  const results: SearchResult[] = [];
  for (const element of $(layout.result)) {
    const link = $(element).find(layout.link).first();
    const href = absolute(link.attr('href'), url);
    if (href === null) continue;
    const named =
      layout.targetAttribute === null
        ? undefined
        : (link.attr(layout.targetAttribute) ?? $(element).attr(layout.targetAttribute));
    results.push({
      href,
      target: absolute(named, url),
      title: $(element).find(layout.title).first().text().replaceAll(/\s+/g, ' ').trim().slice(0, 200),
    });
  }
  return { kind: 'results', results, next: absolute($(layout.next).first().attr('href'), url) };
}

/** Where a redirect page sends a browser without a Location header: meta refresh or a script's location.replace. */
export function pageRedirect(body: Buffer, url: string): string | null {
  const html = body.toString('latin1');
  const meta = /<meta[^>]+http-equiv=["']?refresh["']?[^>]*content=["'][^"']*?url=['"]?([^"'>]+)/i.exec(html)?.[1];
  const script = /(?:window\.)?location(?:\.href)?\s*(?:=|\.replace\()\s*["']([^"']+)["']/i.exec(html)?.[1];
  return absolute((meta ?? script)?.replaceAll('&amp;', '&'), url);
}

function absolute(href: string | undefined, base: string): string | null {
  return href !== undefined && href.trim() !== '' && URL.canParse(href, base) ? new URL(href, base).href : null;
}
