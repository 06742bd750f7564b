/**
 * How a full-page picture says which part of its page it shows: written into the artefact's `method` when it is taken,
 * read back where it is shown.
 */

/** Page pixels. A page longer than one picture is kept in several, each an artefact of its own. */
export interface PicturePiece {
  /** From 1. */
  number: number;
  of: number;
  top: number;
  bottom: number;
  pageHeight: number;
  /** Where all pieces together end, when that is above the page's end; else null. */
  cutHeight: number | null;
  /** Where the pictures end to the right and how wide the page is, when that is more; else null. */
  cutWidth: { at: number; of: number } | null;
}

const WHOLE = 'CDP Page.captureScreenshot full page';
const PIECE =
  /^CDP Page\.captureScreenshot full page, piece (\d+) of (\d+), y (\d+) to (\d+) of (\d+) px(?:, cut at (\d+) of \d+ px high)?(?:, cut at (\d+) of (\d+) px wide)?$/;

/** The method of one picture; a picture that shows its page whole says just that. */
export function pieceMethod({ number, of, top, bottom, pageHeight, cutHeight, cutWidth }: PicturePiece): string {
  if (of === 1 && cutHeight === null && cutWidth === null) return WHOLE;
  const high = cutHeight === null ? '' : `, cut at ${cutHeight} of ${pageHeight} px high`;
  const wide = cutWidth === null ? '' : `, cut at ${cutWidth.at} of ${cutWidth.of} px wide`;
  return `${WHOLE}, piece ${number} of ${of}, y ${top} to ${bottom} of ${pageHeight} px${high}${wide}`;
}

/**
 * Null for a method that speaks of no piece: the picture shows the whole page, or was taken before pieces were kept.
 */
export function pieceOf(method: string): PicturePiece | null {
  const [, number, of, top, bottom, pageHeight, cutHeight, cutAt, pageWidth] = PIECE.exec(method) ?? [];
  if (number === undefined) return null;
  return {
    number: Number(number),
    of: Number(of),
    top: Number(top),
    bottom: Number(bottom),
    pageHeight: Number(pageHeight),
    cutHeight: cutHeight === undefined ? null : Number(cutHeight),
    cutWidth: cutAt === undefined ? null : { at: Number(cutAt), of: Number(pageWidth) },
  };
}
