/**
 * The name material of one platform: its hosts taken apart, and the agency, service and topic words its forgers would
 * use.
 */
import { parse } from 'tldts';
import { closedSuffix } from './official-hosts.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { fullPinyin, initialsOf, phrasesOf, subjectsOf, syllablesOf } from './chinese-pinyin.ts';
import { NAME_WORDS, distinct, ranked, type WeightedWord } from './name-words.ts';

/** One official host taken apart. */
export interface OfficialHostParts {
  host: string;
  /** Labels left of the registrable one, without `www`. */
  sub: string[];
  /** The registrable label, e.g. `mem`. */
  label: string;
  suffix: string;
  /** An outsider can register below the suffix. */
  open: boolean;
  /** 0 for the platform's first host, more for later ones. */
  cost: number;
}

/** The words of one platform, each list cheapest first. */
export interface PlatformNames {
  hosts: OfficialHostParts[];
  agencies: WeightedWord[];
  services: WeightedWord[];
  topics: WeightedWord[];
  /** Two-letter initials of subjects (jz for 建筑), which mean something only beside another word. */
  briefs: WeightedWord[];
  /** Names in Chinese characters that can stand as one label. */
  chinese: WeightedWord[];
  /** Short names of the owner's local bureaus (`yjj`, `zjt`). */
  localOrgans: WeightedWord[];
  /** Pinyin of agencies and subjects, as syllables, for fuzzy spellings. */
  spoken: { syllables: string[]; cost: number; kind: 'agency' | 'topic' }[];
}

const MOST_TOPICS = 110;

/** Many subjects of a platform are nearly as likely as its first. */
const gently = (texts: readonly string[], base: number): WeightedWord[] =>
  ranked(texts, 0).map(({ text, cost }) => ({ text, cost: base + cost / 2 }));

/** Works from `hosts` and `name` alone; `domainTokens`, `sections`, `keywords` and `owner` make it richer. */
export function platformNames(platform: Platform): PlatformNames {
  const hosts = hostParts(platform.hosts);
  const tokens = platform.domainTokens ?? {};
  const subs = distinct(hosts.flatMap((host) => host.sub.map((text) => ({ text, cost: host.cost }))));
  const serviceWords = new Set(NAME_WORDS.services);
  const service = new Set([...(tokens.service ?? []), ...NAME_WORDS.services]);
  const organs = organNames(platform);
  const phrases = phrasesOf([...(platform.keywords ?? []), platform.name, ...(platform.sections ?? [])]);
  const subjects = subjectsOf([...(platform.keywords ?? []), platform.name, ...(platform.sections ?? [])]);
  const topicPinyin = distinct(
    [...gently(subjects, 0.5), ...ranked(phrases, 1.5)].flatMap(({ text, cost }) => pinyinWords(text, cost)),
  ).filter(({ text }) => !service.has(text));
  const localOrgans = distinct(organs.flatMap(({ text, cost }) => localForms(text, cost)));
  return {
    hosts,
    agencies: distinct([
      ...hosts.flatMap(({ label, cost }) =>
        labelForms(label).map((form) => ({ text: form.text, cost: cost + form.cost })),
      ),
      ...ranked(clean(tokens.agency), 0),
      // a system's own name (zlaq, cnse) is used like an agency's; a plain service word (cx) is not
      ...subs
        .filter(({ text }) => text.length >= 3 && !serviceWords.has(text))
        .map(({ text, cost }) => ({ text, cost: cost + 1 })),
      ...organs.flatMap(({ text, cost }) => pinyinWords(text, cost + 0.5)),
    ]),
    services: distinct([...subs, ...ranked(clean(tokens.service), 0), ...ranked(NAME_WORDS.services, 0.5)]),
    topics: withCertificate(distinct([...ranked(clean(tokens.topic), 0.5), ...topicPinyin]).slice(0, MOST_TOPICS)),
    briefs: distinct(
      ranked(
        [...organs.map(({ text }) => text), ...subjects, ...phrases]
          .filter((phrase) => phrase.length === 2)
          .slice(0, 24),
        0.5,
      ).map(({ text, cost }) => ({
        text: initialsOf(text),
        cost,
      })),
    ).filter(({ text }) => text.length === 2),
    chinese: chineseLabels(platform, organs, phrases),
    localOrgans,
    spoken: [
      ...organs.map(({ text, cost }) => ({ syllables: syllablesOf(text), cost, kind: 'agency' as const })),
      ...gently(subjects.slice(0, 24), 0.5).map(({ text, cost }) => ({
        syllables: syllablesOf(text),
        cost,
        kind: 'topic' as const,
      })),
    ],
  };
}

const clean = (texts: readonly string[] | undefined): string[] =>
  (texts ?? []).filter((text) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text));

