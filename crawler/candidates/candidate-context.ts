/** What every candidate source is given and gives back: its context, its limits, what it finds and how it ended. */
import type { NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import type { Source } from '../../storage/vocabulary/candidates.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { NewCandidate } from '../../storage/sweeps/candidate-repository.ts';
import type { Lead, NewLead, NewLeadPhoto } from '../../storage/cases/lead-repository.ts';
import type { Egress } from '../egress/egress.ts';

/**
 * One find, ready for `store.candidates.add`. The same target may be found again: the store merges, each sighting is
 * kept.
 */
export type FoundCandidate = NewCandidate;

/** A log or feed to follow: its URL, and its kind where that shall not be found out by asking. */
export type CertificateLogEndpoint = string | { url: string; kind?: 'rfc6962' | 'static-ct' | 'names' | undefined };

export interface SearchEngine {
  name: string;
  /**
   * `{query}` = the keyword, percent-encoded; `{page}` = number of the result page, from 1; `{pn}` = offset of its
   * first result, from 0. With `format=json` it is a SearXNG API.
   */
  urlTemplate: string;
  /** Pause between two requests to this engine, in milliseconds, when longer than `searchIntervalMs`. */
  intervalMs?: number | undefined;
}

export interface CandidateEndpoints {
  searchEngines: SearchEngine[];
  /** URLs or local paths, one name a line. */
  nameLists: string[];
  /** Base URLs of RFC 6962 and tiled logs, with or without the trailing slash; URLs or paths of JSON lines. */
  certificateLogs: CertificateLogEndpoint[];
  /** CSV `url,channel,received_at,note`; null = none. */
  leads: string | null;
  /** Image files. */
  qrImages: string[];
}

/** The table of leads: the only place that reports come from. */
export interface LeadBook {
  /** Safe to repeat: what is known word for word adds nothing. */
  add(leads: readonly NewLead[]): Promise<unknown>;
  /** The photo, and the leads read from it; safe to repeat. */
  addPhoto(photo: NewLeadPhoto, leads: readonly NewLead[]): Promise<unknown>;
  /** Those after this id in the order they came in, each with the photos it was read from. */
  stored(afterId: number): AsyncIterable<StoredLead>;
}

/** A lead of the table, its photos loaded. */
export interface StoredLead {
  lead: Lead;
  /** Photos by digest. */
  photos: ReadonlyMap<string, NewArtifact>;
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
  /** A log whose newest entry or head is older is late, in milliseconds; null = lateness is not judged. */
  certificateLogLateMs: number | null;
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
  certificateLogLateMs: null,
  fetchTimeoutMs: 15_000,
  fetchMaxBytes: 64 * 1024 * 1024,
});

/**
 * How one scope of a source stands. `running` is reported after each page or batch, once everything found in it was
 * taken by the consumer, so saving it makes the scope resumable; `done` and `failed` are reported once, last. `failed`
 * never hides what was found before the failure: `found` still counts it.
 */
export interface SourceOutcome {
  source: Source;
  /** What was asked: a platform id, `engine: keyword`, a log, a file. */
  scope: string;
  status: 'running' | 'done' | 'failed';
  /**
   * Why, when failed: `blocked` (captcha, block or odd page), `dead` (no or bad answer), `late` (answers, with old
   * news), `unreadable` (file or format); else null.
   */
  failure: 'blocked' | 'dead' | 'late' | 'unreadable' | null;
  found: number;
  /** What was seen and not passed on, by reason (`official`, `not-recognised`, `bad-line` …). */
  dropped: { reason: string; count: number }[];
  note: Sentence | null;
  /** Opaque; handed back through `resume`. */
  cursor: string | null;
  /** What shows it, e.g. the block page; put into evidence under the host of its source URL. */
  artifacts?: NewArtifact[];
}

/** What was saved of an earlier run of the same scope. */
export interface SourceProgress {
  status: 'running' | 'done' | 'failed';
  cursor: string | null;
}

/** How the same scope ended in the latest earlier sweep that left a cursor. */
export interface EarlierRun {
  status: SourceProgress['status'];
  cursor: string | null;
  /** Everything that sweep had from this source, of all scopes. */
  finds(): AsyncIterable<FoundCandidate>;
}

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
  /** What an earlier sweep had of this scope; null or missing = nothing. */
  earlier?(scope: { source: Source; scope: string }): Promise<EarlierRun | null>;
  /** How the same scope ended in the latest earlier sweep that asked it; null = never asked. */
  lastStatus?(scope: { source: Source; scope: string }): Promise<SourceProgress['status'] | null>;
  /** The table of leads; missing = there is none. */
  leadBook?: LeadBook | undefined;
  /** The date that ages are counted from, ISO 8601; missing or null = the clock. */
  now?: string | null | undefined;
  /** Awaited before the source goes on. */
  report(outcome: SourceOutcome): void | Promise<void>;
}

/**
 * A source. Never throws for what the network or a file does: that is a `failed` outcome. Ends early when `signal`
 * aborts.
 */
export type CandidateSource = (context: CandidateContext) => AsyncGenerator<FoundCandidate, void, void>;
