/** The probe stage: what a server, its certificate and its registry say. */
/**
 * `web` = something answers HTTP; `parked` = with a parking, sale or default page; `blocked` = it turns us away;
 * `no-service` = both ports refuse; `unknown` = anything else, with the reason.
 */
export const PROBE_OUTCOMES = ['web', 'parked', 'no-service', 'blocked', 'unknown'] as const;
export type ProbeOutcome = (typeof PROBE_OUTCOMES)[number];

/** The certificate a server showed. Null = it has no such field, or it could not be read. Dates ISO 8601. */
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

/**
 * One plain request. Null: `status`, `title`, `tls`, `peerAddress` = nothing of it was answered; `reason` = nothing to
 * add to the outcome.
 */
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
