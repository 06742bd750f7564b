/** Reads the QR codes in a photo, scan or animation, and says what of it could not be read. */
import sharp, { type Metadata, type Sharp } from 'sharp';
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import { decodeQrCodes, type GreyPixels, type SeenCode } from './qr-decode.ts';

/**
 * A larger picture is refused (decompression bombs); the largest of phones have 200 megapixels, an A3 scan at 900 dpi
 * 170.
 */
const MOST_PIXELS = 210_000_000;
/** Longest side that is kept in memory, one byte a pixel: a code of 90 pixels among 16,000 is still read from it. */
const MOST_SIDE = 8400;
/** Frames of an animation, pages of a scan. */
const MOST_FRAMES = 50;
/** Frames that are looked at again when none shows a code. */
const MOST_FRAMES_AGAIN = 5;
/**
 * Longest side of the picture that is searched, in pixels: a large code is found best in a small picture, a small one
 * in a large picture.
 */
const SIZES = [1400, 2600, 700];
/** Enlarging more shows nothing new. */
const MOST_ENLARGED = 4;
/**
 * Pictures longer than this are searched piece by piece, too: reduced to the sizes above, small codes would be lost.
 */
const TILED_FROM = 3250;
const TILE = 2400;
/** What no piece holds whole is large enough to be read from the reduced picture. */
const OVERLAP = 500;

export type QrReading =
  | {
      ok: true;
      /** Of all codes, without repeats; empty when none can be read. */
      payloads: string[];
      /** What may hold more: frames left out, damaged parts, codes that were seen and not read. */
      unread: Sentence[];
    }
  | { ok: false; reason: Sentence };

/**
 * The plain picture is searched at every size, because codes on one page differ in size; only a picture that shows none
 * is searched again with its contrast, noise and grain changed. Never throws for what the bytes hold.
 */
export async function readQrImage(bytes: Buffer): Promise<QrReading> {
  try {
    const metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
    const pixels = metadata.width * (metadata.pageHeight ?? metadata.height);
    if (pixels > MOST_PIXELS) return { ok: false, reason: tooLarge(pixels) };
    return await readFrames(bytes, metadata);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      reason: {
        zh: `不是可读的图片，请另存为 JPEG 或 PNG（${message}）`,
        en: `no picture that can be read: save it as JPEG or PNG (${message})`,
      },
    };
  }
}

async function readFrames(bytes: Buffer, { pages = 1 }: Metadata): Promise<QrReading> {
  const frames = spread(pages, MOST_FRAMES);
  const seen: SeenCode[][] = [];
  const unread = frames.length < pages ? [framesLeftOut(pages, frames.length)] : [];
  let damaged = false;
  for (const frame of frames) {
    const picture = await greyPicture(bytes, frame);
    damaged ||= picture.damaged;
    seen.push(await plainLooks(picture));
  }
  const again = seen.some((codes) => codes.some(({ text }) => text !== null))
    ? []
    : spread(frames.length, MOST_FRAMES_AGAIN);
  for (const index of again) {
    const picture = await greyPicture(bytes, frames[index] ?? 0);
    for (const [size, change] of FURTHER_LOOKS) {
      // sized first: a change that looks at the whole picture would have it sized once for each of its passes
      const codes = await decoded(change(pipeline(await grey(sized(pipeline(picture), size)))));
      seen[index]?.push(...codes);
      if (codes.some(({ text }) => text !== null)) break;
    }
  }
  if (damaged)
    unread.push({
      zh: '图片不完整或已损坏，只读到其中一部分',
      en: 'the picture is incomplete or damaged: only a part of it was read',
    });
  if (seen.some(hasUnreadCode))
    unread.push({
      zh: '看到无法识别的二维码，请人工查看',
      en: 'a QR code was seen that cannot be read: have a person look at it',
    });
  return { ok: true, payloads: [...new Set(seen.flat().flatMap(({ text }) => text ?? []))], unread };
}

/** At most `most` of so many, first and last among them. */
function spread(count: number, most: number): number[] {
  const taken = Math.min(count, most);
  return Array.from({ length: taken }, (_, index) =>
    taken === 1 ? 0 : Math.round((index * (count - 1)) / (taken - 1)),
  );
}

