/**
 * Decodes one `xn--` label of a host name (RFC 3492), so that letters of other scripts can be compared by their look.
 */

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;

/**
 * The label in Unicode; the label itself when it is no valid punycode. (Node's own decoder is a node: import, barred
 * here.)
 */
export function labelToUnicode(label: string): string {
  if (!label.startsWith('xn--') || label.length > 63) return label;
  return decode(label.slice(4)) ?? label;
}

function decode(input: string): string | null {
  const split = input.lastIndexOf('-');
  const output = split > 0 ? Array.from(input.slice(0, split), (letter) => letter.codePointAt(0) ?? 0) : [];
  let at = split > 0 ? split + 1 : 0;
  let code = 128;
  let index = 0;
  let bias = 72;
  while (at < input.length) {
    const start = index;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(input.charCodeAt(at));
      at += 1;
      if (digit === -1 || at > input.length) return null;
      index += digit * weight;
      const threshold = k <= bias ? T_MIN : Math.min(k - bias, T_MAX);
      if (digit < threshold) break;
      weight *= BASE - threshold;
      if (weight > 2 ** 40) return null;
    }
    const length = output.length + 1;
    bias = adapt(index - start, length, start === 0);
    code += Math.floor(index / length);
    if (code > 0x10ffff) return null;
    index %= length;
    output.splice(index, 0, code);
    index += 1;
  }
  return String.fromCodePoint(...output);
}

function digitOf(code: number): number {
  if (code >= 97 && code <= 122) return code - 97;
  return code >= 48 && code <= 57 ? code - 22 : -1;
}

function adapt(delta: number, length: number, first: boolean): number {
  let value = first ? Math.floor(delta / DAMP) : delta >> 1;
  value += Math.floor(value / length);
  let k = 0;
  while (value > ((BASE - T_MIN) * T_MAX) >> 1) {
    value = Math.floor(value / (BASE - T_MIN));
    k += BASE;
  }
  return k + Math.floor(((BASE - T_MIN + 1) * value) / (value + SKEW));
}
