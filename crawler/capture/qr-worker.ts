/** Worker thread that decodes QR codes: WebAssembly would block the visits, and here it can be ended when it takes too long. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

/** `picture` is a file in a format the library reads (PGM). */
export interface QrQuestion {
  id: number;
  picture: Uint8Array<ArrayBuffer>;
}
export interface QrReply {
  id: number;
  texts: string[];
}

// Without this the library would fetch its WebAssembly from the network.
prepareZXingModule({ overrides: { wasmBinary: readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))).buffer } });

const reply = (answer: QrReply): void => parentPort?.postMessage(answer, []);

parentPort?.on('message', ({ id, picture }: QrQuestion) => {
  // A QR code's finder patterns work in any rotation: trying four would only cost time.
  readBarcodes(picture, { formats: ['QRCode'], tryHarder: true, tryRotate: false, maxNumberOfSymbols: 8 }).then(
    (found) => reply({ id, texts: found.filter((code) => code.isValid).map((code) => code.text) }),
    () => reply({ id, texts: [] }),
  );
});
