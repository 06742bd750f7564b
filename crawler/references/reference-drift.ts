/**
 * The drift alarm: captures the official pages afresh and compares them with the stored references, without replacing
 * them.
 */
import pixelmatch from 'pixelmatch';
import sharp from 'sharp';
import { withReferenceBrowser } from '../capture/with-reference-browser.ts';
import type { Store } from '../../storage/open-store.ts';
import type { Reference } from '../../storage/sweeps/reference-repository.ts';
import type { Raster, ReferenceView } from '../../detectors/host-view.ts';
import type { NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import type { Persona } from '../../storage/vocabulary/personas.ts';
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { loadReferences } from './load-references.ts';
import type { ReferenceCaptureOptions } from './capture-references.ts';

export interface ReferenceDrift {
  platform: string;
  url: string;
  persona: Persona;
  /** The stored version compared with. */
  version: number;
  /**
   * `unreachable` = the page could not be captured today, `damaged` = what was stored of it cannot be read; nothing is
   * concluded from either.
   */
  state: 'unchanged' | 'changed' | 'unreachable' | 'damaged';
  /** Share of the stored text's lines that are still there, 0..1; null when not compared. */
  sameText: number | null;
  /** Share of pixels that differ on the reduced pictures, 0..1; null when there is no picture. */
  differentPixels: number | null;
  fieldsAdded: string[];
  fieldsRemoved: string[];
  reason: string | null;
}

/**
 * Below this share of kept lines, or above this share of changed pixels, a page counts as changed. Captchas and dates
 * stay under it.
 */
const TEXT_KEPT = 0.9;
const PIXELS_CHANGED = 0.1;

/**
 * @returns one line per stored reference; of a damaged one a line, and another for the older version that sweeps use in
 * its place.
 */
export async function referenceDrift(options: ReferenceCaptureOptions): Promise<ReferenceDrift[]> {
  const { store, platforms } = options;
  const damage: string[] = [];
  const references = await loadReferences(store, platforms, async (_url, { message }) => void damage.push(message));
  const drifts = damage.length === 0 ? [] : await damagedVersions(store, platforms, references, damage);
  if (references.length === 0) return drifts;
  await withReferenceBrowser(options.settings, async (take) => {
    for (const reference of references) {
      if (options.signal?.aborted) break;
      const { url, persona } = reference;
      const { visit, artifacts } = await take({
        url,
        persona,
        egress: options.egress,
        exit: options.exit,
        settings: options.settings,
      });
      const model = artifacts.find((artifact) => artifact.kind === 'page-model');
      // an error page is no official page: nothing is concluded from it
      const usable = visit.outcome === 'captured' && (visit.status ?? 200) < 400 && model;
      drifts.push(
        usable
          ? await compare(reference, model, artifacts)
          : notCompared(reference, 'unreachable', visit.reason ?? `${visit.outcome} ${visit.status ?? ''}`.trim()),
      );
    }
  });
  return drifts;
}

/** The newest versions that could not be read, each with the damage of its own blobs. */
async function damagedVersions(
  store: Store,
  platforms: readonly Platform[],
  read: readonly ReferenceView[],
  damage: readonly string[],
): Promise<ReferenceDrift[]> {
  const newest = await store.references.latest(platforms.map(({ id }) => id));
  return newest.flatMap((reference) => {
    const own = damage.filter((sentence) => reference.artifacts.some(({ digest }) => sentence.includes(digest)));
    const isRead = read.some(
      (view) =>
        view.platform === reference.platform &&
        view.url === reference.url &&
        view.persona === reference.persona &&
        view.version === reference.version,
    );
    return isRead || own.length === 0 ? [] : [notCompared(reference, 'damaged', own.join('; '))];
  });
}

function notCompared(
  { platform, url, persona, version }: Reference | ReferenceView,
  state: 'unreachable' | 'damaged',
  reason: string,
): ReferenceDrift {
  return {
    platform,
    url,
    persona,
    version,
    state,
    sameText: null,
    differentPixels: null,
    fieldsAdded: [],
    fieldsRemoved: [],
    reason,
  };
}

async function compare(
  reference: ReferenceView,
  model: NewArtifact,
  artifacts: readonly NewArtifact[],
): Promise<ReferenceDrift> {
  const page = JSON.parse(model.data.toString('utf8')) as PageModel;
  const today = new Set(linesOf(page));
  const stored = linesOf(reference.page);
  const sameText = stored.length === 0 ? 1 : stored.filter((line) => today.has(line)).length / stored.length;
  const differentPixels = await pixelsChanged(
    reference.raster,
    artifacts.find((artifact) => artifact.kind === 'raster')?.data,
  );
  const [before, after] = [new Set(fieldsOf(reference.page)), new Set(fieldsOf(page))];
  const fieldsAdded = [...after].filter((field) => !before.has(field));
  const fieldsRemoved = [...before].filter((field) => !after.has(field));
  const changed =
    sameText < TEXT_KEPT || (differentPixels ?? 0) > PIXELS_CHANGED || fieldsAdded.length + fieldsRemoved.length > 0;
  const { platform, url, persona, version } = reference;
  return {
    platform,
    url,
    persona,
    version,
    state: changed ? 'changed' : 'unchanged',
    sameText,
    differentPixels,
    fieldsAdded,
    fieldsRemoved,
    reason: null,
  };
}

const linesOf = (page: PageModel) =>
  page.text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const fieldsOf = (page: PageModel) =>
  page.fields.filter((field) => field.visible).map((field) => field.label || field.placeholder);

async function pixelsChanged(stored: Raster | null, png: Buffer | undefined): Promise<number | null> {
  if (!stored || !png) return null;
  const { data } = await sharp(png)
    .resize(stored.width, stored.height, { fit: 'cover', position: 'top' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return (
    pixelmatch(stored.data, data, undefined, stored.width, stored.height, { threshold: 0.1 }) /
    (stored.width * stored.height)
  );
}
