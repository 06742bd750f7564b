/** Worker thread that decodes QR codes: WebAssembly would block the visits, and here it can be ended when it takes too long. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

export interface QrQuestion { id: number; width: number; height: number; data: Uint8ClampedArray }
export interface QrReply { id: number; texts: string[] }

// Without this the library would fetch its WebAssembly from the network.
prepareZXingModule({ overrides: { wasmBinary: readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))).buffer as ArrayBuffer } });

parentPort?.on('message', ({ id, ...image }: QrQuestion) => {
  readBarcodes(image as unknown as ImageData, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 8 }).then(
    (found) => parentPort?.postMessage({ id, texts: found.filter((code) => code.isValid).map((code) => code.text) } satisfies QrReply),
    () => parentPort?.postMessage({ id, texts: [] } satisfies QrReply),
  );
});
