/** Lays one reduced screenshot over another (vertical and horizontal shift) and says region by region what agrees. */
import pixelmatch from 'pixelmatch';
import type { Box } from '../../storage/vocabulary/page-model.ts';
import { BLOCK, correlation } from './raster-features.ts';
import type { RasterFeatures } from './raster-features.ts';

/** The shift under which two pictures agree best, and how well outlines and luma then do, -1..1. */
export interface Alignment {
  /** Shift in pixels: page position = reference position + shift. */
  dx: number;
  dy: number;
  edge: number;
  gray: number;
}

/** What of two aligned pictures is the same pixel by pixel. */
export interface RegionMatch {
  /** Matching share of the informative regions of both pictures, 0..1. */
  share: number;
  /** Regions in raster pixels of the page. */
  matching: Box[];
  differing: Box[];
}

const REACH_X = 4;
const REACH_Y = 12;
/** Side of a compared region in raster pixels. */
const CELL = 16;
/** A region says something when this share of its pixels stands on an edge. */
const INFORMATIVE = 0.03;
/** A region agrees when at most this share of its pixels differs. */
const DIFFERING = 0.15;
/** … and its luma correlates at least this well. */
const ALIKE = 0.65;

/** The coarse shift under which the edge maps agree best. */
export function align(page: RasterFeatures, reference: RasterFeatures): Alignment {
  let best = { dx: 0, dy: 0, edge: correlation(page, reference, 'blockEdge', 0, 0) };
  const look = (dx: number, dy: number) => {
    const edge = correlation(page, reference, 'blockEdge', dx, dy);
    if (edge > best.edge + 1e-6) best = { dx, dy, edge };
  };
  for (let dy = -REACH_Y; dy <= REACH_Y; dy += 2) for (let dx = -REACH_X; dx <= REACH_X; dx += 2) look(dx, dy);
  const { dx: aroundX, dy: aroundY } = best;
  for (let dy = aroundY - 1; dy <= aroundY + 1; dy += 1)
    for (let dx = aroundX - 1; dx <= aroundX + 1; dx += 1) look(dx, dy);
  return {
    dx: best.dx * BLOCK,
    dy: best.dy * BLOCK,
    edge: best.edge,
    gray: correlation(page, reference, 'blockGray', best.dx, best.dy),
  };
}

/**
 * Refines the shift to single pixels, then compares region by region; regions left over get a second shift of their
 * own.
 * @param masks parts of the page, in raster pixels, that change by themselves: regions under them are not compared.
 */
export function compareRegions(
  page: RasterFeatures,
  reference: RasterFeatures,
  coarse: Alignment,
  masks: readonly Box[] = [],
): RegionMatch {
  const cells = new CellGrid(page, reference, masks);
  const first = refine(page, reference, coarse.dx, coarse.dy, null);
  cells.mark(first.dx, first.dy);
  const share = cells.share();
  if (share > 0.1 && share < 0.85) {
    // A banner of another height moves everything below it: let the rest find its own place.
    const second = bestVerticalShift(page, reference, first, cells);
    if (second !== null) cells.mark(first.dx, second);
  }
  return { share: cells.share(), matching: cells.boxes(true), differing: cells.boxes(false) };
}

/**
 * The shift within one block of (dx, dy) with the least luma difference: looked for on a sparse grid, then settled on a
 * denser one.
 */
function refine(
  page: RasterFeatures,
  reference: RasterFeatures,
  dx: number,
  dy: number,
  rows: [number, number] | null,
): { dx: number; dy: number; cost: number } {
  let best = { dx, dy, cost: sparseDifference(page, reference, dx, dy, rows, 7) };
  for (let y = dy - BLOCK; y <= dy + BLOCK; y += 1) {
    for (let x = dx - BLOCK; x <= dx + BLOCK; x += 1) {
      const cost = sparseDifference(page, reference, x, y, rows, 7);
      if (cost < best.cost) best = { dx: x, dy: y, cost };
    }
  }
  return { ...best, cost: sparseDifference(page, reference, best.dx, best.dy, rows, 5) };
}

function sparseDifference(
  page: RasterFeatures,
  reference: RasterFeatures,
  dx: number,
  dy: number,
  rows: [number, number] | null,
  step: number,
): number {
  const width = page.raster.width;
  const referenceWidth = reference.raster.width;
  const left = Math.max(0, dx);
  const right = Math.min(width, referenceWidth + dx);
  const top = Math.max(0, dy, rows?.[0] ?? 0);
  const bottom = Math.min(page.raster.height, reference.raster.height + dy, rows?.[1] ?? Number.POSITIVE_INFINITY);
  let sum = 0;
  let count = 0;
  for (let y = top; y < bottom; y += 4) {
    for (let x = left + ((y * 3) % step); x < right; x += step) {
      sum += Math.abs((page.gray[y * width + x] ?? 0) - (reference.gray[(y - dy) * referenceWidth + x - dx] ?? 0));
      count += 1;
    }
  }
  return count < 200 ? Number.POSITIVE_INFINITY : sum / count;
}

