/** Reads a zip archive entry by entry, so that an odd one costs nothing but itself. */
import { open, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';

export type MemberContent = { ok: true; content: Readable } | { ok: false; because: Sentence };

export interface ZipMember {
  name: string;
  /** The unpacked bytes, checked against length and check value beforehand: an entry is read whole or not at all. */
  read: () => Promise<MemberContent>;
}

const HEADER = 46;
const SIGNATURE = 0x02014b50;
/** Marks in a header that the real value stands in the zip64 field. */
const IN_ZIP64 = 0xffffffff;
const [STORED, DEFLATED, AES] = [0, 8, 99];
/** Flags of the old encryption and of the strong one. */
const ENCRYPTED = 0x41;
const METHODS: Readonly<Record<number, string>> = {
  1: 'shrink',
  6: 'implode',
  9: 'deflate64',
  12: 'bzip2',
  14: 'lzma',
  93: 'zstd',
  95: 'xz',
  98: 'ppmd',
};

/**
 * Files of the archive in order; folders, and what macOS and Windows put beside files, are passed over. The directory
 * is walked here: yauzl's own walk ends at the first entry it does not like. @throws Error when the directory itself
 * cannot be read, after the entries before the fault.
 */
export async function* zipMembers(file: string): AsyncGenerator<ZipMember> {
  const archive = await yauzl.openPromise(file, { lazyEntries: true, autoClose: false, validateEntrySizes: false });
  const handle = await open(file);
  try {
    // where the directory begins; its type is wrong in the published declarations
    let at = Number(archive.readEntryCursor);
    for (let count = 0; count < archive.entryCount; count += 1) {
      const header = await readAt(handle, at, HEADER);
      if (header.readUInt32LE(0) !== SIGNATURE)
        throw new Error(`entry ${count + 1} of ${archive.entryCount} is no directory entry`);
      const lengths = [28, 30, 32].map((place) => header.readUInt16LE(place)) as [number, number, number];
      const rest = await readAt(handle, at + HEADER, lengths[0] + lengths[1]);
      at += HEADER + lengths[0] + lengths[1] + lengths[2];
      const name = memberName(rest.subarray(0, lengths[0]));
      if (/[/\\]$|(?:^|[/\\])(?:__MACOSX[/\\]|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/.test(name)) continue;
      yield { name, read: () => readMember(archive, header, rest.subarray(lengths[0])) };
    }
  } finally {
    archive.close();
    await handle.close();
  }
}

async function readAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
  if (bytesRead < length) throw new Error('the directory is cut off');
  return buffer;
}

/** UTF-8, else the GB18030 that Chinese systems write without saying so; nothing in it may act on a terminal. */
function memberName(bytes: Buffer): string {
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    name = new TextDecoder('gb18030').decode(bytes);
  }
  return name.replace(/[\p{Cc}\p{Cf}]/gu, '\uFFFD').slice(0, 200);
}

/** What yauzl needs to know to unpack; null when a size is said to stand in a field that is not there. */
function entryOf(header: Buffer, extra: Buffer): yauzl.Entry | null {
  const entry = Object.assign(new yauzl.Entry(), {
    generalPurposeBitFlag: header.readUInt16LE(8),
    compressionMethod: header.readUInt16LE(10),
    crc32: header.readUInt32LE(16),
    compressedSize: header.readUInt32LE(20),
    uncompressedSize: header.readUInt32LE(24),
    relativeOffsetOfLocalHeader: header.readUInt32LE(42),
  });
  const wide = (['uncompressedSize', 'compressedSize', 'relativeOffsetOfLocalHeader'] as const).filter(
    (key) => entry[key] === IN_ZIP64,
  );
  if (wide.length === 0) return entry;
  const field = yauzl.parseExtraFields(extra).find(({ id }) => id === 1)?.data;
  if (!field || field.length < wide.length * 8) return null;
  for (const [index, key] of wide.entries()) entry[key] = Number(field.readBigUInt64LE(index * 8));
  return entry;
}

async function readMember(archive: yauzl.ZipFile, header: Buffer, extra: Buffer): Promise<MemberContent> {
  try {
    const entry = entryOf(header, extra);
    const because =
      entry === null
        ? { zh: '没有写明大小', en: 'its size is not given' }
        : (unsupported(entry) ?? (await damage(archive, entry)));
    return entry === null || because !== null
      ? { ok: false, because: because as Sentence }
      : { ok: true, content: await archive.openReadStreamPromise(entry) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, because: { zh: reason, en: reason } };
  }
}

function unsupported({ generalPurposeBitFlag: flags, compressionMethod: method }: yauzl.Entry): Sentence | null {
  if ((flags & ENCRYPTED) !== 0 || method === AES) return { zh: '已加密', en: 'it is encrypted' };
  const named = METHODS[method] ?? String(method);
  return method === STORED || method === DEFLATED
    ? null
    : { zh: `不支持压缩方法 ${named}`, en: `compression method ${named} is not supported` };
}

async function damage(archive: yauzl.ZipFile, entry: yauzl.Entry): Promise<Sentence | null> {
  let [check, length] = [0, 0];
  for await (const chunk of (await archive.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    check = crc32(chunk, check);
    length += chunk.length;
    if (length > entry.uncompressedSize) break;
  }
  if (length !== entry.uncompressedSize)
    return {
      zh: `解开后的大小与所写的 ${entry.uncompressedSize} 字节不符`,
      en: `it does not unpack to the ${entry.uncompressedSize} bytes it says`,
    };
  return check === entry.crc32 ? null : { zh: '校验值不符', en: 'its check value is wrong' };
}
