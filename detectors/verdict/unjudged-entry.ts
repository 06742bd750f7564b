/**
 * The address by which a host was found, when no visit got to see it: a file, an app's address, somebody's interception
 * page.
 */
import type { HostView } from '../host-view.ts';
import { HELD_BACK, type Seen, type SeenCapture } from '../reading/seen.ts';

/** Visits that show nothing of the address themselves and so do not contradict. */
const SAYS_NOTHING: ReadonlySet<Seen> = new Set(['blank', 'failed', 'no-answer']);

/**
 * The first capture that was held back, of an entry address all of whose visits were; of a host found by its bare name,
 * all visits count as one. Null when every entry was seen by somebody: those who got through judge the site.
 */
export function unjudgedEntry({ urls }: Pick<HostView, 'urls'>, seen: readonly SeenCapture[]): SeenCapture | null {
  const visited = urls.filter((url) => seen.some(({ capture }) => capture.visit.url === url));
  const groups =
    visited.length > 0 ? visited.map((url) => seen.filter(({ capture }) => capture.visit.url === url)) : [seen];
  for (const group of groups) {
    const held = group.find((item) => HELD_BACK.has(item.seen));
    if (held && group.every((item) => HELD_BACK.has(item.seen) || SAYS_NOTHING.has(item.seen))) return held;
  }
  return null;
}
