/**
 * Finds the platform's emblem or logo anywhere on a page: each picture the page shows against the marks in the
 * references' headers.
 */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import type { Box, PageModel } from '../../storage/vocabulary/page-model.ts';
import type { CaptureView, DetectionContext, Raster, ReferenceView } from '../host-view.ts';
import { finding, sentence } from '../finding.ts';
import { rasterFeatures } from '../reading/raster-features.ts';

/** A mark cut out of a reduced screenshot: SIDE × SIDE luma values, zero mean and unit length, and its mean colour. */
interface Mark {
  shape: Float32Array;
  colour: [number, number, number];
  ratio: number;
}
interface EmblemMark extends Mark {
  reference: ReferenceView;
  box: Box;
}

const SIDE = 16;
/**
 * Correlation of two shapes from which they are the same mark, and the distance of mean colours that is still the same.
 */
const ALIKE = 0.88;
const COLOUR_REACH = 48;
/** Marks are looked for in a reference's header: this share of the viewport's height. */
const HEADER = 0.45;
const MAX_PICTURES = 60;
const MAX_MARKS = 8;
const LOGO_WORDS = /logo|emblem|guohui|huizhang|徽|标志|标识/i;

const known = new WeakMap<readonly ReferenceView[], EmblemMark[]>();

/** One finding per platform whose mark the page shows; none where two platforms' references share that mark. */
export function emblem(capture: CaptureView, context: DetectionContext): Finding[] {
  const { page, raster } = capture;
  if (!page || !raster || rasterFeatures(raster).blank) return [];
  const marks = marksOf(context.references);
  if (marks.length === 0) return [];
  const best = new Map<string, { mark: EmblemMark; box: Box; alike: number }>();
  for (const box of pictureBoxes(page).slice(0, MAX_PICTURES)) {
    const own = cut(raster, page, box);
    if (!own) continue;
    for (const mark of marks) {
      const alike = likeness(own, mark);
      if (alike >= ALIKE && alike > (best.get(mark.reference.platform)?.alike ?? 0))
        best.set(mark.reference.platform, { mark, box, alike });
    }
  }
  return [...best].map(([platform, { mark, box, alike }]) => {
    const name = context.platforms.find(({ id }) => id === platform)?.name ?? platform;
    const share = Math.round(alike * 100);
    const text = sentence(
      `页面上的图标与“${name}”官方页面的徽标相符（相关度 ${share}%）`,
      `A picture on the page is the mark shown on the official page of ${name} (correlation ${share}%)`,
    );
    const evidence = [
      {
        digest: capture.artifacts.screenshot ?? null,
        reference: mark.reference.artifacts.screenshot,
        persona: capture.visit.persona,
        boxes: [box],
      },
    ];
    return finding({
      signal: 'emblem',
      platform,
      value: Math.min(1, 0.5 + (alike - ALIKE) * 5),
      because: [text],
      evidence,
    });
  });
}

/** Marks in the headers of all references; those that references of different platforms share are nobody's. */
function marksOf(references: readonly ReferenceView[]): EmblemMark[] {
  const ready = known.get(references);
  if (ready) return ready;
  const all = references.flatMap((reference) => {
    const { page, raster } = reference;
    if (!raster) return [];
    const boxes = page.images
      .filter(
        ({ src, alt, box }) =>
          box &&
          box.y < page.viewport.height * HEADER &&
          (LOGO_WORDS.test(`${src.slice(-80)} ${alt}`) || squarish(box)),
      )
      .flatMap(({ box }) => (box ? [box] : []));
    return boxes.slice(0, MAX_MARKS).flatMap((box) => {
      const mark = cut(raster, page, box);
      return mark ? [{ ...mark, reference, box }] : [];
    });
  });
  const own = all.filter(
    (mark) =>
      !all.some((other) => other.reference.platform !== mark.reference.platform && likeness(mark, other) >= ALIKE),
  );
  known.set(references, own);
  return own;
}

function squarish({ width, height }: Box): boolean {
  return width / height > 0.6 && width / height < 1.8;
}

function pictureBoxes(page: PageModel): Box[] {
  return page.images.flatMap(({ box }) =>
    box && box.width >= 24 && box.height >= 24 && box.width / box.height < 8 ? [box] : [],
  );
}

/**
 * The picture inside the box, brought to SIDE × SIDE; null when it lies outside the raster, is tiny or shows nothing.
 */
function cut(raster: Raster, page: PageModel, box: Box): Mark | null {
  const scale = page.viewport.width > 0 ? raster.width / page.viewport.width : 0;
  const [left, top, width, height] = [box.x * scale, box.y * scale, box.width * scale, box.height * scale];
  if (width < 7 || height < 7 || left < 0 || top < 0 || left + width > raster.width || top + height > raster.height)
    return null;
  const shape = new Float32Array(SIDE * SIDE);
  const colour: [number, number, number] = [0, 0, 0];
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      const [red, green, blue] = pixelAt(
        raster,
        left + ((column + 0.5) * width) / SIDE,
        top + ((row + 0.5) * height) / SIDE,
      );
      shape[row * SIDE + column] = 0.299 * red + 0.587 * green + 0.114 * blue;
      colour[0] += red / shape.length;
      colour[1] += green / shape.length;
      colour[2] += blue / shape.length;
    }
  }
  return normalise(shape) ? { shape, colour, ratio: width / height } : null;
}

/** Bilinear. */
function pixelAt({ width, height, data }: Raster, x: number, y: number): [number, number, number] {
  const [x0, y0] = [
    Math.max(0, Math.min(width - 2, Math.floor(x - 0.5))),
    Math.max(0, Math.min(height - 2, Math.floor(y - 0.5))),
  ];
  const [fx, fy] = [Math.min(1, Math.max(0, x - 0.5 - x0)), Math.min(1, Math.max(0, y - 0.5 - y0))];
  const value = (channel: number) => {
    const at = (y0 * width + x0) * 4 + channel;
    const above = (data[at] ?? 0) * (1 - fx) + (data[at + 4] ?? 0) * fx;
    const below = (data[at + width * 4] ?? 0) * (1 - fx) + (data[at + width * 4 + 4] ?? 0) * fx;
    return above * (1 - fy) + below * fy;
  };
  return [value(0), value(1), value(2)];
}

/** Zero mean, unit length, in place; false when the values hardly differ. */
function normalise(values: Float32Array): boolean {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let square = 0;
  for (let index = 0; index < values.length; index++) {
    values[index] = (values[index] ?? 0) - mean;
    square += (values[index] ?? 0) ** 2;
  }
  const length = Math.sqrt(square);
  if (length / Math.sqrt(values.length) < 18) return false;
  for (let index = 0; index < values.length; index++) values[index] = (values[index] ?? 0) / length;
  return true;
}

function likeness(left: Mark, right: Mark): number {
  if (left.ratio / right.ratio > 1.25 || right.ratio / left.ratio > 1.25) return 0;
  if ([0, 1, 2].some((channel) => Math.abs((left.colour[channel] ?? 0) - (right.colour[channel] ?? 0)) > COLOUR_REACH))
    return 0;
  let sum = 0;
  for (let index = 0; index < left.shape.length; index++) sum += (left.shape[index] ?? 0) * (right.shape[index] ?? 0);
  return sum;
}
