/**
 * A redirect to an address that no visit follows: an app's, a script's, a file's. The browser gives it up without a
 * word; the server has answered all the same.
 */
import type { HazardKind } from '../../storage/vocabulary/capture.ts';

/** Such an answer, as the browser's network layer saw it. */
export interface UnfollowedRedirect {
  /** The address that answered. */
  url: string;
  status: number;
  /** Where it points, as written in the answer. */
  location: string;
  headers: { name: string; value: string }[];
}

/** Schemes that stay in the browser; any other belongs to an app. */
export const BROWSER_SCHEMES: ReadonlySet<string> = new Set([
  'http',
  'https',
  'about',
  'data',
  'blob',
  'javascript',
  'vbscript',
  'chrome',
  'chrome-error',
  'file',
  'view-source',
  'filesystem',
]);

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const SCHEME = /^\s*([a-z][a-z0-9+.-]*):/i;

/** The scheme an address begins with, lower-case; null for a relative one. */
export function schemeOf(address: string): string | null {
  return SCHEME.exec(address)?.[1]?.toLowerCase() ?? null;
}

/** The `Location` of an answer when it is a redirect whose scheme is not followed; null for any other answer. */
export function unfollowedLocation(status: number, location: string | undefined): string | null {
  if (location === undefined || !REDIRECTS.has(status)) return null;
  const scheme = schemeOf(location);
  return scheme === null || scheme === 'http' || scheme === 'https' ? null : location.trim();
}

/** How such an address is kept among the hazards. */
export function hazardOf(location: string): HazardKind {
  return BROWSER_SCHEMES.has(schemeOf(location) ?? '') ? 'forbidden-scheme' : 'protocol-handler';
}

/** The reason of a visit or probe that ended there. */
export function unfollowedReason(status: number, location: string): string {
  return `answered ${status} to ${location.slice(0, 300)}, a scheme that is not followed`;
}
