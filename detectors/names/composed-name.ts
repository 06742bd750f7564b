/** Host names put together from a platform's own words. */
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { COMMON_WORDS, FILLER_WORDS, GOV_WORDS, REGION_WORDS, SERVICE_WORDS } from './domain-words.ts';
import type { HostParts, NameMatch } from './host-parts.ts';

type Role = 'agency' | 'service' | 'topic' | 'gov' | 'filler';

/**
 * Names composed of the platform's words: agency + gov, agency + service, topic + service … with no rest unexplained.
 */
export function composed(parts: HostParts, platform: Platform): NameMatch | null {
  const roles = rolesOf(platform);
  const found = new Map<Role, string>();
  const body = parts.words.slice(0, Math.max(1, parts.words.length - parts.suffix.split('.').length));
  for (const word of new Set([...body, ...parts.labels]))
    for (const [role, part] of segment(word, roles)) if (!found.has(role)) found.set(role, part);
  const agency = found.get('agency');
  const topic = found.get('topic');
  const gov = found.get('gov');
  const service = found.get('service');
  const value = composedValue(agency, topic, gov, service, parts);
  if (value === 0) return null;
  const part = [...found]
    .filter(([role]) => role !== 'filler')
    .map(([, word]) => word)
    .join('+');
  return {
    platform: platform.id,
    value,
    zh: '由机关、业务与查询用词拼成',
    en: 'is composed of agency, topic and query words',
    part,
    expected: platform.hosts[0] ?? platform.id,
  };
}

function composedValue(
  agency: string | undefined,
  topic: string | undefined,
  gov: string | undefined,
  service: string | undefined,
  parts: HostParts,
): number {
  const commonAgency = agency !== undefined && COMMON_WORDS.has(agency);
  if (agency && gov) return 0.9;
  if (topic && gov) return 0.8;
  if (agency && service && topic) return 0.75;
  if (agency && service) return commonAgency ? (isWholeName(parts) ? 0.55 : 0.4) : 0.65;
  if (topic && service) return COMMON_WORDS.has(topic) ? 0.3 : 0.5;
  if (gov && service) return 0.6;
  if (agency && !commonAgency && agency.length >= 6) return 0.35;
  return 0;
}

function isWholeName(parts: HostParts): boolean {
  return parts.labels.filter((label) => label !== 'www' && label !== 'm').length === 1;
}

function rolesOf(platform: Platform): Map<string, Role> {
  const roles = new Map<string, Role>();
  for (const word of FILLER_WORDS) roles.set(word, 'filler');
  for (const word of REGION_WORDS) roles.set(word, 'filler');
  for (const word of SERVICE_WORDS) roles.set(word, 'service');
  for (const word of platform.domainTokens?.service ?? []) if (!FILLER_WORDS.has(word)) roles.set(word, 'service');
  for (const word of platform.domainTokens?.topic ?? []) roles.set(word.replaceAll('-', ''), 'topic');
  for (const word of platform.domainTokens?.agency ?? []) roles.set(word.replaceAll('-', ''), 'agency');
  for (const word of GOV_WORDS) roles.set(word, 'gov');
  return roles;
}

/**
 * Cuts a word completely into known words (fewest pieces); nothing when any letter is left over, so chance substrings
 * stay quiet.
 */
function segment(word: string, roles: Map<string, Role>): [Role, string][] {
  if (word.length < 2 || word.length > 40) return [];
  const best: ([Role, string][] | null)[] = [[]];
  for (let end = 1; end <= word.length; end += 1) {
    best[end] = null;
    for (let start = Math.max(0, end - 24); start < end; start += 1) {
      const before = best[start];
      if (!before) continue;
      const piece = word.slice(start, end);
      const role = roles.get(piece) ?? (/^\d{1,4}$/.test(piece) ? 'filler' : undefined);
      const held = best[end];
      if (role && (!held || before.length + 1 < held.length)) best[end] = [...before, [role, piece]];
    }
  }
  const pieces = best[word.length] ?? [];
  return pieces.length > 1 && pieces.every(([, piece]) => piece.length <= 2) ? [] : pieces;
}
