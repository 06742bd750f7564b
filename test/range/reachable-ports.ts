/** Works out on which (address, port) pairs the range listens: by scheme, and wherever the corpus names a port. */
import { readFile, readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { siteUrl } from './site-url.ts';
import { isIP } from 'node:net';
import { canonicalAddress } from './canonical-host.ts';
import type { SiteAddresses } from './addresses.ts';
import type { Corpus, CorpusSite } from './corpus.ts';
import type { SiteIndex } from './site-index.ts';

/** Static files that may link to a port, and the size up to which they are read for it. */
const TEXT_FILES = /^\.(?:html?|php|shtml|js|json|css|txt)$/i;
const MAX_SCANNED_BYTES = 1024 * 1024;
const LINKED_PORT = /\b(https?):\/\/(\[[0-9a-f:]+\]|[^\s"'<>/?#:@\\]+):(\d{1,5})\b/gi;

export interface ReachablePorts {
  /** Address → open ports. */
  ports: Map<string, Set<number>>;
  /** Site name → `http`, `https` or both. */
  schemes: Map<string, Set<string>>;
}

/**
 * Ports 80 and 443 by `scheme`; in addition the scheme and port of every address the corpus hands out (expect.entry,
 * found[].url, leads, redirects), and ports written out in links of pages.
 */
export async function reachablePorts(
  corpus: Corpus,
  index: SiteIndex,
  addresses: ReadonlyMap<string, SiteAddresses>,
): Promise<ReachablePorts> {
  const open: ReachablePorts = { ports: new Map(), schemes: new Map() };
  const openAt = (address: string, port: number) => {
    const known = open.ports.get(address) ?? new Set();
    open.ports.set(address, known.add(port));
  };
  for (const site of corpus.sites) {
    const schemes = site.scheme === 'both' ? ['http', 'https'] : [site.scheme];
    open.schemes.set(site.name, new Set(schemes));
    for (const address of addresses.get(site.name)?.all ?? [])
      for (const scheme of schemes) openAt(address, scheme === 'http' ? 80 : 443);
  }
  for (const url of [...handedOut(corpus), ...(await Promise.all(corpus.sites.map(linkedPorts))).flat()]) {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const site = index.siteOf(host);
    if (!site) continue;
    const scheme = url.protocol.slice(0, -1);
    open.schemes.get(site.name)?.add(scheme);
    const at = isIP(host) ? [canonicalAddress(host)] : (addresses.get(site.name)?.all ?? []);
    for (const address of at) openAt(address, Number(url.port) || (scheme === 'http' ? 80 : 443));
  }
  return open;
}

function handedOut(corpus: Corpus): URL[] {
  const ofSites = corpus.sites.flatMap((site) => {
    const found = site.found.map((each) => (each.by === 'search' ? each.url : null));
    const redirects = site.routes.flatMap(({ respond }) => [
      respond.redirect,
      ...Object.entries(respond.headers ?? {})
        .filter(([name]) => /^location$/i.test(name))
        .flatMap(([, value]) => value),
    ]);
    const texts = [site.truth.expect?.entry ?? null, ...found, ...redirects].filter((text) => text !== null);
    // A path alone says nothing about scheme or port.
    return texts.filter((text) => !/^[/?#](?!\/)/.test(text)).map((text) => siteUrl(site, text));
  });
  const leads = corpus.leads.map(({ url }) => parseLead(url));
  return [...ofSites, ...leads].filter((url) => url !== null);
}

/** Leads come as people send them: the scheme may be missing. */
function parseLead(text: string): URL | null {
  const url = /^https?:\/\//i.test(text) ? text : `http://${text}`;
  return URL.canParse(url) ? new URL(url) : null;
}

async function linkedPorts(site: CorpusSite): Promise<URL[]> {
  const texts = site.routes.map(({ respond }) => `${respond.body ?? ''} ${JSON.stringify(respond.headers ?? '')}`);
  const entries = await readdir(site.dir, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !TEXT_FILES.test(extname(entry.name)) || (await stat(file)).size > MAX_SCANNED_BYTES)
      continue;
    texts.push(await readFile(file, 'latin1'));
  }
  const urls = texts.flatMap((text) => [...text.matchAll(LINKED_PORT)].map(([url]) => url));
  return [...new Set(urls)].filter((url) => URL.canParse(url)).map((url) => new URL(url));
}
