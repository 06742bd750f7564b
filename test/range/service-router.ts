/** The range's own web services, told apart by their names under range.test. */
import { CertificateLog } from './certificate-log.ts';
import { metaSearch } from './meta-search.ts';
import { NameList } from './name-list.ts';
import { RdapService } from './rdap-service.ts';
import { SearchEngine } from './search-engine.ts';
import { SERVICE_HOSTS, jsonReply } from './services.ts';
import { StaticCtLog } from './static-ct-log.ts';
import type { CertificateAuthority } from './certificates.ts';
import type { Corpus } from './corpus.ts';
import type { RegistrationBook } from './registration-book.ts';
import type { ServiceReply, ServiceRequest } from './services.ts';
import type { SiteIndex } from './site-index.ts';

type Service = (request: ServiceRequest) => ServiceReply | Promise<ServiceReply>;

export class Services {
  readonly search: SearchEngine;
  readonly #byHost: Map<string, Service>;

  constructor(corpus: Corpus, index: SiteIndex, authority: CertificateAuthority, registrations: RegistrationBook) {
    const [log, list, rdap] = [
      new CertificateLog(corpus, authority),
      new NameList(corpus.sites),
      new RdapService(registrations, index),
    ];
    const tiles = new StaticCtLog(corpus, authority, SERVICE_HOSTS.staticLog);
    this.search = new SearchEngine(corpus.sites, index);
    this.#byHost = new Map<string, Service>([
      [SERVICE_HOSTS.log, (request) => log.reply(request)],
      [SERVICE_HOSTS.staticLog, (request) => tiles.reply(request)],
      [SERVICE_HOSTS.metaSearch, (request) => metaSearch(this.search, request)],
      [SERVICE_HOSTS.list, (request) => list.reply(request)],
      [SERVICE_HOSTS.rdap, (request) => rdap.reply(request)],
      ...this.search.hosts().map((host): [string, Service] => [host, (request) => this.search.reply(request)]),
    ]);
  }

  /** Names that the DNS must answer, WHOIS included. */
  hosts(): string[] {
    return [...this.#byHost.keys(), SERVICE_HOSTS.whois];
  }

  has(host: string): boolean {
    return this.#byHost.has(host);
  }

  async reply(request: ServiceRequest): Promise<ServiceReply> {
    // `${base}/ct/v1/…` on a base that ends with a slash is a spelling real logs forgive.
    const path = request.path.replaceAll(/\/{2,}/g, '/');
    return (
      (await this.#byHost.get(request.host)?.({ ...request, path })) ?? jsonReply({ error: 'no such service' }, 404)
    );
  }
}
