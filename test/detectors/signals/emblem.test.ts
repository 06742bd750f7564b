import { describe, expect, it } from 'vitest';
import { emblem } from '../../../detectors/signals/emblem.ts';
import type { Raster } from '../../../detectors/host-view.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { canvas, type Canvas } from '../drawn-raster.ts';
import { LIFTS, capture, context, page, reference } from '../page-fixtures.ts';

/** A round badge with a star-like cross, `size` raster pixels wide. */
function badge(image: Canvas, x: number, y: number, size: number, turned = false): void {
  const [red, gold]: [[number, number, number], [number, number, number]] = [
    [200, 20, 30],
    [250, 210, 60],
  ];
  image.fill(x, y, size, size, red);
  const third = Math.round(size / 3);
  if (turned) image.fill(x, y, size, third, gold);
  else image.fill(x + third, y, third, size, gold);
  image.fill(x, y + third, third, third, gold);
}

const withText = (image: Canvas) => {
  for (let row = 0; row < 12; row++) image.line(40, 80 + row * 12, 300, row + 1);
  return image;
};
const boxOf = (x: number, y: number, size: number) => ({
  x: x * 3.2,
  y: y * 3.2,
  width: size * 3.2,
  height: size * 3.2,
});
const pageWith = (x: number, y: number, size: number): PageModel =>
  page({ images: [{ src: 'https://site.example/a.png', alt: '', box: boxOf(x, y, size) }] });

function drawn(x: number, y: number, size: number, turned = false): Raster {
  const image = withText(canvas());
  badge(image, x, y, size, turned);
  return image;
}

const official = reference(page({ images: [{ src: '/img/logo.png', alt: '徽标', box: boxOf(10, 8, 24) }] }), {
  raster: drawn(10, 8, 24),
});
const found = (raster: Raster, model: PageModel, references = [official]) =>
  emblem(capture(model, { raster }), context({ references }));

describe("the platform's mark on a page", () => {
  it('is found elsewhere and in another size', () => {
    const [finding] = found(drawn(300, 200, 33), pageWith(300, 200, 33));
    expect(finding).toMatchObject({ detector: 'emblem', platform: 'works' });
    expect(finding?.value).toBeGreaterThan(0.5);
    expect(finding?.evidence[0]).toMatchObject({ reference: 'c'.repeat(64), boxes: [boxOf(300, 200, 33)] });
  });

  it('is not another picture of the same colours', () => {
    expect(found(drawn(300, 200, 33, true), pageWith(300, 200, 33))).toEqual([]);
  });

  it("is nobody's when another platform's page shows the same", () => {
    const other = { ...official, platform: LIFTS.id };
    expect(found(drawn(300, 200, 33), pageWith(300, 200, 33), [official, other])).toEqual([]);
  });

  it('is not looked for where there is no picture, or one outside the raster', () => {
    expect(emblem(capture(pageWith(10, 10, 20)), context({ references: [official] }))).toEqual([]);
    expect(found(drawn(300, 200, 33), pageWith(390, 240, 33))).toEqual([]);
  });
});
