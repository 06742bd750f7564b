/**
 * The recogniser's indexes, prepared once for a set of platforms: which words there are, what each is, and what comes
 * near them.
 */
import { parse } from 'tldts';
import { CDN_DOMAINS } from './domain-words.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { fullPinyin, initialsOf } from './chinese-pinyin.ts';
import { NAME_WORDS } from './name-words.ts';
import { NearWords } from './near-words.ts';
import { platformNames, type PlatformNames } from './platform-names.ts';
import { regionWords } from './region-words.ts';
import { WordStarts } from './word-starts.ts';

/** Later kinds win where lists disagree. */
export const WORD_KINDS = ['glue', 'gov', 'region', 'service', 'english', 'topic', 'organ', 'agency'] as const;

/** What a word in a name stands for. */
export type WordKind = (typeof WORD_KINDS)[number];

/**
 * An official name as words; `platform` null = an institution's that no profile lists, `exact` = a host as it is listed,
 * not the domain above it.
 */
export interface OfficialName {
  parts: readonly string[];
  host: string;
  platform: string | null;
  exact: boolean;
}

/** Everything that recognising a name looks up. */
export interface RecogniserIndex {
  kinds: ReadonlyMap<string, WordKind>;
  /** True for nearly every name that words can tell anything about; cheap. */
  starts: WordStarts;
  /** Official names by their first word (split at dots and hyphens), longest first. */
  officials: ReadonlyMap<string, readonly OfficialName[]>;
  /**
   * Registrable names of official hosts below open suffixes and of known institutions: whatever stands below them is
   * their owner's.
   */
  owned: ReadonlySet<string>;
  contentNetworks: ReadonlySet<string>;
  /** Words honest names are full of. */
  common: ReadonlySet<string>;
  /** Registrable labels of official hosts, five letters or more: telling by themselves. */
  ownWords: ReadonlySet<string>;
  /** Official labels, and agency words so long that one letter wrong leaves them recognisable. */
  nearAgencies: NearWords;
  /** Registrable labels of official hosts below open suffixes, four letters or more, with their suffix. */
  nearLabels: NearWords;
  labelOwners: ReadonlyMap<string, { suffix: string; platform: string }[]>;
  /** Chinese names, longest first; `platform` null = an organ's. */
  chinese: { text: string; platform: string | null }[];
  /** The platform that most of these words belong to (the earlier one on a tie); null when none. */
  platformOf(texts: readonly string[]): string | null;
}

/** Glue says "China" or "the government"; alone it says nothing. */
const GLUE = ['cn', 'www', ...NAME_WORDS.nation, 'guanwang', 'zw', 'zwfw', 'zf', 'zfw'];
/** Spellings of gov that are not words of their own. */
export const GOV_LOOKS: ReadonlySet<string> = new Set(['gov', 'g0v', 'qov', '9ov', 'govv', 'goov', 'gcv', 'gov1']);
const NEAR_FROM = 5;
/** Dearer topics are combinations of initials that honest names hit by chance. */
const DEAREST_TOPIC = 2;
const SHORTEST_TOPIC = 4;

/** Prepares the indexes for a set of platforms: costly, so once per set. */
export function recogniserIndex(platforms: readonly Platform[]): RecogniserIndex {
  const named = platforms.map((platform) => ({ platform, names: platformNames(platform) }));
  const { kinds, owners } = wordsOf(named);
  const common = new Set(NAME_WORDS.commonWords);
  const starters = [...kinds]
    .filter(([text, kind]) => kind !== 'glue' && kind !== 'region' && kind !== 'english' && text.length >= 3)
    .map(([text]) => text);
  const ownWords = new Set(
    named.flatMap(({ names }) => names.hosts.map(({ label }) => label)).filter((label) => label.length >= NEAR_FROM),
  );
  const labels = named.flatMap(({ platform, names }) =>
    names.hosts
      .filter(({ open, label }) => open && label.length >= 4)
      .map(({ label, suffix }) => ({ label, suffix, platform: platform.id })),
  );
  return {
    kinds,
    starts: new WordStarts([
      ...starters,
      ...GOV_LOOKS,
      'xn--',
      ...Object.keys(NAME_WORDS.institutions).flatMap((host) => [host, host.replaceAll('.', '-')]),
    ]),
    officials: officialsOf(named),
    owned: new Set([
      ...labels.map(({ label, suffix }) => `${label}.${suffix}`),
      ...Object.keys(NAME_WORDS.institutions),
    ]),
    contentNetworks: new Set([...NAME_WORDS.contentNetworks, ...CDN_DOMAINS]),
    common,
    ownWords,
    nearAgencies: new NearWords([
      ...[...ownWords].filter((text) => text.length > NEAR_FROM),
      ...[...kinds]
        .filter(([text, kind]) => kind === 'agency' && text.length >= LONG_NEAR && text.length <= LONGEST_NEAR)
        .map(([text]) => text),
    ]),
    nearLabels: new NearWords(labels.map(({ label }) => label)),
    labelOwners: Map.groupBy(labels, ({ label }) => label),
    chinese: chineseOf(named),
    platformOf: (texts) => mostOwned(texts, owners),
  };
}

