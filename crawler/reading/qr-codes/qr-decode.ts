/** Finds QR codes in grey pixels, also those that cannot be read. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** One code in one picture; its middle and its size as fractions of the picture's longest side. */
export interface SeenCode {
  /** Null when it is damaged beyond its error correction. */
  text: string | null;
  x: number;
  y: number;
  size: number;
}

/** One byte a pixel. */
export interface GreyPixels {
  data: Uint8Array;
  width: number;
  height: number;
}

let prepared = false;

/** Without this the library would fetch its WebAssembly from the network. */
function prepareReader(): void {
  if (prepared) return;
  prepared = true;
  const binary = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')));
  prepareZXingModule({
    overrides: { wasmBinary: binary.buffer.slice(binary.byteOffset, binary.byteOffset + binary.byteLength) },
  });
}

/**
 * At any angle and mirrored, too. Handed over as a PGM file: half the time of RGBA pixels, which the library would
 * reduce one by one.
 */
export async function decodeQrCodes({ data, width, height }: GreyPixels): Promise<SeenCode[]> {
  prepareReader();
  // the reader trusts width × height: with other bytes it would read on into what an earlier picture left in its memory
  if (data.length !== width * height)
    throw new Error(`expected one byte a pixel, got ${data.length} for ${width} × ${height}`);
  const file = new Uint8Array(Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]));
  const codes = await readBarcodes(file, {
    formats: ['QRCode', 'MicroQRCode'],
    tryHarder: true,
    maxNumberOfSymbols: 32,
    returnErrors: true,
  });
  return codes.flatMap(({ isValid, text, format, position: { topLeft, bottomRight, topRight, bottomLeft } }) => {
    // what merely resembles a small code is everywhere
    if (isValid ? text === '' : format !== 'QRCode') return [];
    const corners = [topLeft, topRight, bottomLeft, bottomRight];
    const ends = (places: number[]) => [Math.min(...places), Math.max(...places)] as const;
    const [left, right] = ends(corners.map(({ x }) => x));
    const [top, bottom] = ends(corners.map(({ y }) => y));
    const longest = Math.max(width, height);
    return [
      {
        text: isValid ? text : null,
        x: (left + right) / 2 / longest,
        y: (top + bottom) / 2 / longest,
        size: Math.max(right - left, bottom - top) / longest,
      },
    ];
  });
}
