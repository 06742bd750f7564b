/** Media type of a picture by its first bytes. */

const MEDIA_TYPES: [string, string][] = [
  ['89504e47', 'image/png'],
  ['ffd8ff', 'image/jpeg'],
  ['52494646', 'image/webp'],
  ['47494638', 'image/gif'],
  ['49492a00', 'image/tiff'],
  ['4d4d002a', 'image/tiff'],
  ['49492b00', 'image/tiff'],
  ['4d4d002b', 'image/tiff'],
  ['424d', 'image/bmp'],
];

/** `application/octet-stream` when it is none of the usual ones. */
export function imageType(bytes: Buffer): string {
  const head = bytes.subarray(0, 4).toString('hex');
  const brand = bytes.subarray(4, 12).toString('latin1');
  if (brand.startsWith('ftyp')) return brand.startsWith('avi', 4) ? 'image/avif' : 'image/heic';
  return MEDIA_TYPES.find(([magic]) => head.startsWith(magic))?.[1] ?? 'application/octet-stream';
}
