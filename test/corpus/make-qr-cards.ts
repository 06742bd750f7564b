/**
 * Draws the practice cards of the first corpus: photos of invented certificate cards whose QR code is an entry point.
 * Run by hand when a payload changes: `node test/corpus/make-qr-cards.ts` rewrites `first/qr/`.
 */
import { readFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import sharp from 'sharp';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

interface Card {
  file: string;
  payload: string;
  lines: string[];
  paper: string;
  /** Degrees the photo was held at. */
  tilt: number;
  /** Standard deviation of the sensor noise, 0..255. */
  noise: number;
}

const CARDS: Card[] = [
  {
    file: 'card-1.png',
    payload: 'https://s.zsyz-card.example/c/9f3a71',
    lines: ['特种作业操作证（演练）', '姓名 李样例', '作业类别 高处作业'],
    paper: '#e8f1fb',
    tilt: 3,
    noise: 9,
  },
  {
    file: 'card-2.jpg',
    payload: 'http://wx.ajcx-h5.example/?sn=20260703001',
    lines: ['特种作业操作证（演练）', '姓名 陈样本', '熔化焊接与热切割作业'],
    paper: '#f6efe2',
    tilt: -5,
    noise: 14,
  },
  {
    file: 'card-3.png',
    payload: 'https://cx-rnem-gov.cn/#/detail?sn=sn77031',
    lines: ['操作证（演练）', '姓名 孙样张', '高压电工作业'],
    paper: '#e3f3e8',
    tilt: 1,
    noise: 6,
  },
  {
    file: 'card-4.jpg',
    payload: 'https://cx.mem.gov.cn/#PRACTICE-0001',
    lines: ['特种作业操作证（演练）', '姓名 张某样', '新版证件样张'],
    paper: '#eef3fb',
    tilt: -2,
    noise: 8,
  },
];

const require = createRequire(import.meta.url);
const FONT = join(require.resolve('@embedpdf/fonts-sc'), '..', '..', 'fonts', 'NotoSansHans-Regular.otf');
const FOLDER = join(import.meta.dirname, 'first', 'qr');

async function line(text: string, size: number): Promise<Buffer> {
  return sharp({ text: { text, font: `Noto Sans Hans ${size}`, fontfile: FONT, dpi: 96, rgba: true } })
    .png()
    .toBuffer();
}

/** Repeatable noise (a fixed generator), so that a second run writes the same picture. */
function grain(width: number, height: number, deviation: number): Buffer {
  let state = 20261121;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return Buffer.from(
    Uint8Array.from({ length: width * height }, () =>
      Math.max(0, Math.min(255, Math.round(128 + (next() + next() + next() - 1.5) * 2 * deviation))),
    ),
  );
}

async function draw(card: Card): Promise<void> {
  const { image } = await writeBarcode(card.payload, { format: 'QRCode', scale: 5, addQuietZones: true });
  if (!image) throw new Error(`No QR code for ${card.payload}`);
  const [width, height] = [680, 430];
  const code = await sharp(Buffer.from(await image.arrayBuffer()))
    .resize(170, 170, { kernel: 'nearest' })
    .png()
    .toBuffer();
  const texts = await Promise.all(card.lines.map((text, index) => line(text, index === 0 ? 26 : 18)));
  const plain = await sharp({ create: { width, height, channels: 3, background: card.paper } })
    .composite([
      { input: { create: { width, height: 14, channels: 3, background: '#8a2d2d' } }, top: 0, left: 0 },
      { input: { create: { width: 120, height: 160, channels: 3, background: '#b9c4d2' } }, top: 120, left: 30 },
      ...texts.map((input, index) => ({ input, left: index === 0 ? 150 : 180, top: index === 0 ? 40 : 110 + index * 44 })),
      { input: code, left: 480, top: 220 },
    ])
    .png()
    .toBuffer();
  const tilted = await sharp(plain)
    .rotate(card.tilt, { background: '#6f675d' })
    .extend({ top: 30, bottom: 30, left: 40, right: 40, background: '#6f675d' })
    .png()
    .toBuffer();
  const size = await sharp(tilted).metadata();
  const noise = await sharp(grain(size.width, size.height, card.noise), { raw: { width: size.width, height: size.height, channels: 1 } })
    .png()
    .toBuffer();
  const photo = sharp(tilted)
    .composite([{ input: noise, blend: 'soft-light' }])
    .blur(0.6)
    .removeAlpha();
  await (card.file.endsWith('.jpg') ? photo.jpeg({ quality: 72 }) : photo.png({ palette: true, colours: 64 })).toFile(
    join(FOLDER, card.file),
  );
}

const wasm = await readFile(join(require.resolve('zxing-wasm/writer'), '..', '..', '..', 'writer', 'zxing_writer.wasm'));
await prepareZXingModule({
  overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) },
  fireImmediately: true,
});
await mkdir(FOLDER, { recursive: true });
for (const card of CARDS) await draw(card);
