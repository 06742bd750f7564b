/** Reads the QR codes in a photo or scan. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** A photo larger than this is refused (decompression bombs); 100 megapixels is far beyond a phone's. */
const MOST_PIXELS = 100_000_000;
/** Longest side of the picture that is searched, in pixels; codes are found best between these sizes. */
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
 * Payloads of all QR codes, without repeats; empty when none can be read. Cheap looks first: what a plain look finds is not
 * searched for again with more contrast.
 * @throws what sharp throws when the bytes are no picture.
 */
export async function readQrImage(bytes: Buffer): Promise<string[]> {
  prepareReader();
  const upright = () => sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'none' }).autoOrient().flatten({ background: '#fff' });
  await sharp(bytes, { limitInputPixels: MOST_PIXELS }).metadata();
  for (const look of looks(upright)) {
    const found = await decode(look());
    if (found.length > 0) return found;
  }
  return [];
}

/** Plain at several sizes, then with more contrast. Turning is not needed: the reader finds a code at any angle. */
function* looks(upright: () => Sharp): Generator<() => Sharp> {
  const sized = (size: number) => upright().resize({ width: size, height: size, fit: 'inside' });
  for (const size of SIZES) yield () => sized(size);
  yield () => sized(1400).normalise().sharpen();
}

async function decode(picture: Sharp): Promise<string[]> {
  const { data, info } = await picture.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  // the reader trusts width × height × 4: with fewer bytes it would read on into what an earlier picture left in its memory
  if (data.length !== info.width * info.height * 4) throw new Error(`expected RGBA pixels, got ${info.channels} channels`);
  const image = { data: new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength), width: info.width, height: info.height };
  const codes = await readBarcodes(image as unknown as ImageData, { formats: ['QRCode', 'MicroQRCode'], tryHarder: true, maxNumberOfSymbols: 32 });
  return [...new Set(codes.filter((code) => code.isValid && code.text !== '').map((code) => code.text))];
}
