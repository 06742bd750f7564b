/**
 * Pictures that are large, turned by their EXIF data, moving, of several pages or damaged: every code is read, or what
 * was not is said.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { readQrImage } from '../../../../crawler/reading/qr-codes/qr-image.ts';

beforeAll(() => {
  const binary = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')));
  prepareZXingModule({
    overrides: { wasmBinary: binary.buffer.slice(binary.byteOffset, binary.byteOffset + binary.byteLength) },
  });
});

async function code(text: string, size: number): Promise<Buffer> {
  const { image, error } = await writeBarcode(text, { format: 'QRCode', scale: 4 });
  if (!image) throw new Error(error);
  return sharp(Buffer.from(await image.arrayBuffer()))
    .flatten({ background: '#fff' })
    .resize(size)
    .toBuffer();
}

const paper = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#f4f1ea' }, limitInputPixels: false });

async function read(picture: Buffer): Promise<{ payloads: string[]; unread: string[] }> {
  const reading = await readQrImage(picture);
  if (!reading.ok) throw new Error(reading.reason.en);
  return { payloads: reading.payloads.toSorted(), unread: reading.unread.map(({ en }) => en) };
}

/** Frames side by side in time. */
async function frames(format: 'gif' | 'webp' | 'tiff', pictures: Buffer[]): Promise<Buffer> {
  return sharp(pictures, { join: { animated: true } })
    .toFormat(format, format === 'tiff' ? { compression: 'deflate' } : { loop: 0 })
    .toBuffer();
}
const page = async (text: string | null) =>
  text === null
    ? paper(400, 400).png().toBuffer()
    : paper(400, 400)
        .composite([{ input: await code(text, 300), left: 40, top: 40 }])
        .png()
        .toBuffer();

it('a small code on a picture of more than 100 megapixels is read, and a large one beside it', async () => {
  const scan = await paper(12_000, 9000)
    .composite([
      { input: await code('http://small.test/', 210), left: 9870, top: 7130 },
      { input: await code('http://large.test/', 3000), left: 700, top: 900 },
    ])
    .greyscale()
    .jpeg({ quality: 80 })
    .toBuffer();
  expect(await read(scan)).toEqual({ payloads: ['http://large.test/', 'http://small.test/'], unread: [] });
});

it('more than 210 megapixels are refused with the number, and bytes that are no picture as such', async () => {
  const header = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  header.writeUInt32BE(21_000, 16);
  header.writeUInt32BE(10_001, 20);
  expect(await readQrImage(header)).toMatchObject({
    ok: false,
    reason: { zh: expect.stringContaining('211 百万像素') as string },
  });
  expect(await readQrImage(Buffer.from('no picture'))).toMatchObject({
    ok: false,
    reason: { zh: expect.stringContaining('不是可读的图片') as string },
  });
});

it.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %d', async (orientation) => {
  const photo = await paper(700, 500)
    .composite([{ input: await code(`http://turned-${orientation}.test/`, 220), left: 60, top: 90 }])
    .withMetadata({ orientation })
    .jpeg()
    .toBuffer();
  expect((await read(photo)).payloads).toEqual([`http://turned-${orientation}.test/`]);
});

describe('several frames', () => {
  it.each(['gif', 'webp', 'tiff'] as const)('of a %s are all looked at', async (format) => {
    const picture = await frames(format, [
      await page('http://first.test/'),
      await page(null),
      await page('http://third.test/'),
    ]);
    expect(await read(picture)).toEqual({ payloads: ['http://first.test/', 'http://third.test/'], unread: [] });
  });

  it('beyond the limit are said to be left out', async () => {
    const empty = await paper(60, 60).png().toBuffer();
    const marked = await paper(60, 60)
      .composite([{ input: await code('http://a.test/', 60), left: 0, top: 0 }])
      .png()
      .toBuffer();
    const picture = await frames(
      'tiff',
      Array.from({ length: 61 }, (_, index) => (index === 60 ? marked : empty)),
    );
    const { payloads, unread } = await read(picture);
    expect(payloads).toEqual(['http://a.test/']);
    expect(unread).toEqual(['it has 61 frames or pages, of which 50 at even distances were looked at']);
  });
});

describe('what cannot be read', () => {
  it('is said of a code that is scratched, beside one that is not', async () => {
    const scratched = await sharp(await code('http://scratched.test/q?sn=1', 400))
      .composite([
        { input: { create: { width: 260, height: 120, channels: 3, background: '#888' } }, left: 120, top: 130 },
      ])
      .toBuffer();
    const photo = await paper(1200, 700)
      .composite([
        { input: scratched, left: 80, top: 120 },
        { input: await code('http://whole.test/', 400), left: 650, top: 120 },
      ])
      .png()
      .toBuffer();
    expect(await read(photo)).toEqual({
      payloads: ['http://whole.test/'],
      unread: ['a QR code was seen that cannot be read: have a person look at it'],
    });
  });

  it('is said of a picture that was cut off', async () => {
    const photo = await paper(900, 1600)
      .composite([{ input: await code('http://top.test/', 400), left: 100, top: 100 }])
      .jpeg()
      .toBuffer();
    const { payloads, unread } = await read(photo.subarray(0, Math.floor(photo.length * 0.85)));
    expect(payloads).toEqual(['http://top.test/']);
    expect(unread).toEqual(['the picture is incomplete or damaged: only a part of it was read']);
  });
});
