/** How long a name has been registered, how long by the site's owner, and the answer that says so. */
import { sharedHost } from '../../storage/sites/host-domain.ts';
import type { Registration } from '../../storage/vocabulary/probe.ts';
import type { HostView } from '../host-view.ts';

const DAY = 86_400_000;

/** Age of a registration in days at `now` (ISO 8601); null when either is unknown. */
export function domainAgeDays(registration: Registration | null, now: string): number | null {
  if (!registration?.createdAt) return null;
  const age = (Date.parse(now) - Date.parse(registration.createdAt)) / DAY;
  return Number.isFinite(age) ? Math.max(0, age) : null;
}

/**
 * Days for which the site's owner has had the name; null when unknown, and where the registered name is not the owner's
 * but its hoster's.
 */
export function ownerAgeDays(
  { host, registration }: Pick<HostView, 'host' | 'registration'>,
  now: string,
): number | null {
  return sharedHost(host) === null ? domainAgeDays(registration, now) : null;
}

/** Digest of the stored answer that the registration was read from; null when none was kept. */
export function registrationDigest({ registration }: Pick<HostView, 'registration'>): string | null {
  return registration?.rdap ?? registration?.whois ?? null;
}
