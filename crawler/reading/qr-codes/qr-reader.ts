/** Decodes the QR codes in a picture, off the main thread, once per distinct picture, in bounded work. */
import { Worker } from 'node:worker_threads';
import type { OmissionReason } from '../../../storage/vocabulary/omissions.ts';
import type { QrQuestion, QrReply, BoxedCode } from './qr-worker.ts';

/** Work one picture may cost, milliseconds of the processor: the same on an idle and on a busy machine. */
const WORK_LIMIT_MS = 4000;
/** However busy the machine is, milliseconds. */
const WAIT_LIMIT_MS = 30_000;
const CHECK_EVERY_MS = 250;
const REMEMBERED = 500;

export interface RawPicture {
  width: number;
  height: number;
  data: Buffer;
}

/**
 * `omitted`: why the picture was not searched to the end; null = it was, and `codes` are all there are, a repeated one
 * once per place.
 */
export interface QrAnswer {
  codes: BoxedCode[];
  omitted: OmissionReason | null;
}

/** One worker thread, started at the first picture; one picture at a time. Close it, or the process stays. */
export class QrReader {
  readonly #waitLimitMs: number;
  #worker: Worker | null = null;
  #nextId = 1;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;
  readonly #known = new Map<string, Promise<QrAnswer>>();

  /** @param waitLimitMs longest wait for one picture once its turn has come; default 30000. */
  constructor(waitLimitMs = WAIT_LIMIT_MS) {
    this.#waitLimitMs = waitLimitMs;
  }

  /**
   * The QR codes seen. Never rejects; a worker that dies or takes too long costs only its own picture.
   * @param digest of the picture, to decode it only once; what was not searched to the end is searched again when asked
   * again.
   * @param picture one byte of brightness per pixel.
   */
  read(digest: string, picture: RawPicture): Promise<QrAnswer> {
    const known = this.#known.get(digest);
    if (known) return known;
    if (this.#known.size >= REMEMBERED) this.#known.delete(this.#known.keys().next().value ?? '');
    const answer = this.#last.then(() => this.#decode(picture));
    this.#last = answer;
    this.#known.set(digest, answer);
    void answer.then(({ omitted }) => omitted !== null && this.#known.delete(digest));
    return answer;
  }

  /** The worker's thread ends, and with it what it has in hand. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#end();
    await this.#last;
  }

  async #decode({ width, height, data }: RawPicture): Promise<QrAnswer> {
    if (this.#closed) return { codes: [], omitted: 'stopped' };
    const worker = (this.#worker ??= this.#start());
    const id = this.#nextId++;
    // As a PGM file: half the time of handing over RGBA pixels, which the library would reduce one by one.
    const picture = new Uint8Array(Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]));
    const codes = await this.#answer(worker, { id, picture });
    if (typeof codes !== 'string') return { codes, omitted: null };
    await this.#end();
    return { codes: [], omitted: codes };
  }

  #start(): Worker {
    const worker = new Worker(new URL('./qr-worker.ts', import.meta.url));
    // one that dies with nothing in hand is replaced when the next picture comes
    worker.on('error', () => {}).on('exit', () => this.#worker === worker && (this.#worker = null));
    return worker;
  }

  /** The codes, or why there is no answer. */
  async #answer(worker: Worker, question: QrQuestion): Promise<BoxedCode[] | OmissionReason> {
    const begun = performance.now();
    const before = await workOf(worker);
    const { promise, resolve } = Promise.withResolvers<BoxedCode[] | OmissionReason>();
    const replied = ({ id, codes }: QrReply): void => void (id === question.id && resolve(codes));
    const failed = (): void => resolve('died');
    const ended = (): void => resolve(this.#closed ? 'stopped' : 'died');
    worker.on('message', replied).on('error', failed).on('exit', ended);
    const watch = setInterval(() => {
      void workOf(worker).then((work) => work - before > WORK_LIMIT_MS && resolve('out-of-time'));
      if (performance.now() - begun > this.#waitLimitMs) resolve('out-of-time');
    }, CHECK_EVERY_MS);
    worker.postMessage(question, [question.picture.buffer]);
    try {
      return await promise;
    } finally {
      clearInterval(watch);
      worker.off('message', replied).off('error', failed).off('exit', ended);
    }
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

/** Milliseconds of the processor the worker has used; 0 when it is gone. */
async function workOf(worker: Worker): Promise<number> {
  try {
    const { user, system } = await worker.cpuUsage();
    return (user + system) / 1000;
  } catch {
    return 0;
  }
}