/** The owner's names in Chinese: in full, without 国家 and its department, and what people call it (住建部, 人社部). */
function organNames({ owner = '', name }: Platform): WeightedWord[] {
  const full = owner.replace(/^(?:中华人民共和国|国家)/, '').replace(/(?<=[部委局])(?!$).*$/, '');
  const core = coreName(full);
  const known = Object.entries(NAME_WORDS.shortNames).filter(
    ([long]) => full.includes(long) || core === long || (core.length < 2 && name.includes(long)),
  );
  const shorts = known.flatMap(([, names]) => names);
  return distinct([
    ...(full.length >= 2 ? [{ text: full, cost: 0.5 }] : []),
    ...(core.length >= 2 ? [{ text: core, cost: 0.5 }] : []),
    ...shorts.flatMap((text, index) => [
      { text, cost: 1 + index / 2 },
      ...organTails(full).map((tail) => ({ text: `${text}${tail}`, cost: 0.75 + index / 2 })),
    ]),
  ]);
}

const ORGAN_TAIL = /(?:部|总局|委员会|委|局|署|中心|司)$/;
const coreName = (organ: string): string => organ.replace(ORGAN_TAIL, '');
const organTails = (organ: string): string[] => [ORGAN_TAIL.exec(organ)?.[0] ?? '部'];

/** A ministry's bureaus in provinces and cities: 应急管理 → 应急管理厅 (yjglt), 应急局 (yjj). */
function localForms(organ: string, cost: number): WeightedWord[] {
  const core = coreName(organ);
  if (core.length < 2 || core.length > 6) return [];
  return ['厅', '局', '委'].flatMap((tail, index) =>
    pinyinWords(core + tail, cost + index * 0.5).filter(({ text }) => text.length <= 12),
  );
}

/** Pinyin in full and as initials; long ones are dearer, initials of two letters are nobody's. */
function pinyinWords(chinese: string, cost: number): WeightedWord[] {
  const [full, initials] = [fullPinyin(chinese), initialsOf(chinese)];
  return [
    ...(full.length >= 5 && full.length <= 30
      ? [{ text: full, cost: cost + (full.length > 18 ? 1.5 : full.length > 12 ? 0.5 : 0) }]
      : []),
    ...(initials.length >= 3
      ? [{ text: initials, cost: cost + (initials.length > 9 ? 1.5 : initials.length > 7 ? 0.75 : 0) }]
      : []),
  ];
}

/** 证, the certificate itself, is one `z` behind the trade's initials: tzzy, tzzyz. */
function withCertificate(topics: readonly WeightedWord[]): WeightedWord[] {
  return distinct(
    topics.flatMap((topic) =>
      topic.text.length <= 5 && !/(?:z|cx)$/.test(topic.text)
        ? [topic, { text: `${topic.text}z`, cost: topic.cost + 0.75 }]
        : [topic],
    ),
  );
}

function chineseLabels(
  platform: Platform,
  organs: readonly WeightedWord[],
  phrases: readonly string[],
): WeightedWord[] {
  const names = [
    platform.name,
    ...(platform.sections ?? []),
    ...(platform.wechat ?? []).map((account) => account.name),
    ...(platform.keywords ?? []),
  ];
  return distinct([
    ...ranked(names.filter(isChineseLabel), 0),
    ...organs,
    ...ranked(phrases.filter(isChineseLabel).slice(0, 16), 0.5),
  ]).filter(({ text }) => isChineseLabel(text));
}

/** Fits one label as punycode with room to spare. */
function isChineseLabel(text: string): boolean {
  return /^\p{Script=Han}{2,18}$/u.test(text);
}

function hostParts(hosts: readonly string[]): OfficialHostParts[] {
  const seen = new Set<string>();
  const parts: OfficialHostParts[] = [];
  for (const entry of hosts) {
    const host = entry.replace(/^\./, '').toLowerCase();
    const { domainWithoutSuffix: label, publicSuffix: suffix, subdomain } = parse(host);
    if (!label || !suffix || seen.has(host)) continue;
    seen.add(host);
    const sub = (subdomain ?? '').split('.').filter((part) => part !== '' && part !== 'www');
    parts.push({ host, sub, label, suffix, open: closedSuffix(host) === null, cost: Math.min(3, parts.length * 0.75) });
  }
  return parts;
}

/** `e-cqs` is also written `ecqs`, and remembered as `cqs`. */
function labelForms(label: string): WeightedWord[] {
  if (!label.includes('-')) return [{ text: label, cost: 0 }];
  const longest = label.split('-').sort((a, b) => b.length - a.length)[0] ?? label;
  return [
    { text: label, cost: 0 },
    { text: label.replaceAll('-', ''), cost: 0.25 },
    ...(longest.length >= 3 ? [{ text: longest, cost: 1 }] : []),
  ];
}
