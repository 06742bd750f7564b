/** Reads the whole page (all frames) into one PageModel. */
import type { CDPSession, Page } from 'playwright';
import type { Box, FramePart, FrameShare, PageModel } from '../../../storage/vocabulary/page-model.ts';
import { framePlaces, type FramePlace } from './frame-places.ts';
import { allFrames, evaluateIn, type FrameHandle } from './isolated-world.ts';
import type { FrameModel } from './frame-model.ts';
import { readFrame } from './page-model-script.ts';
import { within } from './time-limit.ts';

const MAX_TEXT = 200_000;
const MAX_FIELDS = 500;
const MAX_UNREACHED = 30;
/** For finding out where the frames stand, all together. */
const LONGEST_PLACING_MS = 3000;

export interface ReadPage {
  model: PageModel;
  /** Some frame was cut by a cap or its time, or did not answer in time. */
  cut: boolean;
}

/**
 * @returns null when the main frame does not answer within `ms`. Of frames that do not answer only the address is
 * known, at best the place.
 */
export async function readPage(page: Page, session: CDPSession, ms: number): Promise<ReadPage | null> {
  const frames = await allFrames(page, session, Math.round(ms * 0.4));
  const limits = { budgetMs: Math.round(ms * 0.6), maxElements: 60_000 };
  const read = await Promise.all(frames.map((frame) => within(ms, evaluateIn(frame, readFrame, limits, ms))));
  const answers = read.map((frame) => (frame.ok ? frame.value : null));
  const [main, ...inner] = answers;
  const [mainHandle, ...innerHandles] = frames;
  if (!main || !mainHandle) return null;
  const model = fromMain(main);
  const urls = new Map(frames.map(({ frameId, url }, index) => [frameId, answers[index]?.url ?? url]));
  const places = innerHandles.length > 0 ? await framePlaces(frames, Math.min(ms, LONGEST_PLACING_MS)) : null;
  const parts: FramePart[] = [];
  for (const [index, handle] of innerHandles.entries()) {
    const { offset, boxes } = places?.get(handle.frameId) ?? { offset: null, boxes: null };
    const frame = inner[index] ?? null;
    // the frame's own address is the page's: only the addresses inside are its share
    if (frame && !model.frames.includes(frame.url)) model.frames.push(frame.url);
    const before = sizesOf(model);
    if (frame) addFrame(model, frame, offset);
    const after = sizesOf(model);
    const shares = Object.fromEntries(
      SHARES.map((share) => [share, [before[share], after[share]]]),
    ) as FramePart['shares'];
    parts.push({
      url: urls.get(handle.frameId) ?? handle.url,
      host: servedBy(handle, frames, urls),
      boxes,
      elements: frame?.elementCount ?? 0,
      shares,
    });
  }
  const sizes = sizesOf(model);
  const nothing = Object.fromEntries(
    SHARES.map((share) => [share, [sizes[share], sizes[share]]]),
  ) as FramePart['shares'];
  for (const address of unreached(page, frames))
    parts.push({ url: address.href, host: address.hostname, boxes: null, elements: 0, shares: nothing });
  model.frameParts = parts;
  return { model, cut: read.some((frame) => (frame.ok ? frame.value.cut : frame.late)) };
}

const SHARES: readonly FrameShare[] = [
  'text',
  'headings',
  'forms',
  'fields',
  'buttons',
  'links',
  'images',
  'drawings',
  'textBoxes',
  'scripts',
  'inlineScripts',
  'frames',
  'tables',
];

function sizesOf(model: PageModel): Record<FrameShare, number> {
  return Object.fromEntries(SHARES.map((share) => [share, model[share]?.length ?? 0])) as Record<FrameShare, number>;
}

/** Addresses of frames that are there and could not be looked into. */
function unreached(page: Page, frames: readonly FrameHandle[]): URL[] {
  const reached = frames.map(({ url }) => url.split('#', 1)[0]);
  const missed = page.frames().filter((frame) => {
    const at = reached.indexOf(frame.url().split('#', 1)[0]);
    if (at >= 0) reached.splice(at, 1);
    return at < 0;
  });
  return missed
    .flatMap((frame) => URL.parse(frame.url()) ?? [])
    .filter(({ protocol }) => protocol === 'http:' || protocol === 'https:')
    .slice(0, MAX_UNREACHED);
}

/**
 * Frames without an address of their own show what the frame around them wrote; the browser's error page is nobody's.
 */
function servedBy(frame: FrameHandle, frames: readonly FrameHandle[], urls: ReadonlyMap<string, string>): string {
  const url = urls.get(frame.frameId) ?? frame.url;
  const address = URL.parse(url.replace(/^blob:(?=https?:)/, ''));
  if (address?.protocol === 'http:' || address?.protocol === 'https:') return address.hostname;
  const parent = frames.find(({ frameId }) => frameId === frame.parentId);
  return parent === undefined || address?.protocol === 'chrome-error:' ? '' : servedBy(parent, frames, urls);
}

function fromMain({ cut: _cut, forms, ...main }: FrameModel): PageModel {
  return { ...main, forms: forms.map((form) => ({ ...form, frame: null })), qrCodes: [] };
}

function addFrame(model: PageModel, frame: FrameModel, offset: FramePlace['offset']): void {
  const shift = <T extends { box: PageModel['images'][number]['box'] }>(items: T[]): T[] =>
    items.map((item) => ({
      ...item,
      box: item.box && offset ? { ...item.box, x: item.box.x + offset.x, y: item.box.y + offset.y } : null,
    }));
  const before = model.forms.length;
  if (frame.text && model.text.length < MAX_TEXT) model.text = `${model.text}\n${frame.text}`.slice(0, MAX_TEXT);
  model.headings.push(...frame.headings);
  model.forms.push(...frame.forms.map((form) => ({ ...form, frame: frame.url })));
  const fields = shift(frame.fields).map((field) => ({ ...field, form: field.form < 0 ? -1 : field.form + before }));
  model.fields.push(...fields.slice(0, Math.max(0, MAX_FIELDS - model.fields.length)));
  model.buttons.push(...shift(frame.buttons));
  model.links.push(...frame.links);
  model.images.push(...shift(frame.images));
  if (offset) {
    const moved = (box: Box): Box => ({ ...box, x: box.x + offset.x, y: box.y + offset.y });
    model.drawings = [
      ...(model.drawings ?? []),
      ...frame.drawings.map(({ tag, box }) => ({ tag, box: moved(box) })),
    ].slice(0, 100);
    model.textBoxes = [...(model.textBoxes ?? []), ...frame.textBoxes.map(moved)].slice(0, 600);
  }
  model.scripts.push(...frame.scripts);
  const inline = model.inlineScripts.reduce((total, code) => total + code.length, 0);
  if (inline < 200_000) model.inlineScripts.push(...frame.inlineScripts);
  model.frames.push(...frame.frames.filter((url) => !model.frames.includes(url)));
  model.tables.push(...frame.tables);
  model.elementCount += frame.elementCount;
}
