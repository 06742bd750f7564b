/** The language a report is written in, and how a bilingual sentence is read in it. */
import type { Sentence } from '../../storage/vocabulary/sentence.ts';

export const REPORT_LANGUAGES = ['zh', 'en'] as const;
/** `zh` is the default everywhere: the users' first language. */
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];

/** The wording of `sentence` in `lang`; the other language when that one was left empty. */
export function say(sentence: Sentence, lang: ReportLanguage): string {
  return lang === 'zh' ? sentence.zh || sentence.en : sentence.en || sentence.zh;
}

/**
 * The word for `key` in a table of words; the key itself when the table does not know it (records outlive
 * vocabularies).
 */
export function wordFor(words: Readonly<Record<string, Sentence>>, key: string, lang: ReportLanguage): string {
  const sentence = Object.hasOwn(words, key) ? words[key] : undefined;
  return sentence === undefined ? key : say(sentence, lang);
}
