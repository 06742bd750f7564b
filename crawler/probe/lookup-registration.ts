/**
 * Looks up who registered a domain and when: RDAP where the registry has it, WHOIS for the rest; the raw answers are
 * kept.
 */
import { createHash } from 'node:crypto';
import { registeredDomain } from '../../storage/sites/host-domain.ts';
import type { NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import type { Registration } from '../../storage/vocabulary/probe.ts';
import type { Egress, EgressSession } from '../egress/egress.ts';
import { deniesName, parseRdap, relatedRdap } from './parse-rdap.ts';
import { parseWhois, whoisReferral } from './parse-whois.ts';
import { QueryPacing } from './query-pacing.ts';
import { IANA_RDAP_BOOTSTRAP, parseRdapBootstrap, rdapServerOf } from './rdap-bootstrap.ts';
import type { RdapServers } from './rdap-bootstrap.ts';
import { mergeFacts, NO_FACTS } from './registration-facts.ts';
import type { ParsedRegistration } from './registration-facts.ts';
import { whoisQuery, whoisText } from './whois-query.ts';
import { IANA_WHOIS, whoisQueryLine, whoisServerOf } from './whois-servers.ts';

export interface RegistrationOptions {
  egress: Egress;
  /** Name of the exit. */
  exit: string;
  /** `host` or `host:port`, asked for every ending; default: by ending, following one referral. */
  whoisServer?: string | undefined;
  /** URL of an RFC 9224 file; default IANA's. */
  rdapBootstrap?: string | undefined;
  /** Least time between two questions to one server. Default 1000; 0 for the range. */
  minIntervalMs?: number | undefined;
}

export interface RegistrationAnswer {
  registration: Registration;
  /** Kinds `rdap` and `whois`; a referral's answer comes second. */
  artifacts: NewArtifact[];
}

/** What lookups through one egress share. */
interface Shared {
  pacing: QueryPacing;
  /** By URL; only files that could be read stay. */
  bootstraps: Map<string, Promise<RdapServers | null>>;
  ianaReferrals: Map<string, string | null>;
}

/** One lookup on its way. */
interface Lookup {
  domain: string;
  session: EgressSession;
  options: RegistrationOptions;
  shared: Shared;
  artifacts: NewArtifact[];
}

/** `unreachable` and a parsed answer, told apart. */
type Asked = ParsedRegistration | { outcome: 'unreachable'; facts: null };
const UNREACHABLE: Asked = { outcome: 'unreachable', facts: null };
const NOT_FOUND: ParsedRegistration = { outcome: 'not-found', facts: null };

const sharedByEgress = new WeakMap<Egress, Shared>();

/**
 * `domain`: any host; its registered domain is looked up. RDAP's facts come first, WHOIS fills in what it left out.
 * Never throws for what servers do. `not-given`: there is no registered domain, or a server answered without facts.
 */
export async function lookupRegistration(domain: string, options: RegistrationOptions): Promise<RegistrationAnswer> {
  const registered = registeredDomain(domain);
  const at = new Date().toISOString();
  const empty: Registration = {
    domain: registered ?? domain,
    ...NO_FACTS,
    outcome: 'not-given',
    whois: null,
    rdap: null,
    at,
  };
  if (registered === null) return { registration: empty, artifacts: [] };
  const shared = sharedByEgress.get(options.egress) ?? {
    pacing: new QueryPacing(),
    bootstraps: new Map(),
    ianaReferrals: new Map(),
  };
  sharedByEgress.set(options.egress, shared);
  const session = await options.egress.open({ exit: options.exit, maxBytes: 8 * 1024 * 1024 });
  try {
    const lookup: Lookup = { domain: registered, session, options, shared, artifacts: [] };
    const rdap = await askRdap(lookup);
    const complete =
      rdap.facts !== null &&
      rdap.facts.createdAt !== null &&
      rdap.facts.registrar !== null &&
      rdap.facts.registrant !== null;
    const whois = complete ? UNREACHABLE : await askWhois(lookup);
    const { artifacts } = lookup;
    const registration: Registration = {
      domain: registered,
      ...mergeFacts(rdap.facts ?? NO_FACTS, whois.facts ?? NO_FACTS),
      outcome: joinOutcomes(rdap, whois),
      whois: digestOf(artifacts.find((artifact) => artifact.kind === 'whois')),
      rdap: digestOf(artifacts.find((artifact) => artifact.kind === 'rdap')),
      at,
    };
    return { registration, artifacts };
  } finally {
    await session.close();
  }
}

/** Facts beat a denial, a denial beats an empty answer, and that beats silence. */
function joinOutcomes(...asked: Asked[]): Registration['outcome'] {
  return (
    (['found', 'not-found', 'not-given'] as const).find((outcome) => asked.some((one) => one.outcome === outcome)) ??
    'unreachable'
  );
}

async function askRdap(lookup: Lookup): Promise<Asked> {
  const servers = await bootstrap(lookup);
  const server = servers === null ? null : rdapServerOf(servers, lookup.domain);
  if (server === null) return UNREACHABLE;
  const first = await rawRdap(lookup, new URL(`domain/${lookup.domain}`, server).href);
  if (first === null) return UNREACHABLE;
  const parsed = first.status === 404 ? NOT_FOUND : parseRdap(first.text);
  // A thin registry knows the dates and points to the registrar, who knows the holder.
  const further = parsed.facts === null || parsed.facts.registrant !== null ? null : relatedRdap(first.text);
  if (parsed.facts === null || further === null || further === first.url) return parsed;
  const second = await rawRdap(lookup, further);
  const more = second === null || second.status === 404 ? null : parseRdap(second.text).facts;
  return more === null ? parsed : { outcome: 'found', facts: mergeFacts(parsed.facts, more) };
}

/** Null when the server gave neither an object nor a denial. */
async function rawRdap(lookup: Lookup, url: string): Promise<{ status: number; text: string; url: string } | null> {
  await pause(lookup, new URL(url).host);
  const answer = await lookup.session.fetch(url, {
    headers: { accept: 'application/rdap+json, application/json' },
    redirect: 3,
    timeoutMs: 10_000,
    maxBytes: 1024 * 1024,
  });
  if (!answer.ok) return null;
  if (answer.body.length > 0) {
    const mediaType = answer.headers['content-type'] ?? 'application/rdap+json';
    lookup.artifacts.push(
      artifact(
        'rdap',
        answer.body,
        mediaType,
        answer.url,
        answer.truncated ? 'RDAP GET, cut short' : 'RDAP GET',
        answer.peerAddress,
      ),
    );
  }
  const text = answer.body.toString('utf8');
  return answer.status === 200 || (answer.status === 404 && deniesName(text))
    ? { status: answer.status, text, url: answer.url }
    : null;
}

async function bootstrap(lookup: Lookup): Promise<RdapServers | null> {
  const url = lookup.options.rdapBootstrap ?? IANA_RDAP_BOOTSTRAP;
  const { bootstraps } = lookup.shared;
  const known = bootstraps.get(url);
  if (known !== undefined) return known;
  const loading = lookup.session
    .fetch(url, { redirect: 3, timeoutMs: 10_000 })
    .then((answer) => (answer.ok && answer.status === 200 ? parseRdapBootstrap(answer.body.toString('utf8')) : null));
  bootstraps.set(url, loading);
  const servers = await loading;
  if (servers === null) bootstraps.delete(url);
  return servers;
}

async function askWhois(lookup: Lookup): Promise<Asked> {
  const { domain, options } = lookup;
  const server = options.whoisServer ?? whoisServerOf(domain) ?? (await ianaReferral(lookup));
  if (server === null) return UNREACHABLE;
  const text = await rawWhois(lookup, server);
  if (text === null) return UNREACHABLE;
  const parsed = parseWhois(text, domain);
  const referral = options.whoisServer === undefined ? whoisReferral(text) : null;
  if (parsed.facts === null || parsed.facts.registrant !== null || referral === null || referral === server)
    return parsed;
  const further = await rawWhois(lookup, referral);
  const second = further === null ? null : parseWhois(further, domain).facts;
  return second === null ? parsed : { outcome: 'found', facts: mergeFacts(parsed.facts, second) };
}

async function rawWhois(lookup: Lookup, server: string): Promise<string | null> {
  await pause(lookup, server);
  const answer = await whoisQuery(lookup.session, server, whoisQueryLine(server, lookup.domain));
  if (answer.raw === null) return null;
  const method = answer.reason === null ? `WHOIS ${server}` : `WHOIS ${server}, ended early: ${answer.reason}`;
  lookup.artifacts.push(
    artifact('whois', answer.raw, 'text/plain', `whois://${server}/${lookup.domain}`, method, answer.peerAddress),
  );
  return whoisText(answer.raw);
}

async function ianaReferral(lookup: Lookup): Promise<string | null> {
  const ending = lookup.domain.slice(lookup.domain.lastIndexOf('.') + 1);
  const { ianaReferrals } = lookup.shared;
  const known = ianaReferrals.get(ending);
  if (known !== undefined) return known;
  await pause(lookup, IANA_WHOIS);
  const answer = await whoisQuery(lookup.session, IANA_WHOIS, ending);
  if (answer.raw === null) return null;
  const server = whoisReferral(whoisText(answer.raw));
  ianaReferrals.set(ending, server);
  return server;
}

function pause(lookup: Lookup, server: string): Promise<void> {
  return lookup.shared.pacing.turn(server, lookup.options.minIntervalMs ?? 1000);
}

function artifact(
  kind: 'rdap' | 'whois',
  data: Buffer,
  mediaType: string,
  sourceUrl: string,
  method: string,
  peerAddress: string | null,
): NewArtifact {
  return { kind, data, mediaType, sourceUrl, at: new Date().toISOString(), method, peerAddress, derivedFrom: null };
}

function digestOf(found: NewArtifact | undefined): string | null {
  return found === undefined ? null : createHash('sha256').update(found.data).digest('hex');
}
