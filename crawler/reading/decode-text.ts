/** Decodes the bytes of a fetched page by the charset it declares, or by what the bytes look like. */

export interface DecodedText {
  text: string;
  /** Encoding Standard name of what was used, e.g. `utf-8`, `gbk`. */
  charset: string;
}

/**
 * Browsers look for a meta declaration here (HTML standard, prescan); Chinese kits often put it late, so we look
 * further.
 */
const PRESCAN_BYTES = 4096;
const META_CHARSET = /<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w-]+)/i;

/**
 * In a browser's order: byte order mark, `contentType`'s charset, a meta declaration; then UTF-8 if the bytes are valid
 * UTF-8, else GB18030, the superset of what undeclared Chinese pages use. Never throws; undecodable bytes become
 * U+FFFD.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): DecodedText {
  const charset =
    byteOrderMark(bytes) ??
    known(/charset\s*=\s*["']?\s*([\w-]+)/i.exec(contentType ?? '')?.[1]) ??
    declared(bytes) ??
    guessed(bytes);
  return { text: new TextDecoder(charset).decode(bytes), charset };
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

function declared(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, PRESCAN_BYTES)).toString('latin1');
  const charset = known(META_CHARSET.exec(start)?.[1]);
  // A page whose declaration could be read as ASCII is not UTF-16 (HTML standard).
  return charset?.startsWith('utf-16') === true ? 'utf-8' : charset;
}

function guessed(bytes: Uint8Array): string {
  return isUtf8(bytes) ? 'utf-8' : 'gb18030';
}

/** Valid UTF-8; a character cut off at the very end (a capped body) still counts. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function known(label: string | undefined): string | null {
  if (label === undefined) return null;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}
