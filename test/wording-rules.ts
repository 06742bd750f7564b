/** What Chinese sentences for people must not hold, as data, and the walker that checks the sources for it. */
import { readFileSync } from 'node:fs';
import { parsers } from 'prettier/plugins/babel';
import { readSources } from './import-rules.ts';

/** A string of the sources, `${…}` as `PLACE`. */
export interface Text {
  path: string;
  line: number;
  text: string;
}

const PLACE = '\uFFFC';
const HAN = /\p{Script=Han}/u;
/** The source of a regular expression: its marks are syntax. */
const PATTERN = /\(\?[:<=!]|\\[bdsw]|\[\^/;
/** What the marks of a Chinese sentence stand beside: Chinese, a value put into it, another full-width mark. */
const BESIDE = `[\\p{Script=Han}${PLACE}（）“”《》，。；：？！、…]`;
const HALF_WIDTH = new RegExp(`${BESIDE}[,:;()?!]|[,:;()?!] ?${BESIDE}`, 'u');

/** Half-width on purpose: what is quoted is typed or printed exactly so. */
const QUOTED = [
  // the header of a lead file, comma-separated
  '网址,来源渠道,接收时间,备注',
  // how a resolver is written in the settings
  '地址:端口',
  // the two schemes of an address
  'http(s)',
  // what a practice registry answers
  'Registrant: ',
];

/** Words that the vocabulary (CONTRIBUTING.md, "Words") replaced by another. */
export const DROPPED_WORDS = /扫描(?!件)|判别|取证|卖证|识读|语料库|举报线索|域名清单|证书日志|域名变形|站点/u;
/** Pages and registries say these words too: lists of what to look for, not sentences of ours. */
const WORD_LISTS = /\/(?:parked-words|parked-page|interception-page|talking-about|organ-claim|lead-columns)\.ts$/;

/** Every string and template with a Chinese character in TypeScript files below the folders; tests are left out. */
export async function chineseTexts(root: string, folders: readonly string[]): Promise<Text[]> {
  const paths = readSources(root, folders)
    .map(({ path }) => path)
    .filter((path) => !path.endsWith('.test.ts'));
  return (await Promise.all(paths.map((path) => textsOf(path, readFileSync(`${root}/${path}`, 'utf8'))))).flat();
}

/** The same for one source text. */
export async function textsOf(path: string, source: string): Promise<Text[]> {
  const found: Text[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null || !('type' in node)) return;
    const { type, value, quasis, loc } = node as {
      type: unknown;
      value?: unknown;
      quasis?: { value: { cooked: string } }[];
      loc?: { start: { line: number } };
    };
    const line = loc?.start.line ?? 0;
    if (type === 'StringLiteral') found.push({ path, line, text: String(value) });
    if (type === 'TemplateLiteral')
      found.push({ path, line, text: (quasis ?? []).map((part) => part.value.cooked).join(PLACE) });
    for (const [key, child] of Object.entries(node)) if (!/comments$/i.test(key) && key !== 'tokens') visit(child);
  };
  visit(await parsers['babel-ts'].parse(source, { filepath: path } as never));
  return found.filter(({ text }) => HAN.test(text) && !PATTERN.test(text));
}

/** `file:line text` for each sentence with half-width punctuation. */
export function halfWidth(texts: readonly Text[]): string[] {
  return texts
    .filter(({ text }) =>
      chineseHalves(QUOTED.reduce((rest, quoted) => rest.replace(quoted, ''), text)).some((half) =>
        HALF_WIDTH.test(half),
      ),
    )
    .map(named);
}

/** `file:line text` for each sentence that uses a word the vocabulary dropped. */
export function droppedWords(texts: readonly Text[]): string[] {
  return texts.filter(({ path, text }) => DROPPED_WORDS.test(text) && !WORD_LISTS.test(path)).map(named);
}

/** `中文 / English`, in either order: the halves with Chinese. */
const chineseHalves = (text: string) => text.split(' / ').filter((half) => HAN.test(half));

const named = ({ path, line, text }: Text) => `${path}:${line} ${text.replaceAll(PLACE, '…')}`;
