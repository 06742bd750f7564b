/** Compares a host name (and the path it was found under) with the protected platforms' hosts and words. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { finding, quote, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { bestNameMatch } from '../names/best-name-match.ts';
import { contentNetworkHost } from '../names/content-network.ts';
import type { NameMatch } from '../names/host-parts.ts';
import { closedSuffix, isOfficialHost, normaliseHost } from '../names/official-hosts.ts';
import type { PageReading } from '../reading/page-reading.ts';

const MAX_HOST = 253;

/** The host's own name and the name it ended on; nothing where a content network stands in for an official host. */
export function domainSimilarity(
  { visit }: CaptureView,
  { platforms, allowList }: DetectionContext,
  { hosts, hostView }: Pick<PageReading, 'hosts' | 'hostView'>,
): Finding[] {
  if (contentNetworkHost(hosts, platforms) !== undefined) return [];
  return nameFindings(hosts, [visit.url, ...hostView.urls], platforms, allowList);
}

/**
 * Findings about the names: one for the platform most resembled, or a weak one for a government look without a
 * platform. Quiet for official hosts, closed suffixes, IP literals, content networks and chance substrings.
 */
export function nameFindings(
  hosts: readonly string[],
  urls: readonly string[],
  platforms: readonly Platform[],
  allowList: readonly string[],
): Finding[] {
  const matches = hosts
    .map(normaliseHost)
    .filter(
      (host) =>
        host !== '' && host.length <= MAX_HOST && !isOfficialHost(host, platforms, allowList) && !closedSuffix(host),
    )
    .map((host) => ({ host, match: bestNameMatch(host, platforms) ?? pathMatch(urls, host, platforms) }))
    .filter((entry): entry is { host: string; match: NameMatch } => entry.match !== null)
    .sort((left, right) => right.match.value - left.match.value);
  const best = matches[0];
  return best ? [toFinding(best.host, best.match)] : [];
}

/** An official host name or platform words in the path: weak. */
function pathMatch(urls: readonly string[], host: string, platforms: readonly Platform[]): NameMatch | null {
  for (const url of urls.slice(0, 20)) {
    const path = pathOf(url, host);
    if (path === '') continue;
    for (const platform of platforms) {
      const official = platform.hosts
        .map((entry) => entry.replace(/^\./, ''))
        .find((entry) => path.split('/').some((step) => step === entry || step.replaceAll('-', '.') === entry));
      if (official)
        return {
          platform: platform.id,
          value: 0.35,
          zh: '路径里写着官方域名',
          en: 'carries the official name in its path',
          part: path,
          expected: official,
        };
    }
  }
  return null;
}

function pathOf(url: string, host: string): string {
  try {
    const parsed = new URL(url);
    return normaliseHost(parsed.hostname) === host ? parsed.pathname.toLowerCase().slice(0, 300) : '';
  } catch {
    return '';
  }
}

function toFinding(host: string, match: NameMatch): Finding {
  const shown = quote(host, 90);
  return finding({
    signal: 'domain-similarity',
    platform: match.platform,
    value: match.value,
    because: [
      sentence(
        `域名“${shown}”${match.zh}（“${quote(match.part)}”），官方为 ${match.expected}`,
        `Host "${shown}" ${match.en} ("${quote(match.part)}"); official: ${match.expected}`,
      ),
    ],
    evidence: [{ digest: null, text: shown }],
  });
}
