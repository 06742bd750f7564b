/**
 * The marks of one site: what its pages, name, certificate, registration and server show that another site of the same
 * operator may show too.
 */
import { holderDomain, registeredDomain, sharedHost } from '../../storage/sites/host-domain.ts';
import { MOST_CERTIFICATE_NAMES } from '../names/certificate-names.ts';
import type { Visit } from '../../storage/vocabulary/capture.ts';
import type { Verdict } from '../../storage/vocabulary/detect.ts';
import type { ProbeResult, Registration, TlsRecord } from '../../storage/vocabulary/probe.ts';
import type { Resolution } from '../../storage/vocabulary/resolve.ts';
import { domShape, type DomShape } from './dom-shape.ts';
import { markKey, type SiteMark } from './mark-kinds.ts';
import { hostOf } from '../names/official-hosts.ts';
import { pageMarks, type MarkedCapture } from './page-marks.ts';

/** What is stored of one host. */
export interface SiteFacts {
  host: string;
  verdict: Verdict;
  /** 0..100, as in its assessment. */
  score: number;
  visits: readonly Visit[];
  captures: readonly MarkedCapture[];
  certificates: readonly TlsRecord[];
  resolution: Resolution | null;
  registration: Registration | null;
  probe: ProbeResult | null;
}

/** One site as it is compared: `score` is 0..100, as in its assessment. */
export interface MarkedSite {
  host: string;
  verdict: Verdict;
  score: number;
  marks: SiteMark[];
  /** One per different page, at most six. */
  shapes: DomShape[];
}

/** Whose hosts are not the operator's. */
export interface MarkContext {
  /** A host whose pages, when a visit ends there, are somebody else's: official, harmless, or a public service. */
  isForeign: (host: string) => boolean;
  /** Registrable domains (or hosts) of engines, messengers, counters, libraries …: everybody leads there. */
  publicHosts: ReadonlySet<string>;
}

const MOST_SHAPES = 6;
const MOST_LINKED_HOSTS = 15;

/** The name one holder has (tenants of one hoster are strangers); the host itself for an address. */
export function domainOf(host: string): string {
  return holderDomain(host) ?? host;
}

/**
 * Of a victim (`injected`) only where it leads: its name, server and contacts are its owner's. Marks come each once, in
 * a fixed order.
 */
export function siteMarks(facts: SiteFacts, context: MarkContext): MarkedSite {
  const own = facts.captures.filter(({ view }) => !leftFor(view.visit, facts.host, context));
  const foreign = (host: string) => context.isForeign(host) || isPublic(host, context.publicHosts);
  const route = routeMarks(facts, own, context);
  const marks =
    facts.verdict === 'injected'
      ? route
      : [
          ...own.flatMap((capture) => pageMarks(capture, foreign)),
          ...route,
          ...certificateMarks(facts),
          ...nameMarks(facts, context),
          ...hostingMarks(facts),
        ];
  const shapes = new Map<string, DomShape>();
  for (const { view } of own)
    if (view.html !== '' && shapes.size < MOST_SHAPES && !shapes.has(view.html))
      shapes.set(view.html, domShape(view.html));
  return {
    host: facts.host,
    verdict: facts.verdict,
    score: facts.score,
    marks: [...new Map(marks.map((mark) => [markKey(mark), mark])).values()],
    shapes: facts.verdict === 'injected' ? [] : [...shapes.values()],
  };
}

/** A visitor sent away to an honest page saw nothing of the operator's. */
function leftFor(visit: Visit, host: string, { isForeign, publicHosts }: MarkContext): boolean {
  const end = hostOf(visit.finalUrl);
  return end !== '' && end !== host && (isForeign(end) || isPublic(end, publicHosts));
}

function isPublic(host: string, publicHosts: ReadonlySet<string>): boolean {
  return publicHosts.has(host) || publicHosts.has(domainOf(host)) || publicHosts.has(registeredDomain(host) ?? host);
}

function routeMarks(
  { host, visits, probe }: SiteFacts,
  own: readonly MarkedCapture[],
  { isForeign, publicHosts }: MarkContext,
): SiteMark[] {
  const passed = [...visits.flatMap((visit) => visit.hosts), ...(probe?.redirects ?? []).map(({ url }) => hostOf(url))];
  const told = (other: string) => other !== '' && other !== host && !isPublic(other, publicHosts) && !isForeign(other);
  const marks = passed.filter(told).map((value): SiteMark => ({ kind: 'leads-to', value }));
  const links = new Set<string>();
  for (const { view, network } of own) {
    for (const code of view.page?.qrCodes ?? [])
      if (told(hostOf(code))) marks.push({ kind: 'qr-to', value: hostOf(code) });
    for (const { href } of view.page?.links ?? []) if (told(hostOf(href))) links.add(hostOf(href));
    const documents = new Set([hostOf(view.visit.finalUrl), ...passed]);
    for (const { url, type, frame } of network)
      if (type !== 'document' && !isForeign(hostOf(frame)) && told(hostOf(url)) && !documents.has(hostOf(url)))
        marks.push({ kind: 'asset-host', value: hostOf(url) });
  }
  if (links.size <= MOST_LINKED_HOSTS) for (const value of links) marks.push({ kind: 'links-to', value });
  return marks;
}

