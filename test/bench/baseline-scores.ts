/** What simpler systems compute of a page against the official references: each gives 0..1, higher = more alike. */
import pixelmatch from 'pixelmatch';
import ssdeep from 'ssdeep.js';
import hashOf from 'tlsh';
import DigestHashBuilder from 'tlsh/lib/digests/digest-hash-builder.js';
import type { CaptureView, Raster, ReferenceView } from '../../detectors/host-view.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';

export interface BaselineReference {
  view: ReferenceView;
  html: string;
}

/** A baseline: the highest likeness of one capture to any reference. */
export type Baseline = (
  capture: CaptureView,
  references: readonly BaselineReference[],
  platforms: readonly Platform[],
) => number;

export const BASELINES: Record<string, Baseline> = {
  'average hash (aHash)': pictures(averageHash, hammingLikeness),
  'perceptual hash (pHash)': pictures(perceptualHash, hammingLikeness),
  'plain pixelmatch': (capture, references) =>
    best(references, ({ view }) => (capture.raster && view.raster ? samePixels(capture.raster, view.raster) : 0)),
  'ssdeep of the HTML': texts(
    (html) => ssdeep.digest(html),
    (left, right) => ssdeep.similarity(left, right) / 100,
  ),
  'TLSH of the HTML': texts(tlshOf, tlshLikeness),
  'keyword count': (capture, _references, platforms) => keywordCount(capture, platforms),
};

function best(references: readonly BaselineReference[], of: (reference: BaselineReference) => number): number {
  return Math.max(0, ...references.map(of));
}

function pictures(
  hash: (raster: Raster) => boolean[],
  likeness: (left: boolean[], right: boolean[]) => number,
): Baseline {
  const known = new WeakMap<Raster, boolean[]>();
  const hashed = (raster: Raster) => {
    const ready = known.get(raster) ?? hash(raster);
    known.set(raster, ready);
    return ready;
  };
  return (capture, references) =>
    best(references, ({ view }) =>
      capture.raster && view.raster ? likeness(hashed(capture.raster), hashed(view.raster)) : 0,
    );
}

function texts<Digest>(digest: (html: string) => Digest, likeness: (left: Digest, right: Digest) => number): Baseline {
  const known = new Map<string, Digest>();
  const digested = (html: string) => {
    const ready = known.get(html) ?? digest(html);
    known.set(html, ready);
    return ready;
  };
  return (capture, references) =>
    capture.html === ''
      ? 0
      : best(references, ({ html }) => (html === '' ? 0 : likeness(digested(capture.html), digested(html))));
}

/** Mean luma of `size` × `size` cells. */
function grayCells({ width, height, data }: Raster, size: number): number[] {
  const cells: number[] = [];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let [sum, count] = [0, 0];
      for (
        let y = Math.floor((row * height) / size);
        y < Math.max(Math.floor((row * height) / size) + 1, Math.floor(((row + 1) * height) / size));
        y++
      ) {
        for (
          let x = Math.floor((column * width) / size);
          x < Math.max(Math.floor((column * width) / size) + 1, Math.floor(((column + 1) * width) / size));
          x++
        ) {
          const at = (y * width + x) * 4;
          sum += 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
          count++;
        }
      }
      cells.push(sum / count);
    }
  }
  return cells;
}

/** 64 bits: cells of an 8 × 8 picture above its mean. */
function averageHash(raster: Raster): boolean[] {
  const cells = grayCells(raster, 8);
  const mean = cells.reduce((sum, cell) => sum + cell, 0) / cells.length;
  return cells.map((cell) => cell > mean);
}

/** 63 bits: low frequencies of the cosine transform of a 32 × 32 picture above their median, without the mean. */
function perceptualHash(raster: Raster): boolean[] {
  const size = 32;
  const cells = grayCells(raster, size);
  const frequencies: number[] = [];
  for (let v = 0; v < 8; v++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let y = 0; y < size; y++)
        for (let x = 0; x < size; x++)
          sum +=
            (cells[y * size + x] ?? 0) *
            Math.cos(((2 * x + 1) * u * Math.PI) / (2 * size)) *
            Math.cos(((2 * y + 1) * v * Math.PI) / (2 * size));
      frequencies.push(sum);
    }
  }
  const low = frequencies.slice(1);
  const median = [...low].sort((left, right) => left - right)[31] ?? 0;
  return low.map((frequency) => frequency > median);
}

function hammingLikeness(left: readonly boolean[], right: readonly boolean[]): number {
  return left.filter((bit, index) => bit === right[index]).length / left.length;
}

/** Share of equal pixels where both pictures lie. */
function samePixels(left: Raster, right: Raster): number {
  const [width, height] = [Math.min(left.width, right.width), Math.min(left.height, right.height)];
  if (width === 0 || height === 0) return 0;
  const cut = ({ width: full, data }: Raster) => {
    const out = new Uint8Array(width * height * 4);
    for (let y = 0; y < height; y++) out.set(data.subarray(y * full * 4, (y * full + width) * 4), y * width * 4);
    return out;
  };
  return 1 - pixelmatch(cut(left), cut(right), undefined, width, height, { threshold: 0.1 }) / (width * height);
}

/** Null for pages below TLSH's least length or complexity. */
function tlshOf(html: string): object | null {
  try {
    return new DigestHashBuilder().withHash(hashOf(html)).build();
  } catch {
    return null;
  }
}

/** TLSH distances start at 0; 300 and more mean nothing in common. */
function tlshLikeness(left: object | null, right: object | null): number {
  if (!left || !right) return 0;
  return Math.max(
    0,
    1 -
      (left as { calculateDifference(other: object, length: boolean): number }).calculateDifference(right, true) / 300,
  );
}

/** Different names, columns, keywords and result labels of the best platform in the page's text, as a share of ten. */
function keywordCount({ page }: CaptureView, platforms: readonly Platform[]): number {
  if (!page) return 0;
  const text = `${page.title}\n${page.text}`;
  const count = ({ name, titles = [], sections = [], keywords = [], resultFields = [] }: Platform) =>
    [...new Set([name, ...titles, ...sections, ...keywords, ...resultFields])].filter((word) => text.includes(word))
      .length;
  return Math.min(1, Math.max(0, ...platforms.map(count)) / 10);
}
