/**
 * Tells by its first bytes what a list really is: text, something this program unpacks, or something it does not read.
 */
import type { Sentence } from '../../../storage/vocabulary/sentence.ts';
import { wideEncoding } from '../../reading/line-decoder.ts';

/** `other` = no list of names; `what` says what it is. */
export type ArchiveKind = { kind: 'text' } | { kind: 'gzip' } | { kind: 'zip' } | { kind: 'other'; what: Sentence };

/** First bytes, as hexadecimal digits. */
const OTHERS: readonly (readonly [magic: string, zh: string, en: string])[] = [
  ['425a68', 'bzip2 压缩文件', 'a bzip2 file'],
  ['fd377a585a00', 'xz 压缩文件', 'an xz file'],
  ['28b52ffd', 'zstd 压缩文件', 'a zstd file'],
  ['377abcaf271c', '7z 压缩包', 'a 7z archive'],
  ['526172211a07', 'rar 压缩包', 'a rar archive'],
  ['d0cf11e0a1b11ae1', '旧版 Office 文件（如 .xls）', 'an old Office file (such as .xls)'],
  ['25504446', 'PDF 文件', 'a PDF file'],
];
/** Where a tar archive says that it is one. */
const TAR_AT = 257;
/** How far a text is looked through for bytes no text has. */
const LOOKED_AT = 4096;

export function archiveKind(head: Buffer): ArchiveKind {
  const magic = head.toString('hex', 0, 8);
  if (magic.startsWith('1f8b')) return { kind: 'gzip' };
  // a file, an empty archive, one of several parts
  if (/^504b(?:0304|0506|0708)/.test(magic)) return { kind: 'zip' };
  const other = OTHERS.find(([start]) => magic.startsWith(start));
  if (other) return { kind: 'other', what: { zh: other[1], en: other[2] } };
  if (head.toString('latin1', TAR_AT, TAR_AT + 5) === 'ustar')
    return { kind: 'other', what: { zh: 'tar 压缩包', en: 'a tar archive' } };
  const binary = wideEncoding(head) === null && head.subarray(0, LOOKED_AT).includes(0);
  return binary
    ? { kind: 'other', what: { zh: '二进制文件，不是文本', en: 'a binary file, not text' } }
    : { kind: 'text' };
}
