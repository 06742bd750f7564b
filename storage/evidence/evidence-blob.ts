/** Turns bytes into what the blob tables hold: digests, size, and the bytes as stored; and back again, checked. */
import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import type { DatabaseHandle, Reader } from '../databases/database-handle.ts';
import type { BlobTable } from '../databases/schema.ts';
import { storableText } from '../databases/storable-text.ts';
import type { Artifact, NewArtifact } from '../vocabulary/artifacts.ts';
import type { Sentence } from '../vocabulary/sentence.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

const ZSTD_OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };
/** SM3 does about 200 MB/s: 5 ms a slice, after which others may run. */
const HASH_SLICE_BYTES = 1024 * 1024;
/** Below this a zstd frame's own bytes eat the gain. */
const MIN_COMPRESSED_BYTES = 128;
const TEXT_TYPE =
  /^(?:text\/|application\/(?:json|javascript|ecmascript|xml|xhtml\+xml|x-pem-file|pem-certificate-chain)|image\/svg\+xml|[^;]+\+(?:json|xml))/i;

/** A blob ready to be inserted: `data` as stored, compressed where `row.encoding` says so. */
export interface EncodedBlob {
  row: Omit<BlobTable, 'id'>;
  data: Buffer;
}

/** An artefact whose digest and size are known, and what remains to be written for it. */
export interface PreparedArtifact {
  artifact: Artifact;
  /** Null when the store already holds these very bytes: blobs are never deleted. */
  blob: EncodedBlob | null;
}

/** Of the bytes before compression, lower-case hex. SHA-256 is the name of the blob. */
export interface BlobDigests {
  sha256: string;
  sm3: string;
  md5: string;
}

/** Stored bytes, checked against their digest: themselves, or why they are not what was stored. */
export type StoredBytes = { data: Buffer; damage: null } | { data: null; damage: Sentence };

/**
 * Hashes and compresses outside any transaction, and only what the store does not hold. What it holds is read and
 * checked: bytes that come in again mend a stored copy that was damaged, so that a record never names bytes that cannot
 * be read.
 */
export async function prepareArtifacts(
  database: DatabaseHandle,
  artifacts: readonly NewArtifact[],
): Promise<PreparedArtifact[]> {
  const digests = await Promise.all(artifacts.map(({ data }) => sha256Of(data)));
  const stored =
    digests.length === 0
      ? []
      : await database.read
          .selectFrom('blob')
          .select('digest')
          .where(database.capabilities.isAnyOf('digest', digests))
          .execute();
  const known = new Set<string>();
  for (const { digest: name } of stored) if ((await readBlob(database.read, name)).data !== null) known.add(name);
  const prepared: PreparedArtifact[] = [];
  for (const [index, { data, ...rest }] of artifacts.entries()) {
    const sha256 = digests[index] ?? '';
    const artifact: Artifact = {
      ...rest,
      digest: sha256,
      bytes: data.length,
      mediaType: storableText(rest.mediaType),
      sourceUrl: storableText(rest.sourceUrl),
      method: storableText(rest.method),
    };
    prepared.push({ artifact, blob: known.has(sha256) ? null : await encodeBlob(data, sha256, artifact.mediaType) });
    known.add(sha256);
  }
  return prepared;
}

async function encodeBlob(data: Buffer, sha256: string, mediaType: string): Promise<EncodedBlob> {
  const [sm3 = '', md5 = ''] = await digest(data, ['sm3', 'md5']);
  const packed =
    data.length >= MIN_COMPRESSED_BYTES && TEXT_TYPE.test(mediaType) ? await compress(data, ZSTD_OPTIONS) : data;
  const smaller = packed.length < data.length;
  const row = {
    digest: sha256,
    sm3,
    md5,
    bytes: data.length,
    media_type: mediaType,
    encoding: smaller ? ('zstd' as const) : ('identity' as const),
  };
  return { row, data: smaller ? packed : data };
}

/** The original bytes of this digest. */
export async function readBlob(database: Reader, sha256: string): Promise<StoredBytes> {
  const row = await database
    .selectFrom('blob')
    .innerJoin('blob_data', 'blob_data.blob_id', 'blob.id')
    .select(['bytes', 'encoding', 'data'])
    .where('digest', '=', storableText(sha256))
    .executeTakeFirst();
  if (!row) return { data: null, damage: { zh: '库中没有该内容', en: 'the store holds no such bytes' } };
  const data = row.encoding === 'zstd' ? await unpack(row.data, row.bytes) : row.data;
  if (data === null)
    return { data: null, damage: { zh: '压缩数据无法解开', en: 'its compressed bytes do not unpack' } };
  const found = await sha256Of(data);
  return found === sha256
    ? { data, damage: null }
    : { data: null, damage: { zh: `内容的 SHA-256 为 ${found}`, en: `its bytes have SHA-256 ${found}` } };
}

/** Null when they do not unpack. */
async function unpack(stored: Buffer, bytes: number): Promise<Buffer | null> {
  try {
    // Damaged bytes must not unfold into more than was stored.
    return await decompress(stored, { maxOutputLength: Math.max(1, bytes) });
  } catch {
    return null;
  }
}

async function sha256Of(data: Buffer): Promise<string> {
  return (await digest(data, ['sha256']))[0] ?? '';
}

/** All digests in one pass over the bytes, pausing between slices so that nothing else waits long. */
async function digest(data: Buffer, algorithms: readonly string[]): Promise<string[]> {
  const hashes = algorithms.map((algorithm) => createHash(algorithm));
  for (let start = 0; start < data.length; start += HASH_SLICE_BYTES) {
    if (start > 0) await breathe();
    for (const hash of hashes) hash.update(data.subarray(start, start + HASH_SLICE_BYTES));
  }
  return hashes.map((hash) => hash.digest('hex'));
}
