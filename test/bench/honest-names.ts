/**
 * Honest host names assembled from what is installed: words of documentation, package names, Chinese dictionary words
 * as pinyin, and the public suffix list. The same names each time for the same packages; made at bench time, never
 * committed.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { pinyin } from 'pinyin-pro';
import { parse } from 'tldts';

const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

export interface HonestNames {
  names: string[];
  sources: Record<string, number>;
}

/** @param count how many names; at least the whole suffix list and every package name once. */
export async function honestNames(count: number): Promise<HonestNames> {
  const packages = packageNames();
  const english = englishWords();
  const chinese = chineseWords();
  const suffixes = await suffixEntries();
  const next = numbers(20_261_121);
  const one = <T>(list: readonly T[]): T => list[next(list.length)] as T;
  const names = new Set<string>();
  for (const suffix of suffixes.private)
    names
      .add(suffix)
      .add(`${one(english)}.${suffix}`)
      .add(`www.${one(chinese).full}.${suffix}`);
  for (const suffix of suffixes.icann) names.add(`${one(english)}.${suffix}`);
  for (const name of packages)
    names
      .add(`${name}.${one(COMMON)}`)
      .add(`${name}.github.io`)
      .add(`docs.${name}.dev`);
  const makers: (() => string)[] = [
    () => `${one(english)}${one(english)}.${one(COMMON)}`,
    () => `${one(english)}-${one(english)}.${one(COMMON)}`,
    () => `${one(FRONTS)}.${one(english)}.${one(COMMON)}`,
    () => `${one(english)}.${one(english)}.${one(COMMON)}`,
    () => `${one(chinese).full}.${one(CHINA)}`,
    () => `${one(chinese).full}${one(chinese).full}.${one(CHINA)}`,
    () => `www.${one(chinese).initials}${one(chinese).initials}.${one(CHINA)}`,
    () => `${one(chinese).initials}${one(chinese).full}.${one(CHINA)}`,
    () => `${one(FRONTS)}.${one(chinese).initials}${one(english)}.${one(CHINA)}`,
    () => `${one(english)}${next(999)}.${one(COMMON)}`,
    () => `${letters(next, 3 + next(6))}.${one(CHINA)}`,
    () => `${letters(next, 6 + next(10))}.${one(NETWORKS)}`,
    () => `${one(packages)}-${one(english)}.${one(suffixes.private)}`,
  ];
  while (names.size < count) {
    const name = one(makers)();
    if (parse(name, { allowPrivateDomains: true }).domain !== null) names.add(name);
  }
  return {
    names: [...names],
    sources: {
      packages: packages.length,
      english: english.length,
      chinese: chinese.length,
      suffixes: suffixes.icann.length + suffixes.private.length,
    },
  };
}

const COMMON = [
  'com',
  'net',
  'org',
  'de',
  'co.uk',
  'io',
  'info',
  'cn',
  'com.cn',
  'fr',
  'jp',
  'top',
  'xyz',
  'shop',
  'dev',
  'in',
  'com.br',
  'ru',
];
const CHINA = ['cn', 'com.cn', 'com', 'net', 'top', 'net.cn', 'cc', 'vip', 'org.cn'];
const FRONTS = [
  'www',
  'mail',
  'api',
  'shop',
  'm',
  'cdn',
  'blog',
  'img',
  'static',
  'app',
  'cx',
  'query',
  'search',
  'check',
  'oa',
  'crm',
  'h5',
  'wx',
];
const NETWORKS = [
  'cloudfront.net',
  'azurewebsites.net',
  'w.kunlunsl.com',
  'akamaiedge.net',
  'trafficmanager.net',
  'myqcloud.com',
  'oss-cn-hangzhou.aliyuncs.com',
];

/** Plenty, and short in the making. */
const MOST_WORDS = 8000;

function letters(next: (below: number) => number, length: number): string {
  return Array.from({ length }, () => 'abcdefghijklmnopqrstuvwxyz'[next(26)]).join('');
}

/** A linear congruential generator: the same row each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function packageNames(): string[] {
  const lock = JSON.parse(readFileSync(join(MODULES, '../package-lock.json'), 'utf8')) as {
    packages: Record<string, { dependencies?: Record<string, string> }>;
  };
  const all = Object.entries(lock.packages).flatMap(([path, { dependencies }]) => [
    path,
    ...Object.keys(dependencies ?? {}),
  ]);
  return distinct(
    all
      .map((name) => name.split('/').at(-1) ?? '')
      .map((name) => name.toLowerCase().replace(/[^a-z0-9-]+/g, '-'))
      .filter((name) => /^[a-z0-9]([a-z0-9-]{1,40}[a-z0-9])$/.test(name)),
  );
}

/** The system's dictionary where there is one, else every word of the packages' documentation. */
function englishWords(): string[] {
  const system = '/usr/share/dict/words';
  const texts = existsSync(system)
    ? [readFileSync(system, 'utf8')]
    : readdirSync(MODULES, { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.md$/i.test(file))
        .sort()
        .map((file) => readFileSync(join(MODULES, file), 'utf8'));
  return distinct(texts.flatMap((text) => text.toLowerCase().match(/\b[a-z]{3,14}\b/g) ?? []));
}

function chineseWords(): { full: string; initials: string }[] {
  const folder = join(MODULES, 'pinyin-pro/dist/esm/data');
  const bundle = readdirSync(folder)
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const words = distinct(bundle.match(/(?<!\p{Script=Han})\p{Script=Han}{2,4}(?!\p{Script=Han})/gu) ?? []);
  return words
    .slice(0, MOST_WORDS)
    .map((word) => {
      const syllables = pinyin(word, { toneType: 'none', type: 'array', v: true });
      return {
        full: syllables.join('').replace(/[^a-z]/g, ''),
        initials: syllables
          .map((each) => each[0])
          .join('')
          .replace(/[^a-z]/g, ''),
      };
    })
    .filter(({ full }) => full.length >= 3);
}

interface Trie {
  nodeFlags: Uint8Array;
  edgeStart: Uint16Array;
  edgeLength: Uint8Array;
  edgeChild: Uint16Array;
  labelText: string;
  rulesRoot: number;
}

/**
 * Every entry of tldts' own list: its graph of labels walked into names. Empty when a new version stores it otherwise
 * (the bench says so).
 */
async function suffixEntries(): Promise<{ icann: string[]; private: string[] }> {
  const found = { icann: [] as string[], private: [] as string[] };
  let trie: Trie;
  try {
    trie = (await import(pathToFileURL(join(MODULES, 'tldts/dist/es6/src/data/trie.js')).href)) as Trie;
  } catch {
    return found;
  }
  const offsets = [0];
  for (const length of trie.edgeLength) offsets.push((offsets.at(-1) ?? 0) + length);
  const walk = (node: number, tail: string): void => {
    for (let edge = trie.edgeStart[node] ?? 0; edge < (trie.edgeStart[node + 1] ?? 0); edge += 1) {
      const label = trie.labelText.slice(offsets[edge], offsets[edge + 1]);
      const child = trie.edgeChild[edge] ?? 0;
      const name = tail === '' ? label : `${label}.${tail}`;
      const flag = trie.nodeFlags[child] ?? 0;
      if (flag !== 0 && /^[a-z0-9.-]+$/.test(name)) (flag === 2 ? found.private : found.icann).push(name);
      if (name.split('.').length < 6) walk(child, name);
    }
  };
  walk(trie.rulesRoot, '');
  return found;
}

const distinct = <T>(items: Iterable<T>): T[] => [...new Set(items)];
