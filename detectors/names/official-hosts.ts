/** Whether a host name is on the official list: exact names or `.suffix` entries, compared on DNS label boundaries. */
import type { Platform } from '../../storage/vocabulary/platform.ts';

/**
 * Suffixes below which only checked organs or schools can register, so that a whole host there is nobody's costume; a
 * single page on it may still be injected. `.gov.cn` is NOT the allow-list of platforms: this only says whose host it
 * is. Source: CNNIC registration rules (gov.cn, edu.cn, mil.cn, ac.cn), 国办函〔2018〕55号 (.政务 = xn--zfr164b).
 */
export const CLOSED_SUFFIXES = [
  'gov.cn',
  'mil.cn',
  'edu.cn',
  'ac.cn',
  'xn--zfr164b',
  'gov.hk',
  'gov.mo',
  'gov.tw',
  'edu.hk',
] as const;

/** Lower-case, no trailing dot, no port, IPv6 brackets kept; '' for an unusable value. */
export function normaliseHost(host: string): string {
  const lower = host.trim().toLowerCase();
  const bare = lower.startsWith('[') ? lower.slice(0, lower.indexOf(']') + 1) : lower.replace(/:\d{1,5}$/, '');
  return bare.endsWith('.') ? bare.slice(0, -1) : bare;
}

/** The host of a URL in `normaliseHost` form; '' when it is no http(s) URL. */
export function hostOf(url: string | null | undefined): string {
  if (!url) return '';
  try {
    const parsed = new URL(url);
    return parsed.protocol === 'http:' || parsed.protocol === 'https:' ? normaliseHost(parsed.hostname) : '';
  } catch {
    return '';
  }
}

/** True when `host` equals an exact entry, or equals or lies below a `.suffix` entry. Never a substring match. */
export function matchesHostEntry(host: string, entry: string): boolean {
  const name = normaliseHost(host);
  const wanted = normaliseHost(entry);
  if (name === '' || wanted === '' || wanted === '.') return false;
  if (!wanted.startsWith('.')) return name === wanted;
  return name === wanted.slice(1) || name.endsWith(wanted);
}

/** The platform whose official list names this host; null when none does. */
export function officialPlatform(host: string, platforms: readonly Platform[]): Platform | null {
  return platforms.find((platform) => platform.hosts.some((entry) => matchesHostEntry(host, entry))) ?? null;
}

/** True for a host of any listed platform or of the operator's own `allowList` (same notation as `Platform.hosts`). */
export function isOfficialHost(
  host: string,
  platforms: readonly Platform[],
  allowList: readonly string[] = [],
): boolean {
  return officialPlatform(host, platforms) !== null || allowList.some((entry) => matchesHostEntry(host, entry));
}

/** The closed suffix (`gov.cn`, `edu.cn` …) the host lies below; null when it lies below none. */
export function closedSuffix(host: string): string | null {
  const name = normaliseHost(host);
  return CLOSED_SUFFIXES.find((suffix) => name.endsWith(`.${suffix}`)) ?? null;
}
