/**
 * Makes the derived artefacts of a visit (reduced raster, QR codes, page model, text in the picture), after the browser
 * is free for the next one.
 */
import { createHash } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import { RASTER_MAX_HEIGHT, RASTER_WIDTH } from '../../detectors/host-view.ts';
import type { NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import type { Visit } from '../../storage/vocabulary/capture.ts';
import type { Omission, OmissionKind, OmissionReason } from '../../storage/vocabulary/omissions.ts';
import type { Box, PageModel } from '../../storage/vocabulary/page-model.ts';
import type { PictureReader } from '../reading/picture-text/picture-reader.ts';
import type { Leaving } from './page/look-ahead.ts';
import { readPicture } from '../reading/picture-text/read-picture.ts';
import type { QrReader } from '../reading/qr-codes/qr-reader.ts';
import type { BoxedCode } from '../reading/qr-codes/qr-worker.ts';

/** A visit as it leaves the browser: originals, and what the derived artefacts are made of. */
export interface RawVisit {
  visit: Visit;
  artifacts: NewArtifact[];
  page: PageModel | null;
  /** Where the page goes by itself after a while, if it was seen to and not waited for. */
  leaving: Leaving | null;
}

// every picture is decoded once and visits run side by side: neither a cache nor threads of its own would pay
sharp.cache(false);
sharp.concurrency(1);

/** The reason given for a visit that found an empty page. */
const NOTHING_TO_SEE = 'nothing to see';

const digestOf = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

/** A visit ready for the store; `omissions`: what in its pictures could not be read. */
export interface FinishedVisit {
  visit: Visit;
  artifacts: NewArtifact[];
  omissions: Omission[];
}

/**
 * @param pictureReader null = text in pictures is not read.
 * @returns the visit with all its artefacts. A picture that does not decode gives no raster.
 */
export async function finishVisit(
  { visit: looked, artifacts, page }: RawVisit,
  qrReader: QrReader,
  pictureReader: PictureReader | null,
): Promise<FinishedVisit> {
  const all = [...artifacts];
  const omissions: Omission[] = [];
  const omit = (kind: OmissionKind, reason: OmissionReason | null): void => {
    if (reason !== null) omissions.push({ kind, reason, url: looked.url, persona: looked.persona });
  };
  const picture = artifacts.find((artifact) => artifact.kind === 'screenshot');
  let empty = false;
  let qrPlaces: QrPlaces = [];
  let visit = looked;
  if (picture) {
    const digest = digestOf(picture.data);
    const pixels = await decode(picture.data);
    if (pixels) {
      empty = (page?.text ?? '').trim() === '' && (await isOneColour(pixels));
      // what a closed shadow root draws, no script of ours can see: the picture can
      if (looked.outcome === 'blank' && looked.reason === NOTHING_TO_SEE && !empty)
        visit = { ...looked, outcome: 'captured', reason: null };
      all.push(await rasterOf(pixels, picture, digest));
      if (!empty) {
        const grey = { ...pixels, data: await greyOf(pixels) };
        const codes = await qrReader.read(digest, grey);
        qrPlaces = placesInPage(codes.codes, page, pixels.width);
        omit('qr-codes', codes.omitted);
        const text =
          pictureReader && visit.outcome === 'captured'
            ? await readPicture({ page, screenshot: picture, digest, grey }, pictureReader)
            : null;
        if (text?.artifact) all.push(text.artifact);
        omit('picture-text', text?.omitted ?? null);
      }
    }
  }
  if (page) all.push(pageModelOf({ ...page, ...qrCodesOf(qrPlaces) }, visit, artifacts));
  const blank = visit.outcome === 'captured' && (page?.text ?? '').trim() === '' && (empty || !picture);
  return {
    visit: blank ? { ...visit, outcome: 'blank', reason: visit.reason ?? NOTHING_TO_SEE } : visit,
    artifacts: all,
    omissions,
  };
}

type QrPlaces = NonNullable<PageModel['qrPlaces']>;

/** The codes with their places in page pixels: a phone shows a wide page reduced. */
export function placesInPage(codes: readonly BoxedCode[], page: PageModel | null, width: number): QrPlaces {
  const scale = (page?.shownWidth || page?.viewport.width || width) / width;
  return codes.map(({ text, box }) => ({ text, box: scaled(box, scale) }));
}

/** The two facts a page model keeps of its QR codes. */
export function qrCodesOf(qrPlaces: QrPlaces): Pick<PageModel, 'qrCodes' | 'qrPlaces'> {
  return { qrCodes: [...new Set(qrPlaces.map(({ text }) => text))], qrPlaces };
}

function scaled({ x, y, width, height }: Box, scale: number): Box {
  return {
    x: Math.round(x * scale),
    y: Math.round(y * scale),
    width: Math.round(width * scale),
    height: Math.round(height * scale),
  };
}

/** Decoded once: the raster, the QR reader and the blank test all work from these pixels. */
export interface Pixels {
  width: number;
  height: number;
  data: Buffer;
}

const rawOf = ({ width, height, data }: Pixels): Sharp => sharp(data, { raw: { width, height, channels: 3 } });

/** One byte of brightness per pixel. */
export function greyOf(pixels: Pixels): Promise<Buffer> {
  return rawOf(pixels).greyscale().raw().toBuffer();
}

/** Null when the bytes are no picture. */
export async function decode(png: Buffer): Promise<Pixels | null> {
  try {
    const { data, info } = await sharp(png)
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data };
  } catch {
    return null;
  }
}

async function isOneColour(pixels: Pixels): Promise<boolean> {
  const { channels } = await rawOf(pixels).stats();
  return channels.every(({ min, max }) => min === max);
}

async function rasterOf(pixels: Pixels, picture: NewArtifact, digest: string): Promise<NewArtifact> {
  const { width, height } = pixels;
  const kept = Math.min(height, Math.round((RASTER_MAX_HEIGHT * width) / RASTER_WIDTH));
  const png = await rawOf(pixels)
    .extract({ left: 0, top: 0, width, height: kept })
    .resize({
      width: RASTER_WIDTH,
      fit: 'fill',
      height: Math.min(RASTER_MAX_HEIGHT, Math.max(1, Math.round((kept * RASTER_WIDTH) / width))),
    })
    .png({ compressionLevel: 6 })
    .toBuffer();
  return {
    kind: 'raster',
    mediaType: 'image/png',
    sourceUrl: picture.sourceUrl,
    at: picture.at,
    method: `sharp resize ${RASTER_WIDTH} wide`,
    peerAddress: null,
    derivedFrom: digest,
    data: png,
  };
}

function pageModelOf(page: PageModel, visit: Visit, artifacts: readonly NewArtifact[]): NewArtifact {
  const html = artifacts.find((artifact) => artifact.kind === 'html');
  return {
    kind: 'page-model',
    mediaType: 'application/json',
    sourceUrl: page.url,
    at: html?.at ?? visit.endedAt,
    method: 'read in an isolated world of the page',
    peerAddress: null,
    derivedFrom: html ? digestOf(html.data) : null,
    data: Buffer.from(JSON.stringify(page)),
  };
}
