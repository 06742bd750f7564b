/** Decodes a sheet that was saved as text: also UTF-16 without the mark that says so. */
import { decodeText } from './decode-text.ts';

/** Bytes that are looked at. */
const SAMPLE = 4000;

/** Null for bytes that are no text in any encoding. */
export function sheetText(bytes: Buffer): string | null {
  const sample = bytes.subarray(0, SAMPLE);
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const marked = /^(?:fffe|feff)/u.test(sample.subarray(0, 2).toString('hex'));
  // delimiters, digits and Latin letters have a zero byte in UTF-16, always the same of the two
  const unmarked =
    !marked && even + odd > 0 ? (odd > even * 4 ? 'utf-16le' : even > odd * 4 ? 'utf-16be' : null) : undefined;
  if (unmarked === null) return null;
  const text = unmarked === undefined ? decodeText(bytes, null).text : new TextDecoder(unmarked).decode(bytes);
  const start = text.slice(0, SAMPLE);
  return (start.match(/(?!\s)\p{Cc}/gu) ?? []).length * 50 > start.length ? null : text;
}
