/**
 * Lists the names of patterns (a row of word lists, a suffix last) in ascending cost without making or sorting them all
 * first.
 */
import type { WeightedWord } from '../../../detectors/names/name-words.ts';

/** Costs are counted in quarters. */
export const STEPS = 4;
export const inSteps = (cost: number): number => Math.round(cost * STEPS);

/** A word in a pattern; `rule` names what was done to it, when that is not plain from the pattern. */
export interface PatternWord extends WeightedWord {
  rule?: string | undefined;
}

/** Words by cost in steps. */
export type WordTable = readonly (readonly PatternWord[] | undefined)[];

/**
 * One place of a pattern. `choose` = the words depend on the text before; `word` = the same word is not set twice in a
 * row.
 */
export interface Place {
  table: WordTable;
  choose?: (before: string) => WordTable;
  word: boolean;
  least: number;
  most: number;
}

export interface Pattern {
  rule: string;
  base: number;
  places: readonly Place[];
}

/** A name in two parts: `stem` + `.` + `suffix`. */
export interface PatternName {
  stem: string;
  suffix: string;
  rule: string;
}

export function place(words: readonly PatternWord[], word = false): Place {
  const table: PatternWord[][] = [];
  for (const entry of words) (table[inSteps(entry.cost)] ??= []).push(entry);
  return { table, word, ...boundsOf([table]) };
}

/** A place whose words depend on the text before them; `tables` = all that `choose` may return. */
export function choice(tables: readonly WordTable[], choose: (before: string) => WordTable): Place {
  return { table: [], choose, word: false, ...boundsOf(tables) };
}

export const fixed = (text: string): Place => place([{ text, cost: 0 }]);

export const pattern = (rule: string, cost: number, places: readonly Place[]): Pattern => ({
  rule,
  base: inSteps(cost),
  places,
});

/** Every name of the pattern that costs exactly `steps`; its last place holds the suffixes. */
export function namesOfCost({ rule, base, places }: Pattern, steps: number): PatternName[] {
  const made: PatternName[] = [];
  const least = Array.from({ length: places.length + 1 }, () => 0);
  const most = [...least];
  for (let index = places.length - 1; index >= 0; index -= 1) {
    least[index] = (least[index + 1] ?? 0) + (places[index]?.least ?? 0);
    most[index] = (most[index + 1] ?? 0) + (places[index]?.most ?? 0);
  }
  const last = places.length - 1;
  const walk = (index: number, left: number, before: string, rules: string, previous: string): void => {
    const here = places[index] as Place;
    const table = here.choose ? here.choose(before) : here.table;
    const to = Math.min(table.length - 1, left - (least[index + 1] as number));
    for (let cost = Math.max(0, left - (most[index + 1] as number)); cost <= to; cost += 1) {
      const words = table[cost];
      if (words === undefined) continue;
      for (const { text, rule: own } of words) {
        if (here.word && text === previous) continue;
        const named = own === undefined ? rules : rules === '' ? own : `${rules}+${own}`;
        if (index === last) made.push({ stem: before, suffix: text, rule: named });
        else walk(index + 1, left - cost, before + text, named, here.word ? text : previous);
      }
    }
  };
  const left = steps - base;
  if (left >= (least[0] as number) && left <= (most[0] as number)) walk(0, left, '', rule, '');
  return made;
}

function boundsOf(tables: readonly WordTable[]): { least: number; most: number } {
  const filled = tables.map((table) => table.findIndex((words) => words !== undefined && words.length > 0));
  // an empty list makes its pattern impossible
  if (filled.every((index) => index < 0)) return { least: Infinity, most: -1 };
  return {
    least: Math.min(...filled.filter((index) => index >= 0)),
    most: Math.max(...tables.map((table) => table.length - 1)),
  };
}
