/** The candidates stage: who can find a target, and what was found. */
import type { Stage } from './stages.ts';

/** The sources a corpus may name as its seed (`corpus.json` → `seed.sources`); the spelling is the corpus format's. */
export const CORPUS_SOURCES = ['permutations', 'search', 'certificate-log', 'leads', 'qr', 'list'] as const;

/** Who can find a candidate. `pivots` = led to from a site of the same sweep. */
export const SOURCES = [...CORPUS_SOURCES, 'pivots'] as const;
export type Source = (typeof SOURCES)[number];

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

/** One target of one sweep, and how far it has come. */
export interface Candidate {
  id: number;
  occasionId: number;
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
