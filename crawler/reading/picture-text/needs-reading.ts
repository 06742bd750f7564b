/** Decides whether a screenshot has to be read: only where its pixels say more than the page's DOM. */
import type { Box, PageModel } from '../../../storage/vocabulary/page-model.ts';
import { CELL, type TextMarks } from './text-marks.ts';

/** Why a picture is read. */
export type ReadingReason = 'no-dom' | 'scrambled-font' | 'unlabelled-fields' | 'drawn-text';

/** What the decision rests on: cells that look written, split by whether the DOM says what stands there. */
export interface WrittenCells {
  explained: number;
  unexplained: number;
}

/** A drawn title of ten characters, or a label and its button. */
const LEAST_DRAWN = 36;
/** Share of the writing on screen that the DOM does not say; a logo above a page of text stays below. */
const DRAWN_SHARE = 0.3;
/** Writing without DOM text next to fields that nothing names: two labels. */
const LEAST_LABELS = 5;
/** Part of the viewport below which a square picture may be a QR code. */
const SQUARE_PICTURE = 0.12;
/** Between a field and its captcha, page pixels. */
const CAPTCHA_GAP = 48;
const LEAST_ODD = 20;

/**
 * @param page null = the DOM could not be read. A model without `textBoxes` (an older one) explains nothing by place:
 * only its length counts.
 * @param marks of the viewport screenshot; where a phone shows a wide page reduced, the page's boxes are brought to its
 * pixels.
 * @returns null when the DOM says what the picture shows. Pure, linear in cells and boxes.
 */
export function needsReading(page: PageModel | null, marks: TextMarks): ReadingReason | null {
  const cells = writtenCells(page, marks);
  if (!page) return cells.unexplained >= LEAST_DRAWN ? 'no-dom' : null;
  if (isScrambled(page.text) && cells.explained + cells.unexplained >= LEAST_LABELS) return 'scrambled-font';
  if (cells.unexplained >= LEAST_LABELS && hasUnlabelledFields(page)) return 'unlabelled-fields';
  if (cells.unexplained < LEAST_DRAWN) return null;
  if (!page.textBoxes) return page.text.length < 120 ? 'drawn-text' : null;
  return cells.unexplained >= DRAWN_SHARE * (cells.explained + cells.unexplained) ? 'drawn-text' : null;
}

/** Counts the written cells. Captchas and single square pictures (QR codes) neither explain nor need explaining. */
export function writtenCells(page: PageModel | null, { width, columns, rows, cells }: TextMarks): WrittenCells {
  const said = new Uint8Array(cells.length);
  const scale = scaleOf(page, width);
  const cover = (box: Box | null, margin: number, value: number): void => {
    if (!box) return;
    const left = Math.max(0, Math.floor((box.x * scale - margin) / CELL));
    const top = Math.max(0, Math.floor((box.y * scale - margin) / CELL));
    const right = Math.min(columns - 1, Math.floor(((box.x + box.width) * scale + margin - 1) / CELL));
    const bottom = Math.min(rows - 1, Math.floor(((box.y + box.height) * scale + margin - 1) / CELL));
    for (let row = top; row <= bottom; row += 1)
      if (right >= left) said.fill(value, row * columns + left, row * columns + right + 1);
  };
  if (page) {
    for (const box of [...captchas(page), ...squares(page, (columns * rows * CELL * CELL) / (scale * scale))])
      cover(box, 0, 2);
    for (const { visible, box } of page.fields.slice(0, 300)) if (visible) cover(box, 2, 1);
    for (const { text, box } of page.buttons.slice(0, 200)) if (text !== '') cover(box, 2, 1);
    for (const box of (page.textBoxes ?? []).slice(0, 600)) cover(box, 6, 1);
  }
  let explained = 0;
  let unexplained = 0;
  for (const [index, written] of cells.entries()) {
    if (written === 0) continue;
    if (said[index] === 1) explained += 1;
    else if (said[index] === 0) unexplained += 1;
  }
  return { explained, unexplained };
}

