/**
 * Reads the text in pictures by an optional package, in a process of its own: one picture at a time, in bounded work.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { OmissionReason } from '../../../storage/vocabulary/omissions.ts';
import type { Box, PictureText } from '../../../storage/vocabulary/page-model.ts';
import type { ReadingQuestion, ReadingReply } from './reading-message.ts';

/** PP-OCRv4 on ONNX Runtime; the models come with it. */
export const READING_ENGINE = '@gutenye/ocr-node';
/** Beside running visits a picture waits and is read for no longer than this in all, milliseconds. */
export const LONGEST_READING_MS = 45_000;
/** By itself a picture is waited for so long, however busy the machine is, milliseconds. */
const PATIENT_READING_MS = 300_000;

/** Whether text in pictures can be read here. */
export type ReaderState = { available: true; version: string } | { available: false; reason: string };

export interface PictureReaderOptions {
  /** Package to load; another one in tests. */
  engine?: string;
  /**
   * Work one picture may cost, milliseconds of the processor (the same on an idle and on a busy machine); default
   * 20000.
   */
  limitMs?: number;
  /**
   * `visits`: steps back behind running visits and gives up soon what has to wait. `alone`: nothing else has to be done
   * meanwhile. Default `visits`.
   */
  beside?: 'visits' | 'alone';
}

/** `omitted`: why the picture was not read (then `text` is null); null = it was read. */
export type PictureReading = { text: PictureText; omitted: null } | { text: null; omitted: OmissionReason };

/** A screenshot to be read. */
export interface PictureQuestion {
  /** Of the picture: it is read once. */
  digest: string;
  png: Buffer;
  /** Where nothing is to be read (captchas), pixels of the picture. */
  skip?: Box[];
}

const START_LIMIT_MS = { visits: 30_000, alone: 120_000 };
const REMEMBERED = 200;
/** The engine never frees some of its buffers: a process reads so many pictures, then a new one takes over. */
const PER_PROCESS = 60;
/** The loaded engine holds some 600 MB: it goes when nothing was to read for so long. */
const IDLE_MS = 30_000;
const FAILURES_IN_A_ROW = 3;

interface Running {
  process: ChildProcess;
  state: Promise<ReaderState>;
  pictures: number;
}

/** Started at the first picture. Does not keep the process alive; ends with it. */
export class PictureReader {
  readonly #engine: string;
  readonly #limitMs: number;
  readonly #beside: 'visits' | 'alone';
  readonly #known = new Map<string, Promise<PictureReading>>();
  #running: Running | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #answer: ((reply: ReadingReply | null) => void) | null = null;
  /** Why no further picture is tried. */
  #missing: string | null = null;
  #installed = true;
  #failures = 0;
  #stopped = false;
  #nextId = 1;
  #idle: NodeJS.Timeout | null = null;

  constructor({ engine = READING_ENGINE, limitMs = 20_000, beside = 'visits' }: PictureReaderOptions = {}) {
    this.#engine = engine;
    this.#limitMs = limitMs;
    this.#beside = beside;
  }

  /** Loads the engine and tells whether it works. */
  async state(): Promise<ReaderState> {
    return this.#missing === null ? this.#start().state : { available: false, reason: this.#missing };
  }

