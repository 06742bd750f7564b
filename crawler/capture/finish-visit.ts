/** Makes the derived artefacts of a visit (reduced raster, QR codes, page model), after the browser is free for the next one. */
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { RASTER_MAX_HEIGHT, RASTER_WIDTH, type NewArtifact, type PageModel, type Visit } from '../../storage/vocabulary.ts';
import type { QrReader, RawPicture } from './qr-reader.ts';

/** A visit as it leaves the browser: originals, and what the derived artefacts are made of. */
export interface RawVisit {
  visit: Visit;
  artifacts: NewArtifact[];
  page: PageModel | null;
}

const digestOf = (data: Buffer): string => createHash('sha256').update(data).digest('hex');

/** @returns the visit with all its artefacts, ready for the store. A picture that does not decode gives no raster. */
export async function finishVisit({ visit, artifacts, page }: RawVisit, qrReader: QrReader): Promise<{ visit: Visit; artifacts: NewArtifact[] }> {
  const all = [...artifacts];
  const picture = artifacts.find((artifact) => artifact.kind === 'screenshot');
  let empty = false;
  let qrCodes: string[] = [];
  if (picture) {
    const digest = digestOf(picture.data);
    const raw = await decode(picture.data);
    if (raw) {
      empty = isOneColour(raw);
      all.push(await rasterOf(raw, picture, digest));
      if (visit.persona === 'desktop' && !empty) qrCodes = await qrReader.read(digest, raw);
    }
  }
  if (page) all.push(pageModelOf({ ...page, qrCodes }, visit, artifacts));
  const blank = visit.outcome === 'captured' && (page?.text ?? '').trim() === '' && (empty || !picture);
  return { visit: blank ? { ...visit, outcome: 'blank', reason: visit.reason ?? 'nothing to see' } : visit, artifacts: all };
}

async function decode(png: Buffer): Promise<RawPicture | null> {
  try {
    const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data };
  } catch {
    return null;
  }
}

function isOneColour({ data }: RawPicture): boolean {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, data.byteLength >> 2);
  const first = pixels[0];
  return pixels.every((pixel) => pixel === first);
}

async function rasterOf({ width, height, data }: RawPicture, picture: NewArtifact, digest: string): Promise<NewArtifact> {
  const kept = Math.min(height, Math.round((RASTER_MAX_HEIGHT * width) / RASTER_WIDTH));
  const png = await sharp(data, { raw: { width, height, channels: 4 } })
    .extract({ left: 0, top: 0, width, height: kept })
    .resize({ width: RASTER_WIDTH, fit: 'fill', height: Math.min(RASTER_MAX_HEIGHT, Math.max(1, Math.round((kept * RASTER_WIDTH) / width))) })
    .png({ compressionLevel: 6 })
    .toBuffer();
  return { kind: 'raster', mediaType: 'image/png', sourceUrl: picture.sourceUrl, at: picture.at, method: `sharp resize ${RASTER_WIDTH} wide`, peerAddress: null, derivedFrom: digest, data: png };
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
