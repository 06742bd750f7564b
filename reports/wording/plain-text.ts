/** Captured text made safe to show: no control characters, no direction overrides, no invisible characters. */

/**
 * C0/C1 controls (terminal escapes begin with one), bidirectional marks, embeddings, overrides and isolates (UAX #9
 * §2), zero-width and word-joiner characters, the byte-order mark, interlinear annotation and tag characters.
 */
const INVISIBLE = /[\p{Cc}\u061C\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;
/** White space but the byte-order mark, which `\s` counts among it. */
const WHITE_SPACE = /[^\S\uFEFF]+/gu;

/**
 * One line of visible text from text that somebody else wrote. Runs of white space become one space, characters that
 * reorder or hide text are dropped, lone surrogates become U+FFFD. `limit` counts characters (code points); what is cut
 * off is marked with `…`. Not an HTML escape: that is the template's work.
 */
export function plainText(text: string, limit = 2000): string {
  const line = text.toWellFormed().replaceAll(WHITE_SPACE, ' ').replaceAll(INVISIBLE, '').trim();
  if (line.length <= limit) return line;
  const characters = Array.from(line);
  return characters.length <= limit ? line : `${characters.slice(0, limit).join('')}…`;
}
