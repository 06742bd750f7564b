/** The suffix places of name patterns: what stands behind a stem, depending on how the stem ends. */
import { NAME_WORDS, weighted, type WeightedWord } from '../../../detectors/names/name-words.ts';
import { choice, inSteps, place, type PatternWord, type Place, type WordTable } from './ranked-patterns.ts';

/** A name that ends in `cn` before its suffix already looks complete: another .cn behind it is what nobody does. */
const DOUBLED_CN = 3;

const OPEN: readonly PatternWord[] = [
  ...weighted(NAME_WORDS.suffixes),
  ...weighted(NAME_WORDS.freeHosts).map((word) => ({ ...word, rule: 'free-host' })),
];
const OPEN_TABLE = tableOf(OPEN);
const AFTER_CN_TABLE = tableOf(
  OPEN.map((word) => (word.text.endsWith('cn') ? { ...word, cost: word.cost + DOUBLED_CN } : word)),
);

/** Any suffix an outsider may register below, and the free hosts. */
export const OPEN_SUFFIX: Place = choice([OPEN_TABLE, AFTER_CN_TABLE], (before) =>
  before.endsWith('cn') ? AFTER_CN_TABLE : OPEN_TABLE,
);
/** Behind a whole official name the domain is disposable: cheap suffixes are hardly rarer than dear ones. */
export const DISPOSABLE_SUFFIX: Place = place(
  weighted(NAME_WORDS.suffixes).map(({ text, cost }) => ({ text, cost: cost / 2 })),
);
/** Suffixes sold for Chinese labels. */
export const CHINESE_SUFFIX: Place = place(weighted(NAME_WORDS.chineseSuffixes));
/** Suffixes sold for Latin letters with marks. */
export const MARKED_SUFFIX: Place = place(weighted(NAME_WORDS.confusableSuffixes));
/** Exactly this suffix. */
export const onlySuffix = (text: string): Place => place([{ text, cost: 0 }]);
export const suffixes = (words: readonly WeightedWord[]): Place => place(words);

function tableOf(words: readonly PatternWord[]): WordTable {
  const table: PatternWord[][] = [];
  for (const word of words) (table[inSteps(word.cost)] ??= []).push(word);
  return table;
}