  /** Never rejects. What was not read is read again when asked again. */
  read({ digest, png, skip = [] }: PictureQuestion): Promise<PictureReading> {
    const known = this.#known.get(digest);
    if (known) return known;
    if (this.#known.size >= REMEMBERED) this.#known.delete(this.#known.keys().next().value ?? '');
    const until = performance.now() + (this.#beside === 'visits' ? LONGEST_READING_MS : PATIENT_READING_MS);
    const answer = this.#last.then(() => this.#readNow(png, skip, until));
    this.#last = answer;
    this.#known.set(digest, answer);
    void answer.then(({ omitted }) => omitted !== null && this.#known.delete(digest));
    return answer;
  }

  /** Gives up what is being read and what waits: the run is ending. */
  stop(): void {
    this.#stopped = true;
    this.#end();
  }

  async close(): Promise<void> {
    this.stop();
    await this.#last;
  }

  async #readNow(png: Buffer, skip: Box[], until: number): Promise<PictureReading> {
    if (this.#idle) clearTimeout(this.#idle);
    if (this.#stopped) return notRead('stopped');
    if (this.#missing !== null) return notRead(this.#installed ? 'died' : 'not-installed');
    if (until - performance.now() < 1000) return notRead('waiting');
    const running = this.#start();
    const state = await running.state;
    if (!state.available) return notRead(this.#stopped ? 'stopped' : this.#installed ? 'died' : 'not-installed');
    const waitMs = Math.round(Math.max(1000, until - performance.now()));
    // the process stops by itself at its limit of work and gives what it has; how long that takes is the machine's
    // business
    const reply = await this.#ask(running, { id: this.#nextId++, png, skip, limitMs: this.#limitMs }, waitMs);
    if (reply === 'late') return notRead('out-of-time');
    if (reply?.kind !== 'read') return notRead(this.#stopped ? 'stopped' : 'died');
    this.#failures = 0;
    if (++running.pictures >= PER_PROCESS) this.#end();
    else this.#idle = setTimeout(() => this.#end(), IDLE_MS).unref();
    const { lines, width, incomplete } = reply;
    return { text: { lines, width, engine: this.#engine, version: state.version, incomplete }, omitted: null };
  }

  #ask(running: Running, question: ReadingQuestion, limitMs: number): Promise<ReadingReply | null | 'late'> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        settle('late');
        this.#end();
      }, limitMs);
      const settle = (reply: ReadingReply | null | 'late'): void => {
        clearTimeout(timer);
        this.#answer = null;
        resolve(reply);
      };
      this.#answer = (reply) => {
        if (reply === null || (reply.kind === 'read' && reply.id === question.id)) settle(reply);
      };
      // a process that died a moment ago is told by its exit event
      running.process.send(question, () => {});
    });
  }

  #start(): Running {
    if (this.#running) return this.#running;
    const { PATH = '', LD_LIBRARY_PATH } = process.env;
    const child = fork(fileURLToPath(new URL('./reading-process.ts', import.meta.url)), [this.#engine, this.#beside], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      // it decodes what strangers drew: nothing of our settings is its business
      env: LD_LIBRARY_PATH === undefined ? { PATH } : { PATH, LD_LIBRARY_PATH },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.unref();
    child.channel?.unref();
    const running: Running = { process: child, state: this.#loaded(child), pictures: 0 };
    this.#running = running;
    child.on('message', (reply: ReadingReply) => this.#answer?.(reply));
    child.on('error', () => this.#ended(running));
    child.on('exit', () => this.#ended(running));
    return running;
  }

  async #loaded(child: ChildProcess): Promise<ReaderState> {
    const limitMs = START_LIMIT_MS[this.#beside];
    let timer: NodeJS.Timeout | undefined;
    const reply = await new Promise<ReadingReply | string>((resolve) => {
      timer = setTimeout(() => resolve(`did not load within ${String(limitMs)} ms`), limitMs);
      child.once('message', (message: ReadingReply) => resolve(message));
      child.once('exit', (code, signal) => resolve(`ended while loading (${String(signal ?? code)})`));
      child.once('error', (error) => resolve(error.message));
    });
    clearTimeout(timer);
    if (typeof reply !== 'string' && reply.kind === 'ready') return { available: true, version: reply.version };
    // an engine that is not there will not be there for the next picture either; one that was too slow or killed may be
    if (typeof reply !== 'string' && reply.kind === 'missing') {
      this.#missing = reply.reason;
      this.#installed = false;
    }
    if (!this.#stopped) {
      this.#failed();
      this.#end();
    }
    return { available: false, reason: typeof reply === 'string' ? reply : (this.#missing ?? reply.kind) };
  }

  #ended(running: Running): void {
    if (this.#running !== running) return;
    this.#running = null;
    this.#failed();
    this.#answer?.(null);
  }

  #failed(): void {
    this.#failures += 1;
    if (this.#failures >= FAILURES_IN_A_ROW) this.#missing ??= 'the reading process failed again and again';
  }

  #end(): void {
    const running = this.#running;
    this.#running = null;
    running?.process.kill('SIGKILL');
    this.#answer?.(null);
  }
}

const notRead = (omitted: OmissionReason): PictureReading => ({ text: null, omitted });
