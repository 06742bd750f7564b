/** How much of their wording two pages share. */
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import { gramsOfPage } from './reference-text.ts';

/** 0..1: common 4-grams, relative to the smaller page; 0 when one has no text. */
export function sharedWording(left: PageModel, right: PageModel): number {
  const [small, large] = [gramsOfPage(left), gramsOfPage(right)].sort((a, b) => a.size - b.size);
  if (!small || !large || small.size === 0) return 0;
  let shared = 0;
  for (const gram of small) if (large.has(gram)) shared += 1;
  return shared / small.size;
}
