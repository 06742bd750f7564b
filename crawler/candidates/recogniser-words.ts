/** The recogniser's word lists, prepared once for a set of platforms. */
import type { Platform } from '../../storage/vocabulary.ts';
import { NAME_WORDS } from './name-words.ts';
import { platformNames } from './platform-names.ts';

export type WordKind = 'agency' | 'service' | 'topic' | 'glue';

export interface RecogniserWords {
  /** Matches every name that can be recognised by its words; a name it does not match can only be a near miss. */
  anchor: RegExp;
  /** Official names in hyphens, with a hyphen at both ends; longest first. `exact` = a listed host, else its domain. */
  officials: { flat: string; host: string; platform: string; exact: boolean }[];
  kinds: ReadonlyMap<string, WordKind>;
  /** Registrable labels of official hosts, five letters or more: telling by themselves. */
  ownWords: ReadonlySet<string>;
  /** Words honest names are full of. */
  common: ReadonlySet<string>;
  /** Agency words long enough to recognise with one letter wrong. */
  longAgencies: string[];
  /** Registrable labels of official hosts below open suffixes, four letters or more. */
  ownLabels: { label: string; suffix: string; platform: string }[];
  /** The platform that most of these words belong to (the earlier one on a tie); null when none. */
  platformOf(texts: readonly string[]): string | null;
}

/** Glue says "government" or "China"; alone it says nothing. Single roles like `www` are no words here. */
const GLUE = ['gov', 'govcn', 'cn', 'china', 'zhongguo', 'guojia', 'quanguo', 'zw', 'zwfw', 'guanwang', 'www'];
const NEAR_FROM = 5;

export function recogniserWords(platforms: readonly Platform[]): RecogniserWords {
  const kinds = new Map<string, WordKind>(GLUE.map((text) => [text, 'glue']));
  const owners = new Map<string, Set<string>>();
  const add = (text: string, kind: WordKind, platform: string): void => {
    if (text.length < 2 || GLUE.includes(text)) return;
    // a word that one profile calls agency stays one: the stronger reading wins
    const rank = (other: WordKind | undefined) => ['glue', 'service', 'topic', 'agency'].indexOf(other ?? 'glue');
    if (rank(kind) > rank(kinds.get(text))) kinds.set(text, kind);
    if (kind !== 'service' || text.length >= 4) owners.set(text, (owners.get(text) ?? new Set()).add(platform));
  };
  for (const platform of platforms) {
    const names = platformNames(platform);
    for (const { text } of names.services) add(text, 'service', platform.id);
    for (const { text } of names.topics) add(text, 'topic', platform.id);
    for (const { text } of names.agencies) if (!NAME_WORDS.services.includes(text)) for (const form of new Set([text, text.replaceAll('-', '')])) add(form, 'agency', platform.id);
  }
  return {
    anchor: anchorOf(kinds),
    officials: officialsOf(platforms),
    kinds,
    ownWords: new Set(platforms.flatMap((platform) => platformNames(platform).hosts.map(({ label }) => label)).filter((label) => label.length >= NEAR_FROM)),
    common: new Set(NAME_WORDS.commonWords),
    longAgencies: [...kinds].filter(([text, kind]) => kind === 'agency' && text.length >= NEAR_FROM && !NAME_WORDS.commonWords.includes(text)).map(([text]) => text),
    ownLabels: ownLabelsOf(platforms),
    platformOf: (texts) => mostOwned(texts, owners),
  };
}

/** Word starts are enough: segmentation does the rest. Two-letter words are too common to anchor anything. */
function anchorOf(kinds: ReadonlyMap<string, WordKind>): RegExp {
  const anchors = [...kinds].filter(([text, kind]) => kind !== 'glue' && text.length >= 3 && !NAME_WORDS.commonWords.includes(text)).map(([text]) => text);
  const masked = anchors.filter((text) => /[mols]/.test(text) && kinds.get(text) === 'agency').map((text) => text.replaceAll('m', '(?:m|rn)').replaceAll('o', '[o0]').replaceAll('l', '[l1]').replaceAll('s', '[s5]'));
  return new RegExp(['g[o0]v', 'qov', '9ov', 'goov', 'gow[.-]', ...masked, ...anchors].join('|'));
}

function officialsOf(platforms: readonly Platform[]): RecogniserWords['officials'] {
  const all = platforms.flatMap((platform) =>
    platformNames(platform).hosts.flatMap(({ host, label, suffix }) => [
      { flat: `-${host.replaceAll('.', '-')}-`, host, platform: platform.id, exact: true },
      { flat: `-${`${label}.${suffix}`.replaceAll('.', '-')}-`, host: `${label}.${suffix}`, platform: platform.id, exact: false },
    ]),
  );
  return all.sort((a, b) => b.flat.length - a.flat.length);
}

function ownLabelsOf(platforms: readonly Platform[]): RecogniserWords['ownLabels'] {
  return platforms.flatMap((platform) =>
    platformNames(platform)
      .hosts.filter(({ open, label }) => open && label.length >= 4)
      .map(({ label, suffix }) => ({ label, suffix, platform: platform.id })),
  );
}

function mostOwned(texts: readonly string[], owners: ReadonlyMap<string, ReadonlySet<string>>): string | null {
  const counts = new Map<string, number>();
  for (const text of texts) for (const platform of owners.get(text) ?? []) counts.set(platform, (counts.get(platform) ?? 0) + 1 + text.length / 100);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}
