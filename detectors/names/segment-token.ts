/** Splits a run of letters into known words; all of it or nothing, so that `remember` never contains `mem`. */

/** The split with the fewest words; null when the text cannot be covered. Linear in text length times longest word. */
export function segment(text: string, words: ReadonlyMap<string, unknown>): string[] | null {
  if (text === '' || text.length > LONGEST_TOKEN) return null;
  const best: (string[] | undefined)[] = [[]];
  for (let end = 1; end <= text.length; end += 1) {
    for (let start = Math.max(0, end - LONGEST_WORD); start < end; start += 1) {
      const before = best[start];
      const word = text.slice(start, end);
      if (!before || !words.has(word)) continue;
      const current = best[end];
      if (!current || before.length + 1 < current.length) best[end] = [...before, word];
    }
  }
  return best[text.length] ?? null;
}

const LONGEST_WORD = 24;
const LONGEST_TOKEN = 40;
