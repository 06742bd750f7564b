/** The shapes of the one way out: what the egress offers to the stages and how a fetch ends. Types only. */
import type { Socket } from 'node:net';
import type { Connection, Hazard } from '../../storage/vocabulary/capture.ts';
import type { TlsRecord } from '../../storage/vocabulary/probe.ts';
import type { Exit } from './exit.ts';

/** What a caller of `createEgress` may set. */
export interface EgressSettings {
  /** The ways out; sessions name one of them. */
  exits: Exit[];
  /** Networks never to be reached, as CIDR blocks or single addresses, besides the built-in ones. Default none. */
  deny?: string[];
  /** Exactly these ports; null (default) = every port except those of `port-policy.ts`. */
  allowedPorts?: number[] | null;
  /** Bytes one session may receive in all before its sockets are destroyed. Default 64 MiB. */
  maxBytesPerVisit?: number;
  /** Longest wait for one TCP connection, milliseconds. Default 8000. */
  connectTimeoutMs?: number;
}

export interface SessionOptions {
  /** Name of one of the exits. */
  exit: string;
  /** Bytes received in all; default `maxBytesPerVisit`. */
  maxBytes?: number;
  /** Milliseconds after `open` at which every socket is destroyed and no further one is made; default none. */
  deadlineMs?: number;
}

/** The way out. Owns name resolution, address policy and upstream chaining; remembers nothing between sessions. */
export interface Egress {
  exits: Exit[];
  /**
   * One session per visit, probe or lookup. Throws MingjingError `EXIT_UNKNOWN` for a name that is not among the exits.
   */
  open(options: SessionOptions): Promise<EgressSession>;
  /** Closes every session still open. */
  close(): Promise<void>;
}

/**
 * One visit's network. Everything that goes out through it is checked, pinned, counted and written down; two sessions
 * share no socket, no keep-alive connection and no pinned answer. Always `close()` it: sockets live until then.
 */
export interface EgressSession {
  /**
   * `http://127.0.0.1:<port>`: proxy for one browser context. TLS and WebSockets come as CONNECT, plain HTTP as
   * absolute URLs.
   */
  proxyUrl: string;
  /**
   * Raw TCP (WHOIS, TLS inspection). Rejects with `EgressRefusal` (policy, caps) or `EgressFailure` (network); both
   * carry `.connection`.
   */
  connect(host: string, port: number): Promise<Socket>;
  /** One GET; see `FetchOptions`. Never throws. */
  fetch(url: string, options?: FetchOptions): Promise<FetchResult>;
  /**
   * The certificate chain a host shows and whether it validates; null when no TLS handshake came about. Asked once per
   * session and host:port.
   */
  inspectTls(host: string, port: number): Promise<TlsRecord | null>;
  /** A copy of the record so far, in order of request, refused ones included; bytes are as of now. */
  connections(): Connection[];
  hazards(): Hazard[];
  close(): Promise<void>;
}

export interface FetchOptions {
  /** Added to, and by name replacing, the headers of a plain desktop browser. */
  headers?: Record<string, string>;
  /** Most decoded body bytes kept; the rest is not read and `truncated` says so. Default 4 MiB. */
  maxBytes?: number;
  /** For the whole fetch with all its redirects, milliseconds. Default 15000. */
  timeoutMs?: number;
  /** Redirects followed; the policy is applied at every one. Default 0: a redirect is returned as it is. */
  redirect?: number;
}

export interface FetchHop {
  url: string;
  status: number;
  headers: Record<string, string>;
  peerAddress: string | null;
}

export interface FetchAnswer {
  ok: true;
  /** Final URL, with the fragment. */
  url: string;
  status: number;
  /** Lower-case names; repeated headers are joined by `, `, cookies by a line feed. */
  headers: Record<string, string>;
  /** Decoded from its content-encoding, not from its charset. */
  body: Buffer;
  /**
   * The redirects that were followed, first one first. When hops run out or a target is not HTTP, the redirect itself
   * is the answer.
   */
  redirects: FetchHop[];
  /** The body was cut: cap reached, broken encoding, or the connection ended early. */
  truncated: boolean;
  peerAddress: string | null;
  /** TLS of the connection that answered; null for plain HTTP. */
  tls: TlsRecord | null;
}

/**
 * No HTTP answer. `reason`: the egress's own word (`forbidden-address …`, `forbidden-port …`, `byte-cap`, `time-cap`),
 * a resolver's (`NXDOMAIN`, `NODATA`, `SERVFAIL`, `TIMEOUT` …, prefixed `dns `), `timeout`, a system code
 * (`ECONNREFUSED`), `tls <OpenSSL code>`, `http <parser code>` or `invalid-url`.
 */
export interface FetchFailure {
  ok: false;
  reason: string;
  redirects: FetchHop[];
}

export type FetchResult = FetchAnswer | FetchFailure;
