/** Reads what an HTTP request asks for: host, path and query, and the facts that routes match on. */
import { canonicalHost } from './canonical-host.ts';
import type { IncomingMessage } from 'node:http';
import type { RequestFacts } from './route-match.ts';

export interface WebTarget {
  secure: boolean;
  /** Lower-case, no port, IPv6 without brackets; '' when the request names none. */
  host: string;
  path: string;
  query: URLSearchParams;
  /** Absolute, without fragment, as a redirect to it would spell it after parsing. */
  url: string;
}

/** Origin-form with a Host header, or absolute-form (RFC 9112, 3.2). A request that makes no URL asks for '' . */
export function parseTarget(request: Pick<IncomingMessage, 'url' | 'headers'>, secure: boolean): WebTarget {
  const asked = request.url ?? '/';
  const text = asked.startsWith('/') ? `${secure ? 'https' : 'http'}://${request.headers.host ?? ''}${asked}` : asked;
  if (!URL.canParse(text)) return { secure, host: '', path: '/', query: new URLSearchParams(), url: text };
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // The path is taken as received: URL would fold away the dots that a traversal test sends.
  const [path = '/'] = (asked.startsWith('/') ? asked : `${url.pathname}${url.search}`).split('?');
  return { secure, host: canonicalHost(host) ?? host, path, query: url.searchParams, url: url.href };
}

/** Facts for route matching; `country` is the exit's. */
export function requestFacts(
  request: IncomingMessage,
  target: WebTarget,
  country: string | null,
  firstVisit: boolean,
): RequestFacts {
  const header = (name: 'user-agent' | 'referer' | 'accept-language' | 'cookie') => request.headers[name] ?? '';
  return {
    secure: target.secure,
    host: target.host,
    path: target.path,
    query: target.query,
    method: request.method ?? 'GET',
    userAgent: header('user-agent'),
    referer: header('referer'),
    acceptLanguage: header('accept-language'),
    cookie: header('cookie'),
    country,
    firstVisit,
  };
}