/** Picture pixels per page pixel: less than 1 where a phone shows a wide page reduced. */
function scaleOf(page: PageModel | null, width: number): number {
  const shown = page?.shownWidth ?? page?.viewport.width ?? 0;
  return shown > 0 ? width / shown : 1;
}

/** Up to three nearly square pictures; more of them could be a page cut into tiles. */
function squares(page: PageModel, viewport: number): Box[] {
  const boxes = page.images.slice(0, 300).flatMap(({ box }) => (box && box.width * box.height > 0 ? [box] : []));
  const square = boxes.filter(
    ({ width, height }) => width * height < SQUARE_PICTURE * viewport && width < height * 1.15 && height < width * 1.15,
  );
  return square.length <= 3 ? square : [];
}

/** Small pictures right behind a field, at most two: captchas, which are never read. Page pixels. */
function captchas(page: PageModel): Box[] {
  const fields = page.fields.slice(0, 300).flatMap(({ box, visible }) => (box && visible ? [box] : []));
  const boxes = [...page.images.slice(0, 300), ...(page.drawings ?? []).slice(0, 100)].flatMap(({ box }) =>
    box ? [box] : [],
  );
  const found = boxes.filter(
    (box) =>
      box.width >= 40 &&
      box.width <= 240 &&
      box.height >= 18 &&
      box.height <= 90 &&
      fields.some((field) => {
        const gap = box.x - field.x - field.width;
        const middle = box.y + box.height / 2;
        return gap >= -4 && gap <= CAPTCHA_GAP && middle > field.y - 4 && middle < field.y + field.height + 4;
      }),
  );
  return found.length <= 2 ? found : [];
}

/** Where a picture `width` pixels wide shows captchas, in its own pixels. */
export function notToRead(page: PageModel | null, width: number): Box[] {
  const scale = scaleOf(page, width);
  return page
    ? captchas(page).map((box) => ({
        x: box.x * scale,
        y: box.y * scale,
        width: box.width * scale,
        height: box.height * scale,
      }))
    : [];
}

/** Two or more fields to type into, most of them without label and placeholder. */
function hasUnlabelledFields(page: PageModel): boolean {
  const typed = page.fields.filter(
    ({ visible, type }) => visible && !['checkbox', 'radio', 'file', 'range', 'color'].includes(type),
  );
  return (
    typed.length >= 2 &&
    typed.filter(({ label, placeholder }) => label === '' && placeholder === '').length * 2 > typed.length
  );
}

/** The 3,755 everyday characters (GB/T 2312 level 1), which make up nearly all of any Chinese text. */
const everyday = new Set<number>();
function everydayCharacters(): ReadonlySet<number> {
  if (everyday.size > 0) return everyday;
  const decoder = new TextDecoder('gbk');
  for (let lead = 0xb0; lead <= 0xd7; lead += 1)
    for (let trail = 0xa1; trail <= (lead === 0xd7 ? 0xf9 : 0xfe); trail += 1)
      everyday.add(decoder.decode(Uint8Array.of(lead, trail)).codePointAt(0) ?? 0);
  return everyday;
}

/**
 * Whether text is made of characters nobody writes, as when a font of the page's own draws others for them: a fifth of
 * it private-use characters, or most of its Chinese characters rare. Icon fonts put single ones here and there;
 * traditional Chinese is about two thirds everyday characters.
 */
export function isScrambled(text: string): boolean {
  const common = everydayCharacters();
  let shown = 0;
  let privateUse = 0;
  let chinese = 0;
  let rare = 0;
  for (const character of text.slice(0, 5000)) {
    const code = character.codePointAt(0) ?? 0;
    if (code <= 32) continue;
    shown += 1;
    if ((code >= 0xe000 && code <= 0xf8ff) || code >= 0xf0000) privateUse += 1;
    else if ((code >= 0x3400 && code <= 0x9fff) || (code >= 0x20000 && code <= 0x3ffff)) {
      chinese += 1;
      if (!common.has(code)) rare += 1;
    }
  }
  return (privateUse >= LEAST_ODD && privateUse >= 0.2 * shown) || (chinese >= LEAST_ODD && rare > 0.55 * chinese);
}
