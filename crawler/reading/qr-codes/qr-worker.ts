/**
 * Worker thread that decodes QR codes: WebAssembly would block the visits, and here it can be ended when it takes too
 * long.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { prepareZXingModule, readBarcodes, type Position } from 'zxing-wasm/reader';

/** `picture` is a file in a format the library reads (PGM). */
export interface QrQuestion {
  id: number;
  picture: Uint8Array<ArrayBuffer>;
}
/** One code and the upright box around it, in pixels of the picture. */
export interface BoxedCode {
  text: string;
  box: { x: number; y: number; width: number; height: number };
}
export interface QrReply {
  id: number;
  codes: BoxedCode[];
}

// Without this the library would fetch its WebAssembly from the network.
prepareZXingModule({
  overrides: {
    wasmBinary: readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))).buffer,
  },
});

const reply = (answer: QrReply): void => parentPort?.postMessage(answer, []);

function around({ topLeft, topRight, bottomLeft, bottomRight }: Position): BoxedCode['box'] {
  const corners = [topLeft, topRight, bottomLeft, bottomRight];
  const x = Math.min(...corners.map((corner) => corner.x));
  const y = Math.min(...corners.map((corner) => corner.y));
  return {
    x,
    y,
    width: Math.max(...corners.map((corner) => corner.x)) - x,
    height: Math.max(...corners.map((corner) => corner.y)) - y,
  };
}

parentPort?.on('message', ({ id, picture }: QrQuestion) => {
  // A QR code's finder patterns work in any rotation: trying four would only cost time.
  readBarcodes(picture, { formats: ['QRCode'], tryHarder: true, tryRotate: false, maxNumberOfSymbols: 8 }).then(
    (found) =>
      reply({
        id,
        codes: found.filter((code) => code.isValid).map(({ text, position }) => ({ text, box: around(position) })),
      }),
    () => reply({ id, codes: [] }),
  );
});
