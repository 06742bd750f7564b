/** What every candidate source is given and gives back: its context, its limits, what it finds and how it ended. */
import type { CandidateKind, NewArtifact, Platform, Sentence, Sighting, Source } from '../../storage/vocabulary.ts';
import type { Egress } from '../egress/egress.ts';

/** One find, ready for `store.candidates.add`. The same target may be found again: the store merges, each sighting is kept. */
export interface FoundCandidate {
  kind: CandidateKind;
  /** The host name (kind `name`) or the absolute URL with query and fragment (kind `entry`). */
  target: string;
  host: string;
  sighting: Sighting;
  /** Originals handed in with the find (the photo a QR code stood in), to be put into evidence for `host`. */
  artifacts?: NewArtifact[];
}

export interface SearchEngine {
  name: string;
  /** `{query}` = the keyword, percent-encoded; `{page}` = number of the result page, from 1; `{pn}` = offset of its first result, from 0. */
  urlTemplate: string;
}

export interface CandidateEndpoints {
  searchEngines: SearchEngine[];
  /** URLs or local paths, one name a line. */
  nameLists: string[];
  /** RFC 6962 base URLs, with or without the trailing slash. */
  certificateLogs: string[];
  /** CSV `url,channel,received_at,note`; null = none. */
  leads: string | null;
  /** Image files. */
  qrImages: string[];
}

export interface CandidateLimits {
  /** Names generated per platform. */
  permutationsPerPlatform: number;
  /** Result pages followed per engine and keyword. */
  searchPages: number;
  /** Pause between two requests to one search engine, in milliseconds. */
  searchIntervalMs: number;
  /** Entries read from one log in one run; a fresh run starts this far before the log's head. */
  certificateLogEntries: number;
  /** Time for one fetch, in milliseconds. */
  fetchTimeoutMs: number;
  /** Largest answer read, in bytes. */
  fetchMaxBytes: number;
}

export const DEFAULT_LIMITS: Readonly<CandidateLimits> = Object.freeze({
  permutationsPerPlatform: 4000,
  searchPages: 10,
  searchIntervalMs: 1000,
  certificateLogEntries: 100_000,
  fetchTimeoutMs: 15_000,
  fetchMaxBytes: 64 * 1024 * 1024,
});

/**
 * How one scope of a source stands. `running` is reported after each page or batch, once everything found in it was taken
 * by the consumer, so saving it makes the scope resumable; `done` and `failed` are reported once, last.
 * `failed` never hides what was found before the failure: `found` still counts it.
 */
export interface SourceOutcome {
  source: Source;
  /** What was asked: a platform id, `engine: keyword`, a log, a file. */
  scope: string;
  status: 'running' | 'done' | 'failed';
  /** Why, when failed: `blocked` (captcha, block or odd page), `dead` (no or bad answer), `unreadable` (file or format); else null. */
  failure: 'blocked' | 'dead' | 'unreadable' | null;
  found: number;
  /** What was seen and not passed on, by reason (`official`, `not-recognised`, `bad-line` …). */
  dropped: { reason: string; count: number }[];
  note: Sentence | null;
  /** Opaque; handed back through `resume`. */
  cursor: string | null;
}

/** What was saved of an earlier run of the same scope. */
export interface SourceProgress { status: 'running' | 'done' | 'failed'; cursor: string | null }

export interface CandidateContext {
  /** Platforms whose impersonators are sought. */
  platforms: readonly Platform[];
  /** Every platform whose hosts count as official; default `platforms`. */
  officialPlatforms?: readonly Platform[] | undefined;
  /** The operator's own official hosts, same notation as `Platform.hosts`. */
  allowList?: readonly string[] | undefined;
  keywords: readonly string[];
  egress: Egress;
  /** Name of the exit to use. */
  exit: string;
  endpoints: CandidateEndpoints;
  limits: CandidateLimits;
  signal: AbortSignal;
  /** Progress of a scope in an interrupted run; a `done` scope is skipped. Missing or null = start afresh. */
  resume?(scope: { source: Source; scope: string }): Promise<SourceProgress | null> | SourceProgress | null;
  /** Awaited before the source goes on. */
  report(outcome: SourceOutcome): void | Promise<void>;
}

/** A source. Never throws for what the network or a file does: that is a `failed` outcome. Ends early when `signal` aborts. */
export type CandidateSource = (context: CandidateContext) => AsyncGenerator<FoundCandidate, void, void>;
