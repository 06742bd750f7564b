/** A page as its reader sees it: what text recognition read in the screenshot joined to what the DOM says. */
import type { Box, PageField, PageModel } from '../../storage/vocabulary/page-model.ts';
import { compactText, gramsOf } from '../text/normalise-text.ts';

/**
 * Name under which reading pictures is switched off (`DetectionContext.off`): it is no detector of its own but feeds
 * all of them.
 */
export const PICTURE_TEXT = 'picture-text';

/** One line read in the screenshot, as in `CaptureView.pictureText`. */
export interface ReadLine {
  text: string;
  box: Box;
}

interface SeenLine extends ReadLine {
  compact: string;
}

const MAX_LINES = 500;
const MAX_FIELDS = 300;
/** Share of a line's character pairs that the DOM has: recognition mistakes a character now and then. */
const ALREADY_SAID = 0.75;
/**
 * Headings stand in this upper part of the viewport, are written this much larger than the other lines, and in at least
 * this size, pixels.
 */
const HEADING_PART = 0.45;
const HEADING_RATIO = 1.2;
const HEADING_LEAST = 16;
const MAX_HEADINGS = 5;
/** How far a label stands from its field, pixels; above counts three times. */
const LABEL_REACH = 200;

const seenBy = new WeakMap<PageModel, { lines: readonly ReadLine[]; model: PageModel }>();

/**
 * The page model with the picture's lines that the DOM does not already say: added to the text (top down, pieces of one
 * row joined by two spaces), to the headings when large and at the top, and as labels of fields and buttons that have
 * none. The same object when nothing is added. Remembered per page and lines. At most 500 lines count; linear in text
 * and lines.
 * @param lines null = the picture was not read.
 */
export function withPictureText(page: PageModel, lines: readonly ReadLine[] | null): PageModel {
  if (!lines || lines.length === 0) return page;
  const known = seenBy.get(page);
  if (known?.lines === lines) return known.model;
  const model = join(page, lines);
  seenBy.set(page, { lines, model });
  return model;
}

function join(page: PageModel, lines: readonly ReadLine[]): PageModel {
  const seen = lines
    .slice(0, MAX_LINES)
    .map((line) => ({
      text: line.text.slice(0, 400).trim(),
      box: line.box,
      compact: compactText(line.text.slice(0, 400)),
    }))
    .filter(({ compact }) => compact !== '');
  const said = saidByDom(page);
  const fresh = seen.filter(({ compact }) => !said(compact));
  const fields = page.fields.map((field, index) => (index < MAX_FIELDS ? labelled(field, seen) : field));
  const buttons = page.buttons.map((button, index) =>
    index < MAX_FIELDS && button.text === '' && button.box ? { ...button, text: textInside(button.box, seen) } : button,
  );
  const changed =
    fields.some((field, index) => field !== page.fields[index]) ||
    buttons.some(({ text }, index) => text !== page.buttons[index]?.text);
  if (fresh.length === 0 && !changed) return page;
  const rows = inRows(fresh).map((row) => row.map(({ text }) => text).join('  '));
  return {
    ...page,
    fields,
    buttons,
    text: [page.text, ...rows].filter((part) => part !== '').join('\n'),
    headings: [...page.headings, ...headingsAmong(fresh, seen, page)],
  };
}

/** Whether the DOM already says a compact line, in its text, its controls or with a character or two read wrong. */
function saidByDom(page: PageModel): (compact: string) => boolean {
  const controls = page.fields
    .slice(0, MAX_FIELDS)
    .flatMap(({ label, placeholder, options }) => [label, placeholder, ...options.slice(0, 100)]);
  const whole = [page.text.slice(0, 100_000), ...controls, ...page.buttons.slice(0, 200).map(({ text }) => text)]
    .map(compactText)
    .join(' ');
  const grams = gramsOf(whole, 2, 60_000);
  return (compact) => {
    if (whole.includes(compact)) return true;
    if (compact.length < 6) return false;
    const own = gramsOf(compact, 2);
    let shared = 0;
    for (const gram of own) if (grams.has(gram)) shared += 1;
    return shared >= ALREADY_SAID * own.size;
  };
}

const middle = (box: Box): number => box.y + box.height / 2;

/** Top down; what stands on one height is one row, left to right. */
function inRows(lines: readonly SeenLine[]): SeenLine[][] {
  const rows: SeenLine[][] = [];
  for (const line of [...lines].sort((left, right) => middle(left.box) - middle(right.box))) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (row && first && middle(line.box) - middle(first.box) < Math.min(first.box.height, line.box.height) / 2)
      row.push(line);
    else rows.push([line]);
  }
  return rows.map((row) => row.sort((left, right) => left.box.x - right.box.x));
}

/**
 * Large lines at the top that are short enough for a name. A picture with few lines has no usual size: then only the
 * least size counts.
 */
function headingsAmong(fresh: readonly SeenLine[], all: readonly SeenLine[], page: PageModel): string[] {
  const sizes = all
    .filter(({ compact }) => compact.length >= 4)
    .map(characterSize)
    .sort((left, right) => left - right);
  const usual = all.length < 3 ? 0 : (sizes[(sizes.length - 1) >> 1] ?? 0);
  const bottom = page.viewport.height * HEADING_PART;
  return [...fresh]
    .sort((left, right) => left.box.y - right.box.y)
    .filter(
      (line) =>
        line.box.y < bottom &&
        line.compact.length >= 4 &&
        line.compact.length <= 45 &&
        characterSize(line) >= Math.max(HEADING_LEAST, usual * HEADING_RATIO),
    )
    .slice(0, MAX_HEADINGS)
    .map(({ text }) => text);
}

/**
 * Width of a Chinese character of the line, page pixels; recognition's boxes are of uneven height, but as long as the
 * text. Other letters count half.
 */
function characterSize({ text, box }: SeenLine): number {
  let widths = 0;
  for (const character of text) widths += /\p{Script=Han}/u.test(character) ? 1 : 0.5;
  return box.width / Math.max(widths, 1);
}

function labelled(field: PageField, lines: readonly SeenLine[]): PageField {
  const { box } = field;
  if (field.label !== '' || !field.visible || !box) return field;
  let best = '';
  let nearest = LABEL_REACH;
  for (const { text, box: place, compact } of lines) {
    if (compact.length > 30) continue;
    const distance = labelDistance(box, place);
    if (distance < nearest) [nearest, best] = [distance, text];
  }
  const label = (best || textInside(box, lines)).replace(/^[*＊\s]+|[\s:：*＊]+$/gu, '').slice(0, 60);
  return label === '' ? field : { ...field, label };
}

/** To the left on the same height, or above; infinite elsewhere. */
function labelDistance(field: Box, line: Box): number {
  const right = line.x + line.width;
  const bottom = line.y + line.height;
  if (middle(line) > field.y && middle(line) < field.y + field.height && right <= field.x + 6) return field.x - right;
  if (bottom <= field.y + 4 && line.x < field.x + field.width && right > field.x)
    return Math.max(0, field.y - bottom) * 3 + 20;
  return Number.POSITIVE_INFINITY;
}

function textInside(box: Box, lines: readonly SeenLine[]): string {
  const inside = lines.find(({ box: place, compact }) => {
    const [x, y] = [place.x + place.width / 2, middle(place)];
    return (
      compact.length <= 30 &&
      x > box.x &&
      x < box.x + box.width &&
      y > box.y &&
      y < box.y + box.height &&
      place.height <= box.height + 8
    );
  });
  return inside?.text ?? '';
}
