/** The names under range.test that the range's own services answer to. */

export const SERVICE_DOMAIN = 'range.test';
export const SERVICE_HOSTS = {
  search: 'search.range.test',
  list: 'list.range.test',
  log: 'ct.range.test',
  staticLog: 'static-ct.range.test',
  metaSearch: 'searxng.range.test',
  rdap: 'rdap.range.test',
  whois: 'whois.range.test',
} as const;

/** Name servers of every zone whose corpus gives none. */
export const NAME_SERVERS = ['ns1.range.test', 'ns2.range.test'];

/** What a service of the range is asked over HTTP. */
export interface ServiceRequest {
  host: string;
  path: string;
  query: URLSearchParams;
}

export interface ServiceReply {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

export function jsonReply(body: unknown, status = 200, type = 'application/json'): ServiceReply {
  return { status, headers: { 'content-type': type }, body: JSON.stringify(body) };
}

export function textReply(body: string, type = 'text/plain; charset=utf-8', status = 200): ServiceReply {
  return { status, headers: { 'content-type': type }, body };
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text made safe for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
