/**
 * RDAP (RFC 9083) answers for the corpus domains and addresses, with the bootstrap file (RFC 9224) that leads to them.
 */
import { isIP } from 'node:net';
import { SERVICE_HOSTS, jsonReply } from './services.ts';
import type { RegistrationBook, RegistrationFacts } from './registration-book.ts';
import type { ServiceReply, ServiceRequest } from './services.ts';
import type { SiteIndex } from './site-index.ts';

const TYPE = 'application/rdap+json';
const CONFORMANCE = ['rdap_level_0'];
/** RFC 9224 asks for https first. */
const BASES = [`https://${SERVICE_HOSTS.rdap}/`, `http://${SERVICE_HOSTS.rdap}/`];

export class RdapService {
  readonly #registrations: RegistrationBook;
  readonly #index: SiteIndex;

  constructor(registrations: RegistrationBook, index: SiteIndex) {
    this.#registrations = registrations;
    this.#index = index;
  }

  reply({ path }: ServiceRequest): ServiceReply {
    if (path === '/dns.json') return jsonReply(bootstrap(this.#registrations.topLevels()));
    const [, kind, name = ''] = /^\/(domain|ip)\/([^/]+)$/.exec(path) ?? [];
    const answer = kind === 'domain' ? this.#domain(name) : kind === 'ip' ? this.#network(name) : null;
    if (answer) return jsonReply(answer, 200, TYPE);
    return jsonReply(
      { rdapConformance: CONFORMANCE, errorCode: 404, title: 'Not Found', description: [`No object for ${path}`] },
      404,
      TYPE,
    );
  }

  #domain(name: string): Record<string, unknown> | null {
    const entry = this.#registrations.find(name.replace(/\.$/, ''));
    return entry?.rdap ?? (entry?.facts ? domainObject(entry.facts) : null);
  }

  /** Where an address is hosted, by the `network` facts of its site. */
  #network(address: string): Record<string, unknown> | null {
    const site = isIP(address) ? this.#index.siteOf(address) : null;
    if (!site?.network) return null;
    const { asn, holder, country } = site.network;
    return {
      rdapConformance: CONFORMANCE,
      objectClassName: 'ip network',
      handle: address,
      startAddress: address,
      endAddress: address,
      ipVersion: isIP(address) === 6 ? 'v6' : 'v4',
      ...(holder === null ? {} : { name: holder }),
      ...(country === null ? {} : { country }),
      ...(asn === null ? {} : { arin_originas0_originautnums: [asn] }),
    };
  }
}

function bootstrap(topLevels: readonly string[]): Record<string, unknown> {
  return {
    version: '1.0',
    publication: new Date(0).toISOString(),
    description: 'RDAP bootstrap of the practice range',
    services: [[topLevels, BASES]],
  };
}

function domainObject(facts: RegistrationFacts): Record<string, unknown> {
  const { domain, createdAt, updatedAt, expiresAt, registrar, nameServers, id } = facts;
  return {
    rdapConformance: CONFORMANCE,
    objectClassName: 'domain',
    handle: `${id.toUpperCase()}-RANGE`,
    ldhName: domain,
    status: ['active'],
    events: [
      { eventAction: 'registration', eventDate: createdAt },
      { eventAction: 'last changed', eventDate: updatedAt },
      { eventAction: 'expiration', eventDate: expiresAt },
    ],
    entities: [
      {
        objectClassName: 'entity',
        handle: String(registrar.id),
        roles: ['registrar'],
        publicIds: [{ type: 'IANA Registrar ID', identifier: String(registrar.id) }],
        vcardArray: [
          'vcard',
          [
            ['version', {}, 'text', '4.0'],
            ['fn', {}, 'text', registrar.en],
          ],
        ],
      },
    ],
    nameservers: nameServers.map((ldhName) => ({ objectClassName: 'nameserver', ldhName })),
    secureDNS: { delegationSigned: false },
    links: [{ rel: 'self', href: `${BASES[0]}domain/${domain}`, type: TYPE }],
  };
}
