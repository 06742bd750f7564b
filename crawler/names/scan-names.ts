/** Runs a name list through the recogniser: hits only, everything else counted. */
import type { Platform, Sentence } from '../../storage/vocabulary.ts';
import type { NameBatch } from './name-stream.ts';
import { HostLines } from './read-host-line.ts';
import { recogniseName, type RecognisedName } from './recognise-name.ts';

export interface NameHit extends RecognisedName {
  host: string;
  list: string;
  line: number;
}

export interface ScanCounts {
  lines: number;
  names: number;
  hits: number;
  /** Lines that should have held a name, by fault. */
  faults: Record<string, number>;
  /** The first few of them, as `list:line text`. */
  examples: string[];
  /** Lists that could not be read to their end. */
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
export async function* scanNames(batches: AsyncIterable<NameBatch>, platforms: readonly Platform[], counts: ScanCounts, from: number): AsyncGenerator<NameHit[]> {
  const seen = new Set<string>();
  const readers = new Map<string, HostLines>();
  for await (const batch of batches) {
    if ('problem' in batch) {
      counts.problems.push(batch.problem);
      continue;
    }
    const { list, first } = batch;
    let reader = readers.get(list);
    if (!reader) {
      readers.clear();
      readers.set(list, (reader = new HostLines()));
    }
    const hits: NameHit[] = [];
    for (const [offset, text] of batch.lines.entries()) {
      counts.lines += 1;
      const read = reader.read(text);
      if (read.kind === 'skip') continue;
      if (read.kind === 'fault') {
        counts.faults[read.fault] = (counts.faults[read.fault] ?? 0) + 1;
        if (counts.examples.length < MOST_EXAMPLES) counts.examples.push(`${list}:${first + offset} ${text.trim().slice(0, 60)}`);
        continue;
      }
      counts.names += 1;
      const found = recogniseName(read.host, platforms);
      if (!found || found.score < from || seen.has(read.host)) continue;
      if (seen.size < MOST_REMEMBERED) seen.add(read.host);
      counts.hits += 1;
      hits.push({ host: read.host, list, line: first + offset, ...found });
    }
    if (hits.length > 0) yield hits;
  }
}
