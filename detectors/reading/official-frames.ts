/**
 * A page without what official hosts serve in frames on it: that is nobody's imitation, and vouches for nothing around
 * it.
 */
import type { Box, FramePart, FrameShare, PageModel } from '../../storage/vocabulary/page-model.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { CaptureView, Raster } from '../host-view.ts';
import { hostOf, isOfficialHost } from '../names/official-hosts.ts';

/** Whose hosts are official; a `DetectionContext` is one. */
export interface Officials {
  platforms: readonly Platform[];
  allowList: readonly string[];
}

/**
 * Frames on the page that official hosts serve; none where the page itself is such a host's, and none in models that do
 * not say where their content came from.
 */
export function officialFrames(page: PageModel, { platforms, allowList }: Officials): FramePart[] {
  if (!page.frameParts || isOfficialHost(hostOf(page.url), platforms, allowList)) return [];
  return page.frameParts.filter(({ host }) => host !== '' && isOfficialHost(host, platforms, allowList));
}

const known = new WeakMap<
  PageModel,
  { platforms: Officials['platforms']; allowList: Officials['allowList']; own: PageModel }
>();

/**
 * The page as if its official frames were empty. Its title goes too where hardly anything stands beside a frame that
 * fills the window: then it names that one. Frames of others inside official ones stay, as the others'. The same object
 * when there is nothing to leave out; applying it twice changes nothing. Remembered per page, platforms and list.
 */
export function ownPage(page: PageModel, officials: Officials): PageModel {
  const ready = known.get(page);
  if (ready && ready.platforms === officials.platforms && ready.allowList === officials.allowList) return ready.own;
  const theirs = officialFrames(page, officials);
  const own = theirs.length === 0 ? page : without(page, new Set(theirs), new Ownership(page, theirs));
  known.set(page, { platforms: officials.platforms, allowList: officials.allowList, own });
  return own;
}

/**
 * The capture without its official frames: page, picture and what was read in the picture. Where it is not known what
 * of the picture such a frame shows, the picture counts for nothing.
 */
export function ownCapture(capture: CaptureView, officials: Officials): CaptureView {
  const { page, raster, pictureText } = capture;
  const theirs = page ? officialFrames(page, officials) : [];
  if (!page || theirs.length === 0) return capture;
  if (theirs.some(({ boxes }) => boxes === null))
    return { ...capture, page: ownPage(page, officials), raster: null, pictureText: null };
  const ownership = new Ownership(page, theirs);
  return {
    ...capture,
    page: ownPage(page, officials),
    raster: raster && ownership.blanked(raster),
    pictureText: pictureText?.filter(({ box }) => !ownership.isTheirs(box)) ?? null,
  };
}

function without(page: PageModel, theirs: ReadonlySet<FramePart>, ownership: Ownership): PageModel {
  const cuts = (share: FrameShare) =>
    [...theirs].map(({ shares }) => shares[share]).filter(([start, end]) => end > start);
  const kept = <T>(share: FrameShare, items: readonly T[]): T[] => {
    const gone = cuts(share);
    return gone.length === 0
      ? [...items]
      : items.filter((_, index) => !gone.some(([start, end]) => index >= start && index < end));
  };
  /** Where the first `index` characters or items end when the cuts are made. */
  const moved = (share: FrameShare, index: number): number =>
    index - cuts(share).reduce((sum, [start, end]) => sum + Math.max(0, Math.min(end, index) - start), 0);
  const partsKept = page.frameParts?.map((part): FramePart => {
    const entries = Object.entries(part.shares) as [FrameShare, [number, number]][];
    const shares = Object.fromEntries(
      entries.map(([share, [start, end]]) => [share, [moved(share, start), moved(share, end)]]),
    ) as FramePart['shares'];
    return { ...part, shares, elements: theirs.has(part) ? 0 : part.elements };
  });
  const text = cuts('text')
    .toSorted(([left], [right]) => right - left)
    .reduce((rest, [start, end]) => rest.slice(0, start) + rest.slice(end), page.text);
  const fields = kept('fields', page.fields).map((field) => ({
    ...field,
    form: field.form < 0 ? field.form : moved('forms', field.form),
  }));
  // where the page has hardly anything else to show, the title names what the frame shows
  const namesFrame =
    fields.length === 0 && text.replace(/\s+/g, '').length < HARDLY_A_PAGE && ownership.shareOfWindow() >= NEARLY_ALL;
  const places = page.qrPlaces?.filter(({ box }) => !ownership.isTheirs(box));
  const shownElsewhere = (code: string) =>
    !page.qrPlaces?.some((place) => place.text === code) || places?.some((place) => place.text === code) === true;
  return {
    ...page,
    title: namesFrame ? '' : page.title,
    text,
    headings: kept('headings', page.headings),
    forms: kept('forms', page.forms),
    fields,
    buttons: kept('buttons', page.buttons),
    links: kept('links', page.links),
    images: kept('images', page.images),
    drawings: page.drawings && kept('drawings', page.drawings),
    textBoxes: page.textBoxes && kept('textBoxes', page.textBoxes),
    scripts: kept('scripts', page.scripts),
    inlineScripts: kept('inlineScripts', page.inlineScripts),
    frames: kept('frames', page.frames),
    tables: kept('tables', page.tables),
    elementCount: page.elementCount - [...theirs].reduce((sum, { elements }) => sum + elements, 0),
    qrCodes: page.qrCodes.filter(shownElsewhere),
    qrPlaces: places,
    frameParts: partsKept,
  };
}

