/** The QR reader by itself: what it finds, and what it says when it cannot look. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { QrReader, type RawPicture } from '../../../../crawler/reading/qr-codes/qr-reader.ts';

const open: QrReader[] = [];
function newReader(waitLimitMs?: number): QrReader {
  const reader = new QrReader(waitLimitMs);
  open.push(reader);
  return reader;
}
afterEach(async () => {
  for (const reader of open.splice(0)) await reader.close();
});

async function grey(file: Buffer): Promise<RawPicture> {
  const { data, info } = await sharp(file)
    .flatten({ background: '#fff' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

const card = () => grey(readFileSync(join(import.meta.dirname, '../../../corpus/first/qr/card-1.png')));
const plain = (): RawPicture => ({ width: 64, height: 64, data: Buffer.alloc(64 * 64, 255) });

describe('QrReader', () => {
  it('tells a picture without a code from one it could not search', async () => {
    const reader = newReader();
    expect(await reader.read('plain', plain())).toEqual({ codes: [], omitted: null });
    expect((await reader.read('card', await card())).codes).toHaveLength(1);
    await reader.close();
    expect(await reader.read('other', plain())).toEqual({ codes: [], omitted: 'stopped' });
  });

  it('searches pictures one by one: none fails because others wait', async () => {
    const reader = newReader();
    const picture = await card();
    const copies = Array.from({ length: 12 }, (_copy, index) =>
      reader.read(`card ${index}`, { ...picture, data: Buffer.from(picture.data) }),
    );
    for (const { codes, omitted } of await Promise.all(copies))
      expect({ codes: codes.length, omitted }).toEqual({ codes: 1, omitted: null });
  });

  it('says when it ran out of time, and searches the same picture when asked again', async () => {
    const hasty = newReader(0);
    const large: RawPicture = {
      width: 6000,
      height: 6000,
      data: Buffer.from(new Uint32Array((6000 * 6000) / 4).map((_cell, index) => (index * 2_654_435_761) >>> 0).buffer),
    };
    expect(await hasty.read('large', large)).toEqual({ codes: [], omitted: 'out-of-time' });
    expect(await newReader().read('large', plain())).toEqual({ codes: [], omitted: null });
  });
});
