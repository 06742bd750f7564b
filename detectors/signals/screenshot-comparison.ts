/**
 * Compares a page's picture with the platforms' reference pictures: coarse maps first, then pixelmatch on the few that
 * are left.
 */
import type { Finding, FindingEvidence } from '../../storage/vocabulary/detect.ts';
import type { Box } from '../../storage/vocabulary/page-model.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { finding, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext, ReferenceView } from '../host-view.ts';
import { type PictureCandidate, pictureCandidates } from '../reading/picture-candidates.ts';
import { type RegionMatch, align, compareRegions } from '../reading/raster-alignment.ts';
import { type RasterFeatures, rasterFeatures } from '../reading/raster-features.ts';
import { scaledFeatures } from '../reading/scaled-features.ts';
import { colourLayout } from './colour-layout.ts';

interface Comparison extends PictureCandidate {
  regions: RegionMatch;
  value: number;
  /** The reference was drawn at this size; missing = at its own. */
  zoom?: number;
}

/** Below this agreement of the edge maps the costly comparison is not made. */
const PREFILTER = 0.3;

const MAX_COMPARED = 4;

const LEAST = 0.3;

/**
 * One finding per platform whose reference picture the page resembles; where there is none, at most one of its colours.
 * None for blank pictures.
 */
export function screenshotComparison(capture: CaptureView, { platforms, references }: DetectionContext): Finding[] {
  if (!capture.raster) return [];
  const page = rasterFeatures(capture.raster);
  if (page.blank) return [];
  const candidates = pictureCandidates(page, capture, references);
  const masks = changingParts(capture, capture.raster.width);
  const compared = shortlist(candidates)
    .map((candidate) => compare(page, { ...candidate, masks }))
    .map((comparison, index) => (index < MAX_SCALED ? atOtherZoom(page, comparison) : comparison));
  const best = bestPerPlatform(compared);
  const findings = best
    .map((comparison) => toFinding(capture, comparison, discount(comparison, best), platforms))
    .filter((item) => item !== null);
  return findings.length > 0 ? findings : colourLayout(capture, page, candidates, platforms);
}

const CAPTCHA = /captcha|verify|vcode|yzm|checkcode|authcode|randcode|getimg|验证码|校验码|看不清/i;

/** Captcha pictures, in raster pixels: they differ at every visit, also between two visits of one page. */
function changingParts({ page }: CaptureView, width: number): Box[] {
  if (!page || page.viewport.width === 0) return [];
  const scale = width / page.viewport.width;
  const boxes = page.images
    .slice(0, 200)
    .flatMap(({ src, alt, box }) => (box && box.width < 260 && CAPTCHA.test(`${src.slice(-160)} ${alt}`) ? [box] : []));
  return boxes.slice(0, 4).map((box) => scaled(box, scale));
}

/** The best of each platform first, then the next best, at most MAX_COMPARED. */
function shortlist(candidates: readonly PictureCandidate[]): PictureCandidate[] {
  const open = candidates.filter((candidate) => candidate.alignment.edge >= PREFILTER);
  const first = open.filter(
    (candidate, index) =>
      open.findIndex((other) => other.reference.platform === candidate.reference.platform) === index,
  );
  return [...first, ...open.filter((candidate) => !first.includes(candidate))].slice(0, MAX_COMPARED);
}

/** Zooms at which a page may be shown; a clone at its own zoom needs none of them. */
const SCALES = [0.8, 0.9, 1.11, 1.25];

/**
 * Below this value other zooms are tried, and only for so many references: drawing a picture anew costs as much as a
 * comparison.
 */
const UNSURE = 0.45;

const MAX_SCALED = 2;

