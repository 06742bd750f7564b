/** A way out of the machine. */
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
