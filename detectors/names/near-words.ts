/**
 * Finds the word one slip away from a text: an index of words with one letter left out proposes, the edit distance
 * decides.
 */
import { distance } from 'fastest-levenshtein';

/** One letter more, less or other, or two neighbours swapped. */
export class NearWords {
  readonly #byDeletion = new Map<string, string[]>();
  #shortest = Infinity;
  #longest = 0;

  constructor(words: Iterable<string>) {
    for (const word of new Set(words)) {
      this.#shortest = Math.min(this.#shortest, word.length);
      this.#longest = Math.max(this.#longest, word.length);
      for (const key of deletions(word)) {
        const list = this.#byDeletion.get(key);
        if (list) list.push(word);
        else this.#byDeletion.set(key, [word]);
      }
    }
  }

  /**
   * The word itself or one a slip away; null when there is none. Words of a length no slip can bridge are not looked
   * up.
   */
  find(text: string): string | null {
    if (text.length < this.#shortest - 1 || text.length > this.#longest + 1) return null;
    for (const key of deletions(text)) {
      for (const word of this.#byDeletion.get(key) ?? []) if (isNear(text, word)) return word;
    }
    return null;
  }
}

function* deletions(word: string): Generator<string> {
  yield word;
  for (let at = 0; at < word.length; at += 1) yield word.slice(0, at) + word.slice(at + 1);
}

function isNear(text: string, word: string): boolean {
  const steps = distance(text, word);
  return steps <= 1 || (steps === 2 && isSwap(text, word));
}

function isSwap(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let at = 0;
  while (left[at] === right[at]) at += 1;
  return left[at] === right[at + 1] && left[at + 1] === right[at] && left.slice(at + 2) === right.slice(at + 2);
}
