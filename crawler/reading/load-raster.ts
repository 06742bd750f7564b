/** Reads a stored reduced screenshot back as pixels. */
import sharp from 'sharp';
import type { Raster } from '../../detectors/host-view.ts';
import type { Store } from '../../storage/open-store.ts';

/** A picture that does not decode is no picture: the visit's other evidence still counts. */
export async function loadRaster(store: Pick<Store, 'evidence'>, digest: string | undefined): Promise<Raster | null> {
  if (!digest) return null;
  const png = await store.evidence.read(digest);
  try {
    const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data };
  } catch {
    return null;
  }
}
