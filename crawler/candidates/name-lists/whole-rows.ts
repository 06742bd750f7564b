/**
 * Joins the lines of a quoted field that goes over several, and gives them back one by one when the quote turns out to
 * be a stray one.
 */
import { ANY_DELIMITER, splitRow } from './split-row.ts';

export interface WholeRow {
  text: string;
  /** Number of its first line. */
  line: number;
}

/** A field with more lines is no field, and every line after the quote counts for itself. */
const MOST_LINES = 20;
const MOST_CHARACTERS = 16_384;

/** One for each list. Lines without a quote need not be pushed while none is held. */
export class WholeRows {
  #held: WholeRow[] = [];
  readonly #holdsName: (line: string) => boolean;

  /** @param holdsName whether a line by itself names a host: then it is a row, not part of a field. */
  constructor(holdsName: (line: string) => boolean) {
    this.#holdsName = holdsName;
  }

  /** The first line that is still held; null = none is. */
  get heldFrom(): number | null {
    return this.#held[0]?.line ?? null;
  }

  /** The rows that are complete with this line, in order. */
  push(text: string, line: number): WholeRow[] {
    this.#held.push({ text, line });
    const joined = this.#held.map((row) => row.text).join('\n');
    const { quotes } = splitRow(joined, ANY_DELIMITER);
    if (quotes === 'open') return this.#held.length > MOST_LINES || joined.length > MOST_CHARACTERS ? this.end() : [];
    const held = this.end();
    const between = held.slice(1, -1);
    const apart = held.length > 1 && (quotes === 'stray' || between.some((row) => this.#holdsName(row.text)));
    return apart ? held : [{ text: joined, line: held[0]?.line ?? line }];
  }

  /** What is still held, line by line. */
  end(): WholeRow[] {
    const held = this.#held;
    this.#held = [];
    return held;
  }
}
