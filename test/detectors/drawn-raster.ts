/**
 * Draws small screenshots for the picture tests: bars, boxes and rows of text-like marks, always the same for one seed.
 */
import type { Raster } from '../../detectors/host-view.ts';

export type Colour = [number, number, number];

export interface Canvas extends Raster {
  fill(x: number, y: number, width: number, height: number, colour: Colour): void;
  /** A row of strokes that stands for a line of characters; other seeds are other words. */
  line(x: number, y: number, width: number, seed: number, colour?: Colour): void;
}

export function canvas(width = 400, height = 250, background: Colour = [255, 255, 255]): Canvas {
  const data = new Uint8Array(width * height * 4).fill(255);
  const put = (x: number, y: number, colour: Colour) => {
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    data.set(colour, (y * width + x) * 4);
  };
  const fill: Canvas['fill'] = (x, y, w, h, colour) => {
    for (let row = y; row < y + h; row += 1) for (let column = x; column < x + w; column += 1) put(column, row, colour);
  };
  const line: Canvas['line'] = (x, y, w, seed, colour = [40, 40, 40]) => {
    const random = randomOf(seed);
    for (let column = x; column < x + w; column += 2) {
      if (random() < 0.2) continue;
      const top = y + Math.floor(random() * 3);
      const length = 2 + Math.floor(random() * 5);
      for (let row = top; row < top + length; row += 1) put(column, row, colour);
    }
  };
  fill(0, 0, width, height, background);
  return { width, height, data, fill, line };
}

function randomOf(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 0xffffffff;
  };
}

export interface PortalStyle {
  bar?: Colour;
  offsetX?: number;
  offsetY?: number;
  banner?: number;
  seed?: number;
  captcha?: number;
  height?: number;
}

/** A query page: coloured bar with a name, a card with four labelled inputs and a button, a foot. */
export function portal(style: PortalStyle = {}): Raster {
  const { bar = [20, 80, 180], offsetX = 0, offsetY = 0, banner = 30, seed = 7, captcha = 1, height = 250 } = style;
  const image = canvas(400, height, [245, 247, 250]);
  image.fill(0, 0, 400, banner + offsetY, bar);
  image.line(20 + offsetX, 10 + offsetY, 220, seed, [255, 255, 255]);
  image.fill(70 + offsetX, banner + 15 + offsetY, 260, 150, [255, 255, 255]);
  for (let row = 0; row < 4; row += 1) {
    const y = banner + 30 + offsetY + row * 26;
    image.line(85 + offsetX, y, 50, seed + row + 1);
    image.fill(150 + offsetX, y - 4, 150, 1, [180, 180, 190]);
    image.fill(150 + offsetX, y + 14, 150, 1, [180, 180, 190]);
    image.line(155 + offsetX, y, 70, seed + row + 20, [170, 170, 170]);
  }
  image.line(250 + offsetX, banner + 30 + offsetY + 78, 45, 1000 + captcha, [200, 60, 60]);
  image.fill(150 + offsetX, banner + 138 + offsetY, 80, 18, bar);
  image.line(175 + offsetX, banner + 143 + offsetY, 30, seed + 40, [255, 255, 255]);
  image.line(60 + offsetX, banner + 185 + offsetY, 280, seed + 50, [120, 120, 120]);
  image.line(60 + offsetX, banner + 198 + offsetY, 240, seed + 51, [120, 120, 120]);
  return image;
}

/** A magazine-like page: pictures and columns of text, nothing like a portal. */
export function article(seed = 500, height = 250): Raster {
  const image = canvas(400, height);
  image.fill(0, 0, 400, 14, [180, 30, 30]);
  image.line(20, 22, 300, seed);
  for (let row = 0; row < Math.floor((height - 50) / 12); row += 1)
    image.line(20, 44 + row * 12, 220 + ((row * 37) % 60), seed + row + 1);
  image.fill(300, 50, 90, 120, [90, 140, 90]);
  return image;
}
