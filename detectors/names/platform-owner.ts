/** Whose a platform is: platforms of one ministry share names, filing numbers and statistics. */
import { holderDomain } from '../../storage/sites/host-domain.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { compactText } from '../text/normalise-text.ts';

/** What the names of a ministry and of its departments begin with; '' for an empty name. */
export function ministryOf(owner: string): string {
  return compactText(owner).slice(0, 4);
}

/** Platforms of one owner, or below one holder's domain: a name like mem-gov.cn fits all of them. */
export function areRelated(left: Platform, right: Platform): boolean {
  if (left.owner !== undefined && right.owner !== undefined && ministryOf(left.owner) === ministryOf(right.owner))
    return true;
  const domains = new Set(left.hosts.map((entry) => holderDomain(entry.replace(/^\./, ''))));
  return right.hosts.some((entry) => domains.has(holderDomain(entry.replace(/^\./, ''))));
}
