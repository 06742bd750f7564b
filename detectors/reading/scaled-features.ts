/** A reference's picture drawn larger or smaller, so that a clone shown at another zoom still lies on it. */
import type { Raster } from '../host-view.ts';
import { rasterFeatures } from './raster-features.ts';
import type { RasterFeatures } from './raster-features.ts';

const known = new WeakMap<Raster, Map<number, RasterFeatures>>();

/** The same picture at `factor` times its size, bilinear, cut at its own frame; remembered per raster and factor. */
export function scaledFeatures(raster: Raster, factor: number): RasterFeatures {
  const made = known.get(raster) ?? new Map<number, RasterFeatures>();
  known.set(raster, made);
  const features = made.get(factor) ?? rasterFeatures(scaled(raster, factor));
  made.set(factor, features);
  return features;
}

function scaled({ width, height, data }: Raster, factor: number): Raster {
  const [wide, high] = [Math.min(width, Math.round(width * factor)), Math.min(height, Math.round(height * factor))];
  const out = new Uint8Array(wide * high * 4).fill(255);
  for (let y = 0; y < high; y += 1) {
    const fromY = Math.min(height - 1.001, Math.max(0, (y + 0.5) / factor - 0.5));
    const [top, downward] = [Math.floor(fromY), fromY - Math.floor(fromY)];
    for (let x = 0; x < wide; x += 1) {
      const fromX = Math.min(width - 1.001, Math.max(0, (x + 0.5) / factor - 0.5));
      const [left, rightward] = [Math.floor(fromX), fromX - Math.floor(fromX)];
      const at = (top * width + left) * 4;
      const below = top + 1 < height ? at + width * 4 : at;
      const next = left + 1 < width ? 4 : 0;
      for (let channel = 0; channel < 3; channel += 1) {
        const upper = (data[at + channel] ?? 0) * (1 - rightward) + (data[at + next + channel] ?? 0) * rightward;
        const lower = (data[below + channel] ?? 0) * (1 - rightward) + (data[below + next + channel] ?? 0) * rightward;
        out[(y * wide + x) * 4 + channel] = upper * (1 - downward) + lower * downward;
      }
    }
  }
  return { width: wide, height: high, data: out };
}