/** Turning is not needed, by its EXIF data neither: the reader finds a code at any angle and mirrored. */
async function greyPicture(bytes: Buffer, page: number): Promise<GreyPixels & { damaged: boolean }> {
  const read = async (failOn: 'error' | 'none') => {
    const picture = sharp(bytes, { page, limitInputPixels: MOST_PIXELS, failOn }).flatten({ background: '#fff' });
    return grey(picture.resize({ width: MOST_SIDE, height: MOST_SIDE, fit: 'inside', withoutEnlargement: true }));
  };
  try {
    return { ...(await read('error')), damaged: false };
  } catch {
    return { ...(await read('none')), damaged: true };
  }
}

async function grey(picture: Sharp): Promise<GreyPixels> {
  const { data, info } = await picture.greyscale().removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const one = info.channels === 1 ? data : data.filter((_, index) => index % info.channels === 0);
  return { data: one, width: info.width, height: info.height };
}

const pipeline = ({ data, width, height }: GreyPixels): Sharp =>
  sharp(data, { raw: { width, height, channels: 1 }, limitInputPixels: MOST_PIXELS });
const decoded = async (picture: Sharp): Promise<SeenCode[]> => decodeQrCodes(await grey(picture));

async function plainLooks(picture: GreyPixels): Promise<SeenCode[]> {
  const seen: SeenCode[] = [];
  const { width, height } = picture;
  for (const size of SIZES)
    if (size === SIZES[0] || size <= Math.max(width, height) * MOST_ENLARGED)
      seen.push(...(await decoded(sized(pipeline(picture), size))));
  if (Math.max(width, height) <= TILED_FROM) return seen;
  for (const top of starts(height)) {
    for (const left of starts(width)) {
      const tile = { left, top, width: Math.min(TILE, width), height: Math.min(TILE, height) };
      const codes = await decoded(pipeline(picture).extract(tile));
      seen.push(...codes.map((code) => placed(code, tile, picture)));
    }
  }
  return seen;
}

/** Where tiles begin so that they cover the whole length, each overlapping the one before. */
function starts(length: number): number[] {
  const last = Math.max(0, length - TILE);
  const count = Math.ceil(last / (TILE - OVERLAP));
  return Array.from({ length: count + 1 }, (_, index) => (count === 0 ? 0 : Math.round((last * index) / count)));
}

function placed(
  { text, x, y, size }: SeenCode,
  tile: { left: number; top: number; width: number; height: number },
  { width, height }: GreyPixels,
): SeenCode {
  const [own, whole] = [Math.max(tile.width, tile.height), Math.max(width, height)];
  return { text, x: (tile.left + x * own) / whole, y: (tile.top + y * own) / whole, size: (size * own) / whole };
}

/** Whether a code was seen that no look could read; corners of readable ones that were taken for one do not count. */
function hasUnreadCode(seen: readonly SeenCode[]): boolean {
  const overlap = (one: SeenCode, other: SeenCode) =>
    Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y)) < (one.size + other.size) / 2;
  const read = seen.filter(({ text }) => text !== null);
  return seen.some((code) => code.text === null && !read.some((other) => overlap(code, other)));
}

const sized = (picture: Sharp, size: number): Sharp => picture.resize({ width: size, height: size, fit: 'inside' });

/** Size and change. */
const FURTHER_LOOKS: readonly [number, (picture: Sharp) => Sharp][] = [
  [1400, (picture) => picture.normalise().sharpen()],
  [1400, (picture) => picture.clahe({ width: 120, height: 120, maxSlope: 5 })],
  [1400, (picture) => picture.median(5).normalise()],
  [1000, (picture) => picture.blur(2).normalise().sharpen({ sigma: 3, m1: 2, m2: 8 })],
  [2600, (picture) => picture.normalise().sharpen({ sigma: 4, m1: 3, m2: 12 })],
  [450, (picture) => picture.normalise()],
];

function tooLarge(pixels: number): Sentence {
  const [has, most] = [Math.ceil(pixels / 1_000_000), MOST_PIXELS / 1_000_000];
  return {
    zh: `图片有 ${has} 百万像素，上限为 ${most} 百万`,
    en: `the picture has ${has} megapixels, the limit is ${most}`,
  };
}

function framesLeftOut(pages: number, looked: number): Sentence {
  return {
    zh: `共 ${pages} 帧（页），只查看了均匀选取的 ${looked} 帧`,
    en: `it has ${pages} frames or pages, of which ${looked} at even distances were looked at`,
  };
}
