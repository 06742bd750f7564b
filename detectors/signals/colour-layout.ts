/** The same colours in the same places: weak, and only when nothing better was found. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { finding, sentence } from '../finding.ts';
import type { CaptureView } from '../host-view.ts';
import type { PictureCandidate } from '../reading/picture-candidates.ts';
import { BLOCK, type RasterFeatures } from '../reading/raster-features.ts';

/** One finding, of the platform whose page is most alike; `page` are the features of the capture's picture. */
export function colourLayout(
  capture: CaptureView,
  page: RasterFeatures,
  candidates: readonly PictureCandidate[],
  platforms: readonly Platform[],
): Finding[] {
  const scored = candidates.slice(0, 12).map((candidate) => ({ candidate, value: colourAgreement(page, candidate) }));
  const best = scored.sort((left, right) => right.value - left.value)[0];
  if (!best || best.value < 0.6) return [];
  const { reference } = best.candidate;
  const name = platforms.find((platform) => platform.id === reference.platform)?.name ?? reference.platform;
  const percent = Math.round(best.value * 100);
  const text = sentence(
    `配色布局与“${name}”的官方页面相近（${percent}%）`,
    `Colours and their layout resemble the official page of ${name} (${percent}%)`,
  );
  const evidence = [
    {
      digest: capture.artifacts.screenshot ?? null,
      reference: reference.artifacts.screenshot,
      persona: capture.visit.persona,
    },
  ];
  return [
    finding({ signal: 'colour-layout', platform: reference.platform, value: best.value, because: [text], evidence }),
  ];
}

/** Agreement of coloured (not gray) blocks under the found shift, 0..1; 0 when the reference has hardly any colour. */
function colourAgreement(page: RasterFeatures, { features, alignment }: PictureCandidate): number {
  const dx = Math.round(alignment.dx / BLOCK);
  const dy = Math.round(alignment.dy / BLOCK);
  let coloured = 0;
  let agreeing = 0;
  for (let y = Math.max(0, dy); y < Math.min(page.rows, features.rows + dy); y += 1) {
    for (let x = Math.max(0, dx); x < Math.min(page.columns, features.columns + dx); x += 1) {
      const own = (y * page.columns + x) * 3;
      const other = ((y - dy) * features.columns + x - dx) * 3;
      if (saturation(page.blockColour, own) < 32 && saturation(features.blockColour, other) < 32) continue;
      coloured += 1;
      if (distanceOf(page.blockColour, own, features.blockColour, other) < 40) agreeing += 1;
    }
  }
  return coloured < page.columns * 2 ? 0 : agreeing / coloured;
}

function saturation(colours: Float32Array, at: number): number {
  const [red, green, blue] = [colours[at] ?? 0, colours[at + 1] ?? 0, colours[at + 2] ?? 0];
  return Math.max(red, green, blue) - Math.min(red, green, blue);
}

function distanceOf(left: Float32Array, leftAt: number, right: Float32Array, rightAt: number): number {
  return Math.max(
    ...[0, 1, 2].map((channel) => Math.abs((left[leftAt + channel] ?? 0) - (right[rightAt + channel] ?? 0))),
  );
}
