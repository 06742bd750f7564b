/** How much a host name resembles a platform's: parts of the official name, its words, or a letter changed. */
import { distance } from 'fastest-levenshtein';
import { parse } from 'tldts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { composed } from './composed-name.ts';
import { AGENCY_WORDS, FILLER_WORDS, GOV_WORDS, REGION_WORDS, SERVICE_WORDS, TOPIC_WORDS } from './domain-words.ts';
import { type HostParts, type NameMatch, hostParts, variantsOf } from './host-parts.ts';
import { closedSuffix, normaliseHost } from './official-hosts.ts';

/** The strongest resemblance of one host name; null when there is none. */
export function bestNameMatch(host: string, platforms: readonly Platform[]): NameMatch | null {
  const parts = hostParts(host);
  if (!parts) return null;
  let best: NameMatch | null = null;
  for (const variant of variantsOf(parts)) {
    for (const platform of platforms) best = stronger(best, matchPlatform(variant, platform));
    best = stronger(best, genericGov(variant));
  }
  return best;
}

function matchPlatform(parts: HostParts, platform: Platform): NameMatch | null {
  let best: NameMatch | null = null;
  for (const entry of platform.hosts) {
    const official = normaliseHost(entry).replace(/^\./, '');
    best = stronger(best, embedded(parts, official, platform.id));
    best = stronger(best, joined(parts, official, platform.id));
    best = stronger(best, edited(parts, official, platform.id));
  }
  return stronger(best, composed(parts, platform));
}

/** The official words in order inside the name: as a prefix under another domain, or with hyphens for dots. */
function embedded(parts: HostParts, official: string, platform: string): NameMatch | null {
  const wanted = official.split(/[.-]+/);
  if (wanted.length < 2) return null;
  const whole = indexOfRun(parts.words, wanted);
  const prefix = parts.host.startsWith(`${official}.`) || parts.host.includes(`.${official}.`);
  if (whole !== -1) {
    const zh = prefix ? '把官方域名整段用作其他域名的前缀' : '把官方域名的点换成连字符';
    const en = prefix
      ? 'uses the whole official name as a prefix under another domain'
      : 'writes the official name with hyphens for dots';
    return { platform, value: 1, zh, en, part: wanted.join(prefix ? '.' : '-'), expected: official };
  }
  for (let length = wanted.length - 1; length >= 2; length -= 1) {
    for (let from = 0; from + length <= wanted.length; from += 1) {
      const run = wanted.slice(from, from + length);
      if (!isTelling(run) || indexOfRun(parts.words, run) === -1 || endsAsOwnSuffix(parts, run)) continue;
      const value = run.some((word) => GOV_WORDS.has(word)) ? 0.95 : 0.8;
      return {
        platform,
        value,
        zh: '含官方域名的连续片段',
        en: 'contains a run of the official name',
        part: run.join('-'),
        expected: official,
      };
    }
  }
  return null;
}

/** `org.cn`, `com.cn`, `gov.cn` say nothing about a platform: one word must be the platform's own. */
function isTelling(run: string[]): boolean {
  const own = run.filter(
    (word) => !GOV_WORDS.has(word) && !['cn', 'com', 'org', 'net', 'edu', 'www', 'e'].includes(word),
  );
  return own.length > 1 || (own.length === 1 && run.some((word) => GOV_WORDS.has(word)));
}

/**
 * The run may not be just the end of the name, such as `cpta.com` + `cn`, when it is the registrant's own label and
 * suffix.
 */
function endsAsOwnSuffix(parts: HostParts, run: string[]): boolean {
  return run.length === 2 && run[1] === parts.suffix && !GOV_WORDS.has(run[1] ?? '');
}

function indexOfRun(words: string[], run: string[]): number {
  for (let from = 0; from + run.length <= words.length; from += 1) {
    if (run.every((word, offset) => words[from + offset] === word)) return from;
  }
  return -1;
}

