/** Reads the batches of a name list row by row: the names in them, and what stood where a name should have been. */
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import type { NameBatch } from './name-stream.ts';
import { HostLines, type HostFault } from './read-host-line.ts';
import { WholeRows } from './whole-rows.ts';

export interface NamedRow {
  list: string;
  line: number;
  host: string;
  /** The word or field the name stands in: a URL where one is written. */
  written: string;
}

export interface FaultyRow {
  list: string;
  line: number;
  fault: HostFault;
  text: string;
}

/** One batch, read: `lines` counts its lines, blanks and comments among them. */
export interface RowBatch {
  list: string;
  lines: number;
  names: NamedRow[];
  faults: FaultyRow[];
  problem: Sentence | null;
  /** The line of this list up to which everything has been given. */
  through: number;
}

/** Rows held at a time: many more would outlive the young generation and cost memory. */
const AT_ONCE = 500;

/**
 * In the order of the list. A row that goes over several lines comes with the last of them, under the number of its
 * first.
 */
export async function* nameRows(batches: AsyncIterable<NameBatch>): AsyncGenerator<RowBatch> {
  let reader: ListReader | null = null;
  for await (const batch of batches) {
    if (reader !== null && reader.list !== batch.list) {
      yield reader.end();
      reader = null;
    }
    if ('problem' in batch) {
      yield { list: batch.list, lines: 0, names: [], faults: [], problem: batch.problem, through: 0 };
      continue;
    }
    reader ??= new ListReader(batch.list);
    for (let at = 0; at < batch.lines.length; at += AT_ONCE)
      yield reader.read(batch.first + at, batch.lines.slice(at, at + AT_ONCE));
  }
  if (reader !== null) yield reader.end();
}

class ListReader {
  readonly list: string;
  readonly #hosts = new HostLines();
  readonly #rows = new WholeRows((text) => new HostLines().read(text).kind === 'host');
  #batch: RowBatch;

  constructor(list: string) {
    this.list = list;
    this.#batch = emptyBatch(list, 0);
  }

  read(first: number, lines: readonly string[]): RowBatch {
    this.#batch = emptyBatch(this.list, lines.length);
    for (const [offset, text] of lines.entries()) {
      const line = first + offset;
      if (this.#rows.heldFrom === null && !text.includes('"')) this.#row(text, line);
      else for (const row of this.#rows.push(text, line)) this.#row(row.text, row.line);
    }
    this.#batch.through = (this.#rows.heldFrom ?? first + lines.length) - 1;
    return this.#batch;
  }

  /** Rows still waiting for the end of a quote. */
  end(): RowBatch {
    this.#batch = emptyBatch(this.list, 0);
    for (const { text, line } of this.#rows.end()) {
      this.#row(text, line);
      this.#batch.through = line;
    }
    return this.#batch;
  }

  #row(text: string, line: number): void {
    const { list } = this;
    const read = this.#hosts.read(text);
    if (read.kind === 'fault') this.#batch.faults.push({ list, line, fault: read.fault, text });
    if (read.kind !== 'host') return;
    this.#batch.names.push({ list, line, host: read.host, written: read.written });
    for (const { host, written } of read.others ?? []) this.#batch.names.push({ list, line, host, written });
  }
}

const emptyBatch = (list: string, lines: number): RowBatch => ({
  list,
  lines,
  names: [],
  faults: [],
  problem: null,
  through: 0,
});
