import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { chineseTexts, droppedWords, halfWidth, textsOf, type Text } from './wording-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['command-line', 'crawler', 'detectors', 'reports', 'storage', 'test/evaluator', 'test/range'];
let texts: Text[] = [];
beforeAll(async () => {
  texts = await chineseTexts(root, FOLDERS);
}, 120_000);

describe('the Chinese that people read', () => {
  it('has full-width punctuation', () => {
    expect(texts.length).toBeGreaterThan(1000);
    expect(halfWidth(texts)).toEqual([]);
  });

  it('calls one thing by one word', () => {
    expect(droppedWords(texts)).toEqual([]);
  });
});

it.each([
  ["'没有,没有'", true],
  ["'端口:见设置'", true],
  ["'(约 3 秒)'", true],
  ["'来源,可多次 / source, repeatable'", true],
  ['`无法读取名单 ${place}:${reason}`', true],
  ['`共 ${count} 行, 其余略过`', true],
  ["'没有，没有'", false],
  ["'于 12:30 读取 1,000 行（sha256:abc）'", false],
  ["'运行 npm ci（可选）；见 https://a.example/?q=1'", false],
  ["'来源，可多次 / source, repeatable: a (or b)'", false],
  ["'(?:证书|证件)(?:查询)?'", false],
  ['/证书(?:查询)?,/', false],
])('half-width in %s: %s', async (source, expected) => {
  expect(halfWidth(await textsOf('a.ts', `const a = ${source};`))).toHaveLength(expected ? 1 : 0);
});

it('finds a word that was dropped', async () => {
  expect(droppedWords(await textsOf('a.ts', "say('扫描完成')"))).toEqual(['a.ts:1 扫描完成']);
});