/** Official words written together in one label: cxmem, memgov, memgovcn, zlaqmohurd. */
function joined(parts: HostParts, official: string, platform: string): NameMatch | null {
  const wanted = official.split(/[.-]+/);
  for (let length = wanted.length; length >= 2; length -= 1) {
    for (let from = 0; from + length <= wanted.length; from += 1) {
      const run = wanted.slice(from, from + length);
      const glued = run.join('');
      if (glued.length < 5 || !isTelling(run)) continue;
      const label = parts.labels.find(
        (candidate) =>
          candidate === glued || (length > 2 && candidate.startsWith(glued)) || isGluedWithFiller(candidate, glued),
      );
      if (label)
        return {
          platform,
          value: 0.85,
          zh: '把官方域名的各段连写',
          en: 'writes parts of the official name together',
          part: label,
          expected: official,
        };
    }
  }
  return null;
}

function isGluedWithFiller(candidate: string, glued: string): boolean {
  const at = candidate.indexOf(glued);
  if (at === -1) return false;
  const rest = [candidate.slice(0, at), candidate.slice(at + glued.length)].filter((part) => part !== '');
  return rest.every(
    (part) => FILLER_WORDS.has(part) || SERVICE_WORDS.has(part) || REGION_WORDS.has(part) || /^\d{1,4}$/.test(part),
  );
}

/**
 * One or two letters away from an official registrable name that outsiders can imitate, or the same label under another
 * suffix.
 */
function edited(parts: HostParts, official: string, platform: string): NameMatch | null {
  const parsed = parse(official, { allowPrivateDomains: false });
  const label = parsed.domainWithoutSuffix ?? '';
  const own = parts.domain.endsWith(parts.suffix)
    ? parts.domain.slice(0, parts.domain.length - parts.suffix.length - 1)
    : parts.domain;
  const expected = parsed.domain ?? official;
  if (label.length >= 4 && own === label && parts.suffix !== parsed.publicSuffix) {
    const value = label.length >= 6 ? 0.6 : 0.45;
    return {
      platform,
      value,
      zh: '与官方域名同名而后缀不同',
      en: 'is the official label under another suffix',
      part: parts.domain,
      expected,
    };
  }
  if (
    label.length < 4 ||
    Math.abs(own.length - label.length) > 1 ||
    own === label ||
    isClosedOfficial(parsed.publicSuffix)
  )
    return null;
  const steps = distance(own, label);
  if (steps > 1 && !(steps === 2 && isSwap(own, label))) return null;
  const sameSuffix = parts.suffix === parsed.publicSuffix;
  const value = (label.length >= 6 ? 0.7 : 0.5) * (sameSuffix ? 1 : 0.6);
  return {
    platform,
    value,
    zh: '与官方域名只差一两个字母',
    en: 'differs from the official name by a letter or two',
    part: parts.domain,
    expected,
  };
}

function isClosedOfficial(suffix: string | null): boolean {
  return suffix !== null && closedSuffix(`x.${suffix}`) !== null && suffix.length < 5;
}

function isSwap(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  const at = left.split('').findIndex((letter, index) => letter !== right[index]);
  return left[at] === right[at + 1] && left[at + 1] === right[at] && left.slice(at + 2) === right.slice(at + 2);
}

/**
 * A government look without a platform: weak by itself (domain brief 2.1: such hosts also belong to victims and proxy
 * sellers).
 */
function genericGov(parts: HostParts): NameMatch | null {
  const body = parts.words.slice(0, Math.max(1, parts.words.length - parts.suffix.split('.').length));
  const word =
    body.find((candidate) => GOV_WORDS.has(candidate) && candidate.length >= 3) ??
    parts.labels.find((label) => /^[a-z]{2,14}gov(?:cn)?$/.test(label));
  if (!word) return null;
  const agency = [...body, ...parts.labels].find(
    (candidate) => AGENCY_WORDS.has(candidate) || TOPIC_WORDS.has(candidate),
  );
  return {
    platform: null,
    value: agency ? 0.6 : 0.35,
    zh: '带有政府域名的样子',
    en: 'has the look of a government name',
    part: agency ? `${word}+${agency}` : word,
    expected: '*.gov.cn',
  };
}

function stronger(left: NameMatch | null, right: NameMatch | null): NameMatch | null {
  if (!left || !right) return left ?? right;
  return right.value > left.value || (right.value === left.value && right.expected.length > left.expected.length)
    ? right
    : left;
}
