/**
 * The shape of a page: runs of its tags with their classes, as a set that can be compared after the official page's was
 * taken away.
 */
import { textHash } from '../text/text-digest.ts';

/** Hashes of runs of tags. */
export type DomShape = ReadonlySet<number>;

const RUN = 4;
const MOST_TAGS = 6000;
const TAG = /<([a-z][a-z0-9-]{0,30})((?:\s[^<>]{0,2000})?)>/gi;
const CLASS = /\sclass\s{0,3}=\s{0,3}(?:"([^"]{0,300})"|'([^']{0,300})')/i;
const UNSEEN = new Set(['html', 'head', 'body', 'meta', 'br', 'option']);

/**
 * Runs of four consecutive start tags, each with its first two classes; attributes, text and generated class names do
 * not count. Linear time.
 */
export function domShape(html: string): DomShape {
  const tokens: string[] = [];
  for (const match of html.matchAll(TAG)) {
    const name = (match[1] ?? '').toLowerCase();
    if (UNSEEN.has(name)) continue;
    const classes = CLASS.exec(match[2] ?? '');
    const named = (classes?.[1] ?? classes?.[2] ?? '')
      .split(/\s+/)
      .filter((word) => word !== '')
      .slice(0, 2);
    tokens.push([name, ...named].join('.'));
    if (tokens.length >= MOST_TAGS) break;
  }
  const runs = new Set<number>();
  for (let at = 0; at + RUN <= tokens.length; at += 1) runs.add(textHash(tokens.slice(at, at + RUN).join(' ')));
  return runs;
}

/** Size of the intersection over size of the union; 0 when both are empty. */
export function shapeSimilarity(left: DomShape, right: DomShape): number {
  const [small, large] = left.size < right.size ? [left, right] : [right, left];
  let shared = 0;
  for (const run of small) if (large.has(run)) shared += 1;
  const all = left.size + right.size - shared;
  return all === 0 ? 0 : shared / all;
}

const HASHES = 32;
const ROWS = 2;

/**
 * Keys of which two shapes of Jaccard similarity s share at least one with probability 1 − (1 − s²)^16 (MinHash in
 * bands; A. Broder, 1997): 99.99 % at 0.7. Only pairs that share one need be compared.
 */
export function shapeBands(shape: DomShape): string[] {
  const least = Array.from({ length: HASHES }, () => 0xffffffff);
  for (const run of shape) {
    for (let index = 0; index < HASHES; index += 1) {
      let mixed = Math.imul(run ^ Math.imul(index + 1, 0x9e3779b1), 0x85ebca6b);
      mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
      mixed = (mixed ^ (mixed >>> 16)) >>> 0;
      if (mixed < (least[index] ?? 0)) least[index] = mixed;
    }
  }
  return Array.from(
    { length: HASHES / ROWS },
    (_, band) => `${band}:${least.slice(band * ROWS, (band + 1) * ROWS).join('.')}`,
  );
}
