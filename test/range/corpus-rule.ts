/** zod checks of the corpus format whose messages say, in both languages, what was expected. */
import { z } from 'zod';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';

/** Adds the bilingual "expected …" that corpus-problem.ts reads out of an issue. */
export function rule<T extends z.ZodType>(schema: T, holds: (value: z.output<T>) => boolean, expected: Sentence) {
  return schema.superRefine((value, context) => {
    if (!holds(value)) context.addIssue({ code: 'custom', params: { expected } });
  });
}

/** `null` = absent: a null is read like a missing key. */
export function absentable<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? null);
}

export const text = rule(z.string(), (value) => value.trim() !== '', {
  zh: '非空文本',
  en: 'a text that is not empty',
});

function compiles(source: string): boolean {
  try {
    return new RegExp(source, 'i') instanceof RegExp;
  } catch {
    return false;
  }
}

/** A regular expression of the corpus: JavaScript's, case-insensitive, unanchored. */
export const pattern = rule(z.string(), compiles, {
  zh: '可编译的 JavaScript 正则表达式',
  en: 'a JavaScript regular expression that compiles',
}).transform((source) => (compiles(source) ? new RegExp(source, 'i') : /$^/));
