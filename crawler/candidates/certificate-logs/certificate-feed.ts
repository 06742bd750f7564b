/** One way to follow anything that lists certificate names in order: tiled logs, RFC 6962 logs, feeds of names. */
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';

export type FeedKind = 'rfc6962' | 'static-ct' | 'names';

export interface FeedEntry {
  index: number;
  /** When the feed took it, ISO 8601; null when it does not say. */
  loggedAt: string | null;
  kind: 'x509' | 'precert' | 'name';
  /** DNS names, wildcards as they stand; null = the entry cannot be read. */
  names: string[] | null;
}

export interface FeedHead {
  /** Entries so far; the newest is `size - 1`. */
  size: number;
  /** When the head was signed, ISO 8601; null when the feed does not say. */
  at: string | null;
}

/** A value, or why there is none. Feeds never throw for what the network does. */
export type FeedAnswer<T> = { ok: true; value: T } | { ok: false; note: Sentence };

/** A list that only grows. A new kind of feed is one class of this shape and one line in `openFeed`. */
export interface CertificateFeed {
  readonly kind: FeedKind;
  /** True for a list that may begin again at 0 (a rotated file); a log that shrinks is broken. */
  readonly mayRestart: boolean;
  head(): Promise<FeedAnswer<FeedHead>>;
  /** At least one entry, in order from `start`, none at or after `end`. */
  read(start: number, end: number): Promise<FeedAnswer<FeedEntry[]>>;
}