function certificateMarks({ certificates, probe }: SiteFacts): SiteMark[] {
  return [...certificates, ...(probe?.tls ? [probe.tls] : [])].flatMap((record): SiteMark[] => {
    const names = (record.subjectAltNames ?? []).map((name) => name.toLowerCase().replace(/^\*\./, ''));
    // a certificate for the shared name itself is the hoster's, and all its tenants show it
    if (
      names.length > MOST_CERTIFICATE_NAMES ||
      names.some((name) => sharedHost(name) !== null && holderDomain(name) === registeredDomain(name))
    )
      return [];
    const covered = [...new Set(names.map(domainOf))].map((value): SiteMark => ({ kind: 'certificate-name', value }));
    return record.fingerprint256 === null || record.fingerprint256 === undefined
      ? covered
      : [{ kind: 'certificate', value: record.fingerprint256 }, ...covered];
  });
}

const HIDDEN =
  /privacy|redacted|proxy|withheld|whoisguard|隐私|保护|not disclosed|abuse@|domainabuse|service@(?:aliyun|tencent)/i;

/** Registries mask names; a placeholder is nobody. */
const MASKED = /[*＊某]|^(.)\1*$|^(?:个人|无|none|n\/a|null|-+)$/iu;

function nameMarks({ host, registration, resolution }: SiteFacts, { publicHosts }: MarkContext): SiteMark[] {
  const marks: SiteMark[] = registeredDomain(host) === null ? [] : [{ kind: 'domain', value: domainOf(host) }];
  // below a shared name registration and zone are the hoster's
  if (sharedHost(host) !== null) return marks;
  const known = (text: string | null | undefined) =>
    text !== null && text !== undefined && text.trim() !== '' && !HIDDEN.test(text);
  if (registration?.outcome === 'found') {
    const { registrant, registrantEmail, registrar, createdAt } = registration;
    if (known(registrantEmail))
      marks.push({ kind: 'registrant-email', value: (registrantEmail ?? '').trim().toLowerCase() });
    if (known(registrant) && !MASKED.test(registrant ?? ''))
      marks.push({ kind: 'registrant', value: (registrant ?? '').trim() });
    if (registrar && createdAt)
      marks.push({ kind: 'registered-with', value: `${registrar.trim()} ${createdAt.slice(0, 10)}` });
  }
  const records = resolution?.records ?? [];
  const servers = [
    ...records.filter(({ type }) => type === 'NS').map(({ value }) => value),
    ...(registration?.nameServers ?? []),
  ];
  for (const written of servers) {
    const server = written.toLowerCase().replace(/\.$/, '');
    // its two or four servers are one fact: the operator of the zone
    if (server !== '' && !isPublic(server, publicHosts) && !BIG_DNS.test(server))
      marks.push({ kind: 'name-server', value: domainOf(server) });
  }
  for (const { type, value } of records)
    if (type === 'TXT' && /verif|^[a-z0-9-]{3,30}=[\w+/=-]{16,}$/i.test(value))
      marks.push({ kind: 'domain-token', value: value.slice(0, 120) });
  return marks;
}

/**
 * Name servers of registrars and DNS hosts with very many customers. General knowledge, 2026-11; others are learned
 * from the sweep itself.
 */
const BIG_DNS =
  /(?:^|\.)(?:hichina|alidns|aliyun|dnspod|qq|qcloud|dnsv[0-9]?|xincache|xinnet|xinnetdns|west263|myhostadmin|dns-diy|22|juming|cloudflare|domaincontrol|registrar-servers|name-services|awsdns-\d+|googledomains|azure-dns|wixdns|sedoparking|parkingcrew|bodis|huaweicloud-dns|hwclouds-dns|bdydns|baidubce|ezdnscenter|cndns|dnsdun|gname-dns|share-dns|namebrightdns|porkbun|dan|above|hostinger|ename|22\.cn|jdgslb|volcengine|dns\.com)\.(?:com|net|org|cn|com\.cn|net\.cn|info|co\.uk)$/i;

function hostingMarks({ host, visits, resolution, probe }: SiteFacts): SiteMark[] {
  const peers = visits.flatMap(({ peerAddress, hosts }) =>
    peerAddress === null || hosts.length > 1 ? [] : [peerAddress],
  );
  const written = [
    ...(resolution?.addresses ?? []),
    ...peers,
    ...(probe?.peerAddress ? [probe.peerAddress] : []),
    ...(/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) ? [host] : []),
  ];
  const addresses = [...new Set(written.map((address) => address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')))];
  return addresses.flatMap((value): SiteMark[] => {
    const network = /^(\d+\.\d+\.\d+)\.\d+$/.exec(value)?.[1];
    return [
      { kind: 'address', value },
      ...(network === undefined ? [] : [{ kind: 'network' as const, value: `${network}.0/24` }]),
    ];
  });
}
