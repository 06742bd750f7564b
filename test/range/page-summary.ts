/** Title and text of a page as a search engine's spider would have indexed it. */
import { replyOf } from './reply.ts';
import type { Reply } from './reply.ts';
import type { SiteIndex } from './site-index.ts';

/** Length of a snippet in characters. */
const SNIPPET = 150;
const MAX_REDIRECTS = 5;
const SPIDER = 'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)';

export interface PageSummary {
  title: string;
  text: string;
}

/**
 * Never fails: what cannot be read is listed under its host. The spider is a client of its own that leaves no visit
 * behind.
 */
export async function pageSummary(url: URL, index: SiteIndex): Promise<PageSummary> {
  const reply = await fetchAsSpider(url, index);
  const nothing = { title: url.hostname, text: '' };
  if (!reply || !String(reply.headers['content-type'] ?? '').includes('html')) return nothing;
  const html = decodeHtml(reply.body, String(reply.headers['content-type'] ?? ''));
  const title = plainText(/<title[^>]*>([\s\S]*?)<\/title>/i.exec(html)?.[1] ?? '');
  return {
    title: title || nothing.title,
    text: plainText(html.replace(/<(head|title)[\s>][\s\S]*?<\/\1\s*>/gi, ' ')).slice(0, SNIPPET),
  };
}

async function fetchAsSpider(url: URL, index: SiteIndex): Promise<Reply | null> {
  let at = url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const site = index.siteOf(at.hostname.replace(/^\[|\]$/g, ''));
    if (!site) return null;
    const reply = await replyOf(site, {
      secure: at.protocol === 'https:',
      host: at.hostname,
      path: at.pathname,
      query: at.searchParams,
      method: 'GET',
      userAgent: SPIDER,
      referer: '',
      acceptLanguage: 'zh-cn',
      cookie: '',
      country: 'CN',
      firstVisit: true,
    });
    if (reply.fault && reply.fault.kind !== 'slow') return null;
    const location = reply.headers['location'];
    if (reply.status < 300 || reply.status > 399 || typeof location !== 'string') return reply;
    if (!URL.canParse(location, at)) return null;
    at = new URL(location, at);
  }
  return null;
}

/** By the header's charset, else the page's own, else UTF-8; an unknown charset is read as UTF-8. */
function decodeHtml(body: Buffer, type: string): string {
  const declared = /charset=["']?([\w-]+)/i;
  const charset = declared.exec(type)?.[1] ?? declared.exec(body.subarray(0, 2048).toString('latin1'))?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Good enough for a snippet, not for judgement: markup and scripts out, common entities resolved, spaces folded. */
function plainText(html: string): string {
  return html
    .replace(/<(script|style|template)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex?: string, decimal?: string, named?: string) => {
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal ?? Number.NaN);
      if (Number.isNaN(code)) return ENTITIES[named?.toLowerCase() ?? ''] ?? whole;
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    })
    .replace(/\s+/g, ' ')
    .trim();
}