/** Share of the first viewport. */
const NEARLY_ALL = 0.8;
const SAMPLES = 20;
/** Characters. */
const HARDLY_A_PAGE = 120;

/** Whose each place on the screen is: inner frames lie over outer ones. */
class Ownership {
  readonly #layers: { boxes: readonly Box[]; theirs: boolean }[];
  readonly #width: number;
  readonly #height: number;

  constructor(page: PageModel, theirs: readonly FramePart[]) {
    this.#layers = (page.frameParts ?? []).map((part) => ({ boxes: part.boxes ?? [], theirs: theirs.includes(part) }));
    this.#width = page.shownWidth ?? page.viewport.width;
    // a wide page shown reduced on a phone is higher in its own pixels
    this.#height = page.viewport.width > 0 ? (page.viewport.height * this.#width) / page.viewport.width : 0;
  }

  /** The middle of the box lies in an official frame. */
  isTheirs({ x, y, width, height }: Box): boolean {
    const [middleX, middleY] = [x + width / 2, y + height / 2];
    const holds = (box: Box) =>
      middleX >= box.x && middleX < box.x + box.width && middleY >= box.y && middleY < box.y + box.height;
    return this.#layers.findLast(({ boxes }) => boxes.some(holds))?.theirs ?? false;
  }

  /** 0..1: how much of the first viewport official frames show. */
  shareOfWindow(): number {
    let theirs = 0;
    for (let row = 0; row < SAMPLES; row += 1) {
      for (let column = 0; column < SAMPLES; column += 1) {
        const place = {
          x: ((column + 0.5) * this.#width) / SAMPLES,
          y: ((row + 0.5) * this.#height) / SAMPLES,
          width: 0,
          height: 0,
        };
        if (this.isTheirs(place)) theirs += 1;
      }
    }
    return theirs / SAMPLES ** 2;
  }

  /** A copy with white where official frames are seen. */
  blanked(raster: Raster): Raster {
    const { width, height } = raster;
    const scale = this.#width > 0 ? width / this.#width : 1;
    const data = Uint8Array.from(raster.data);
    for (const { boxes, theirs } of this.#layers) {
      for (const box of boxes) {
        const [left, right] = [
          Math.max(0, Math.floor(box.x * scale)),
          Math.min(width, Math.ceil((box.x + box.width) * scale)),
        ];
        for (
          let row = Math.max(0, Math.floor(box.y * scale));
          row < Math.min(height, Math.ceil((box.y + box.height) * scale));
          row += 1
        ) {
          const [from, to] = [(row * width + left) * 4, (row * width + right) * 4];
          if (to <= from) continue;
          if (theirs) data.fill(255, from, to);
          else data.set(raster.data.subarray(from, to), from);
        }
      }
    }
    return { width, height, data };
  }
}
