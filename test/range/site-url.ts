/** Addresses on a corpus site, as the range hands them out. */
import type { CorpusSite } from './corpus.ts';

/** The host visitors are sent to: the first that is no wildcard, else `www` below the first wildcard. */
export function mainHost(site: Pick<CorpusSite, 'hosts'>): string {
  const [first = ''] = site.hosts;
  return site.hosts.find((host) => !host.startsWith('*.')) ?? first.replace('*', 'www');
}

/**
 * Absolute URL of a path or URL of site.json (fragment kept); null when it is neither (a lone query or fragment belongs
 * to `/`). https unless the site speaks http only.
 */
export function siteUrl(site: Pick<CorpusSite, 'hosts' | 'scheme'>, pathOrUrl: string): URL | null {
  if (!/^(?:https?:\/\/|[/?#])/i.test(pathOrUrl)) return null;
  const host = mainHost(site);
  const base = `${site.scheme === 'http' ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}/`;
  return URL.canParse(pathOrUrl, base) ? new URL(pathOrUrl, base) : null;
}
