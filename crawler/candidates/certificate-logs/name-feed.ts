/**
 * A feed of certificate names as JSON lines, from a file or URL: what certstream-like services and in-house collectors
 * write.
 */
import type { CandidateContext } from '../candidate-context.ts';
import type { CertificateFeed, FeedAnswer, FeedEntry, FeedHead } from './certificate-feed.ts';
import { readTextSource } from '../text-source.ts';

const BATCH = 1000;
/** Keys that hold the names, at the top or below `data.leaf_cert` (certstream). */
const NAME_KEYS = ['names', 'dns_names', 'all_domains', 'domains', 'name', 'domain', 'host'];
const TIME_KEYS = ['at', 'time', 'timestamp', 'seen', 'logged_at'];

type Json = Record<string, unknown>;

/**
 * One object a line; the position is the line. A file that is shorter than before was rotated and is read from its
 * start.
 */
export class NameFeed implements CertificateFeed {
  readonly kind = 'names';
  readonly mayRestart = true;
  readonly #context: CandidateContext;
  readonly #place: string;
  #lines: string[] = [];

  constructor(context: CandidateContext, place: string) {
    this.#context = context;
    this.#place = place;
  }

  async head(): Promise<FeedAnswer<FeedHead>> {
    const source = await readTextSource(this.#context, this.#place);
    if (!source.ok) return { ok: false, note: source.note };
    this.#lines = source.text.split('\n');
    // the last line may still be being written
    if (this.#lines.at(-1)?.trim() === '' || parseLine(this.#lines.at(-1) ?? '') === null) this.#lines.pop();
    return { ok: true, value: { size: this.#lines.length, at: null } };
  }

  async read(start: number, end: number): Promise<FeedAnswer<FeedEntry[]>> {
    const lines = this.#lines.slice(start, Math.min(end, start + BATCH));
    return { ok: true, value: lines.map((line, offset) => entryOf(line, start + offset)) };
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
}

function entryOf(line: string, index: number): FeedEntry {
  if (line.trim() === '') return { index, loggedAt: null, kind: 'name', names: [] };
  const parsed = parseLine(line);
  if (typeof parsed === 'string') return { index, loggedAt: null, kind: 'name', names: [parsed] };
  if (typeof parsed !== 'object' || parsed === null) return { index, loggedAt: null, kind: 'name', names: null };
  const top = parsed as Json;
  const data = objectAt(top, 'data');
  const places = [top, data, objectAt(data, 'leaf_cert')];
  const found = places.flatMap((place) => NAME_KEYS.flatMap((key) => place[key] ?? []));
  const names = found.filter((name) => typeof name === 'string');
  const time =
    [top, data].flatMap((place) => TIME_KEYS.map((key) => isoTime(place[key]))).find((value) => value !== null) ?? null;
  return { index, loggedAt: time, kind: 'name', names: names.length > 0 ? [...new Set(names)] : null };
}

function objectAt(place: Json, key: string): Json {
  const value = place[key];
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

/** ISO text, seconds or milliseconds since 1970. */
function isoTime(value: unknown): string | null {
  const time =
    typeof value === 'number'
      ? value * (value < 1e11 ? 1000 : 1)
      : typeof value === 'string'
        ? Date.parse(value)
        : Number.NaN;
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : null;
}
