/** A shape found in a name, with its score and reason, and the name taken apart for the shapes. */
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import data from './name-scores.json' with { type: 'json' };
import type { WordKind } from './recogniser-index.ts';

/** A known word inside a name; `masked` = read by undoing look-alike letters. */
export interface Token {
  text: string;
  kind: WordKind;
  masked: boolean;
}

/** A name taken apart. */
export interface NameParts {
  /** As people are shown it. */
  host: string;
  label: string;
  suffix: string;
  /** Everything before the public suffix. */
  left: string;
  /** `left` with dots as hyphens and a hyphen at both ends. */
  flat: string;
  /** Neighbouring parts that consist of known words throughout. */
  runs: readonly (readonly Token[])[];
}

/** What a name was recognised by; `platform` null = it poses as some organ's. `score` is 0..1. */
export interface Shape {
  platform: string | null;
  score: number;
  shape: ShapeName;
  because: Sentence;
}

/** A key of name-scores.json. */
export type ShapeName = keyof typeof data.scores;

/** A shape with its score from name-scores.json. */
export function shapeOf(shape: ShapeName, platform: string | null, zh: string, en: string): Shape {
  return { platform, score: data.scores[shape], shape, because: { zh, en } };
}

/** The highest score; on a tie one that names a platform, then the earlier. */
export function stronger(...shapes: readonly (Shape | null)[]): Shape | null {
  let best: Shape | null = null;
  for (const each of shapes) {
    if (
      each &&
      (!best ||
        each.score > best.score ||
        (each.score === best.score && best.platform === null && each.platform !== null))
    )
      best = each;
  }
  return best;
}

/** Suffixes of China, where a name that ends in gov is read as gov.cn. */
export const isChineseSuffix = (suffix: string): boolean =>
  suffix === 'cn' || suffix.endsWith('.cn') || suffix === 'cn.com';

/** Other states' ministries have query pages too. */
export const isForeignGovernment = (suffix: string): boolean => /^(?:gov|gob|gouv|govt|go)\.[a-z]{2}$/.test(suffix);
