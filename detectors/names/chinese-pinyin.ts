/**
 * From Chinese names to the Latin words forgers make of them: segmented, then pinyin in full, as initials, and as fuzzy
 * spellings.
 */
import { pinyin } from 'pinyin-pro';
import { NAME_WORDS, type WeightedWord } from './name-words.ts';

const words = new Intl.Segmenter('zh', { granularity: 'word' });
const generic = new Set(NAME_WORDS.genericChinese);
/** Words that only tie others together; initials leave them out. */
const TIES = new Set(['及', '和', '与', '的', '暨']);
/** More words in a row than this nobody abbreviates. */
const LONGEST_PHRASE = 4;
const MOST_SYLLABLES = 9;

/** Syllables without tones; `lü` is written `lv`, as typed. */
export function syllablesOf(text: string): string[] {
  return pinyin(text, { toneType: 'none', type: 'array', v: true, nonZh: 'removed' }).filter((syllable) =>
    /^[a-z]+$/.test(syllable),
  );
}

/** Pinyin in full: 应急管理 → yingjiguanli. */
export const fullPinyin = (text: string): string => syllablesOf(text).join('');

/** 应急管理 → yjgl. */
export const initialsOf = (text: string): string =>
  syllablesOf(text)
    .map((syllable) => syllable[0])
    .join('');

/**
 * Runs of neighbouring words of the texts that name a hostView (特种作业, 特种作业操作证, 安全生产), most frequent first. A run of
 * generic words alone (证书查询, 信息平台) is left out.
 */
export function phrasesOf(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const run of runsOf(text)) {
      for (let from = 0; from < run.length; from += 1) {
        for (let length = 1; length <= LONGEST_PHRASE && from + length <= run.length; length += 1) {
          const part = run.slice(from, from + length);
          // a single character in the middle is the tail of a word the segmenter cut (特|种作业)
          if (part.every((word) => generic.has(word)) || (from > 0 && (part[0]?.length ?? 0) < 2)) continue;
          const phrase = part.filter((word) => !TIES.has(word)).join('');
          if (phrase.length < 2 || phrase.length > MOST_SYLLABLES) continue;
          // a phrase that begins a name is what people call the thing
          counts.set(phrase, (counts.get(phrase) ?? 0) + (from === 0 ? 2 : 1));
        }
      }
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([phrase]) => phrase);
}

/**
 * What the texts are about: each without the generic words at its ends (全国…信息平台, …查询), as a whole and as every
 * beginning of it (工程, 工程质量, 工程质量安全); short texts as they stand too (学信网, 四库一平台). In order of the texts.
 */
export function subjectsOf(texts: readonly string[]): string[] {
  const subjects = new Set<string>();
  for (const text of texts) {
    if (/^\p{Script=Han}{3,6}$/u.test(text)) subjects.add(text);
    for (const run of runsOf(text)) {
      const first = run.findIndex((word) => !generic.has(word));
      if (first < 0) continue;
      const last = run.findLastIndex((word) => !generic.has(word));
      for (let end = last + 1; end > first; end -= 1) {
        const phrase = run
          .slice(first, end)
          .filter((word) => !TIES.has(word))
          .join('');
        // a beginning that ends in a single character is a word the segmenter cut (进|网)
        const whole = end === last + 1 || (run[end - 1]?.length ?? 0) > 1;
        if (whole && phrase.length >= 2 && phrase.length <= MOST_SYLLABLES) subjects.add(phrase);
      }
    }
  }
  return [...subjects];
}

/** Words between punctuation; single characters are hung onto the word before, as in 操作+证, 应急管理+部. */
function runsOf(text: string): string[][] {
  const runs: string[][] = [[]];
  for (const { segment, isWordLike } of words.segment(text)) {
    const run = runs.at(-1) as string[];
    if (isWordLike !== true || !/^\p{Script=Han}+$/u.test(segment)) runs.push([]);
    else if (segment === '证' && run.length > 0) run.splice(-1, 1, `${run.at(-1)}${segment}`);
    else run.push(segment);
  }
  return runs.filter((run) => run.length > 0);
}

/**
 * One syllable misheard or mistyped: zhengshu → zengshu, zhenshu, zhengsu. Cost grows with the rarity of the confusion.
 */
export function fuzzyForms(syllables: readonly string[]): WeightedWord[] {
  const forms: WeightedWord[] = [];
  for (const [at, syllable] of syllables.entries()) {
    for (const [index, [from = '', to = '']] of NAME_WORDS.fuzzyPinyin.entries()) {
      const initial = !/^(?:[aeiu]|v)/.test(from);
      const fits = initial
        ? syllable.startsWith(from) && !(from.length === 1 && syllable[1] === 'h')
        : syllable.endsWith(from) && !(from.endsWith('n') && syllable.endsWith('g'));
      if (!fits) continue;
      const changed = initial ? to + syllable.slice(from.length) : syllable.slice(0, -from.length) + to;
      forms.push({
        text: [...syllables.slice(0, at), changed, ...syllables.slice(at + 1)].join(''),
        cost: index < 6 ? 1 : 1.5,
      });
    }
  }
  return forms;
}
