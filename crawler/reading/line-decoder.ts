/**
 * Turns the bytes of a list, as they arrive, into lines of text: UTF-8, UTF-16 or GB18030, ended by LF, CRLF or a lone
 * CR.
 */

/** A line of more bytes is no name; the rest of it is thrown away unread. */
export const LONGEST_LINE = 64 * 1024;

const [LF, CR] = [0x0a, 0x0d];
/** The first byte of a UTF-8 character of three bytes or more. */
const LONG_CHARACTER = 0xe0;

export type WideEncoding = 'utf-16le' | 'utf-16be';

/** The UTF-16 that a list begins in, with a byte order mark or by its zero bytes; null for everything else. */
export function wideEncoding(start: Uint8Array): WideEncoding | null {
  const head = start.subarray(0, 4096);
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const [even, odd] = [0, 1].map((side) => head.filter((byte, index) => index % 2 === side && byte === 0).length) as [
    number,
    number,
  ];
  // names and separators are ASCII: half of such a list is zero bytes, all on one side
  if (odd > head.length / 4 && even === 0) return 'utf-16le';
  return even > head.length / 4 && odd === 0 ? 'utf-16be' : null;
}

/**
 * Holds back what follows the last line end. UTF-8 as long as that is possible. From the first line on that is no UTF-8
 * each line is judged for itself: long characters prove UTF-8, while two-byte ones may be GB18030 by chance (目 = C4 BF)
 * and are read as what the list proved more often.
 */
export class LineDecoder {
  /** Lines thrown away for their length. */
  tooLong = 0;
  /** Lines or blocks that can only be UTF-8, less those that cannot be. */
  #proof = 0;
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });
  readonly #gb = new TextDecoder('gb18030');
  readonly #wide: InstanceType<typeof TextDecoder> | null;
  #carried = Buffer.alloc(0);
  #dropping = false;
  #mixture = false;

  constructor(wide: WideEncoding | null) {
    this.#wide = wide === null ? null : new TextDecoder(wide);
  }

  /** Whole lines only. A line that is too long is given as '', so that lines keep their numbers. */
  push(chunk: Buffer): string[] {
    const more = this.#wide === null ? chunk : Buffer.from(this.#wide.decode(chunk, { stream: true }));
    const bytes = this.#carried.length === 0 ? more : Buffer.concat([this.#carried, more]);
    // a CR at the very end may be half of a CRLF
    const end = Math.max(bytes.lastIndexOf(LF), bytes.length < 2 ? -1 : bytes.lastIndexOf(CR, bytes.length - 2)) + 1;
    this.#carried = Buffer.from(bytes.subarray(end));
    const lines = end === 0 ? [] : this.#lines(bytes.subarray(0, end));
    if (this.#carried.length > LONGEST_LINE) {
      if (!this.#dropping) this.tooLong += 1;
      this.#dropping = true;
      this.#carried = Buffer.alloc(0);
    }
    return lines;
  }

  /** What no line end followed. */
  end(): string[] {
    const rest = this.#wide === null ? this.#carried : Buffer.concat([this.#carried, Buffer.from(this.#wide.decode())]);
    return rest.length === 0 && !this.#dropping ? [] : this.#lines(rest);
  }

  #lines(bytes: Buffer): string[] {
    const text = this.#text(bytes);
    const lines = text.includes('\r') ? text.split(/\r\n|[\r\n]/) : text.split('\n');
    // after the last line end there is nothing
    if (bytes.at(-1) === LF || bytes.at(-1) === CR) lines.pop();
    if (this.#dropping) lines[0] = '';
    this.#dropping = false;
    return lines;
  }

  #text(bytes: Buffer): string {
    if (!this.#mixture) {
      try {
        const text = this.#utf8.decode(bytes);
        if (text.length !== bytes.length && /[\u0800-\uffff]/.test(text)) this.#proof += 1;
        return text;
      } catch {
        this.#mixture = true;
      }
    }
    const lines: Buffer[] = [];
    for (let start = 0; start < bytes.length;) {
      const end = lineEnd(bytes, start);
      lines.push(bytes.subarray(start, end));
      start = end;
    }
    const read = lines.map((line) => this.#read(line));
    return read
      .map(({ text, long, narrow }, index) =>
        text !== null && (long || narrow || this.#proof >= 0) ? text : this.#gb.decode(lines[index]),
      )
      .join('');
  }

  /** A line as UTF-8, null when it is none; what it proves is counted. */
  #read(line: Buffer): { text: string | null; long: boolean; narrow: boolean } {
    const long = line.some((byte) => byte >= LONG_CHARACTER);
    try {
      const text = this.#utf8.decode(line);
      if (long) this.#proof += 1;
      return { text, long, narrow: text.length === line.length };
    } catch {
      this.#proof -= 1;
      return { text: null, long, narrow: false };
    }
  }
}

/** Index after the next LF or CR. Both are never part of a longer character, in neither encoding. */
function lineEnd(bytes: Buffer, start: number): number {
  for (let at = start; at < bytes.length; at += 1) if (bytes[at] === LF || bytes[at] === CR) return at + 1;
  return bytes.length;
}
