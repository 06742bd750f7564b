/** The RDAP bootstrap registry (RFC 9224): which server answers for which ending. */
import { z } from 'zod';

/** IANA's own copy. */
export const IANA_RDAP_BOOTSTRAP = 'https://data.iana.org/rdap/dns.json';

const schema = z.object({ services: z.array(z.tuple([z.array(z.string()), z.array(z.string())])) });

/** Suffix → base URL, with a slash at the end. */
export type RdapServers = ReadonlyMap<string, string>;

/** Null when the text is no bootstrap file. HTTPS is preferred where a server has both (RFC 9224 §3). */
export function parseRdapBootstrap(text: string): RdapServers | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) return null;
  const servers = new Map<string, string>();
  for (const [endings, urls] of parsed.data.services) {
    const url = urls.find((candidate) => candidate.startsWith('https:')) ?? urls[0];
    if (url === undefined || !URL.canParse(url)) continue;
    for (const ending of endings) servers.set(ending.toLowerCase(), url.endsWith('/') ? url : `${url}/`);
  }
  return servers;
}

/** The longest matching suffix wins (RFC 9224 §4); null when no server is known for the domain. */
export function rdapServerOf(servers: RdapServers, domain: string): string | null {
  const labels = domain.toLowerCase().split('.');
  for (let from = 0; from < labels.length; from++) {
    const server = servers.get(labels.slice(from).join('.'));
    if (server !== undefined) return server;
  }
  return null;
}
