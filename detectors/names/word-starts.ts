/** A table of the three-letter beginnings of words: one pass over a name tells whether any of them can stand in it. */

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789-.';
const BITS = 6;
const CODES = new Uint8Array(128).fill(63);
for (const [index, letter] of Array.from(LETTERS).entries()) CODES[letter.charCodeAt(0)] = index;
/**
 * What is read as what, so that a masked word (rnem, g0v, 1antern) still counts: the name is folded before it is looked
 * up.
 */
const FOLDED: Record<string, string> = { '0': 'o', '1': 'l', '5': 's' };
for (const [from, to] of Object.entries(FOLDED)) CODES[from.charCodeAt(0)] = CODES[to.charCodeAt(0)] as number;

/** The first three letters of words, for turning most names away at once. */
export class WordStarts {
  readonly #table = new Uint8Array(1 << (3 * BITS));

  /** Words of three letters or more; shorter ones are ignored. */
  constructor(words: Iterable<string>) {
    for (const word of words) {
      if (word.length < 3) continue;
      this.#add(word);
      // rn is read as m, vv as w
      if (word.slice(0, 3).includes('m')) this.#add(word.replaceAll('m', 'rn'));
      if (word.slice(0, 3).includes('w')) this.#add(word.replaceAll('w', 'vv'));
    }
  }

  #add(word: string): void {
    this.#table[(code(word, 0) << (2 * BITS)) | (code(word, 1) << BITS) | code(word, 2)] = 1;
  }

  /** False = none of the words is in the name. True = look closer. */
  mayHold(name: string): boolean {
    let window = (code(name, 0) << BITS) | code(name, 1);
    for (let at = 2; at < name.length; at += 1) {
      window = ((window << BITS) | code(name, at)) & MASK;
      if (this.#table[window] === 1) return true;
    }
    return false;
  }
}

const MASK = (1 << (3 * BITS)) - 1;
const code = (text: string, at: number): number => CODES[text.charCodeAt(at) & 127] as number;
