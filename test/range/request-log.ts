/**
 * What the range was asked: a bounded record of every DNS query, HTTP request, WHOIS query and failed TLS handshake.
 */

export interface RangeRequest {
  at: string;
  service: 'dns' | 'http' | 'https' | 'tls' | 'whois';
  /** Name of the exit it came through; null for DNS and WHOIS, which all exits share. */
  exit: string | null;
  /** Host asked for: query name, Host header, server name of TLS, or the WHOIS query itself. */
  host: string;
  /** DNS: query type; HTTP: method; otherwise ''. */
  method: string;
  /** HTTP: path and query as received; otherwise ''. */
  path: string;
  /** HTTP request headers, lower-case names; empty for the rest. */
  headers: Record<string, string>;
  /** Name of the corpus site that answered; null for services of the range and unknown names. */
  site: string | null;
  /** DNS: response code or `timeout`; HTTP: status, fault or `no-site`; TLS: reason; WHOIS: `found` or `no match`. */
  answer: string;
}

/** Keeps the last `limit` entries (default 20,000). */
export class RequestLog {
  readonly #limit: number;
  #entries: RangeRequest[] = [];

  constructor(limit = 20_000) {
    this.#limit = limit;
  }

  add(entry: Omit<RangeRequest, 'at'>): void {
    this.#entries.push({ at: new Date().toISOString(), ...entry });
    // Trimmed in bulk: shifting at every entry would move the whole array each time.
    if (this.#entries.length >= this.#limit * 2) this.#entries = this.#entries.slice(-this.#limit);
  }

  /** Oldest first. */
  entries(): RangeRequest[] {
    return this.#entries.slice(-this.#limit);
  }
}
