/**
 * Page models with frames in them, put together as the capture does: the frames' content behind the page's own, each
 * with its share.
 */
import type { Box, FramePart, FrameShare, PageModel } from '../../storage/vocabulary/page-model.ts';

export interface Frame {
  /** What it shows; its `url` is where it was served from. */
  shows: PageModel;
  /** Who serves it; default the host of its URL. */
  host?: string;
  /** Where it is seen; default nowhere, null = not known. */
  boxes?: Box[] | null;
}

export const FULL_PAGE: Box = { x: 0, y: 0, width: 1280, height: 800 };

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

/** The page with these frames, outer ones first. `qrPlaces` of the frames' pages count as seen on the page. */
export function framed(outer: PageModel, ...frames: Frame[]): PageModel {
  const model: PageModel = structuredClone({
    ...outer,
    drawings: outer.drawings ?? [],
    textBoxes: outer.textBoxes ?? [],
    qrPlaces: outer.qrPlaces ?? [],
  });
  const parts: FramePart[] = [];
  for (const { shows, host, boxes = [] } of frames) {
    model.frames.push(shows.url);
    const before = sizes(model);
    model.text = `${model.text}\n${shows.text}`;
    model.fields.push(
      ...shows.fields.map((field) => ({ ...field, form: field.form < 0 ? -1 : field.form + model.forms.length })),
    );
    model.forms.push(...shows.forms.map((form) => ({ ...form, frame: shows.url })));
    model.headings.push(...shows.headings);
    model.buttons.push(...shows.buttons);
    model.links.push(...shows.links);
    model.images.push(...shows.images);
    model.drawings?.push(...(shows.drawings ?? []));
    model.textBoxes?.push(...(shows.textBoxes ?? []));
    model.scripts.push(...shows.scripts);
    model.inlineScripts.push(...shows.inlineScripts);
    model.frames.push(...shows.frames);
    model.tables.push(...shows.tables);
    model.elementCount += shows.elementCount;
    model.qrPlaces?.push(...(shows.qrPlaces ?? []));
    const after = sizes(model);
    const shares = Object.fromEntries(
      SHARES.map((share) => [share, [before[share], after[share]]]),
    ) as FramePart['shares'];
    parts.push({
      url: shows.url,
      host: host ?? URL.parse(shows.url)?.hostname ?? '',
      boxes,
      elements: shows.elementCount,
      shares,
    });
  }
  model.qrCodes = [...new Set([...outer.qrCodes, ...(model.qrPlaces ?? []).map(({ text }) => text)])];
  return { ...model, frameParts: parts };
}

function sizes(model: PageModel): Record<FrameShare, number> {
  return Object.fromEntries(SHARES.map((share) => [share, model[share]?.length ?? 0])) as Record<FrameShare, number>;
}