/** The comparison at the best of the other zooms, when that is clearly better than at its own. */
function atOtherZoom(page: RasterFeatures, plain: Comparison): Comparison {
  const { reference } = plain;
  if (plain.value >= UNSURE || !reference.raster) return plain;
  const { raster } = reference;
  const tried = SCALES.map((factor) => ({ factor, features: scaledFeatures(raster, factor) }))
    .map(({ factor, features }) => ({ factor, features, alignment: align(page, features) }))
    .sort((left, right) => right.alignment.edge - left.alignment.edge);
  const [best] = tried;
  if (!best || best.alignment.edge < plain.alignment.edge + 0.08) return plain;
  const zoomed = compare(page, { reference, features: best.features, alignment: best.alignment });
  return zoomed.value > plain.value ? { ...zoomed, zoom: best.factor } : plain;
}

function compare(page: RasterFeatures, candidate: PictureCandidate): Comparison {
  const masks = candidate.masks ?? [];
  const regions = compareRegions(page, candidate.features, candidate.alignment, masks);
  const { edge, gray } = candidate.alignment;
  const layout = ramp(0.6 * edge + 0.4 * Math.max(0, gray), 0.68, 0.94) * 0.6;
  return { ...candidate, regions, value: Math.max(ramp(regions.share, 0.2, 0.85), layout) };
}

function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

function bestPerPlatform(compared: readonly Comparison[]): Comparison[] {
  const best = new Map<string, Comparison>();
  for (const comparison of compared) {
    const held = best.get(comparison.reference.platform);
    if (!held || comparison.value > held.value) best.set(comparison.reference.platform, comparison);
  }
  return [...best.values()].sort((left, right) => right.value - left.value);
}

/** What two platforms' pages have in common (a blue bar, a centred card) speaks for neither. */
function discount(own: Comparison, all: readonly Comparison[]): number {
  const other = Math.max(
    0,
    ...all.filter((item) => item.reference.platform !== own.reference.platform).map((item) => item.value),
  );
  if (own.value >= 0.85 || other < own.value * 0.75) return 1;
  return 0.6;
}

function toFinding(
  capture: CaptureView,
  comparison: Comparison,
  factor: number,
  platforms: readonly Platform[],
): Finding | null {
  const value = comparison.value * factor;
  if (value < LEAST) return null;
  const { reference, regions, alignment } = comparison;
  const name = platforms.find((platform) => platform.id === reference.platform)?.name ?? reference.platform;
  const share = Math.round(regions.share * 100);
  const layout = Math.round(Math.max(0, alignment.edge) * 100);
  const zoomed =
    comparison.zoom === undefined
      ? ['', '']
      : [`（缩放 ${Math.round(comparison.zoom * 100)}%）`, ` (at ${Math.round(comparison.zoom * 100)}% of its size)`];
  const zh = `画面与“${name}”的官方页面${zoomed[0]}（${reference.url}，参照版本 ${reference.version}）有 ${share}% 的内容区域逐像素相符，版面轮廓相关度 ${layout}%`;
  const en = `The picture agrees with the official page of ${name}${zoomed[1]} (${reference.url}, reference version ${reference.version}) in ${share}% of its regions pixel by pixel; outline correlation ${layout}%`;
  return finding({
    signal: 'screenshot-comparison',
    platform: reference.platform,
    value,
    because: [sentence(zh, en)],
    evidence: evidenceOf(capture, reference, regions),
  });
}

/** Two entries on the page's screenshot: matching regions, then differing ones, both in viewport pixels. */
function evidenceOf(capture: CaptureView, reference: ReferenceView, regions: RegionMatch): FindingEvidence[] {
  const width = capture.page?.viewport.width ?? 0;
  const scale = width > 0 && capture.raster ? width / capture.raster.width : 1;
  const base = {
    digest: capture.artifacts.screenshot ?? null,
    reference: reference.artifacts.screenshot,
    persona: capture.visit.persona,
  };
  return [
    { ...base, boxes: regions.matching.map((box) => scaled(box, scale)), text: '相同区域 matching regions' },
    { ...base, boxes: regions.differing.map((box) => scaled(box, scale)), text: '不同区域 differing regions' },
  ];
}

function scaled(box: Box, scale: number): Box {
  return {
    x: Math.round(box.x * scale),
    y: Math.round(box.y * scale),
    width: Math.round(box.width * scale),
    height: Math.round(box.height * scale),
  };
}
