/**
 * What search engines are asked: a platform's own words, and the versioned sets of words that fakes of its kind use.
 */
import type { Platform } from '../../../storage/vocabulary/platform.ts';
import sets from './keyword-sets.json' with { type: 'json' };

export const KEYWORD_CLASSES = ['official-names', 'columns', 'certificates', 'result-labels', 'selling'] as const;
export type KeywordClass = (typeof KEYWORD_CLASSES)[number];

/** At most this many selling phrases per platform: engines block who asks too much. */
const SELLING_PER_PLATFORM = 12;

/**
 * Queries in order of promise, each once: the platforms' names, titles, keywords and columns; then the classes asked
 * for, of the sets that are for these platforms; selling words come joined to a certificate's name, never alone.
 */
export function searchKeywords(
  targets: readonly Platform[],
  classes: readonly KeywordClass[] = KEYWORD_CLASSES,
): string[] {
  const own = targets.flatMap(({ name, titles = [], keywords = [], sections = [] }) => [
    name,
    ...titles,
    ...keywords,
    ...sections,
  ]);
  const ofClass = (name: KeywordClass, target: Platform) =>
    sets.sets.filter((set) => set.class === name && isFor(set.platforms, target)).flatMap((set) => set.terms);
  const further = classes
    .filter((name) => name !== 'selling')
    .flatMap((name) => targets.flatMap((target) => ofClass(name, target)));
  const selling = classes.includes('selling')
    ? targets.flatMap((target) => sellingPhrases(ofClass('certificates', target), ofClass('selling', target)))
    : [];
  return [
    ...new Set(
      [...own, ...further, ...selling].map((term) => term.replaceAll(/\s+/g, ' ').trim()).filter((term) => term !== ''),
    ),
  ];
}

/** Every certificate with some word and every word with some certificate, the first of each list first. */
function sellingPhrases(certificates: readonly string[], words: readonly string[]): string[] {
  if (certificates.length === 0 || words.length === 0) return [];
  const count = Math.min(SELLING_PER_PLATFORM, certificates.length * words.length);
  return Array.from(
    { length: count },
    (_, index) =>
      `${certificates[index % certificates.length]} ${words[(index + Math.floor(index / certificates.length)) % words.length]}`,
  );
}

/** An empty list is for every platform. */
function isFor(platforms: readonly string[], { id }: Platform): boolean {
  return platforms.length === 0 || platforms.includes(id);
}

/** Words of a link that speak of certificate queries: `证书查询`, the names of certificates. */
export const KEYWORD_TOPICS: readonly string[] = [
  ...new Set([
    '证书查询',
    '证件查询',
    '查询证书',
    '证书验证',
    '查证',
    ...sets.sets.filter((set) => set.class === 'certificates').flatMap((set) => set.terms),
  ]),
];
