/** What ties two sites together, added up by family, and whether that is enough. */
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { MARK_KINDS, MEDIUM, STRONG, type MarkFamily, type MarkKind } from './mark-kinds.ts';

/** A mark two sites have in common, with its weight here. */
export interface SharedMark {
  kind: MarkKind;
  value: string;
  /** Natural-log odds. */
  weight: number;
}

/** What two sites have in common, and whether it makes them one operator's. */
export interface PairEvidence {
  /** Strongest first. */
  marks: SharedMark[];
  /** Sum over families; within a family the strongest counts whole, the others a quarter. */
  weight: number;
  /** At least one mark is strong by itself. */
  strong: boolean;
  /** The two belong together: the weight passes and it does not hang on weak marks or on one medium cause. */
  linked: boolean;
}

const REST = 0.25;

/** Weighs the marks two sites share; those of 0.2 or less are left out. */
export function pairEvidence(shared: readonly SharedMark[]): PairEvidence {
  const marks = shared
    .filter(({ weight }) => weight > 0.2)
    .toSorted((a, b) => b.weight - a.weight || (a.kind + a.value < b.kind + b.value ? -1 : 1));
  const families = new Map<MarkFamily, number[]>();
  for (const { kind, weight } of marks)
    families.set(MARK_KINDS[kind].family, [...(families.get(MARK_KINDS[kind].family) ?? []), weight]);
  let total = 0;
  for (const [family, [best = 0, ...rest]] of families) {
    const sum = best + REST * rest.reduce((all, weight) => all + weight, 0);
    // copies of one kit agree in everything it brings: however much that is, it is one cause, and not proof of one
    // operator
    total += family === 'template' ? Math.min(sum, STRONG - 0.5) : sum;
  }
  const strong = marks.some(({ weight }) => weight >= STRONG);
  return {
    marks,
    weight: Math.round(total * 100) / 100,
    strong,
    linked: total >= STRONG && (strong || mediumCauses(marks) > 1),
  };
}

/** In how many families there is a mark that is medium or stronger. */
export function mediumCauses(marks: readonly SharedMark[]): number {
  return new Set(marks.filter(({ weight }) => weight >= MEDIUM).map(({ kind }) => MARK_KINDS[kind].family)).size;
}

/** The marks in words, strongest first, each with its weight. */
export function becauseOf({ marks, weight }: Pick<PairEvidence, 'marks' | 'weight'>): Sentence {
  const said = marks.map(({ kind, value, weight: own }) => ({ ...MARK_KINDS[kind].say(value), own: own.toFixed(1) }));
  return {
    zh: `${said.map(({ zh, own }) => `${zh}（权重 ${own}）`).join('；')}；合计 ${weight.toFixed(1)}`,
    en: `${said.map(({ en, own }) => `${en} (weight ${own})`).join('; ')}; in all ${weight.toFixed(1)}`,
  };
}
