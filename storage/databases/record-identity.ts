/**
 * Digest of what makes a row the row it is, for unique keys: some parts (URLs, details) are longer than an index entry
 * may be.
 */
import { hash } from 'node:crypto';

/** 128 bits of SHA-256, hex. */
export function recordIdentity(...parts: readonly (string | number | null)[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32);
}

/** JSON with keys in order, so that equal records give equal text. */
export function orderedJson(record: Readonly<Record<string, string | number | null>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : Number(a > b)))));
}
