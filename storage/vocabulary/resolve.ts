/** The resolve stage: what a name's servers answered. */
/** `live` = it has an address; `absent` = its servers say there is none; `unknown` = neither was said. */
export const RESOLVE_OUTCOMES = ['live', 'absent', 'unknown'] as const;
export type ResolveOutcome = (typeof RESOLVE_OUTCOMES)[number];

/** One record as answered; `ttl` in seconds, null when not told. */
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

/** What is known of a name at the time `at` (ISO 8601, UTC). `addresses` is empty unless live. */
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
