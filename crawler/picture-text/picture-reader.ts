/** Reads the text in pictures by an optional package, in a process of its own: one picture at a time, in bounded time. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Box, PictureText } from '../../storage/vocabulary.ts';
import type { ReadingQuestion, ReadingReply } from './reading-message.ts';

/** PP-OCRv4 on ONNX Runtime; the models come with it. */
export const READING_ENGINE = '@gutenye/ocr-node';
/** A picture waits and is read for no longer than this in all, milliseconds. */
export const LONGEST_READING_MS = 45_000;

/** Whether text in pictures can be read here. */
export type ReaderState = { available: true; version: string } | { available: false; reason: string };

export interface PictureReaderOptions {
  /** Package to load; another one in tests. */
  engine?: string;
  /** For one picture, milliseconds; default 20000. */
  limitMs?: number;
}

/** A screenshot to be read. */
export interface PictureQuestion {
  /** Of the picture: it is read once. */
  digest: string;
  png: Buffer;
  /** What the picture shows, e.g. host and URL: of one subject only two different pictures are read. */
  subject: string;
  /** Where nothing is to be read (captchas), pixels of the picture. */
  skip?: Box[];
}

const START_LIMIT_MS = 30_000;
const PER_SUBJECT = 2;
const REMEMBERED = 200;
const SUBJECTS = 20_000;
/** The engine never frees some of its buffers: a process reads so many pictures, then a new one takes over. */
const PER_PROCESS = 60;
/** The loaded engine holds some 600 MB: it goes when nothing was to read for so long. */
const IDLE_MS = 30_000;
const CRASHES_IN_A_ROW = 3;

interface Running {
  process: ChildProcess;
  state: Promise<ReaderState>;
  pictures: number;
}

/** Started at the first picture. Does not keep the process alive; ends with it. */
export class PictureReader {
  readonly #engine: string;
  readonly #limitMs: number;
  readonly #known = new Map<string, Promise<PictureText | null>>();
  readonly #subjects = new Map<string, Set<string>>();
  #running: Running | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #answer: ((reply: ReadingReply | null) => void) | null = null;
  #missing: string | null = null;
  #crashes = 0;
  #stopped = false;
  #nextId = 1;
  #idle: NodeJS.Timeout | null = null;

  constructor({ engine = READING_ENGINE, limitMs = 20_000 }: PictureReaderOptions = {}) {
    this.#engine = engine;
    this.#limitMs = limitMs;
  }

  /** Loads the engine and tells whether it works. */
  async state(): Promise<ReaderState> {
    return this.#missing === null ? this.#start().state : { available: false, reason: this.#missing };
  }

  /**
   * Never rejects. A picture given up has no lines, or those read so far, and says why in `incomplete`.
   * @returns null when the engine is not there, or when two other pictures of this subject were read.
   */
  read({ digest, png, subject, skip = [] }: PictureQuestion): Promise<PictureText | null> {
    const known = this.#known.get(digest);
    if (known) return known;
    const read = this.#subjects.get(subject) ?? new Set();
    if (this.#missing !== null || read.size >= PER_SUBJECT) return Promise.resolve(null);
    if (this.#subjects.size >= SUBJECTS) this.#subjects.delete(this.#subjects.keys().next().value ?? '');
    this.#subjects.set(subject, read.add(digest));
    if (this.#known.size >= REMEMBERED) this.#known.delete(this.#known.keys().next().value ?? '');
    const until = performance.now() + LONGEST_READING_MS;
    const answer = this.#last.then(() => this.#readNow(png, skip, until));
    this.#last = answer;
    this.#known.set(digest, answer);
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

  async #readNow(png: Buffer, skip: Box[], until: number): Promise<PictureText | null> {
    const started = performance.now();
    const left = until - started;
    if (this.#idle) clearTimeout(this.#idle);
    if (this.#stopped) return this.#givenUp('stopped', '');
    if (left < 1000) return this.#givenUp('too many pictures waiting', '');
    const running = this.#start();
    const state = await running.state;
    if (!state.available) return this.#stopped ? this.#givenUp('stopped', '') : null;
    const limitMs = Math.min(this.#limitMs, left);
    // the process stops by itself at its limit and gives what it has; a little later it is no longer waited for
    const reply = await this.#ask(running, { id: this.#nextId++, png, skip, limitMs: limitMs * 0.8 }, limitMs);
    if (reply === 'late') return this.#givenUp(`not read within ${Math.round(limitMs)} ms`, state.version);
    if (reply?.kind !== 'read') return this.#givenUp(this.#stopped ? 'stopped' : 'the reading process died', state.version);
    this.#crashes = 0;
    if (++running.pictures >= PER_PROCESS) this.#end();
    else this.#idle = setTimeout(() => this.#end(), IDLE_MS).unref();
    return { lines: reply.lines, width: reply.width, engine: this.#engine, version: state.version, incomplete: reply.incomplete };
  }

  #givenUp(why: string, version: string): PictureText {
    return { lines: [], width: 0, engine: this.#engine, version, incomplete: why };
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
    const child = fork(fileURLToPath(new URL('./reading-process.ts', import.meta.url)), [this.#engine], {
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
    const state = await new Promise<ReaderState>((resolve) => {
      const fail = (reason: string): void => resolve({ available: false, reason });
      const timer = setTimeout(() => fail(`did not load within ${START_LIMIT_MS} ms`), START_LIMIT_MS);
      child.once('message', (reply: ReadingReply) =>
        reply.kind === 'ready' ? resolve({ available: true, version: reply.version }) : fail(reply.kind === 'missing' ? reply.reason : reply.kind),
      );
      child.once('exit', (code, signal) => fail(`ended while loading (${signal ?? code})`));
      child.once('error', (error) => fail(error.message));
      void child.once('exit', () => clearTimeout(timer)).once('message', () => clearTimeout(timer));
    });
    if (!state.available && !this.#stopped) {
      this.#missing = state.reason;
      this.#end();
    }
    return state;
  }

  #ended(running: Running): void {
    if (this.#running !== running) return;
    this.#running = null;
    this.#crashes += 1;
    if (this.#crashes >= CRASHES_IN_A_ROW) this.#missing ??= 'the reading process died again and again';
    this.#answer?.(null);
  }

  #end(): void {
    const running = this.#running;
    this.#running = null;
    running?.process.kill('SIGKILL');
    this.#answer?.(null);
  }
}
