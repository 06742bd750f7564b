/**
 * The distinctive wording of each platform's reference pages: n-grams that other platforms' references do not share.
 */
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import type { ReferenceView } from '../host-view.ts';
import { compactText, gramsOf } from '../text/normalise-text.ts';
import { pageText } from './page-text.ts';

/** One reference page's wording. */
export interface ReferenceText {
  reference: ReferenceView;
  /** Distinctive 4-grams of title and text. */
  grams: Set<string>;
  /** Whole compact text. */
  compact: string;
  /** Share of the reference's own text that is running prose, 0..1. */
  proseShare: number;
}

const GRAM = 4;
const known = new WeakMap<readonly ReferenceView[], ReferenceText[]>();
const pageGrams = new WeakMap<PageModel, Set<string>>();

/** Prepares all references once per list object. */
export function referenceTexts(references: readonly ReferenceView[]): ReferenceText[] {
  const ready = known.get(references);
  if (ready) return ready;
  const platformsOf = new Map<string, Set<string>>();
  for (const reference of references) {
    for (const gram of gramsOfPage(reference.page)) {
      const platforms = platformsOf.get(gram) ?? new Set<string>();
      platformsOf.set(gram, platforms.add(reference.platform));
    }
  }
  const texts = references.map((reference) => {
    const text = pageText(reference.page);
    const grams = new Set([...gramsOfPage(reference.page)].filter((gram) => (platformsOf.get(gram)?.size ?? 0) < 2));
    return {
      reference,
      grams,
      compact: text.titleCompact + text.compact,
      proseShare: text.proseLength / Math.max(1, text.compact.length),
    };
  });
  known.set(references, texts);
  return texts;
}

/** 4-grams of a page's title and text, at most 20,000. */
export function gramsOfPage(page: PageModel): Set<string> {
  const ready = pageGrams.get(page);
  if (ready) return ready;
  const grams = gramsOf(pageText(page).titleCompact + pageText(page).compact, GRAM);
  pageGrams.set(page, grams);
  return grams;
}

/**
 * F-measure 0..1 of shared wording: both much of the reference must be in the page and much of the page in the
 * reference.
 */
export function wordingOverlap(page: PageModel, reference: ReferenceText): number {
  if (reference.grams.size < 25) return 0;
  const own = gramsOfPage(page);
  let shared = 0;
  for (const gram of reference.grams) if (own.has(gram)) shared += 1;
  const recall = shared / reference.grams.size;
  const precision = shared / Math.max(1, own.size);
  return recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);
}

/** True when a line of the page is copied from one of the references. */
export function isFromReference(line: string, texts: readonly ReferenceText[]): boolean {
  const compact = compactText(line);
  return compact.length > 6 && texts.some((text) => text.compact.includes(compact.slice(0, 40)));
}
