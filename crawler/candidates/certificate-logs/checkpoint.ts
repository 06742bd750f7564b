/** Reads a log's checkpoint (c2sp.org/tlog-checkpoint in a c2sp.org/signed-note): its size, and when it was signed. */

export interface Checkpoint {
  origin: string;
  size: number;
  /** From the RFC 6962 signature of the log itself; null when there is none. */
  at: string | null;
}

/**
 * Signatures are not verified: a follower reads names, it vouches for nothing.
 * @returns null for anything that is no checkpoint.
 */
export function readCheckpoint(text: string): Checkpoint | null {
  const [body = '', signatures] = text.split('\n\n', 2);
  const [origin = '', size = '', root = ''] = body.split('\n');
  if (signatures === undefined || origin === '' || !/^(?:0|[1-9]\d{0,15})$/.test(size)) return null;
  if (!Number.isSafeInteger(Number(size)) || Buffer.from(root, 'base64').length !== 32) return null;
  return { origin, size: Number(size), at: signedAt(signatures, origin) };
}

/**
 * `— <origin> <base64>`: 4 bytes of key id, then 8 bytes of milliseconds, then the TLS signature (static-ct-api,
 * Checkpoints).
 */
function signedAt(signatures: string, origin: string): string | null {
  for (const line of signatures.split('\n')) {
    const [dash, name, encoded = ''] = line.split(' ');
    if (dash !== '—' || name !== origin) continue;
    const bytes = Buffer.from(encoded, 'base64');
    if (bytes.length < 4 + 8 + 4) continue;
    const milliseconds = bytes.readBigUInt64BE(4);
    if (milliseconds <= 8_640_000_000_000_000n) return new Date(Number(milliseconds)).toISOString();
  }
  return null;
}
