/** Decides which route of a site answers a request. */
import type { Route } from './corpus.ts';
import type { RouteMatch } from './corpus-schema.ts';

/** What routes can look at. Header values are '' when the header was not sent. */
export interface RequestFacts {
  secure: boolean;
  host: string;
  /** Path as received, still percent-encoded. */
  path: string;
  query: URLSearchParams;
  method: string;
  userAgent: string;
  referer: string;
  acceptLanguage: string;
  cookie: string;
  /** Country of the exit, null when unknown. */
  country: string | null;
  /** True for the client's first navigation to the host. */
  firstVisit: boolean;
}

/**
 * The first route that matches with its index; null when the static file answers. A bad-tls route never matches plain
 * HTTP.
 */
export function matchRoute(routes: readonly Route[], facts: RequestFacts): { route: Route; index: number } | null {
  const index = routes.findIndex(
    ({ match, respond }) => (respond.fault?.kind !== 'bad-tls' || facts.secure) && matches(match, facts),
  );
  const route = routes[index];
  return route ? { route, index } : null;
}

/** True when a bad-tls route applies as soon as the server name is known: it looks at nothing but host and country. */
export function breaksTls(routes: readonly Route[], host: string, country: string | null): boolean {
  return routes.some(({ match, respond }) => {
    if (respond.fault?.kind !== 'bad-tls') return false;
    if (!match) return true;
    const others = Object.entries(match).some(([key, value]) => key !== 'host' && key !== 'country' && value !== null);
    return !others && tests(match.host, host) && tests(match.country, country ?? '');
  });
}

function matches(match: RouteMatch | null, facts: RequestFacts): boolean {
  if (!match) return true;
  return (
    tests(match.host, facts.host) &&
    (tests(match.path, facts.path) || tests(match.path, decodePath(facts.path))) &&
    Object.entries(match.query ?? {}).every(([key, value]) => matchesParameter(value, facts.query.getAll(key))) &&
    tests(match.userAgent, facts.userAgent) &&
    tests(match.referer, facts.referer) &&
    tests(match.acceptLanguage, facts.acceptLanguage) &&
    tests(match.country, facts.country ?? '') &&
    tests(match.cookie, facts.cookie) &&
    tests(match.method, facts.method) &&
    (match.visit === null || facts.firstVisit)
  );
}

const tests = (pattern: RegExp | null, value: string) => pattern === null || pattern.test(value);

/** A pattern needs the parameter to be there; null needs it to be absent. */
function matchesParameter(pattern: RegExp | null, values: readonly string[]): boolean {
  return pattern === null ? values.length === 0 : values.some((value) => pattern.test(value));
}

/** Percent-decoded path: as UTF-8, else as GBK (what older Chinese pages link in), else as received. */
export function decodePath(path: string): string {
  if (/^[\u0020-\u0024\u0026-\u007e]*$/.test(path)) return path;
  const bytes = Buffer.from(
    path.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
  for (const encoding of ['utf-8', 'gbk']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not this encoding.
    }
  }
  return path;
}
