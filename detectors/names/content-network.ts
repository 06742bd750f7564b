/** Content networks, which answer under their customers' full names. */
import { registeredDomain } from '../../storage/sites/host-domain.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { CDN_DOMAINS } from './domain-words.ts';
import { normaliseHost } from './official-hosts.ts';

/** True when the name belongs to a content network that carries its customers' full names. */
export function isContentNetworkName(host: string): boolean {
  return CDN_DOMAINS.has(registeredDomain(normaliseHost(host)) ?? '');
}

/** The first of the hosts that is a content network's name for an official host; undefined when none is. */
export function contentNetworkHost(hosts: readonly string[], platforms: readonly Platform[]): string | undefined {
  return hosts.find(
    (host) =>
      isContentNetworkName(host) &&
      platforms.some((platform) => platform.hosts.some((entry) => host.startsWith(`${entry.replace(/^\./, '')}.`))),
  );
}
