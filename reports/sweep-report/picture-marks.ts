/** Marks over a screenshot: boxes of findings and of matched fields, drawn as SVG in the picture's own pixels. */
import { html, raw } from 'hono/html';
import type { Box } from '../../storage/vocabulary/page-model.ts';
import type { Markup } from './report-markup.ts';

/**
 * `match` = a field that is also on the official page; `same` and `difference` = regions of the picture comparison that
 * agree and disagree with the reference; `sign` = where another reason stands.
 */
export type PictureMarkKind = 'match' | 'same' | 'difference' | 'sign';

export interface PictureMark {
  kind: PictureMarkKind;
  /** Short text on the flag: the number of the reason, or the letter of the field; '' = no flag. */
  tag: string;
  /** In pixels of the picture the marks are drawn on. */
  box: Box;
}

/** More boxes hide what they mark; the rest is in the table of reasons. */
const MOST_MARKS = 80;

/** Marks that lie inside the picture, cut at its edges. */
export function marksInside(marks: readonly PictureMark[], width: number, height: number): PictureMark[] {
  return marks.flatMap((mark) => {
    const x = clamp(mark.box.x, width);
    const y = clamp(mark.box.y, height);
    const box = {
      x,
      y,
      width: clamp(mark.box.x + mark.box.width, width) - x,
      height: clamp(mark.box.y + mark.box.height, height) - y,
    };
    return box.width >= 2 && box.height >= 2 ? [{ ...mark, box }] : [];
  });
}

/**
 * The overlay for a picture of `width` × `height`; numbers only reach the markup after rounding, text after escaping.
 */
export function markOverlay(marks: readonly PictureMark[], width: number, height: number): Markup {
  const shown = marksInside(marks, width, height).slice(0, MOST_MARKS);
  if (shown.length === 0) return html``;
  // Portrait pictures are printed at a third of the width of landscape ones.
  const flag = Math.round(height > width ? width / 20 : Math.min(width, height * 1.6) / 34);
  return html`<svg viewBox="${number(0)} ${number(0)} ${number(width)} ${number(height)}" preserveAspectRatio="none" aria-hidden="true">${shown.map((mark) => drawMark(mark, flag))}</svg>`;
}

function drawMark({ kind, tag, box }: PictureMark, flag: number): Markup {
  const wide = Math.max(flag, flag * 0.62 * tag.length + flag * 0.3);
  const left = Math.max(0, box.x - wide);
  const frame = html`<rect class="${kind}" x="${number(box.x)}" y="${number(box.y)}" width="${number(box.width)}" height="${number(box.height)}"/>`;
  if (tag === '') return frame;
  return html`<g class="${kind}">${frame}<path class="flag" d="${flagPath(left, box.y, wide, flag)}"/><text class="tag" x="${number(left + wide / 2)}" y="${number(box.y + flag / 2)}" style="font-size:${number(flag * 0.78)}px">${tag}</text></g>`;
}

function flagPath(x: number, y: number, width: number, height: number): string {
  return `M${Math.round(x)} ${Math.round(y)}h${Math.round(width)}v${Math.round(height)}h${-Math.round(width)}z`;
}

function number(value: number): Markup {
  return raw(String(Math.round(value * 10) / 10));
}

function clamp(value: number, largest: number): number {
  return Number.isFinite(value) ? Math.min(largest, Math.max(0, value)) : 0;
}
