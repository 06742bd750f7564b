/** Reads the whole page (all frames) into one PageModel. */
import type { CDPSession, Page } from 'playwright';
import type { Box, PageModel } from '../../storage/vocabulary.ts';
import { allFrames, evaluateIn, type FrameHandle } from './isolated-world.ts';
import { readFrame, type FrameModel } from './page-model-script.ts';
import { orElse, within } from './time-limit.ts';

const MAX_TEXT = 200_000;
const MAX_FIELDS = 500;

interface Offset {
  x: number;
  y: number;
}

export interface ReadPage {
  model: PageModel;
  /** Some frame was cut by a cap or its time, or did not answer in time. */
  cut: boolean;
}

/** @returns null when the main frame does not answer within `ms`. Frames that do not answer are left out. */
export async function readPage(page: Page, session: CDPSession, ms: number): Promise<ReadPage | null> {
  const frames = await allFrames(page, session, Math.round(ms * 0.4));
  const limits = { budgetMs: Math.round(ms * 0.6), maxElements: 60_000 };
  const read = await Promise.all(frames.map((frame) => within(ms, evaluateIn(frame, readFrame, limits, ms))));
  const [main, ...inner] = read.map((frame) => (frame.ok ? frame.value : null));
  const [mainHandle, ...innerHandles] = frames;
  if (!main || !mainHandle) return null;
  const model = fromMain(main);
  for (const [index, frame] of inner.entries()) {
    const handle = innerHandles[index];
    if (frame && handle) addFrame(model, frame, await orElse(300, frameOffset(handle, session), null));
  }
  return { model, cut: read.some((frame) => (frame.ok ? frame.value.cut : frame.late)) };
}

function fromMain({ cut: _cut, forms, ...main }: FrameModel): PageModel {
  return { ...main, forms: forms.map((form) => ({ ...form, frame: null })), qrCodes: [] };
}

function addFrame(model: PageModel, frame: FrameModel, offset: Offset | null): void {
  const shift = <T extends { box: PageModel['images'][number]['box'] }>(items: T[]): T[] =>
    items.map((item) => ({ ...item, box: item.box && offset ? { ...item.box, x: item.box.x + offset.x, y: item.box.y + offset.y } : null }));
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
    model.drawings = [...(model.drawings ?? []), ...frame.drawings.map(({ tag, box }) => ({ tag, box: moved(box) }))].slice(0, 100);
    model.textBoxes = [...(model.textBoxes ?? []), ...frame.textBoxes.map(moved)].slice(0, 600);
  }
  model.scripts.push(...frame.scripts);
  const inline = model.inlineScripts.reduce((total, code) => total + code.length, 0);
  if (inline < 200_000) model.inlineScripts.push(...frame.inlineScripts);
  if (!model.frames.includes(frame.url)) model.frames.push(frame.url);
  model.frames.push(...frame.frames.filter((url) => !model.frames.includes(url)));
  model.tables.push(...frame.tables);
  model.elementCount += frame.elementCount;
}

/** Where a frame's content starts in the main page (which stands at its top). */
async function frameOffset(frame: FrameHandle, session: CDPSession): Promise<Offset> {
  const { backendNodeId } = await session.send('DOM.getFrameOwner', { frameId: frame.frameId });
  const { model } = await session.send('DOM.getBoxModel', { backendNodeId });
  return { x: Math.round(model.content[0] ?? 0), y: Math.round(model.content[1] ?? 0) };
}
