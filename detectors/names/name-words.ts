/**
 * The word lists of the name generator and the recogniser, typed; the lists and where they come from stand in
 * name-words.json.
 */
import words from './name-words.json' with { type: 'json' };

/**
 * A word and how implausible it is; costs add up along a name, 0 = what a forger thinks of first, 1 = half as likely, 2
 * = a quarter …
 */
export interface WeightedWord {
  text: string;
  cost: number;
}

/** name-words.json. */
export const NAME_WORDS: Readonly<typeof words> = words;

/** A JSON object of costs as words, cheapest first. */
export function weighted(costs: Readonly<Record<string, number>>): WeightedWord[] {
  return Object.entries(costs)
    .map(([text, cost]) => ({ text, cost }))
    .sort((a, b) => a.cost - b.cost);
}

/** Earlier words of a list are the likelier ones: half a step of cost for every doubling of the place. */
export function ranked(texts: readonly string[], base: number): WeightedWord[] {
  return texts.map((text, index) => ({ text, cost: base + Math.round(2 * Math.log2(1 + index)) / 4 }));
}

/** One entry a text, the cheapest, cheapest first; the order of equals is kept. */
export function distinct(words: readonly WeightedWord[]): WeightedWord[] {
  const best = new Map<string, number>();
  for (const { text, cost } of words) best.set(text, Math.min(cost, best.get(text) ?? Infinity));
  return [...best].map(([text, cost]) => ({ text, cost })).sort((a, b) => a.cost - b.cost);
}
