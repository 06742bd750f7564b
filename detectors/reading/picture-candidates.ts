/** The reference pictures that a page's picture may be compared with, aligned to it, most alike first. */
import type { Persona } from '../../storage/vocabulary/personas.ts';
import type { Box } from '../../storage/vocabulary/page-model.ts';
import type { CaptureView, ReferenceView } from '../host-view.ts';
import { type Alignment, align } from './raster-alignment.ts';
import { type RasterFeatures, rasterFeatures } from './raster-features.ts';

/** A reference whose picture was brought over the page's. */
export interface PictureCandidate {
  reference: ReferenceView;
  features: RasterFeatures;
  alignment: Alignment;
  /** Parts of the page's raster that change by themselves. */
  masks?: readonly Box[];
}

/** Small screens and large ones show different layouts: only pictures of the same kind of visitor are comparable. */
export function comparablePersonas(left: Persona, right: Persona): boolean {
  const small = (persona: Persona) => persona === 'mobile' || persona === 'wechat';
  return small(left) === small(right);
}

/** One candidate per reference with a picture of the same kind of visitor, by falling agreement of the outlines. */
export function pictureCandidates(
  page: RasterFeatures,
  capture: CaptureView,
  references: readonly ReferenceView[],
): PictureCandidate[] {
  const candidates: PictureCandidate[] = [];
  for (const reference of references) {
    if (!reference.raster || !comparablePersonas(capture.visit.persona, reference.persona)) continue;
    const features = rasterFeatures(reference.raster);
    if (!features.blank) candidates.push({ reference, features, alignment: align(page, features) });
  }
  return candidates.sort((left, right) => right.alignment.edge - left.alignment.edge);
}
