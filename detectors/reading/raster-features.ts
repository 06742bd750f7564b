/** Coarse features of a reduced screenshot, computed once per raster: gray levels, edge energy and colour per block. */
import type { Raster } from '../host-view.ts';

/** Pixels per block side of the coarse maps. */
export const BLOCK = 8;

/** A picture prepared for comparing, in blocks of `BLOCK` pixels. */
export interface RasterFeatures {
  raster: Raster;
  /** Luma per pixel. */
  gray: Uint8Array;
  columns: number;
  rows: number;
  /** Mean luma per block. */
  blockGray: Float32Array;
  /** Edge energy per block, square-root scaled and blurred a little, so that text of another font still agrees. */
  blockEdge: Float32Array;
  /** Mean colour per block, three values each. */
  blockColour: Float32Array;
  /** Share of pixels standing on an edge, 0..1. */
  edgeShare: number;
  /** Nothing to compare: nearly uniform or too small. */
  blank: boolean;
}

/** Below this share of edge pixels a picture says nothing (a blank page has none, a lone spinner ~0.002). */
const BLANK_EDGE_SHARE = 0.004;
const EDGE_STEP = 24;
/** Rasters are at most RASTER_WIDTH × RASTER_MAX_HEIGHT; anything far larger is not one of ours. */
const MAX_PIXELS = 2_000_000;
const cache = new WeakMap<Raster, RasterFeatures>();

/** Features of a raster; remembered per raster object. A raster whose data do not fit its size counts as blank. */
export function rasterFeatures(raster: Raster): RasterFeatures {
  const known = cache.get(raster);
  if (known) return known;
  const features = compute(raster);
  cache.set(raster, features);
  return features;
}

function compute(raster: Raster): RasterFeatures {
  const { width, height, data } = raster;
  const usable =
    width >= 8 * BLOCK && height >= 8 * BLOCK && width * height <= MAX_PIXELS && data.length >= width * height * 4;
  const columns = usable ? Math.floor(width / BLOCK) : 0;
  const rows = usable ? Math.floor(height / BLOCK) : 0;
  const gray = usable ? lumaOf(raster) : new Uint8Array(0);
  const blocks = columns * rows;
  const blockGray = new Float32Array(blocks);
  const edges = new Float32Array(blocks);
  const blockColour = new Float32Array(blocks * 3);
  let edgePixels = 0;
  for (let block = 0; block < blocks; block += 1) {
    edgePixels += fillBlock(raster, gray, block, columns, blockGray, edges, blockColour);
  }
  const edgeShare = blocks === 0 ? 0 : edgePixels / (blocks * BLOCK * BLOCK);
  const blockEdge = blur(edges, columns, rows);
  return {
    raster,
    gray,
    columns,
    rows,
    blockGray,
    blockEdge,
    blockColour,
    edgeShare,
    blank: !usable || edgeShare < BLANK_EDGE_SHARE,
  };
}

function lumaOf({ width, height, data }: Raster): Uint8Array {
  const gray = new Uint8Array(width * height);
  for (let pixel = 0, at = 0; pixel < gray.length; pixel += 1, at += 4) {
    gray[pixel] = ((data[at] ?? 0) * 77 + (data[at + 1] ?? 0) * 150 + (data[at + 2] ?? 0) * 29) >> 8;
  }
  return gray;
}

/** Fills one block's means and returns how many of its pixels stand on an edge. */
function fillBlock(
  raster: Raster,
  gray: Uint8Array,
  block: number,
  columns: number,
  means: Float32Array,
  edges: Float32Array,
  colours: Float32Array,
): number {
  const { width, data } = raster;
  const left = (block % columns) * BLOCK;
  const top = Math.floor(block / columns) * BLOCK;
  let sum = 0;
  let energy = 0;
  let edgePixels = 0;
  let [red, green, blue] = [0, 0, 0];
  for (let y = top; y < top + BLOCK; y += 1) {
    for (let x = left; x < left + BLOCK; x += 1) {
      const at = y * width + x;
      const value = gray[at] ?? 0;
      const step = Math.abs((gray[at + 1] ?? value) - value) + Math.abs((gray[at + width] ?? value) - value);
      sum += value;
      energy += step;
      if (step > EDGE_STEP) edgePixels += 1;
      red += data[at * 4] ?? 0;
      green += data[at * 4 + 1] ?? 0;
      blue += data[at * 4 + 2] ?? 0;
    }
  }
  const area = BLOCK * BLOCK;
  means[block] = sum / area;
  edges[block] = Math.sqrt(energy / area);
  colours.set([red / area, green / area, blue / area], block * 3);
  return edgePixels;
}

/** Cross-shaped 1-2-1 blur. */
function blur(map: Float32Array, columns: number, rows: number): Float32Array {
  const out = new Float32Array(map.length);
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      const at = y * columns + x;
      const own = map[at] ?? 0;
      const left = x > 0 ? (map[at - 1] ?? 0) : own;
      const right = x + 1 < columns ? (map[at + 1] ?? 0) : own;
      const up = y > 0 ? (map[at - columns] ?? 0) : own;
      const down = y + 1 < rows ? (map[at + columns] ?? 0) : own;
      out[at] = (4 * own + left + right + up + down) / 8;
    }
  }
  return out;
}

/**
 * Normalised correlation -1..1 of two block maps, the second moved by (dx, dy) blocks; 0 when the overlap is under half
 * of either.
 */
export function correlation(
  a: RasterFeatures,
  b: RasterFeatures,
  which: 'blockGray' | 'blockEdge',
  dx: number,
  dy: number,
): number {
  const left = Math.max(0, dx);
  const right = Math.min(a.columns, b.columns + dx);
  const top = Math.max(0, dy);
  const bottom = Math.min(a.rows, b.rows + dy);
  const count = (right - left) * (bottom - top);
  if (right <= left || bottom <= top || count * 2 < Math.min(a.columns * a.rows, b.columns * b.rows)) return 0;
  const mapA = a[which];
  const mapB = b[which];
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let y = top; y < bottom; y += 1) {
    const rowA = y * a.columns;
    const rowB = (y - dy) * b.columns - dx;
    for (let x = left; x < right; x += 1) {
      const valueA = mapA[rowA + x] ?? 0;
      const valueB = mapB[rowB + x] ?? 0;
      sumA += valueA;
      sumB += valueB;
      sumAA += valueA * valueA;
      sumBB += valueB * valueB;
      sumAB += valueA * valueB;
    }
  }
  const varianceA = sumAA - (sumA * sumA) / count;
  const varianceB = sumBB - (sumB * sumB) / count;
  if (varianceA < 1e-3 || varianceB < 1e-3) return 0;
  return (sumAB - (sumA * sumB) / count) / Math.sqrt(varianceA * varianceB);
}
