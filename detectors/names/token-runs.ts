/** Cuts a name into known words: neighbouring parts (split at dots and hyphens) that consist of them throughout. */
import type { Token } from './name-shape.ts';
import type { RecogniserIndex } from './recogniser-index.ts';
import { segment } from './segment-token.ts';

/**
 * Digits around a part are left out (they are how forgers rotate); look-alike spellings are undone; one slip in a long
 * agency word is forgiven.
 */
export function tokenRuns(flat: string, index: RecogniserIndex): Token[][] {
  const runs: Token[][] = [];
  let run: Token[] = [];
  for (const part of flat.split('-')) {
    if (part === '') continue;
    const tokens = tokensOf(part, index);
    if (tokens) run.push(...tokens);
    else if (part.length > 1) {
      if (run.length > 0) runs.push(run);
      run = [];
    }
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

function tokensOf(part: string, { kinds, nearAgencies }: RecogniserIndex): Token[] | null {
  const bare = /^\d|\d$/.test(part) ? part.replace(/^\d{1,4}(?=[a-z])|(?<=[a-z])\d+$/g, '') : part;
  const kindOf = (text: string) => kinds.get(text) ?? 'glue';
  const plain = segment(part, kinds) ?? (bare === part ? null : segment(bare, kinds));
  if (plain) return plain.map((text) => ({ text, kind: kindOf(text), masked: false }));
  const read = unmasked(bare);
  const seen = read === bare ? null : segment(read, kinds);
  if (seen) return seen.map((text) => ({ text, kind: kindOf(text), masked: true }));
  const near = nearAgencies.find(bare);
  return near === null ? null : [{ text: near, kind: 'agency', masked: true }];
}

/** Undoes the usual look-alike spellings. */
function unmasked(text: string): string {
  return text
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('5', 's')
    .replaceAll('qov', 'gov');
}
