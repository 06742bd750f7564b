/** Decodes the QR codes in a picture, off the main thread, once per distinct picture, in bounded time. */
import { Worker } from 'node:worker_threads';
import type { QrQuestion, QrReply } from './qr-worker.ts';

const TIME_LIMIT_MS = 4000;
const REMEMBERED = 500;

export interface RawPicture {
  width: number;
  height: number;
  data: Buffer;
}

/** One worker thread, started at the first picture. Close it, or the process stays. */
export class QrReader {
  #worker: Worker | null = null;
  #nextId = 1;
  readonly #waiting = new Map<number, (texts: string[]) => void>();
  readonly #known = new Map<string, Promise<string[]>>();

  /**
   * Payloads of the QR codes seen; empty when there are none or decoding took too long.
   * @param digest of the picture, to decode it only once.
   * @param picture one byte of brightness per pixel.
   */
  read(digest: string, picture: RawPicture): Promise<string[]> {
    const known = this.#known.get(digest);
    if (known) return known;
    if (this.#known.size >= REMEMBERED) this.#known.delete(this.#known.keys().next().value ?? '');
    const answer = this.#decode(picture);
    this.#known.set(digest, answer);
    return answer;
  }

  #decode({ width, height, data }: RawPicture): Promise<string[]> {
    const worker = (this.#worker ??= this.#start());
    const id = this.#nextId++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#restart(), TIME_LIMIT_MS);
      this.#waiting.set(id, (texts) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve([...new Set(texts)]);
      });
      // As a PGM file: half the time of handing over RGBA pixels, which the library would reduce one by one.
      const picture = new Uint8Array(Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]));
      worker.postMessage({ id, picture } satisfies QrQuestion, [picture.buffer]);
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('./qr-worker.ts', import.meta.url));
    worker.on('message', ({ id, texts }: QrReply) => this.#waiting.get(id)?.(texts));
    worker.on('error', () => this.#restart());
    return worker;
  }

  /** Gives up what the worker has in hand; the next picture gets a new one. */
  #restart(): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
    for (const answer of this.#waiting.values()) answer([]);
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
    for (const answer of this.#waiting.values()) answer([]);
  }
}
