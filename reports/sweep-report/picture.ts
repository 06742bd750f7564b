/**
 * Stored pictures reduced for a report: WebP data URIs, always smaller copies of an original that stays in the store.
 */
import sharp from 'sharp';

export interface Picture {
  dataUri: string;
  /** Size of the original in its own pixels; marks are placed in a drawing of this size. */
  width: number;
  height: number;
}

export interface PictureOptions {
  /** Largest width in pixels; never enlarged. */
  maxWidth: number;
  /** Taller pictures are cut at the bottom, as a multiple of their width. Default 2.2. */
  maxAspect?: number;
  /**
   * Make the text of the page illegible, for pages that show personal data: the page's width in CSS pixels. Default
   * null: legible.
   */
  illegibleFrom?: number | null;
}

const QUALITY = 70;
/** 100 megapixels: a viewport at three times the density fits many times; a bomb does not. */
const MAX_PIXELS = 100_000_000;
/**
 * Share of the page's own width at which a 16-pixel line is 4 pixels high: the layout shows, names and digits do not.
 */
const ILLEGIBLE_SHARE = 0.25;

/** Null when the bytes are no picture that can be decoded: a fact for the caller to show, not an error. */
export async function toPicture(data: Buffer, options: PictureOptions): Promise<Picture | null> {
  const { maxWidth, maxAspect = 2.2, illegibleFrom = null } = options;
  try {
    const { width, height } = await sharp(data, { limitInputPixels: MAX_PIXELS }).metadata();
    const kept = Math.min(height, Math.round(width * maxAspect));
    let image = sharp(data, { limitInputPixels: MAX_PIXELS }).extract({ left: 0, top: 0, width, height: kept });
    const illegibleWidth =
      illegibleFrom === null ? Infinity : Math.max(16, Math.round(illegibleFrom * ILLEGIBLE_SHARE));
    image = image.resize({ width: Math.min(maxWidth, illegibleWidth), withoutEnlargement: true });
    if (illegibleFrom !== null) image = image.blur(0.8);
    const webp = await image.flatten({ background: '#ffffff' }).webp({ quality: QUALITY, effort: 4 }).toBuffer();
    return { dataUri: `data:image/webp;base64,${webp.toString('base64')}`, width, height: kept };
  } catch {
    return null;
  }
}
