/**
 * Opens a name list of any size as lines: text, gzip, zip (each file in it), from a file, standard input or bytes;
 * constant memory.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { MingjingError } from '../../../storage/mingjing-error.ts';
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import { archiveKind } from './archive-kind.ts';
import { LineDecoder, LONGEST_LINE, wideEncoding } from '../../reading/line-decoder.ts';
import { zipMembers } from './zip-directory.ts';

/**
 * A batch of lines of one list (a file in an archive is a list of its own), or a word about what could not be read;
 * reading goes on.
 */
export type NameBatch = { list: string; first: number; lines: string[] } | { list: string; problem: Sentence };

/** Enough to tell what a list is. */
const HEAD = 512;

/** @throws MingjingError NAME_LIST_UNREADABLE (input) when the file cannot be opened. */
export async function* nameBatches(
  place: string,
  source: { file: string } | { stdin: Readable } | { bytes: Buffer },
): AsyncGenerator<NameBatch> {
  if ('file' in source) {
    yield* fromFile(place, source.file);
    return;
  }
  const stream = 'stdin' in source ? source.stdin : Readable.from(chunked(source.bytes), { objectMode: false });
  const { head, whole } = await peek(stream);
  if (archiveKind(head).kind !== 'zip') {
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
    throw new MingjingError(
      'NAME_LIST_UNREADABLE',
      { zh: `无法读取名单 ${place}：${reason}`, en: `cannot read the list ${place}: ${reason}` },
      { cause: error },
    );
  }
  if (archiveKind(opened.head).kind !== 'zip') {
    yield* fromBytes(place, opened.head, opened.whole);
    return;
  }
  opened.whole.destroy();
  yield* fromZip(place, file);
}

/** The first bytes (all there are, when they are few), and a stream that still has them. */
async function peek(stream: Readable): Promise<{ head: Buffer; whole: Readable }> {
  const chunks = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < HEAD) {
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

/** Text, or text in gzip; anything packed twice is left out by name. */
async function* fromBytes(list: string, head: Buffer, whole: Readable): AsyncGenerator<NameBatch> {
  const outer = archiveKind(head);
  if (outer.kind === 'text') {
    yield* linesOf(list, whole, head);
    return;
  }
  if (outer.kind !== 'gzip') {
    whole.destroy();
    yield leftOut(list, outer.kind === 'zip' ? ZIP_WITHIN : outer.what);
    return;
  }
  const unpacking = createGunzip();
  whole.on('error', (error) => unpacking.destroy(error));
  whole.pipe(unpacking);
  let inner: { head: Buffer; whole: Readable };
  try {
    inner = await peek(unpacking);
  } catch (error) {
    yield unreadableBeyond(list, 1, error);
    return;
  }
  const within = archiveKind(inner.head);
  if (within.kind === 'text') {
    yield* linesOf(list, inner.whole, inner.head);
    return;
  }
  inner.whole.destroy();
  whole.destroy();
  yield leftOut(list, within.kind === 'other' ? within.what : within.kind === 'zip' ? ZIP_WITHIN : GZIP_WITHIN);
}

const ZIP_WITHIN: Sentence = { zh: '压缩包里的压缩包', en: 'an archive within an archive' };
const GZIP_WITHIN: Sentence = { zh: '压缩了两次的文件', en: 'a file packed twice' };

function leftOut(list: string, what: Sentence): NameBatch {
  return {
    list,
    problem: {
      zh: `${list} 是${what.zh}，已略过：请先解开或另存为文本`,
      en: `${list} is ${what.en} and was left out: unpack it or save it as text first`,
    },
  };
}

/**
 * Lines in batches as they arrive; an unpacking or reading error ends the list with a problem, what came before counts.
 */
async function* linesOf(list: string, stream: Readable, head: Buffer): AsyncGenerator<NameBatch> {
  const decoder = new LineDecoder(wideEncoding(head));
  let line = 1;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const lines = decoder.push(chunk);
      if (lines.length > 0) yield { list, first: line, lines };
      line += lines.length;
    }
    const lines = decoder.end();
    if (lines.length > 0) yield { list, first: line, lines };
  } catch (error) {
    yield unreadableBeyond(list, line, error);
  }
  const { tooLong } = decoder;
  if (tooLong > 0)
    yield {
      list,
      problem: {
        zh: `${list}：${tooLong} 行超过 ${LONGEST_LINE} 字节，已略过`,
        en: `${list}: ${tooLong} lines longer than ${LONGEST_LINE} bytes were left out`,
      },
    };
}

function unreadableBeyond(list: string, line: number, error: unknown): NameBatch {
  const reason = messageOf(error);
  return {
    list,
    problem: {
      zh: `${list} 在第 ${line} 行之后无法读取（${reason}）：名单不完整`,
      en: `${list} cannot be read beyond line ${line} (${reason}): the list is incomplete`,
    },
  };
}

async function* fromZip(place: string, file: string): AsyncGenerator<NameBatch> {
  try {
    for await (const { name, read } of zipMembers(file)) {
      const list = `${place}!${name}`;
      if (name === '[Content_Types].xml') {
        yield leftOut(place, { zh: ' Office 文件（如 .xlsx）', en: 'an Office file (such as .xlsx)' });
        return;
      }
      const member = await read();
      if (!member.ok) {
        const { zh, en } = member.because;
        yield {
          list,
          problem: {
            zh: `${list} 无法解压（${zh}），已略过`,
            en: `${list} cannot be unpacked (${en}) and was left out`,
          },
        };
        continue;
      }
      const { head, whole } = await peek(member.content);
      yield* fromBytes(list, head, whole);
    }
  } catch (error) {
    const reason = messageOf(error);
    yield {
      list: place,
      problem: {
        zh: `压缩包 ${place} 已损坏（${reason}）：名单不完整`,
        en: `the archive ${place} is damaged (${reason}): the list is incomplete`,
      },
    };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
