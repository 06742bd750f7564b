/**
 * Reads a data tile of a tiled log (c2sp.org/static-ct-api, Log Entries): TileLeaf after TileLeaf, without lengths
 * between them.
 */

export interface TileLeaf {
  kind: 'x509' | 'precert';
  /** ISO 8601; null when it is no time. */
  loggedAt: string | null;
  /** DER; of a precertificate the precertificate itself, poison extension included. */
  certificate: Buffer;
  /** The leaf's own index, from its extensions; null when it has none. */
  index: number | null;
  /** SHA-256 of each issuer, hex; the certificates stand under `issuer/<digest>`. */
  chain: string[];
}

const X509_ENTRY = 0;
const PRECERT_ENTRY = 1;
const LEAF_INDEX = 0;

/**
 * The leaves up to `most`, or up to the first that is cut short or of an unknown type: what follows it cannot be found.
 */
export function readDataTile(bytes: Buffer, most: number): TileLeaf[] {
  const leaves: TileLeaf[] = [];
  const reader = new TlsReader(bytes);
  while (leaves.length < most && reader.left > 0) {
    const leaf = readLeaf(reader);
    if (!leaf) break;
    leaves.push(leaf);
  }
  return leaves;
}

function readLeaf(reader: TlsReader): TileLeaf | null {
  try {
    const milliseconds = reader.take(8).readBigUInt64BE(0);
    const type = reader.take(2).readUInt16BE(0);
    if (type !== X509_ENTRY && type !== PRECERT_ENTRY) return null;
    if (type === PRECERT_ENTRY) reader.take(32);
    const signed = reader.vector(3);
    const index = leafIndex(reader.vector(2));
    const certificate = type === PRECERT_ENTRY ? reader.vector(3) : signed;
    const chain = reader.vector(2);
    const digests = Array.from({ length: Math.floor(chain.length / 32) }, (_, order) =>
      chain.subarray(order * 32, order * 32 + 32).toString('hex'),
    );
    const loggedAt = milliseconds > 8_640_000_000_000_000n ? null : new Date(Number(milliseconds)).toISOString();
    return { kind: type === PRECERT_ENTRY ? 'precert' : 'x509', loggedAt, certificate, index, chain: digests };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Extension 0 holds the index in 5 bytes. */
function leafIndex(extensions: Buffer): number | null {
  const reader = new TlsReader(extensions);
  while (reader.left >= 3) {
    const type = reader.take(1)[0];
    const data = reader.vector(2);
    if (type === LEAF_INDEX && data.length === 5) return data.readUIntBE(0, 5);
  }
  return null;
}

/** Takes fields in TLS presentation language; throws RangeError where the bytes end. */
class TlsReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  take(length: number): Buffer {
    if (length > this.left) throw new RangeError('the bytes end inside a field');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** A vector whose length stands in `lengthBytes` bytes before it. */
  vector(lengthBytes: number): Buffer {
    return this.take(this.take(lengthBytes).readUIntBE(0, lengthBytes));
  }
}
