/** A sentence for people, in both interface languages. */
/** A sentence for people, in both interface languages. Values from a page inside it are plain text, never markup. */
export interface Sentence {
  zh: string;
  en: string;
}
