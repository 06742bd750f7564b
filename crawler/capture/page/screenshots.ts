/** Pictures of a page over the DevTools protocol: as Playwright takes them, without its waits, encoded for speed. */
import type { CDPSession } from 'playwright';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { pieceMethod } from '../../../storage/evidence/picture-piece.ts';
import { within, type Deadline } from './time-limit.ts';

/** Longer pages are kept in pieces of this height, CSS pixels, and cut after so many. */
export const MAX_PICTURE_HEIGHT = 8000;
export const MAX_PIECES = 5;
const MAX_PICTURE_WIDTH = 1920;
/** The further pieces of one page take no longer than this, milliseconds, and together with the first no more bytes. */
const PIECES_MS = 12_000;
const PIECE_MS = 6000;
const MAX_BYTES = 48_000_000;

/** A page's full picture as far as it was taken: pieces from the top down, without gaps. */
export interface FullPicture {
  pieces: readonly { top: number; bottom: number; data: Buffer }[];
  /** Of the pictures, CSS pixels; less than `pageWidth` when they are cut to the right. */
  width: number;
  pageWidth: number;
  pageHeight: number;
}

/** What is on screen now; null when the page does not draw within `ms`. */
export async function viewportPicture(session: CDPSession, ms: number): Promise<Buffer | null> {
  // optimizeForSpeed: measured 20-45 % more pages per second than the default PNG encoder, for somewhat larger files.
  const answer = await within(ms, session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true }));
  return answer.ok ? Buffer.from(answer.value.data, 'base64') : null;
}

/**
 * The page from its top, the first piece only; null when it is no longer than the viewport, or does not draw in time.
 */
export async function fullPicture(session: CDPSession, ms: number): Promise<FullPicture | null> {
  const answer = await within(ms, firstPiece(session));
  return answer.ok ? answer.value : null;
}

async function firstPiece(session: CDPSession): Promise<FullPicture | null> {
  const { cssContentSize, cssLayoutViewport } = await session.send('Page.getLayoutMetrics');
  if (cssContentSize.height <= cssLayoutViewport.clientHeight + 1) return null;
  const pageWidth = Math.ceil(cssContentSize.width);
  const pageHeight = Math.ceil(cssContentSize.height);
  const width = Math.min(pageWidth, MAX_PICTURE_WIDTH);
  const bottom = Math.min(pageHeight, MAX_PICTURE_HEIGHT);
  return { pieces: [{ top: 0, bottom, data: await clipped(session, width, 0, bottom) }], width, pageWidth, pageHeight };
}

async function clipped(session: CDPSession, width: number, top: number, bottom: number): Promise<Buffer> {
  const clip = { x: 0, y: top, width, height: bottom - top, scale: 1 };
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'png',
    optimizeForSpeed: true,
    captureBeyondViewport: true,
    clip,
  });
  return Buffer.from(data, 'base64');
}

/**
 * The same picture with the pieces below the first one, until the page, MAX_PIECES, the time or the bytes end. The
 * height is the one the first piece was taken at: a page that grows while it is looked at has no end.
 */
export async function withFurtherPieces(
  session: CDPSession,
  full: FullPicture,
  deadline: Deadline,
): Promise<FullPicture> {
  const pieces = [...full.pieces];
  const until = performance.now() + deadline.left(PIECES_MS);
  let bytes = pieces.reduce((total, { data }) => total + data.length, 0);
  while (pieces.length < MAX_PIECES && bytes < MAX_BYTES) {
    const top = pieces.at(-1)?.bottom ?? 0;
    const bottom = Math.min(full.pageHeight, top + MAX_PICTURE_HEIGHT);
    const ms = Math.min(PIECE_MS, until - performance.now());
    if (bottom <= top || ms <= 0) break;
    const answer = await within(ms, clipped(session, full.width, top, bottom));
    if (!answer.ok) break;
    bytes += answer.value.length;
    pieces.push({ top, bottom, data: answer.value });
  }
  return { ...full, pieces };
}

/** The pieces with what each artefact says of how it was made. */
export function describedPieces({
  pieces,
  width,
  pageWidth,
  pageHeight,
}: FullPicture): { method: string; data: Buffer }[] {
  const end = pieces.at(-1)?.bottom ?? 0;
  const cutHeight = end < pageHeight ? end : null;
  const cutWidth = width < pageWidth ? { at: width, of: pageWidth } : null;
  return pieces.map(({ top, bottom, data }, index) => ({
    method: pieceMethod({ number: index + 1, of: pieces.length, top, bottom, pageHeight, cutHeight, cutWidth }),
    data,
  }));
}

/** What the page model says of it; undefined when one picture shows all. */
export function pictureExtent({ pieces, width, pageWidth, pageHeight }: FullPicture): PageModel['fullPicture'] {
  const height = pieces.at(-1)?.bottom ?? 0;
  return pieces.length === 1 && height === pageHeight && width === pageWidth
    ? undefined
    : { pieces: pieces.length, width, height, pageWidth, pageHeight };
}
