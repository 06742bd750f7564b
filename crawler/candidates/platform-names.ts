/** The name material of one platform: its hosts taken apart, and the agency, service and topic words its forgers would use. */
import { parse } from 'tldts';
import { closedSuffix } from '../../detectors/official-hosts.ts';
import type { Platform } from '../../storage/vocabulary.ts';
import { LEXICON, NAME_WORDS, type WeightedWord } from './name-words.ts';

export interface HostParts {
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

export interface PlatformNames {
  hosts: HostParts[];
  agencies: WeightedWord[];
  services: WeightedWord[];
  topics: WeightedWord[];
  /** Names in Chinese characters that can stand as one label. */
  chinese: WeightedWord[];
  /** Short names of the owner's local bureaus (`yjj`, `zjt`). */
  localOrgans: string[];
}

/** Works from `hosts` and `name` alone; `domainTokens`, `sections`, `keywords` and `owner` make it richer. */
export function platformNames(platform: Platform): PlatformNames {
  const hosts = hostParts(platform.hosts);
  const tokens = platform.domainTokens ?? {};
  const subs = distinct(hosts.flatMap((host) => host.sub.map((text) => ({ text, cost: host.cost }))));
  const service = new Set([...(tokens.service ?? []), ...NAME_WORDS.services]);
  const owner = pinyinOf([platform.owner ?? '']);
  const subject = pinyinOf([platform.name, ...(platform.sections ?? []), ...(platform.keywords ?? [])]);
  return {
    hosts,
    agencies: distinct([
      ...hosts.flatMap(({ label, cost }) => labelForms(label).map((form) => ({ text: form.text, cost: cost + form.cost }))),
      ...ranked(tokens.agency ?? [], 0),
      // a system's own name (zlaq, cnse) is used like an agency's; a plain service word (cx) is not
      ...subs.filter(({ text }) => text.length >= 3 && !NAME_WORDS.services.includes(text)).map(({ text, cost }) => ({ text, cost: cost + 1 })),
      ...ranked(owner, 1.5),
    ]),
    services: distinct([...subs, ...ranked(tokens.service ?? [], 0), ...ranked(NAME_WORDS.services, 0.5)]),
    topics: withCertificate(distinct([...ranked(tokens.topic ?? [], 0.5), ...ranked(subject.filter((text) => !service.has(text)), 1.5)]).slice(0, MOST_TOPICS)),
    chinese: distinct(
      ranked([platform.name, ...(platform.sections ?? []), ...(platform.wechat ?? []).map((account) => account.name), ...(platform.keywords ?? [])].filter(isChineseLabel), 0),
    ),
    localOrgans: Object.entries(NAME_WORDS.localOrgans).flatMap(([word, names]) => (`${platform.owner ?? ''}${platform.name}`.includes(word) ? names : [])),
  };
}

const MOST_TOPICS = 60;

/** 证, the certificate itself, is one `z` behind the trade's initials: tzzy, tzzyz. */
function withCertificate(topics: readonly WeightedWord[]): WeightedWord[] {
  return distinct(topics.flatMap((topic) => (topic.text.length <= 5 && !topic.text.endsWith('z') ? [topic, { text: `${topic.text}z`, cost: topic.cost + 0.75 }] : [topic])));
}

/** Fits one label as punycode with room to spare. */
function isChineseLabel(text: string): boolean {
  return /^\p{Script=Han}{2,18}$/u.test(text);
}

function hostParts(hosts: readonly string[]): HostParts[] {
  const seen = new Set<string>();
  const parts: HostParts[] = [];
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
  return [{ text: label, cost: 0 }, { text: label.replaceAll('-', ''), cost: 0.25 }, ...(longest.length >= 3 ? [{ text: longest, cost: 1 }] : [])];
}

/** Earlier words of a list are the likelier ones: half a step of cost for every doubling of the place. */
function ranked(texts: readonly string[], base: number): WeightedWord[] {
  return texts.filter((text) => /^[a-z0-9\p{Script=Han}-]+$/u.test(text)).map((text, index) => ({ text, cost: base + Math.round(2 * Math.log2(1 + index)) / 4 }));
}

/** One entry a text, the cheapest, cheapest first; the order of equals is kept. */
function distinct(words: readonly WeightedWord[]): WeightedWord[] {
  const best = new Map<string, number>();
  for (const { text, cost } of words) best.set(text, Math.min(cost, best.get(text) ?? Infinity));
  return [...best].map(([text, cost]) => ({ text, cost })).sort((a, b) => a.cost - b.cost);
}

/** Pinyin and initials of the known words in Chinese texts and of neighbouring pairs of them, most frequent first. */
function pinyinOf(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  const count = (form: string, minimum: number, maximum: number): void => {
    if (form.length >= minimum && form.length <= maximum) counts.set(form, (counts.get(form) ?? 0) + 1);
  };
  for (const text of texts) {
    for (const run of knownRuns(text)) {
      for (const [index, word] of run.entries()) {
        for (const syllables of [word, [...word, ...(run[index + 1] ?? [])]]) {
          count(syllables.join(''), 6, 18);
          count(syllables.map((syllable) => syllable[0]).join(''), 3, 7);
        }
      }
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([form]) => form);
}

/** Longest-match segmentation; unknown characters end a run. */
function knownRuns(text: string): string[][][] {
  const runs: string[][][] = [[]];
  for (let at = 0; at < text.length; ) {
    const found = LEXICON.find(({ word }) => text.startsWith(word, at));
    if (found) runs.at(-1)?.push(found.syllables);
    else if ((runs.at(-1)?.length ?? 0) > 0) runs.push([]);
    at += found?.word.length ?? 1;
  }
  return runs;
}
