/**
 * Which names an outsider can register: the public suffix list, less the suffixes that only organs, schools and the
 * like get.
 */
import { parse } from 'tldts';
import { closedSuffix } from './official-hosts.ts';
import { MingjingError } from '../../storage/mingjing-error.ts';

/**
 * Second labels that registries keep for organs and schools all over the world (`gov.hk`, `go.jp`, `edu.tw`, `gov.cx`).
 */
const KEPT_FOR_ORGANS = new Set(['gov', 'gob', 'gouv', 'gub', 'go', 'govt', 'edu', 'ac', 'mil', 'police', 'nhs']);

/** The part of tldts that is needed; a parameter only so that missing suffix data can be tested. */
export type SuffixParser = (host: string) => {
  publicSuffix: string | null;
  domain: string | null;
  isIcann?: boolean | null;
};

const withPrivate: SuffixParser = (host) => parse(host, { allowPrivateDomains: true });

/**
 * Without the public suffix list every answer about registrable names would be wrong, so nothing may go on.
 * @throws MingjingError SUFFIX_DATA_MISSING (environment).
 */
export function checkSuffixData(suffixes: SuffixParser = withPrivate): void {
  for (const [host, expected] of [
    ['a.b.gov.cn', 'gov.cn'],
    ['a.b.com.cn', 'com.cn'],
    ['a.b.github.io', 'github.io'],
  ] as const) {
    const found = suffixes(host).publicSuffix;
    if (found === expected) continue;
    throw new MingjingError('SUFFIX_DATA_MISSING', {
      zh: `公共后缀表（tldts）缺失或损坏：${host} 的后缀应为 ${expected}，实际为 ${found ?? '无'}。没有它，无法判断哪些域名可以注册`,
      en: `the public suffix list (tldts) is missing or damaged: the suffix of ${host} should be ${expected}, found ${found ?? 'none'}. Without it nobody can say which names can be registered`,
    });
  }
}

/**
 * Answers for many names that share few suffixes: only the last label before `suffix` can make a difference
 * (`cx.mem.gov` + `cx` lies below `gov.cx`; `com` + `cn` is a suffix itself), and what the suffix list says about those
 * few is remembered.
 */
export class RegistrableNames {
  readonly #known = new Map<string, boolean>();

  /**
   * `host` = `stem` + `.` + `suffix`. False below a closed suffix, for a public suffix itself, and for an invalid
   * length.
   */
  has(stem: string, suffix: string): boolean {
    if (stem.length + suffix.length > 252 || !fits(stem)) return false;
    const dot = stem.lastIndexOf('.');
    if (dot < 0) return stem.length > LONGEST_SUFFIX_LABEL || this.#ask(`${stem}.${suffix}`);
    const tail = stem.slice(dot + 1);
    return !KEPT_FOR_ORGANS.has(tail) || this.#ask(`x.${tail}.${suffix}`);
  }

  #ask(host: string): boolean {
    const known = this.#known.get(host);
    if (known !== undefined) return known;
    const answer = withPrivate(host).domain !== null && !isClosed(host);
    this.#known.set(host, answer);
    return answer;
  }
}

/** No public suffix of two labels that is worth a look begins with a longer label than this. */
const LONGEST_SUFFIX_LABEL = 8;

function isClosed(host: string): boolean {
  if (closedSuffix(host) !== null) return true;
  const labels = withPrivate(host).publicSuffix?.split('.') ?? [];
  return labels.length === 2 && KEPT_FOR_ORGANS.has(labels[0] ?? '');
}

/** RFC 1035 §2.3.4: 63 octets a label. */
function fits(stem: string): boolean {
  return stem.length <= 63 || stem.split('.').every((label) => label.length <= 63);
}

/** One whole name: an outsider can register it, or the registrable name above it. */
export function isRegistrableName(host: string): boolean {
  return withPrivate(host).domain !== null && !isClosed(host);
}
