/**
 * Of the names of one certificate those that say something: all of a few, of a hoster's hundreds only the site's own
 * and the look-alikes.
 */
import { getDomain } from 'tldts';

/** A certificate with more names is a hoster's. */
export const MOST_CERTIFICATE_NAMES = 25;

/** The names of a certificate that tell something, and the number of those that do not. */
export interface TellingNames {
  /** As written, wildcards too; without repeats. */
  telling: string[];
  /** How many further names the certificate holds. */
  others: number;
}

/** @param resembles whether a host name, without its wildcard, looks like a protected platform's. */
export function tellingNames(
  names: readonly string[],
  host: string,
  resembles: (name: string) => boolean,
): TellingNames {
  const all = [...new Set(names)];
  if (all.length <= MOST_CERTIFICATE_NAMES) return { telling: all, others: 0 };
  const own = getDomain(host);
  const telling = all.filter((name) => {
    const bare = name.toLowerCase().replace(/^\*\./, '');
    return bare === host || (own !== null && getDomain(bare) === own) || resembles(bare);
  });
  return { telling, others: all.length - telling.length };
}
