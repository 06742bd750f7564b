/** What is put side by side for one site: the visit and the reference to compare, their pictures, marks and fields. */
import { ownPage } from '../../detectors/reading/official-frames.ts';
import type { Finding, FindingEvidence } from '../../storage/vocabulary/detect.ts';
import type { Box, PageModel } from '../../storage/vocabulary/page-model.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { RASTER_WIDTH } from '../../detectors/host-view.ts';
import type { FieldComparison } from './field-comparison.ts';
import { compareFields } from './field-comparison.ts';
import type { PictureMarkKind, PictureMark } from './picture-marks.ts';
import { readRecord, type ReportContext } from './report-context.ts';
import type { ReferenceFacts, StoredVisit } from '../records/report-store.ts';
import type { SiteRecord } from '../records/site-record.ts';

export interface SiteComparison {
  visit: StoredVisit | null;
  page: PageModel | null;
  reference: ReferenceFacts | null;
  referencePage: PageModel | null;
  fields: FieldComparison | null;
  platform: Platform | null;
}

/** Reads the page models of the visit that the findings speak about and of the reference that fits it best. */
export async function readComparison(context: ReportContext, site: SiteRecord): Promise<SiteComparison> {
  const platform = context.platforms.get(site.assessment.platform ?? '') ?? null;
  const visit = mainVisit(site);
  const whole = visit === null ? null : await readPageModel(context, visit.artifacts);
  // fields of an official frame are not the site's
  const page = whole && ownPage(whole, { platforms: [...context.platforms.values()], allowList: [] });
  const { reference, referencePage } = await mainReference(context, site, visit, page);
  const fields =
    page === null || (platform === null && referencePage === null)
      ? null
      : compareFields(page, referencePage, platform);
  return { visit, page, reference, referencePage, fields, platform };
}

/**
 * The visit whose artefacts carry most of the evidence for the verdict; else the first with a picture; else the first.
 */
export function mainVisit(site: SiteRecord): StoredVisit | null {
  const weights = new Map<string, number>();
  for (const finding of site.assessment.findings) {
    for (const { digest } of finding.evidence)
      if (digest !== null) weights.set(digest, (weights.get(digest) ?? 0) + Math.max(0, finding.weight));
  }
  const score = (visit: StoredVisit): number =>
    sum(visit.artifacts.map(({ digest }) => weights.get(digest) ?? 0)) +
    (pictureOf(visit.artifacts) === null ? 0 : 0.001) +
    (visit.outcome === 'captured' ? 0.001 : 0);
  return site.visits.reduce<StoredVisit | null>(
    (best, visit) => (best === null || score(visit) > score(best) ? visit : best),
    null,
  );
}

/** Digest of the viewport screenshot, null when none was kept. */
export function pictureOf(artifacts: readonly { kind: string; digest: string }[]): string | null {
  return artifacts.find(({ kind }) => kind === 'screenshot')?.digest ?? null;
}

interface ChosenReference {
  reference: ReferenceFacts | null;
  referencePage: PageModel | null;
}

/** The reference a finding names, else the one whose form fits best, of the same persona if there is one. */
async function mainReference(
  context: ReportContext,
  site: SiteRecord,
  visit: StoredVisit | null,
  page: PageModel | null,
): Promise<ChosenReference> {
  const named = new Set(site.assessment.findings.flatMap(({ evidence }) => evidence.map(({ reference }) => reference)));
  let best: ChosenReference & { points: number } = { reference: null, referencePage: null, points: -1 };
  for (const reference of context.references) {
    if (reference.platform !== site.assessment.platform) continue;
    const referencePage = await readPageModel(context, reference.artifacts);
    const matches =
      page === null || referencePage === null ? 0 : compareFields(page, referencePage, null).matches.length;
    const isNamed = reference.artifacts.some(({ digest }) => named.has(digest));
    const points =
      (isNamed ? 1000 : 0) +
      matches * 3 +
      (reference.persona === visit?.persona ? 2 : 0) +
      (pictureOf(reference.artifacts) === null ? 0 : 1);
    if (points > best.points) best = { reference, referencePage, points };
  }
  return best;
}

export async function readPageModel(
  context: ReportContext,
  artifacts: readonly { kind: string; digest: string }[],
): Promise<PageModel | null> {
  const digest = artifacts.find(({ kind }) => kind === 'page-model')?.digest;
  return digest === undefined ? null : readRecord(context, 'page-model', digest);
}

/**
 * Marks on the visited page's screenshot of `width` pixels. Findings carry the number they have in the table of
 * reasons, matched fields a letter. Boxes are in page pixels, except those of a raster, which is RASTER_WIDTH wide.
 */
export function sitePictureMarks(site: SiteRecord, comparison: SiteComparison, width: number): PictureMark[] {
  const { visit, page, fields } = comparison;
  if (visit === null) return [];
  const kinds = new Map(visit.artifacts.map(({ digest, kind }) => [digest, kind]));
  const perPagePixel = width / (page?.viewport.width || width);
  const found = site.assessment.findings.flatMap((finding, index) =>
    finding.evidence.flatMap((evidence) => {
      const kind = kinds.get(evidence.digest ?? '');
      if (kind === undefined) return [];
      const scale = kind === 'raster' ? width / RASTER_WIDTH : perPagePixel;
      const mark = markKind(finding, evidence);
      const boxes = [...(evidence.boxes ?? [])].sort((a, b) => b.width * b.height - a.width * a.height);
      return boxes.map((box, place) => ({
        kind: mark,
        tag: place === 0 || mark === 'sign' ? String(index + 1) : '',
        box: scaled(box, scale),
      }));
    }),
  );
  const matched = fieldMarks(fields, 'seenBox', perPagePixel);
  const regionsFirst = found.sort((a, b) => Number(isRegion(b)) - Number(isRegion(a)));
  return [...regionsFirst.filter(({ box }) => matched.every((mark) => !sameBox(mark.box, box))), ...matched];
}

/** Marks on the reference's screenshot: the matched fields. */
export function referenceMarks({ referencePage, fields }: SiteComparison, width: number): PictureMark[] {
  return fieldMarks(fields, 'officialBox', width / (referencePage?.viewport.width || width));
}

/** The letter a matched field carries in pictures and table: a, b … z, a1 … */
export function fieldTag(index: number): string {
  return String.fromCodePoint(97 + (index % 26)) + (index < 26 ? '' : String(Math.floor(index / 26)));
}

function fieldMarks(fields: FieldComparison | null, side: 'seenBox' | 'officialBox', scale: number): PictureMark[] {
  return (fields?.matches ?? []).flatMap((match, index) => {
    const box = match[side];
    return box === null ? [] : [{ kind: 'match' as const, tag: fieldTag(index), box: scaled(box, scale) }];
  });
}

/** Regions are drawn first, so that everything else lies over them. */
function isRegion({ kind }: PictureMark): boolean {
  return kind === 'same' || kind === 'difference';
}

/** A picture comparison gives its regions in two entries, told apart by their text. */
function markKind({ weight }: Finding, { reference, text = '' }: FindingEvidence): PictureMarkKind {
  if (reference !== undefined) return /不同|differ/u.test(text) ? 'difference' : 'same';
  return weight < 0 ? 'difference' : 'sign';
}

/** A field matched already carries its letter: a second frame around it would say nothing. */
function sameBox(a: Box, b: Box): boolean {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y) + Math.abs(a.width - b.width) + Math.abs(a.height - b.height) < 8;
}

function scaled(box: Box, scale: number): Box {
  return { x: box.x * scale, y: box.y * scale, width: box.width * scale, height: box.height * scale };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
