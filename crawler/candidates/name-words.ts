/** The word lists of the name generator and the recogniser, typed; the lists and where they come from stand in name-words.json. */
import words from './name-words.json' with { type: 'json' };

/** A word and how implausible it is; costs add up along a name, 0 = what a forger thinks of first. */
export interface WeightedWord { text: string; cost: number }

export const NAME_WORDS: Readonly<typeof words> = words;

/** Open suffixes, cheapest first. */
export const OPEN_SUFFIXES: readonly WeightedWord[] = weighted(words.suffixes);
/** Suffixes for labels in Chinese characters. */
export const CHINESE_SUFFIXES: readonly WeightedWord[] = weighted(words.chineseSuffixes);
/** Labels standing where `gov.cn` would stand. */
export const GOV_ZONES: readonly WeightedWord[] = weighted(words.zones);

/** Chinese words with their pinyin syllables, longest first. */
export const LEXICON: readonly { word: string; syllables: string[] }[] = Object.entries(words.lexicon)
  .map(([word, pinyin]) => ({ word, syllables: pinyin.split(' ') }))
  .sort((a, b) => b.word.length - a.word.length);

function weighted(costs: Record<string, number>): WeightedWord[] {
  return Object.entries(costs)
    .map(([text, cost]) => ({ text, cost }))
    .sort((a, b) => a.cost - b.cost);
}
