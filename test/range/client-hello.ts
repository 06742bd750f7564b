/** Reads the server name out of the first TLS record of a connection, before any TLS is spoken. */

/** First byte of a TLS handshake record (RFC 8446, 5.1); no HTTP request begins with it. */
export const TLS_HANDSHAKE = 0x16;
/** A fatal handshake_failure alert (RFC 8446, 6), in the clear as anything before ServerHello. */
export const HANDSHAKE_FAILURE = Buffer.from([21, 3, 3, 0, 2, 2, 40]);
const MAX_RECORD = 5 + 16_384;
const SERVER_NAME = 0;

/** False while the first record is still incomplete. */
export function isWholeRecord(bytes: Buffer): boolean {
  return bytes.length >= MAX_RECORD || (bytes.length >= 5 && bytes.length >= 5 + bytes.readUInt16BE(3));
}

/**
 * The host name of the server_name extension (RFC 6066, 3), lower-case; null without one and for what is no
 * ClientHello.
 */
export function serverNameOf(bytes: Buffer): string | null {
  try {
    return findServerName(bytes);
  } catch {
    // Ran over the end: not a ClientHello, or cut short.
    return null;
  }
}

function findServerName(bytes: Buffer): string | null {
  if (bytes[0] !== TLS_HANDSHAKE || bytes[5] !== 1) return null;
  // Record header 5, handshake header 4, version 2, random 32; then three vectors, then the extensions.
  let at = 43;
  at += 1 + bytes.readUInt8(at);
  at += 2 + bytes.readUInt16BE(at);
  at += 1 + bytes.readUInt8(at);
  const end = at + 2 + bytes.readUInt16BE(at);
  at += 2;
  while (at < end) {
    const [type, length] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2)];
    // List length 2, name type 1 (host_name), name length 2.
    if (type === SERVER_NAME)
      return bytes.toString('latin1', at + 9, at + 9 + bytes.readUInt16BE(at + 7)).toLowerCase();
    at += 4 + length;
  }
  return null;
}
