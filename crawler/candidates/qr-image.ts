/** Reads the QR codes in a photo or scan. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** A photo larger than this is refused (decompression bombs); 100 megapixels is far beyond a phone's. */
const MOST_PIXELS = 100_000_000;
/** Longest side of the picture that is searched, in pixels: a large code is found best in a small picture, a small one in a large picture. */
const SIZES = [1400, 2600, 700];

let prepared = false;

/** Without this the library would fetch its WebAssembly from the network. */
function prepareReader(): void {
  if (prepared) return;
  prepared = true;
  const binary = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')));
  prepareZXingModule({ overrides: { wasmBinary: binary.buffer.slice(binary.byteOffset, binary.byteOffset + binary.byteLength) } });
}

/**
 * Payloads of all QR codes, without repeats; empty when none can be read. The plain picture is searched at every size, because
 * codes on one page differ in size; only a picture that shows none is searched again with its contrast, noise and grain changed.
 * @throws what sharp throws when the bytes are no picture.
 */
export async function readQrImage(bytes: Buffer): Promise<string[]> {
  prepareReader();
  const upright = () => sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'none' }).autoOrient().flatten({ background: '#fff' });
  await sharp(bytes, { limitInputPixels: MOST_PIXELS }).metadata();
  const found = new Set<string>();
  for (const size of SIZES) for (const text of await decode(sized(upright(), size))) found.add(text);
  for (const look of found.size > 0 ? [] : FURTHER_LOOKS) {
    for (const text of await decode(look(upright()))) found.add(text);
    if (found.size > 0) break;
  }
  return [...found];
}

const sized = (picture: Sharp, size: number): Sharp => picture.resize({ width: size, height: size, fit: 'inside' });

/** Turning is not needed: the reader finds a code at any angle. */
const FURTHER_LOOKS: readonly ((picture: Sharp) => Sharp)[] = [
  (picture) => sized(picture, 1400).normalise().sharpen(),
  (picture) => sized(picture, 1400).greyscale().clahe({ width: 120, height: 120, maxSlope: 5 }),
  (picture) => sized(picture, 1400).median(5).normalise(),
  (picture) => sized(picture, 1000).blur(2).normalise().sharpen({ sigma: 3, m1: 2, m2: 8 }),
  (picture) => sized(picture, 2600).greyscale().normalise().sharpen({ sigma: 4, m1: 3, m2: 12 }),
  (picture) => sized(picture, 450).normalise(),
];

/** Handed over as a PGM file: half the time of RGBA pixels, which the library would reduce one by one. */
async function decode(picture: Sharp): Promise<string[]> {
  const { data, info } = await picture.greyscale().removeAlpha().raw().toBuffer({ resolveWithObject: true });
  // the reader trusts width × height: with other bytes it would read on into what an earlier picture left in its memory
  const grey = info.channels === 1 ? data : data.filter((_, index) => index % info.channels === 0);
  if (grey.length !== info.width * info.height) throw new Error(`expected one byte a pixel, got ${info.channels} channels`);
  const file = new Uint8Array(Buffer.concat([Buffer.from(`P5\n${info.width} ${info.height}\n255\n`), grey]));
  const codes = await readBarcodes(file, { formats: ['QRCode', 'MicroQRCode'], tryHarder: true, maxNumberOfSymbols: 32 });
  return [...new Set(codes.filter((code) => code.isValid && code.text !== '').map((code) => code.text))];
}
