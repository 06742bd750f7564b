/**
 * Reads log entries as RFC 6962 get-entries gives them (§3.4, §4.6): the certificate of a MerkleTreeLeaf and when it
 * was logged.
 */

export interface LogEntry {
  leaf_input: string;
  extra_data: string;
}

export interface LoggedCertificate {
  kind: 'x509' | 'precert';
  /** When the log took it, ISO 8601. */
  loggedAt: string;
  /** DER; of a precertificate the whole precertificate from extra_data, signature and poison extension included. */
  certificate: Buffer;
}

const TIMESTAMPED_ENTRY = 0;
const X509_ENTRY = 0;
const PRECERT_ENTRY = 1;
const ISSUER_KEY_HASH_BYTES = 32;

/** @returns null for anything that is not a version 1 timestamped entry of a known type, or is cut short. */
export function readLogEntry(entry: LogEntry): LoggedCertificate | null {
  const leaf = Buffer.from(entry.leaf_input, 'base64');
  // version, leaf type, 8 bytes of milliseconds, 2 bytes of entry type, then the entry
  if (leaf.length < 15 || leaf[0] !== 0 || leaf[1] !== TIMESTAMPED_ENTRY) return null;
  const loggedAt = isoTime(leaf.readBigUInt64BE(2));
  if (loggedAt === null) return null;
  const type = leaf.readUInt16BE(10);
  if (type === X509_ENTRY) {
    const certificate = vector24(leaf, 12);
    return certificate && { kind: 'x509', loggedAt, certificate };
  }
  if (type !== PRECERT_ENTRY || leaf.length < 12 + ISSUER_KEY_HASH_BYTES) return null;
  // the leaf holds only the TBSCertificate; PrecertChainEntry begins with the precertificate itself
  const certificate = vector24(Buffer.from(entry.extra_data, 'base64'), 0);
  return certificate && { kind: 'precert', loggedAt, certificate };
}

/** A TLS opaque vector with a 24-bit length. */
function vector24(buffer: Buffer, at: number): Buffer | null {
  if (buffer.length < at + 3) return null;
  const length = buffer.readUIntBE(at, 3);
  return length > 0 && buffer.length >= at + 3 + length ? buffer.subarray(at + 3, at + 3 + length) : null;
}

function isoTime(milliseconds: bigint): string | null {
  return milliseconds > 8_640_000_000_000_000n ? null : new Date(Number(milliseconds)).toISOString();
}
