/**
 * The shared vocabulary: the words and record shapes that every room uses. Types and closed lists only; imports
 * nothing. Times are ISO 8601 UTC strings; digests are lower-case hex SHA-256; `null` means "looked for and not given",
 * a missing optional key means "not looked for".
 */

/** The flow. A candidate's `stage` is the last stage that finished for it. */
export const STAGES = ['candidates', 'resolve', 'probe', 'capture', 'detect', 'store', 'report'] as const;
export type Stage = (typeof STAGES)[number];

/** The sources a corpus may name as its seed (`corpus.json` → `seed.sources`); the spelling is the corpus format's. */
export const CORPUS_SOURCES = ['permutations', 'search', 'certificate-log', 'leads', 'qr', 'list'] as const;

/** Who can find a candidate. `pivots` = led to from a site of the same sweep. */
export const SOURCES = [...CORPUS_SOURCES, 'pivots'] as const;
export type Source = (typeof SOURCES)[number];

/** Visitors we can play. `search` is the desktop visitor arriving from a search engine's result page. */
export const PERSONAS = ['desktop', 'mobile', 'wechat', 'search'] as const;
export type Persona = (typeof PERSONAS)[number];

/** Verdicts, strongest first for a host with several judged pages (injected > impersonation > sale > the rest). */
export const VERDICTS = [
  'injected',
  'impersonation',
  'certificate-sale',
  'official',
  'benign',
  'parked',
  'undecided',
  'unreachable',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Verdicts that say a fake or a sale was found there; of `injected` the host is the victim. */
export const ACCUSING_VERDICTS: ReadonlySet<Verdict> = new Set(['injected', 'impersonation', 'certificate-sale']);
/** … and the host is the operator's own: a victim's certificate, neighbours and links are its owner's. */
export const OPERATED_VERDICTS: ReadonlySet<Verdict> = new Set(['impersonation', 'certificate-sale']);

export const RESOLVE_OUTCOMES = ['live', 'absent', 'unknown'] as const;
export type ResolveOutcome = (typeof RESOLVE_OUTCOMES)[number];

export const PROBE_OUTCOMES = ['web', 'parked', 'no-service', 'blocked', 'unknown'] as const;
export type ProbeOutcome = (typeof PROBE_OUTCOMES)[number];

/**
 * How one visit ended. `captured` = DOM and picture kept (also of error and block pages: see `status`);
 * `blank` = loaded but nothing to see; `download` = the URL was a file (quarantined); `unfollowed` = answered with a
 * redirect to an address that is not followed (an app, a script, a file), see `reason`; `timeout` = no first byte in
 * time;
 * `unreachable` = connection, TLS or protocol failure; `refused` = our own egress policy said no; `crashed` = the page
 * or browser died; `interrupted` = our process died or was stopped during the visit.
 */
export const VISIT_OUTCOMES = [
  'captured',
  'blank',
  'download',
  'unfollowed',
  'timeout',
  'unreachable',
  'refused',
  'crashed',
  'interrupted',
] as const;
export type VisitOutcome = (typeof VISIT_OUTCOMES)[number];

/** What a stored blob is, in the role it was kept in. */
export const ARTIFACT_KINDS = [
  'html', // rendered DOM, serialised
  'response-body', // body of the main document as answered (decoded)
  'screenshot', // viewport PNG
  'screenshot-full', // full-page PNG; of a long page several, from the top down (picture-piece.ts)
  'raster', // derived: reduced PNG of the viewport screenshot, for comparison
  'page-model', // derived: PageModel as JSON
  'picture-text', // derived: PictureText as JSON, lines read in the viewport screenshot
  'headers', // response headers of the redirect chain, JSON
  'network', // NetworkEntry[] as JSON
  'connections', // Connection[] as JSON (the egress's own record)
  'tls', // TlsRecord as JSON, chain as PEM
  'dns', // Resolution as JSON
  'whois', // raw port-43 answer
  'rdap', // raw RDAP JSON
  'download', // quarantined file
  'lead-image', // a photo or scan handed in
] as const;
export type ArtifactKind = (typeof ARTIFACT_KINDS)[number];

/** Things a page tried that a visitor would be hurt by; kept as facts, never as errors. */
export const HAZARD_KINDS = [
  'dialog',
  'popup',
  'download',
  'post-navigation',
  'forbidden-address',
  'forbidden-port',
  'forbidden-scheme', // a redirect to `javascript:`, `data:`, `file:` …
  'byte-cap',
  'time-cap',
  'protocol-handler', // a way into an app: `weixin:`, `intent:`, `mailto:` …
  'delayed-redirect', // the page leaves by itself after a while; the address it leaves for
  'redirect-loop',
  'certificate-error',
  'busy-loop',
  'large-dom',
] as const;
export type HazardKind = (typeof HAZARD_KINDS)[number];
export interface Hazard {
  kind: HazardKind;
  detail: string;
  count: number;
}

/** A sentence for people, in both interface languages. Values from a page inside it are plain text, never markup. */
export interface Sentence {
  zh: string;
  en: string;
}

// ---- protected platforms ------------------------------------------------------------------------------------------------

export const FIELD_KINDS = [
  'person-name',
  'id-type',
  'id-number',
  'certificate-number',
  'captcha',
  'phone',
  'date',
  'organisation',
  'region',
  'certificate-type',
  'sms-code',
  'password',
  'other',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/**
 * A protected platform, as in `detectors/brands/<id>/profile.json`. Only id, name and hosts are required; unknown facts
 * are left out.
 */
export interface Platform {
  id: string;
  name: string;
  owner?: string | undefined;
  version?: number | undefined;
  checkedOn?: string | undefined;
  sources?: string[] | undefined;
  /** Exact host names, or `.suffix` for a name and everything below it, compared on label boundaries. */
  hosts: string[];
  references?: string[] | undefined;
  titles?: string[] | undefined;
  sections?: string[] | undefined;
  fields?: { label: string; kind: FieldKind }[] | undefined;
  resultFields?: string[] | undefined;
  messages?: string[] | undefined;
  ids?: { icp?: string[]; police?: string[]; siteCode?: string[]; conac?: string[]; analytics?: string[] } | undefined;
  wechat?: { name: string; subject?: string | undefined }[] | undefined;
  domainTokens?: { agency?: string[]; service?: string[]; topic?: string[] } | undefined;
  keywords?: string[] | undefined;
}

// ---- candidates ---------------------------------------------------------------------------------------------------------

/** Who found a target, when and how. */
export interface Sighting {
  source: Source;
  at: string;
  /** Free facts of that source: rule, query, engine, rank, channel, note, receivedAt, image, log, index … */
  detail: Record<string, string | number | null>;
}

/**
 * `name` = a bare host found in bulk (gets a probe); `entry` = a full URL (lead, QR code, search result: its first
 * request is the capture).
 */
export type CandidateKind = 'name' | 'entry';

export interface Candidate {
  id: number;
  sweepId: number;
  kind: CandidateKind;
  /** The host name (kind `name`) or the absolute URL with its fragment (kind `entry`). */
  target: string;
  /** Lower-case ASCII (punycode) host, or an IP literal. A site is one host. */
  host: string;
  stage: Stage;
  /**
   * The outcome of that stage in the stage's own words (`live`, `absent`, `web`, `captured` …); null before resolve.
   */
  outcome: string | null;
}

// ---- resolve ------------------------------------------------------------------------------------------------------------

export interface DnsRecord {
  type: 'A' | 'AAAA' | 'CNAME' | 'NS' | 'MX' | 'TXT' | 'SOA';
  value: string;
  ttl: number | null;
  /** The name the record stands at, where it is not the asked one: the end of an alias chain, or the zone. */
  owner?: string | undefined;
  /**
   * Why this address cannot be a public server's (`private`, `loopback` …): a sinkhole or an invention. Absent = it
   * can.
   */
  special?: string | undefined;
}

/** What another resolver, or a second answer to the same question, said instead. */
export interface ResolverDisagreement {
  resolver: string;
  outcome: ResolveOutcome;
  addresses: string[];
}

export interface Resolution {
  host: string;
  outcome: ResolveOutcome;
  /** True when a random sibling label answers with the same addresses; null when that was not asked or not answered. */
  wildcard: boolean | null;
  /**
   * Which invented labels the wildcard answers for: `*` = any, `cx-*` = those with this beginning, `a99-aa` = those of
   * this shape.
   */
  wildcardPattern?: string | undefined;
  addresses: string[];
  records: DnsRecord[];
  /** `address:port` of the resolver that answered, null when none did. */
  resolver: string | null;
  /**
   * What the resolver said when the outcome is not `live`: NXDOMAIN, NODATA, SERVFAIL, REFUSED, TIMEOUT …; null when
   * live.
   */
  reason: string | null;
  /** Answers that contradict this one: empty = a second opinion agreed, absent = none was asked for. */
  disagreement?: ResolverDisagreement[] | undefined;
  at: string;
}

// ---- egress -------------------------------------------------------------------------------------------------------------

/** One connection that something asked the egress for, made or refused. */
export interface Connection {
  at: string;
  host: string;
  port: number;
  /** The pinned address that was connected to (the peer address of the evidence); null when none was. */
  address: string | null;
  /** All addresses the name resolved to. */
  answers: string[];
  outcome: 'connected' | 'refused' | 'unresolved' | 'failed';
  /**
   * Why, when not connected: `forbidden-address 127.0.0.1`, `forbidden-port 25`, `NXDOMAIN`, `ECONNREFUSED`, `byte-cap`
   * …
   */
  reason: string | null;
  bytesReceived: number;
  bytesSent: number;
  exit: string;
}

/** A way out of the machine. The live internet is one, every vantage proxy is one, the range is one. */
export interface Exit {
  /** Also the vantage's name in records, e.g. `direct`, `range`, `range-china`. */
  name: string;
  /** ISO 3166 alpha-2 of where the exit stands, null when unknown. */
  country: string | null;
  /** `address:port` of the resolvers to ask through this exit, in order of preference; empty = the system's own. */
  resolvers: string[];
  /**
   * What each resolver may be asked: questions in flight, and per second (null = no limit). Absent = the client's
   * defaults.
   */
  resolverLimits?: { inFlight?: number | undefined; perSecond?: number | null | undefined } | undefined;
  /**
   * Resolvers asked again for live names and for `sample` (0 to 1) of the absent ones; absent = the exit's other
   * resolvers, 1 %.
   */
  secondOpinion?: { resolvers: string[]; sample: number } | undefined;
  /** Documentation networks (RFC 5737, RFC 3849) may be reached: true only for the range. */
  allowDocumentationNetworks: boolean;
  /** HTTP or SOCKS proxy to chain to (`http://…`, `socks5://…`), null for none. */
  upstream: string | null;
  /** PEM certificates trusted besides the system's own when a chain is judged: the range's authority. Absent = none. */
  certificateAuthorities?: string[] | undefined;
  /**
   * Where to connect for a policy-checked (address, port); null = nothing listens there (treated as connection
   * refused).
   */
  map(address: string, port: number): { host: string; port: number } | null;
}

// ---- probe --------------------------------------------------------------------------------------------------------------

export interface TlsRecord {
  /** Whether the chain validates for this name against the system's trust store. */
  valid: boolean;
  /**
   * OpenSSL's reason when not, e.g. CERT_HAS_EXPIRED, DEPTH_ZERO_SELF_SIGNED_CERT, ERR_TLS_CERT_ALTNAME_INVALID; null
   * when valid.
   */
  error: string | null;
  protocol: string | null;
  subject: string | null;
  issuer: string | null;
  serialNumber: string | null;
  validFrom: string | null;
  validTo: string | null;
  subjectAltNames: string[];
  fingerprint256: string | null;
  /** Leaf first, PEM. */
  chain: string[];
}

/** Parsed registration facts. `null` = the server did not give it. */
export interface Registration {
  domain: string;
  registrar: string | null;
  registrant: string | null;
  registrantEmail: string | null;
  createdAt: string | null;
  updatedAt: string | null;
  expiresAt: string | null;
  status: string[];
  nameServers: string[];
  /** `found`, or why there is nothing. */
  outcome: 'found' | 'not-found' | 'not-given' | 'unreachable';
  /** Digests of the raw answers. */
  whois: string | null;
  rdap: string | null;
  /** When the servers were asked; absent in records from before this was kept. */
  at?: string | undefined;
}

export interface ProbeResult {
  host: string;
  outcome: ProbeOutcome;
  /** Base URL that answered, e.g. `https://host/`; null when none did. Captures of kind `name` start here. */
  url: string | null;
  status: number | null;
  headers: Record<string, string>;
  title: string | null;
  redirects: { url: string; status: number }[];
  tls: TlsRecord | null;
  peerAddress: string | null;
  reason: string | null;
  at: string;
}

export * from './capture-vocabulary.ts';
export * from './detect-vocabulary.ts';
