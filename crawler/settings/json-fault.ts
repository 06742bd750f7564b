/** Where and why a text is no JSON, in words for the person who wrote it. */
import type { Sentence } from '../../storage/vocabulary/sentence.ts';

export interface JsonFault {
  /** Both count from 1; a column is a character. */
  line: number;
  column: number;
  because: Sentence;
}

/** Index of the fault, and what should have stood there. */
class Fault {
  readonly at: number;
  readonly expected: Sentence;
  constructor(at: number, expected: Sentence) {
    this.at = at;
    this.expected = expected;
  }
}

const VALUE: Sentence = { zh: '一个值', en: 'a value' };
const KEY: Sentence = { zh: '双引号括起的键名', en: 'a key in double quotes' };
const NOTHING: Sentence = { zh: '文件结束', en: 'the end of the file' };
const CLOSING_QUOTE: Sentence = { zh: '同一行内的右双引号', en: 'a closing double quote on the same line' };
const ESCAPE: Sentence = {
  zh: '合法的转义（反斜杠本身写作 \\\\）',
  en: 'a known escape (a backslash itself is written \\\\)',
};
const or = (one: string, other: string): Sentence => ({ zh: `“${one}”或“${other}”`, en: `"${one}" or "${other}"` });

const LITERAL = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;
/** How much of the line is shown on either side. */
const SHOWN = 30;

/**
 * The first fault, as JSON.parse would meet it; null when there is none. V8 itself names a position for some faults
 * only.
 */
export function jsonFault(text: string): JsonFault | null {
  try {
    const end = blanks(text, value(text, 0));
    return end < text.length ? described(text, new Fault(end, NOTHING)) : null;
  } catch (fault) {
    // deeper than the stack: no person wrote it
    return fault instanceof Fault ? described(text, fault) : null;
  }
}

function blanks(text: string, from: number): number {
  let at = from;
  while (' \t\r\n'.includes(text[at] ?? 'x')) at += 1;
  return at;
}

/** @returns the index after the value. @throws Fault. */
function value(text: string, from: number): number {
  const at = blanks(text, from);
  if (text[at] === '{') return members(text, at, '}');
  if (text[at] === '[') return members(text, at, ']');
  if (text[at] === '"') return string(text, at);
  LITERAL.lastIndex = at;
  if (!LITERAL.test(text)) throw new Fault(at, VALUE);
  return LITERAL.lastIndex;
}

function members(text: string, open: number, close: '}' | ']'): number {
  let at = blanks(text, open + 1);
  if (text[at] === close) return at + 1;
  for (;;) {
    if (close === '}') {
      at = blanks(text, at);
      if (text[at] !== '"') throw new Fault(at, KEY);
      at = blanks(text, string(text, at));
      if (text[at] !== ':') throw new Fault(at, { zh: '“:”', en: '":"' });
      at += 1;
    }
    at = blanks(text, value(text, at));
    if (text[at] === close) return at + 1;
    if (text[at] !== ',') throw new Fault(at, or(',', close));
    at += 1;
  }
}

function string(text: string, open: number): number {
  for (let at = open + 1; ; at += 1) {
    const character = text[at];
    if (character === '"') return at + 1;
    if (character === undefined || character < ' ') throw new Fault(at, CLOSING_QUOTE);
    if (character !== '\\') continue;
    if (!/^(?:["\\/bfnrt]|u[\da-f]{4})/i.test(text.slice(at + 1, at + 6))) throw new Fault(at, ESCAPE);
    at += 1;
  }
}

function described(text: string, { at, expected }: Fault): JsonFault {
  const before = text.slice(0, at).split(/\r\n|[\r\n]/);
  const start = before.at(-1) ?? '';
  const rest = (/^[^\r\n]*/.exec(text.slice(at))?.[0] ?? '').slice(0, SHOWN);
  const found =
    at >= text.length
      ? NOTHING
      : /[\r\n]/.test(text[at] ?? '')
        ? { zh: '行尾', en: 'the end of the line' }
        : quoted(String.fromCodePoint(text.codePointAt(at) ?? 0));
  const hint = hintFor(text, at);
  const place = plain(`${start.slice(-SHOWN)} >>> ${rest}`);
  return {
    line: before.length,
    column: Array.from(start).length + 1,
    because: {
      zh: `应为${expected.zh}，实际为${found.zh}${hint === null ? '' : `（${hint.zh}）`}：${place}`,
      en: `expected ${expected.en}, found ${found.en}${hint === null ? '' : ` (${hint.en})`}: ${place}`,
    },
  };
}

const quoted = (character: string): Sentence => ({ zh: `“${plain(character)}”`, en: `"${plain(character)}"` });
/** Nothing in it may act on a terminal. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');

/** The usual slips of people who write JSON by hand. */
function hintFor(text: string, at: number): Sentence | null {
  const character = text[at] ?? '';
  if (/[，：“”‘’｛｝［］【】；　]/.test(character)) return { zh: '标点须为半角', en: 'punctuation must be ASCII' };
  if (character === "'") return { zh: '须用双引号', en: 'quotes must be double ones' };
  if (text.startsWith('//', at) || text.startsWith('/*', at) || character === '#')
    return { zh: 'JSON 中不能写注释', en: 'JSON has no comments' };
  if ((character === '}' || character === ']') && /,\s*$/.test(text.slice(0, at)))
    return { zh: '前面多了一个逗号', en: 'there is a comma too many before it' };
  if (character === '"' && /["\w\]}]\s*$/.test(text.slice(0, at)))
    return { zh: '前面少了一个逗号', en: 'a comma is missing before it' };
  return null;
}
