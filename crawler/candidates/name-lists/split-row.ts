/** Splits one line of a table into its fields, quoted ones included. */

/** What separates fields when the list has not shown which of them it uses. */
export const ANY_DELIMITER = ',;\t|，；、';
const ANY = new RegExp(`[${ANY_DELIMITER}]`);

export interface SplitRow {
  fields: string[];
  /** `open` = the line ends within a quoted field; `stray` = something follows a closing quote; `sound` = neither. */
  quotes: 'sound' | 'open' | 'stray';
}

/**
 * A quote opens a field only where the field begins, and is closed by the next one; a doubled one stands for itself
 * (RFC 4180). Lines are split by hand rather than by csv-parse because a stray quote must not swallow the lines after
 * it, and a name a line leaves no time for more.
 * @param delimiters `ANY_DELIMITER`, or one character of it.
 */
export function splitRow(text: string, delimiters: string): SplitRow {
  if (!text.includes('"'))
    return {
      fields: text.split(delimiters === ANY_DELIMITER ? ANY : delimiters).map((field) => field.trim()),
      quotes: 'sound',
    };
  const fields: string[] = [];
  let field = '';
  let [quoted, closed, stray] = [false, false, false];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') field += text[(at += 1)] as string;
      else [quoted, closed] = [false, true];
    } else if (delimiters.includes(character)) {
      fields.push(field.trim());
      [field, closed] = ['', false];
    } else if (character === '"' && field.trim() === '' && !closed) {
      [quoted, field] = [true, ''];
    } else {
      stray ||= closed && character.trim() !== '';
      field += character;
    }
  }
  fields.push(field.trim());
  return { fields, quotes: quoted ? 'open' : stray ? 'stray' : 'sound' };
}
