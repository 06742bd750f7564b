/** What a file is by its first bytes and, of a ZIP, by the names in it: looked at as bytes, never opened. */

/** How far into a ZIP its local headers are looked through. */
const ZIP_REACH = 1024 * 1024;

const STARTS: readonly [start: string, type: string][] = [
  ['%PDF-', 'application/pdf'],
  ['Rar!\x1a\x07', 'application/x-rar-compressed'],
  ['7z\xbc\xaf\x27\x1c', 'application/x-7z-compressed'],
  ['\x1f\x8b', 'application/gzip'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'application/x-ole-storage'],
  ['{\\rtf', 'application/rtf'],
  ['MZ', 'application/x-msdownload'],
  ['\x7fELF', 'application/x-elf'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
];

/** Names that tell what a ZIP really is. */
const INSIDE: readonly [name: string, type: string][] = [
  ['AndroidManifest.xml', 'application/vnd.android.package-archive'],
  ['classes.dex', 'application/vnd.android.package-archive'],
  ['Payload/', 'application/x-ios-app'],
  ['word/', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['ppt/', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
];

/** The media type; `application/octet-stream` when nothing tells. A PDF may begin up to 1 KiB into its file. */
export function fileType(data: Buffer): string {
  const head = data.subarray(0, 1024).toString('latin1');
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return insideZip(data);
  const start = STARTS.find(([bytes]) => head.startsWith(bytes));
  if (start) return start[1];
  if (head.includes('%PDF-')) return 'application/pdf';
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)\b/i.test(head)) return 'text/html';
  return head !== '' && isText(data.subarray(0, 1024)) ? 'text/plain' : 'application/octet-stream';
}

function insideZip(data: Buffer): string {
  const reach =
    data.length <= ZIP_REACH * 2 ? data : Buffer.concat([data.subarray(0, ZIP_REACH), data.subarray(-ZIP_REACH)]);
  return INSIDE.find(([name]) => reach.includes(name, 0, 'latin1'))?.[1] ?? 'application/zip';
}

function isText(bytes: Buffer): boolean {
  return !bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
}
