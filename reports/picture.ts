/** Stored pictures reduced for a report: WebP data URIs, always smaller copies of an original that stays in the store. */
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
  /** Make text illegible: for pages that show somebody's personal data. Default false. */
  illegible?: boolean;
}

const QUALITY = 70;
/** 100 megapixels: a viewport at three times the density fits many times; a bomb does not. */
const MAX_PIXELS = 100_000_000;
/** At this width a 14-pixel line of a 1280-pixel page is 3 pixels high: layout shows, digits do not. */
const ILLEGIBLE_WIDTH = 256;

/** Null when the bytes are no picture that can be decoded: a fact for the caller to show, not an error. */
export async function toPicture(data: Buffer, options: PictureOptions): Promise<Picture | null> {
  const { maxWidth, maxAspect = 2.2, illegible = false } = options;
  try {
    const { width, height } = await sharp(data, { limitInputPixels: MAX_PIXELS }).metadata();
    const kept = Math.min(height, Math.round(width * maxAspect));
    let image = sharp(data, { limitInputPixels: MAX_PIXELS }).extract({ left: 0, top: 0, width, height: kept });
    image = image.resize({ width: Math.min(maxWidth, illegible ? ILLEGIBLE_WIDTH : maxWidth), withoutEnlargement: true });
    if (illegible) image = image.blur(0.8);
    const webp = await image.flatten({ background: '#ffffff' }).webp({ quality: QUALITY, effort: 4 }).toBuffer();
    return { dataUri: `data:image/webp;base64,${webp.toString('base64')}`, width, height: kept };
  } catch {
    return null;
  }
}