/** Shorter pinyin is one letter away from honest pinyin (zhujian, zhujiang). */
const LONG_NEAR = 10;
const LONGEST_NEAR = 20;

type Named = { platform: Platform; names: PlatformNames };

function wordsOf(named: readonly Named[]): { kinds: Map<string, WordKind>; owners: Map<string, Set<string>> } {
  const kinds = new Map<string, WordKind>();
  const owners = new Map<string, Set<string>>();
  const english = new Set(NAME_WORDS.englishServices);
  const add = (text: string, kind: WordKind, platform?: string): void => {
    if (text.length < 2 || (text.length < 3 && kind !== 'service' && kind !== 'region' && kind !== 'glue')) return;
    if (WORD_KINDS.indexOf(kind) >= WORD_KINDS.indexOf(kinds.get(text) ?? 'glue')) kinds.set(text, kind);
    if (platform !== undefined && (kind !== 'service' || text.length >= 4))
      owners.set(text, (owners.get(text) ?? new Set()).add(platform));
  };
  const places = new Set(regionWords().map(({ text }) => text));
  for (const text of places) add(text, 'region');
  for (const text of NAME_WORDS.services) add(text, english.has(text) ? 'english' : 'service');
  for (const labels of Object.values(NAME_WORDS.organs)) for (const text of labels) add(text, 'organ');
  for (const { platform, names } of named) {
    for (const { text } of names.services) add(text, english.has(text) ? 'english' : 'service', platform.id);
    const given = new Set(platform.domainTokens?.topic);
    for (const { text, cost } of names.topics)
      if (
        !places.has(text) &&
        !/(?:cx|chaxun)$/.test(text) &&
        (given.has(text) || (cost <= DEAREST_TOPIC && text.length >= SHORTEST_TOPIC))
      )
        add(text, 'topic', platform.id);
    for (const { text } of names.localOrgans) if (text.length >= SHORTEST_TOPIC) add(text, 'organ', platform.id);
    for (const { text } of names.agencies)
      if (!NAME_WORDS.services.includes(text))
        for (const form of new Set([text, text.replaceAll('-', '')])) add(form, 'agency', platform.id);
  }
  for (const text of GLUE) kinds.set(text, 'glue');
  for (const text of GOV_LOOKS) for (const tail of ['', 'cn']) kinds.set(text + tail, 'gov');
  return { kinds, owners };
}

function officialsOf(named: readonly Named[]): Map<string, OfficialName[]> {
  const whole = (host: string, platform: string | null, exact: boolean): OfficialName => ({
    parts: host.split(/[.-]/),
    host,
    platform,
    exact,
  });
  const all = [
    ...named.flatMap(({ platform, names }) =>
      names.hosts.flatMap(({ host, label, suffix }) => [
        whole(host, platform.id, true),
        whole(`${label}.${suffix}`, platform.id, false),
      ]),
    ),
    ...Object.keys(NAME_WORDS.institutions).map((host) => whole(host, null, true)),
  ];
  // the longest name says most, and a platform's own entry more than the institution list
  all.sort(
    (a, b) =>
      b.parts.length - a.parts.length ||
      Number(a.platform === null) - Number(b.platform === null) ||
      Number(b.exact) - Number(a.exact),
  );
  return Map.groupBy(all, ({ parts }) => parts[0] ?? '');
}

function chineseOf(named: readonly Named[]): RecogniserIndex['chinese'] {
  const own = named.flatMap(({ platform, names }) =>
    names.chinese.filter(({ text }) => text.length >= 4).map(({ text }) => ({ text, platform: platform.id })),
  );
  const organs = Object.entries(NAME_WORDS.shortNames).flatMap(([long, shorts]) =>
    [long, ...shorts].flatMap((core) =>
      ['部', '厅', '局', '委'].map((tail) => ({ text: core + tail, platform: null })),
    ),
  );
  return [...own, ...organs].sort((a, b) => b.text.length - a.text.length);
}

function mostOwned(texts: readonly string[], owners: ReadonlyMap<string, ReadonlySet<string>>): string | null {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const platform of owners.get(text) ?? [])
      counts.set(platform, (counts.get(platform) ?? 0) + 1 + text.length / 100);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/** Cities and provinces in full pinyin: long enough to mean the place when `zw` or `zf` follows. */
export const PLACES: ReadonlySet<string> = new Set(
  [...Object.keys(NAME_WORDS.regions), ...NAME_WORDS.cities]
    .map(fullPinyin)
    .filter((text) => text.length >= 5 && text !== initialsOf(text)),
);

/**
 * The registrable name and its parts; null for an address and for a name without one. Private suffixes count as
 * suffixes.
 */
export function partsOf(host: string): { label: string; suffix: string; left: string } | null {
  const {
    domainWithoutSuffix: label,
    publicSuffix: suffix,
    subdomain,
    isIp,
  } = parse(host, { allowPrivateDomains: true });
  if (isIp === true || !label || !suffix) return null;
  return { label, suffix, left: subdomain ? `${subdomain}.${label}` : label };
}
