/**
 * Photos and scans handed in: every code on them, also turned, blurred, pale and of different sizes, and what each one
 * is.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { photoLeads, readLeadPhoto } from '../../../../crawler/candidates/leads/read-lead-photo.ts';
import { LANTERN } from '../source-world.ts';

const NOW = '2026-11-21T08:00:00.000Z';
const known = { platforms: [LANTERN], allowList: ['.allowed.test'], now: NOW };
let folder = '';
beforeAll(async () => {
  const binary = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')));
  prepareZXingModule({
    overrides: { wasmBinary: binary.buffer.slice(binary.byteOffset, binary.byteOffset + binary.byteLength) },
  });
  folder = await mkdtemp(join(tmpdir(), 'mingjing-photos-'));
});
afterAll(async () => rm(folder, { recursive: true }));

async function code(content: string | Uint8Array, size: number): Promise<Buffer> {
  const { image, error } = await writeBarcode(content, { format: 'QRCode', scale: 8 });
  if (!image) throw new Error(error);
  return sharp(Buffer.from(await image.arrayBuffer()))
    .resize(size)
    .toBuffer();
}

/** A scanned A4 page at 200 dpi with codes at places. */
async function page(...codes: { input: Buffer; left: number; top: number }[]): Promise<Buffer> {
  return sharp({ create: { width: 1654, height: 2339, channels: 3, background: '#f4f1ea' } })
    .composite(codes)
    .jpeg({ quality: 80 })
    .toBuffer();
}

async function read(name: string, bytes: Buffer | string) {
  await writeFile(join(folder, name), bytes);
  return readLeadPhoto(join(folder, name), known);
}

it('reads codes of very different size on one scan, and says what each is', async () => {
  const scan = await page(
    { input: await code('https://a.fake.test/q?id=1#/x', 900), left: 300, top: 120 },
    { input: await code('https://cx.lantern.gov.cn/c#1', 130), left: 120, top: 1300 },
    { input: await code('CXPT#9f31c0ffee77', 150), left: 700, top: 1500 },
    { input: await code('证书编号 T0000', 180), left: 1200, top: 1900 },
    { input: await code('http://b.allowed.test/', 140), left: 300, top: 2000 },
  );
  const photo = await read('scan.jpg', scan);
  if (!photo.ok) throw new Error(photo.reason.en);
  expect(photo.codes.map(({ kind, payload }) => `${kind} ${payload}`).sort()).toEqual([
    'official-token CXPT#9f31c0ffee77',
    'official-url http://b.allowed.test/',
    'official-url https://cx.lantern.gov.cn/c#1',
    'text 证书编号 T0000',
    'url https://a.fake.test/q?id=1#/x',
  ]);
  expect(photo.unread).toEqual([]);
  const leads = photoLeads(photo.codes, {
    channel: null,
    receivedAt: null,
    note: null,
    file: 'scan.jpg',
    photo: 'd',
    recordedAt: NOW,
  });
  expect(leads.map(({ target, report }) => [target, report.origin, report.photo])).toEqual([
    ['https://a.fake.test/q?id=1#/x', 'photo', 'd'],
  ]);
});

it.each<[string, (picture: Sharp) => Sharp]>([
  ['turned by 17 degrees', (picture) => picture.rotate(17, { background: '#654' })],
  ['turned over', (picture) => picture.rotate(180)],
  ['blurred', (picture) => picture.blur(5)],
  ['pale and noisy', (picture) => picture.linear(0.12, 150).jpeg({ quality: 25 })],
  ['small', (picture) => picture.resize({ width: 420 })],
  ['in shadow', (picture) => picture.linear(0.25, 6)],
  ['printed white on black', (picture) => picture.negate({ alpha: false })],
])('reads a photo that is %s', async (name, change) => {
  const sheet = await page({ input: await code('http://a.fake.test/x', 520), left: 500, top: 700 });
  const changed = await change(sharp(sheet)).toBuffer();
  const photo = await read(`${name}.jpg`, changed);
  expect(photo.ok && photo.codes.map(({ payload }) => payload)).toEqual(['http://a.fake.test/x']);
});

it('keeps a picture without a code, takes 2.9 kB of binary for text, and refuses what is no picture', async () => {
  const blank = await read(
    'blank.png',
    await sharp({ create: { width: 300, height: 300, channels: 3, background: '#fff' } })
      .png()
      .toBuffer(),
  );
  expect(blank).toMatchObject({ ok: true, codes: [], photo: { name: 'blank.png', mediaType: 'image/png', codes: [] } });
  const binary = Uint8Array.from({ length: 2900 }, (_, index) => (index * 7 + 128) % 256);
  const full = await read('binary.png', await code(binary, 1400));
  expect(full.ok && full.codes.map(({ kind }) => kind)).toEqual(['text']);
  expect(await read('no-picture.jpg', 'not a picture')).toMatchObject({ ok: false });
  expect(await readLeadPhoto(join(folder, 'missing.jpg'), known)).toMatchObject({ ok: false });
});
