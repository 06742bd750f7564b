/** What a picture's method says of its part of the page is read back as it was written. */
import { describe, expect, it } from 'vitest';
import { pieceMethod, pieceOf, type PicturePiece } from '../../../storage/evidence/picture-piece.ts';

const piece = (parts: Partial<PicturePiece> = {}): PicturePiece => ({
  number: 2,
  of: 3,
  top: 8000,
  bottom: 16_000,
  pageHeight: 21_000,
  cutHeight: null,
  cutWidth: null,
  ...parts,
});

describe('the method of a picture', () => {
  it.each([
    ['a piece', piece()],
    [
      'the last of a cut page',
      piece({ number: 5, of: 5, top: 32_000, bottom: 40_000, pageHeight: 52_000, cutHeight: 40_000 }),
    ],
    [
      'one cut to the right',
      piece({ number: 1, of: 1, top: 0, bottom: 900, pageHeight: 900, cutWidth: { at: 1920, of: 2400 } }),
    ],
    ['one cut both ways', piece({ cutHeight: 16_000, cutWidth: { at: 1920, of: 9000 } })],
  ])('is read back: %s', (_name, given) => expect(pieceOf(pieceMethod(given))).toEqual(given));

  it('says nothing of pieces when one picture shows all', () => {
    const method = pieceMethod(piece({ number: 1, of: 1, top: 0, bottom: 3000, pageHeight: 3000 }));
    expect(method).toBe('CDP Page.captureScreenshot full page');
    expect(pieceOf(method)).toBeNull();
  });

  it.each(['CDP Page.captureScreenshot viewport', 'playwright page.screenshot', '', 'piece 1 of 2'])(
    'without pieces is none: %s',
    (method) => expect(pieceOf(method)).toBeNull(),
  );
});
