/** Finds where a picture looks like written text, without reading it: cheap enough for every screenshot. */

/** Side of one cell, pixels. */
export const CELL = 16;

/** Grey picture, one byte of brightness per pixel, row-major. */
export interface GreyPicture {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Which cells look written; row-major, 1 = written. Parts of cells at the right and lower edge are left out. */
export interface TextMarks {
  /** Of the whole picture, pixels. */
  width: number;
  columns: number;
  rows: number;
  cells: Uint8Array;
}

/** A step between neighbours that belongs to a stroke, and one that belongs to a flat ground. */
const STROKE = 40;
const FLAT = 6;
/**
 * Strokes crossed in one cell: a cell of 16 rows through a small character is crossed some 30 times, an icon's outline
 * less.
 */
const LEAST_CROSSINGS = 14;
/** Writing stands on a flat ground; a photo has none. */
const LEAST_FLAT = 0.3;
/** Cells in a row: characters come in lines. */
const LEAST_RUN = 3;

/**
 * Linear in the pixels, at most 4 million of them (what is beyond is left out). A picture whose data do not fit its
 * size has no marks.
 */
export function textMarks({ width, height, data }: GreyPicture): TextMarks {
  const usable = width >= CELL && height >= CELL && data.length >= width * height;
  const columns = usable ? Math.floor(width / CELL) : 0;
  const rows = usable ? Math.min(Math.floor(height / CELL), Math.floor(4_000_000 / (width * CELL))) : 0;
  const written = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      written[row * columns + column] = looksWritten(data, width, column, row) ? 1 : 0;
  return { width, columns, rows, cells: runsOnly(written, columns, rows) };
}

function looksWritten(data: Uint8Array, width: number, column: number, row: number): boolean {
  let crossings = 0;
  let flat = 0;
  for (let y = row * CELL; y < (row + 1) * CELL; y += 1) {
    const start = y * width + column * CELL;
    for (let at = start + 1; at < start + CELL; at += 1) {
      const step = Math.abs((data[at] ?? 0) - (data[at - 1] ?? 0));
      if (step >= STROKE) crossings += 1;
      else if (step <= FLAT) flat += 1;
    }
  }
  return crossings >= LEAST_CROSSINGS && flat >= LEAST_FLAT * CELL * (CELL - 1);
}

function runsOnly(written: Uint8Array, columns: number, rows: number): Uint8Array {
  const kept = new Uint8Array(written.length);
  for (let row = 0; row < rows; row += 1) {
    let run = 0;
    for (let column = 0; column <= columns; column += 1) {
      if (column < columns && written[row * columns + column] === 1) {
        run += 1;
        continue;
      }
      if (run >= LEAST_RUN) kept.fill(1, row * columns + column - run, row * columns + column);
      run = 0;
    }
  }
  return kept;
}
