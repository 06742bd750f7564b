/** Starts the practice internet: every site and service of a corpus on loopback, reached through exits. */
import { assignAddresses } from './addresses.ts';
import { canonicalAddress } from './canonical-host.ts';
import { CertificateAuthority } from './certificates.ts';
import { startDnsServer } from './dns-server.ts';
import { DnsZone } from './dns-zone.ts';
import { reachablePorts } from './reachable-ports.ts';
import { RegistrationBook } from './registration-book.ts';
import { RequestLog } from './request-log.ts';
import { Services } from './service-router.ts';
import { NAME_SERVERS, SERVICE_HOSTS } from './services.ts';
import { SiteIndex } from './site-index.ts';
import { startWebListener } from './web-listener.ts';
import { startWhoisServer } from './whois-server.ts';
import type { Exit } from '../../crawler/egress/exit.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { SiteAddresses } from './addresses.ts';
import type { Corpus } from './corpus.ts';
import type { RangeRequest } from './request-log.ts';

/** Where a sweep finds its sources on the range. */
export interface RangeEndpoints {
  /** `{query}` and `{page}` are placeholders; pages count from 1, ten results each. */
  searchEngines: { name: string; urlTemplate: string }[];
  nameLists: string[];
  /** A SearXNG over all of them: JSON answers. */
  metaSearch: { name: string; urlTemplate: string };
  /**
   * Base URLs with a slash at the end: an RFC 6962 log, then a tiled one (c2sp.org/static-ct-api); both hold the same
   * certificates.
   */
  certificateLogs: string[];
  /** Port 43 of this host answers for every domain. */
  whoisServers: { default: string };
  /** RFC 9224 dns.json. */
  rdapBootstrap: string;
  /** Path of leads.csv, null when the corpus has none. */
  leads: string | null;
  /** Paths of the pictures in qr/. */
  qrImages: string[];
}

export interface Range {
  /** `range` (country HK, the default) and `range-china` (country CN). */
  exits: Exit[];
  endpoints: RangeEndpoints;
  /** The last 20,000 requests and queries served, oldest first. */
  log(): RangeRequest[];
  /** What could not be done as the corpus says, so far. */
  warnings(): Sentence[];
  /** PEM of the root that every certificate of the range chains to, unless it is self-signed. */
  rootCertificate: string;
  /** Address by which each host is reached first; null for a host that has none. */
  addressOf(host: string): string | null;
  /** Loopback ports: of DNS (UDP and TCP), WHOIS, and per exit of HTTP and HTTPS together. */
  ports: { dns: number; whois: number; web: Record<string, number> };
  close(): Promise<void>;
}

const EXITS = [
  { name: 'range', country: 'HK' },
  { name: 'range-china', country: 'CN' },
];
const WHOIS_PORT = 43;

/** Serves until `close()`. Listens on 127.0.0.1 only, on free ports; certificates are made when first asked for. */
export async function startRange(corpus: Corpus): Promise<Range> {
  const warnings: Sentence[] = [];
  const log = new RequestLog();
  const { bySite, pool } = assignAddresses(corpus.sites);
  const index = new SiteIndex(corpus.sites, bySite);
  const authority = await CertificateAuthority.create(corpus.now, (warning) => warnings.push(warning));
  const registrations = new RegistrationBook(corpus.sites, corpus.now);
  const services = new Services(corpus, index, authority, registrations);
  const serviceAddresses = new Map([...services.hosts(), ...NAME_SERVERS].map((host) => [host, pool.take(host)]));
  const { ports: open, schemes } = await reachablePorts(corpus, index, bySite);
  const dns = await startDnsServer(new DnsZone(corpus.sites, bySite, serviceAddresses, corpus.now), log);
  const whois = await startWhoisServer(registrations, log);
  const web = await Promise.all(
    EXITS.map(({ name, country }) => startWebListener(name, country, { index, authority, services, log, schemes })),
  );
  for (const host of services.hosts()) openService(open, host, serviceAddresses.get(host) ?? '');
  const exits = EXITS.map(({ name, country }, order): Exit => {
    const webPort = web[order]?.port ?? 0;
    return {
      name,
      country,
      resolvers: [`127.0.0.1:${dns.port}`],
      allowDocumentationNetworks: true,
      upstream: null,
      certificateAuthorities: [authority.rootPem],
      map: (address, port) => {
        if (!open.get(canonicalAddress(address))?.has(port)) return null;
        return { host: '127.0.0.1', port: port === WHOIS_PORT ? whois.port : webPort };
      },
    };
  });
  return {
    exits,
    endpoints: endpointsOf(corpus, services),
    log: () => log.entries(),
    warnings: () => [...warnings],
    rootCertificate: authority.rootPem,
    addressOf: (host) => serviceAddresses.get(host) ?? firstAddress(bySite.get(index.siteOf(host)?.name ?? '')),
    ports: {
      dns: dns.port,
      whois: whois.port,
      web: Object.fromEntries(EXITS.map(({ name }, order) => [name, web[order]?.port ?? 0])),
    },
    close: async () => {
      await Promise.all([dns.close(), whois.close(), ...web.map((listener) => listener.close())]);
    },
  };
}

function openService(open: Map<string, Set<number>>, host: string, address: string): void {
  const known = open.get(address) ?? new Set();
  for (const port of host === SERVICE_HOSTS.whois ? [WHOIS_PORT] : [80, 443]) known.add(port);
  open.set(address, known);
}

function endpointsOf(corpus: Corpus, services: Services): RangeEndpoints {
  return {
    searchEngines: services.search.endpoints(),
    nameLists: [`http://${SERVICE_HOSTS.list}/names.txt`],
    metaSearch: {
      name: 'searxng',
      urlTemplate: `http://${SERVICE_HOSTS.metaSearch}/search?q={query}&format=json&pageno={page}`,
    },
    certificateLogs: [`https://${SERVICE_HOSTS.log}/`, `https://${SERVICE_HOSTS.staticLog}/`],
    whoisServers: { default: SERVICE_HOSTS.whois },
    rdapBootstrap: `http://${SERVICE_HOSTS.rdap}/dns.json`,
    leads: corpus.leadsFile,
    qrImages: corpus.qrImages,
  };
}

function firstAddress(addresses: SiteAddresses | undefined): string | null {
  return addresses?.v4[0] ?? addresses?.rebind?.[0]?.[0] ?? addresses?.v6[0] ?? null;
}
