/** The faults a route can answer with, and their spelling in site.json. */

/** Faults without a number. */
const PLAIN = ['reset', 'hang', 'endless', 'bad-content-length', 'redirect-loop', 'bad-tls'] as const;
/** Faults with a number: bytes per second, bytes, MiB of plain text. */
const SIZED = ['slow', 'truncate', 'gzip-bomb'] as const;

export type Fault = { kind: (typeof PLAIN)[number] } | { kind: (typeof SIZED)[number]; size: number };

/** Reads `slow:2048`, `reset` …; null when it is no fault of the format. Only `truncate` may be 0. */
export function parseFault(text: string): Fault | null {
  const plain = PLAIN.find((kind) => kind === text);
  if (plain) return { kind: plain };
  const [, word, digits] = /^([a-z-]+):(\d{1,9})$/.exec(text) ?? [];
  const sized = SIZED.find((kind) => kind === word);
  const size = Number(digits);
  if (!sized || (size === 0 && sized !== 'truncate')) return null;
  return { kind: sized, size };
}
