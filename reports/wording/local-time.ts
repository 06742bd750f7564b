/** Times as people in China read them, with the zone always written. Records and manifests keep UTC. */

const BEIJING_OFFSET_MS = 8 * 3_600_000;

/** `2026-11-21 20:45:03 UTC+8` from an ISO 8601 time; a value that is no time is returned unchanged. */
export function beijingTime(iso: string): string {
  if (Number.isNaN(Date.parse(iso))) return iso;
  return `${beijingClock(iso)} UTC+8`;
}

/** The same without the zone, for columns whose heading names it. */
export function beijingClock(iso: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? iso : new Date(at + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** The date alone, in UTC+8: `2026-11-21`. Unparsable values are returned unchanged, `null` as an em dash. */
export function beijingDate(iso: string | null): string {
  if (iso === null) return '—';
  const at = Date.parse(iso);
  return Number.isNaN(at) ? iso : new Date(at + BEIJING_OFFSET_MS).toISOString().slice(0, 10);
}
