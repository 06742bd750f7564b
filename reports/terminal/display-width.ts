/** How many terminal columns a text takes: East Asian wide characters and emoji take two. */

const SEGMENTER = new Intl.Segmenter('zh', { granularity: 'grapheme' });
/** UAX #11 wide and full-width blocks that occur in Chinese text, and characters drawn as emoji. */
const WIDE =
  /^(?:[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}|\p{Emoji}\uFE0F)/u;
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;

function graphemeWidth(grapheme: string): number {
  if (NO_WIDTH.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

/**
 * Columns of `text` on a terminal that draws wide characters in two cells. Ambiguous characters (`…`, `“`) count one.
 */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of SEGMENTER.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** `text` cut to at most `columns`, the cut marked with `…`. Never splits a character. */
export function clipToWidth(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let out = '';
  let width = 0;
  for (const { segment } of SEGMENTER.segment(text)) {
    width += graphemeWidth(segment);
    if (width > columns - 1) break;
    out += segment;
  }
  return `${out}…`;
}

/** `text` followed (or, `align: 'right'`, preceded) by spaces up to `columns`; unchanged when it is wider. */
export function padToWidth(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const gap = ' '.repeat(Math.max(0, columns - displayWidth(text)));
  return align === 'left' ? text + gap : gap + text;
}