/** Another vertical shift for the rows where most regions still differ; null when none is clearly better. */
function bestVerticalShift(
  page: RasterFeatures,
  reference: RasterFeatures,
  first: { dx: number; dy: number },
  cells: CellGrid,
): number | null {
  const rows = cells.openRows();
  if (!rows) return null;
  const before = sparseDifference(page, reference, first.dx, first.dy, rows, 5);
  let best = { dy: first.dy, cost: before };
  for (let dy = first.dy - 72; dy <= first.dy + 72; dy += 2) {
    const cost = sparseDifference(page, reference, first.dx, dy, rows, 9);
    if (cost < best.cost) best = { dy, cost };
  }
  const fine = refine(page, reference, first.dx, best.dy, rows);
  return fine.cost < before * 0.7 ? fine.dy : null;
}

/** The page's regions: which say something and which agree with the reference. */
class CellGrid {
  readonly #page: RasterFeatures;
  readonly #reference: RasterFeatures;
  readonly #columns: number;
  readonly #rows: number;
  readonly #telling: Uint8Array;
  readonly #matched: Uint8Array;
  /** Informative regions of the reference, and those of them that were found on the page. */
  readonly #expected: number;
  #found = 0;

  constructor(page: RasterFeatures, reference: RasterFeatures, masks: readonly Box[]) {
    this.#page = page;
    this.#reference = reference;
    this.#columns = Math.ceil(page.raster.width / CELL);
    this.#rows = Math.ceil(page.raster.height / CELL);
    this.#telling = tellingCells(page);
    let masked = 0;
    for (let cell = 0; cell < this.#telling.length; cell += 1) {
      const [x, y] = [((cell % this.#columns) + 0.5) * CELL, (Math.floor(cell / this.#columns) + 0.5) * CELL];
      if (
        this.#telling[cell] === 0 ||
        !masks.some((box) => x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height)
      )
        continue;
      this.#telling[cell] = 0;
      masked += 1;
    }
    this.#matched = new Uint8Array(this.#telling.length);
    // the reference has a captcha of its own in place of the masked one
    this.#expected = Math.max(0, tellingCells(reference).reduce((sum, cell) => sum + cell, 0) - masked);
  }

  /** Runs pixelmatch over the overlap under this shift and marks the regions that agree. */
  mark(dx: number, dy: number): void {
    const { raster: page } = this.#page;
    const { raster: reference } = this.#reference;
    const left = Math.max(0, dx);
    const top = Math.max(0, dy);
    const width = Math.min(page.width, reference.width + dx) - left;
    const height = Math.min(page.height, reference.height + dy) - top;
    if (width < CELL || height < CELL) return;
    const diff = new Uint8Array(width * height * 4);
    pixelmatch(
      crop(page, left, top, width, height),
      crop(reference, left - dx, top - dy, width, height),
      diff,
      width,
      height,
      {
        threshold: 0.15,
        includeAA: true,
        diffMask: true,
      },
    );
    for (let cell = 0; cell < this.#matched.length; cell += 1) {
      if (this.#matched[cell] === 1 || this.#telling[cell] === 0) continue;
      const x = (cell % this.#columns) * CELL - left;
      const y = Math.floor(cell / this.#columns) * CELL - top;
      if (x < 0 || y < 0 || x + CELL / 2 > width || y + CELL / 2 > height) continue;
      if (differingShare(diff, width, height, x, y) > DIFFERING) continue;
      if (this.#likeness(cell, dx, dy) < ALIKE) continue;
      this.#matched[cell] = 1;
      this.#found += 1;
    }
  }

  /**
   * Correlation -1..1 of the luma in one region and its counterpart. At this size lines of text are gray smears that
   * pixelmatch finds equal enough; their correlation tells the same words (> 0.9) from other words (< 0.5).
   */
  #likeness(cell: number, dx: number, dy: number): number {
    const left = (cell % this.#columns) * CELL;
    const top = Math.floor(cell / this.#columns) * CELL;
    const { width, height } = this.#page.raster;
    const other = this.#reference.raster;
    let [count, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
    for (let y = Math.max(top, dy); y < Math.min(top + CELL, height, other.height + dy); y += 1) {
      for (let x = Math.max(left, dx); x < Math.min(left + CELL, width, other.width + dx); x += 1) {
        const a = this.#page.gray[y * width + x] ?? 0;
        const b = this.#reference.gray[(y - dy) * other.width + x - dx] ?? 0;
        count += 1;
        sumA += a;
        sumB += b;
        sumAA += a * a;
        sumBB += b * b;
        sumAB += a * b;
      }
    }
    const varianceA = sumAA - (sumA * sumA) / count;
    const varianceB = sumBB - (sumB * sumB) / count;
    return count === 0 || varianceA <= 0 || varianceB <= 0
      ? 0
      : (sumAB - (sumA * sumB) / count) / Math.sqrt(varianceA * varianceB);
  }

  share(): number {
    const own = this.#telling.reduce((sum, cell) => sum + cell, 0);
    // Both ways: much of the page must be the reference, and much of the reference must be on the page.
    return own === 0 || this.#expected === 0 ? 0 : Math.min(1, (2 * this.#found) / (own + this.#expected));
  }

  /** First and last pixel row of the open (telling, unmatched) regions; null when there are few. */
  openRows(): [number, number] | null {
    const open: number[] = [];
    for (let cell = 0; cell < this.#telling.length; cell += 1)
      if (this.#telling[cell] === 1 && this.#matched[cell] === 0) open.push(Math.floor(cell / this.#columns));
    if (open.length < 8) return null;
    return [(open[0] ?? 0) * CELL, ((open.at(-1) ?? 0) + 1) * CELL];
  }

  /** Runs of neighbouring regions as boxes, largest first, at most 12. */
  boxes(matching: boolean): Box[] {
    const wanted = (cell: number) => this.#telling[cell] === 1 && (this.#matched[cell] === 1) === matching;
    const boxes: Box[] = [];
    for (let row = 0; row < this.#rows; row += 1) {
      let start = -1;
      for (let column = 0; column <= this.#columns; column += 1) {
        const inside = column < this.#columns && wanted(row * this.#columns + column);
        if (inside && start === -1) start = column;
        if (inside || start === -1) continue;
        addRun(boxes, { x: start * CELL, y: row * CELL, width: (column - start) * CELL, height: CELL });
        start = -1;
      }
    }
    return boxes.sort((left, right) => right.width * right.height - left.width * left.height).slice(0, 12);
  }
}

/** Joins a run to the box above it when they overlap by more than half, so that a form becomes one box. */
function addRun(boxes: Box[], run: Box): void {
  const above = boxes.findLast(
    (box) =>
      box.y + box.height >= run.y - CELL &&
      Math.min(box.x + box.width, run.x + run.width) - Math.max(box.x, run.x) > run.width / 2,
  );
  if (!above) {
    boxes.push(run);
    return;
  }
  const right = Math.max(above.x + above.width, run.x + run.width);
  above.x = Math.min(above.x, run.x);
  above.width = right - above.x;
  above.height = run.y + run.height - above.y;
}

function tellingCells(features: RasterFeatures): Uint8Array {
  const { width, height } = features.raster;
  const columns = Math.ceil(width / CELL);
  const counts = new Uint16Array(columns * Math.ceil(height / CELL));
  for (let y = 0; y + 1 < height; y += 1) {
    for (let x = 0; x + 1 < width; x += 1) {
      const at = y * width + x;
      const value = features.gray[at] ?? 0;
      if (Math.abs((features.gray[at + 1] ?? 0) - value) + Math.abs((features.gray[at + width] ?? 0) - value) <= 24)
        continue;
      const cell = Math.floor(y / CELL) * columns + Math.floor(x / CELL);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  return Uint8Array.from(counts, (count) => (count >= CELL * CELL * INFORMATIVE ? 1 : 0));
}

function differingShare(diff: Uint8Array, width: number, height: number, x: number, y: number): number {
  let different = 0;
  let count = 0;
  for (let row = y; row < Math.min(height, y + CELL); row += 1) {
    for (let column = x; column < Math.min(width, x + CELL); column += 1) {
      if (diff[(row * width + column) * 4 + 3] !== 0) different += 1;
      count += 1;
    }
  }
  return count === 0 ? 1 : different / count;
}

function crop(
  raster: { width: number; data: Uint8Array },
  left: number,
  top: number,
  width: number,
  height: number,
): Uint8Array {
  const out = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row += 1) {
    const from = ((top + row) * raster.width + left) * 4;
    out.set(raster.data.subarray(from, from + width * 4), row * width * 4);
  }
  return out;
}
