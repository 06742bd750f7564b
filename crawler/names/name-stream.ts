/** Opens a name list of any size as lines: text, gzip, zip (each file in it), from a file, standard input or bytes; constant memory. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import yauzl from 'yauzl';
import { MingjingError } from '../../storage/mingjing-error.ts';
import type { Sentence } from '../../storage/vocabulary.ts';

/** A batch of lines of one list (a file in an archive is a list of its own), or a word about what could not be read; reading goes on. */
export type NameBatch = { list: string; first: number; lines: string[] } | { list: string; problem: Sentence };

/** A line longer than this is no name; the rest of it is thrown away unread. */
const LONGEST_LINE = 64 * 1024;

/** @throws MingjingError NAME_LIST_UNREADABLE (input) when the file cannot be opened. */
export async function* nameBatches(place: string, source: { file: string } | { stdin: Readable } | { bytes: Buffer }): AsyncGenerator<NameBatch> {
  if ('file' in source) {
    yield* fromFile(place, source.file);
    return;
  }
  const stream = 'stdin' in source ? source.stdin : Readable.from(chunked(source.bytes), { objectMode: false });
  const { head, whole } = await peek(stream);
  if (!isZip(head)) {
    yield* fromBytes(place, head, whole);
    return;
  }
  // an archive is read from its end: what comes in order has to be kept first
  const folder = await mkdtemp(join(tmpdir(), 'mingjing-names-'));
  try {
    const file = join(folder, 'list.zip');
    await pipeline(whole, createWriteStream(file, { mode: 0o600 }));
    yield* fromZip(place, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* fromFile(place: string, file: string): AsyncGenerator<NameBatch> {
  let opened: { head: Buffer; whole: Readable };
  try {
    opened = await peek(createReadStream(file, { highWaterMark: 1 << 18 }));
  } catch (error) {
    const reason = messageOf(error);
    throw new MingjingError('NAME_LIST_UNREADABLE', 'input', { zh: `无法读取名单 ${place}:${reason}`, en: `cannot read the list ${place}: ${reason}` }, { cause: error });
  }
  if (!isZip(opened.head)) {
    yield* fromBytes(place, opened.head, opened.whole);
    return;
  }
  opened.whole.destroy();
  yield* fromZip(place, file);
}

const isZip = (head: Buffer): boolean => head.length >= 4 && head.readUInt32BE(0) === 0x504b0304;
const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** The first bytes (four or more, unless there are fewer in all), and a stream that still has them. */
async function peek(stream: Readable): Promise<{ head: Buffer; whole: Readable }> {
  const chunks = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* rest(): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  }
  return { head, whole: Readable.from(rest(), { objectMode: false }) };
}

function* chunked(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1 << 18) yield bytes.subarray(at, at + (1 << 18));
}

async function* fromBytes(list: string, head: Buffer, whole: Readable): AsyncGenerator<NameBatch> {
  if (!isGzip(head)) {
    yield* linesOf(list, whole, encodingOf(head));
    return;
  }
  const unpacked = createGunzip();
  whole.on('error', (error) => unpacked.destroy(error));
  whole.pipe(unpacked);
  yield* linesOf(list, unpacked, 'utf-8');
}

function encodingOf(head: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** Lines in batches as they arrive; an unpacking or reading error ends the list with a problem, what came before counts. */
async function* linesOf(list: string, stream: Readable, encoding: string): AsyncGenerator<NameBatch> {
  const decoder = new TextDecoder(encoding);
  let carried = '';
  let dropping = false;
  let line = 1;
  let tooLong = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const text = carried + decoder.decode(chunk, { stream: true });
      const lines = text.split(/\r?\n/);
      carried = lines.pop() ?? '';
      if (dropping && lines.length > 0) {
        lines.shift();
        line += 1;
        dropping = false;
      }
      if (carried.length > LONGEST_LINE || (dropping && lines.length === 0)) {
        tooLong += dropping ? 0 : 1;
        dropping = true;
        carried = '';
      }
      if (lines.length > 0) yield { list, first: line, lines };
      line += lines.length;
    }
    carried += decoder.decode();
    if (carried !== '' && !dropping) yield { list, first: line, lines: [carried] };
  } catch (error) {
    const reason = messageOf(error);
    yield {
      list,
      problem: { zh: `${list} 在第 ${line} 行之后无法读取(${reason}):名单不完整`, en: `${list} cannot be read beyond line ${line} (${reason}): the list is incomplete` },
    };
  }
  if (tooLong > 0)
    yield { list, problem: { zh: `${list}:${tooLong} 行超过 ${LONGEST_LINE} 字符,已跳过`, en: `${list}: ${tooLong} lines longer than ${LONGEST_LINE} characters were skipped` } };
}

async function* fromZip(place: string, file: string): AsyncGenerator<NameBatch> {
  let archive: yauzl.ZipFile | null = null;
  try {
    archive = await yauzl.openPromise(file, { lazyEntries: true, autoClose: false });
    for await (const entry of archive.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      const list = `${place}!${entry.fileName}`;
      try {
        const { head, whole } = await peek(await archive.openReadStreamPromise(entry));
        yield* fromBytes(list, head, whole);
      } catch (error) {
        yield { list, problem: { zh: `${list} 无法解压(${messageOf(error)}),已跳过`, en: `${list} cannot be unpacked (${messageOf(error)}): skipped` } };
      }
    }
  } catch (error) {
    yield {
      list: place,
      problem: { zh: `压缩包 ${place} 损坏(${messageOf(error)}):名单不完整`, en: `the archive ${place} is damaged (${messageOf(error)}): the list is incomplete` },
    };
  } finally {
    archive?.close();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
