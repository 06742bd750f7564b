/** Reads an HTTP body to the end or to a cap, decoding its content-encoding; a bomb costs no more than the cap. */
import type { Readable } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

export interface ReadBody {
  body: Buffer;
  /** Cut at the cap, ended early, or not decodable to its end; `body` is what came before. */
  truncated: boolean;
}

/** Nobody honest applies more than one or two. */
const MAX_ENCODINGS = 3;

/**
 * `maxBytes` counts decoded bytes. `seen` is called for every decoded chunk. An unknown encoding is left as it is.
 * Never throws.
 */
export async function readBody(
  source: Readable,
  contentEncoding: string,
  maxBytes: number,
  seen: () => void,
): Promise<ReadBody> {
  const names = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  const stages: Readable[] = [source];
  const chunks: Buffer[] = [];
  let size = 0;
  let truncated = false;
  source.on('error', () => {});
  try {
    let stream: AsyncIterable<Buffer> = source;
    if (names.length <= MAX_ENCODINGS) for (const name of names.reverse()) stream = await decoded(stream, name, stages);
    for await (const chunk of stream) {
      seen();
      const room = maxBytes - size;
      chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      size += Math.min(chunk.length, room);
      if (chunk.length > room) {
        truncated = true;
        break;
      }
    }
  } catch {
    truncated = true;
  } finally {
    for (const stage of stages.reverse()) stage.destroy();
  }
  return { body: Buffer.concat(chunks), truncated };
}

async function decoded(input: AsyncIterable<Buffer>, name: string, stages: Readable[]): Promise<AsyncIterable<Buffer>> {
  const iterator = input[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return input;
  const decoder = decoderFor(name, first.value);
  const whole = resume(first.value, iterator);
  if (decoder === null) return whole;
  stages.push(decoder);
  decoder.on('error', () => {});
  void feed(whole, decoder);
  return decoder;
}

async function feed(input: AsyncIterable<Buffer>, decoder: NonNullable<ReturnType<typeof decoderFor>>): Promise<void> {
  try {
    for await (const chunk of input) {
      if (decoder.destroyed) return;
      if (!decoder.write(chunk)) await drained(decoder);
    }
    decoder.end();
  } catch (error) {
    // What was decoded so far has been read before the error arrives at the reader.
    decoder.flush(() => decoder.destroy(error as Error));
  }
}

function drained(decoder: NonNullable<ReturnType<typeof decoderFor>>): Promise<void> {
  return new Promise((resolve) => {
    decoder.once('drain', resolve);
    decoder.once('close', resolve);
  });
}

async function* resume(first: Buffer, rest: AsyncIterator<Buffer>): AsyncIterable<Buffer> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

function decoderFor(name: string, first: Buffer): (Readable & ReturnType<typeof createGunzip>) | null {
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      // RFC 9110 §8.4.1.2: some send the raw form; a zlib header has 8 in its low half byte.
      return ((first[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      // RFC 9659: no window above 8 MiB for HTTP.
      return createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: 23 } });
    default:
      return null;
  }
}
