/** The capture stage: visitors, visits, jobs, and what a page tried meanwhile. */
import type { OmissionReason } from './omissions.ts';
import type { Persona } from './personas.ts';

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

/** `detail` = of the first time, e.g. the address; `count` = times it was tried. */
export interface Hazard {
  kind: HazardKind;
  detail: string;
  count: number;
}

/**
 * One request of a page. Null: `status`, `mediaType`, `bytes` = no answer, or not told; `failure` = it did not fail.
 */
export interface NetworkEntry {
  url: string;
  method: string;
  /** Playwright's resource type. */
  type: string;
  status: number | null;
  mediaType: string | null;
  bytes: number | null;
  failure: string | null;
  /**
   * Address of the inner frame whose document asked for it; absent for the main document, for documents themselves and
   * in older records.
   */
  frame?: string | undefined;
}

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

/** One visit = one attempt of one capture job. */
export interface Visit {
  host: string;
  url: string;
  persona: Persona;
  vantage: string;
  attempt: number;
  startedAt: string;
  endedAt: string;
  outcome: VisitOutcome;
  reason: string | null;
  finalUrl: string | null;
  status: number | null;
  title: string | null;
  redirects: { url: string; status: number }[];
  /** Every host of the redirect chain and the frames, entry host first. */
  hosts: string[];
  /**
   * Why a calmer machine or more patience might have seen more: still loading, out of time …; null or absent = seen to
   * the end.
   */
  unfinished?: OmissionReason | null | undefined;
  peerAddress: string | null;
  hazards: Hazard[];
  userAgent: string;
  browser: string;
  bytesReceived: number;
}

/** What the job queue hands out: visit this URL as this persona through this exit. */
export interface CaptureJob {
  id: number;
  occasionId: number;
  host: string;
  url: string;
  persona: Persona;
  vantage: string;
  /** 1 for the first attempt. */
  attempt: number;
  /** Fencing token of this lease: a completion with a stale token is refused. */
  token: string;
}
