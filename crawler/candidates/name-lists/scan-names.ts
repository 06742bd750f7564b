/** Runs a name list through the recogniser: hits only, everything else counted. */
import type { Platform } from '../../../storage/vocabulary/platform.ts';
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import { nameRows } from './name-rows.ts';
import type { NameBatch } from './name-stream.ts';
import type { HostFault } from './read-host-line.ts';
import { recogniseName, type RecognisedName } from '../../../detectors/names/recognise-name.ts';

export interface NameHit extends RecognisedName {
  host: string;
  list: string;
  line: number;
}

export interface ScanCounts {
  lines: number;
  names: number;
  hits: number;
  /** Rows that should have held a name, by fault. */
  faults: Partial<Record<HostFault, number>>;
  /** The first few of them, as `list:line text`. */
  examples: string[];
  /** Lists that could not be read to their end, and what was left out of them. */
  problems: Sentence[];
}

const MOST_EXAMPLES = 5;
/** Hits remembered so that a list that names a host twice shows it once. */
const MOST_REMEMBERED = 200_000;

export const noCounts = (): ScanCounts => ({ lines: 0, names: 0, hits: 0, faults: {}, examples: [], problems: [] });

/**
 * Hits of each batch, in order. `counts` is kept up to date as the reading goes on.
 * @param from hits below this score are counted among the names only.
 */
export async function* scanNames(
  batches: AsyncIterable<NameBatch>,
  platforms: readonly Platform[],
  counts: ScanCounts,
  from: number,
): AsyncGenerator<NameHit[]> {
  const seen = new Set<string>();
  for await (const { lines, names, faults, problem } of nameRows(batches)) {
    counts.lines += lines;
    counts.names += names.length;
    if (problem) counts.problems.push(problem);
    for (const { list, line, fault, text } of faults) {
      counts.faults[fault] = (counts.faults[fault] ?? 0) + 1;
      if (counts.examples.length < MOST_EXAMPLES) counts.examples.push(`${list}:${line} ${plain(text)}`);
    }
    const hits: NameHit[] = [];
    for (const { host, list, line } of names) {
      const found = recogniseName(host, platforms);
      if (!found || found.score < from || seen.has(host)) continue;
      if (seen.size < MOST_REMEMBERED) seen.add(host);
      counts.hits += 1;
      hits.push({ host, list, line, ...found });
    }
    if (hits.length > 0) yield hits;
  }
}

/** Nothing in it may act on a terminal. */
const plain = (text: string): string =>
  text
    .slice(0, 200)
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, 60);
