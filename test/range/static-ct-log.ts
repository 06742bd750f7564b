/**
 * A tiled certificate log (c2sp.org/static-ct-api) holding one certificate for each site that can be found through it.
 */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import {
  hashOfHashes,
  leafHash,
  loggedCertificates,
  merkleTreeLeaf,
  sha256,
  signTreeHead,
  timestampedEntry,
  treeHash,
  uint64,
  vector,
} from './merkle-tree.ts';
import { textReply } from './services.ts';
import type { KeyObject } from 'node:crypto';
import type { CertificateAuthority } from './certificates.ts';
import type { Corpus, CorpusSite } from './corpus.ts';
import type { ServiceReply, ServiceRequest } from './services.ts';

const TILE = 256;
/** Key type of an RFC 6962 tree head signature in a signed note. */
const RFC6962_SIGNATURE = 0x05;

interface Tree {
  /** TileLeaf of each entry, and its Merkle leaf. */
  entries: { tileLeaf: Buffer; merkleLeaf: Buffer }[];
  /** DER by SHA-256, hex. */
  issuers: Map<string, Buffer>;
}

export class StaticCtLog {
  readonly #sites: CorpusSite[];
  readonly #authority: CertificateAuthority;
  readonly #origin: string;
  readonly #key: KeyObject;
  readonly #timestamp: number;
  #tree: Promise<Tree> | null = null;

  /** @param origin the log's name: its submission prefix without scheme. */
  constructor(corpus: Pick<Corpus, 'sites' | 'now'>, authority: CertificateAuthority, origin: string) {
    this.#sites = corpus.sites.filter(({ found }) => found.some(({ by }) => by === 'certificate-log'));
    this.#authority = authority;
    this.#origin = origin;
    this.#timestamp = Date.parse(corpus.now);
    this.#key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  }

  async reply({ path }: ServiceRequest): Promise<ServiceReply> {
    const tree = await (this.#tree ??= this.#makeTree());
    if (path === '/checkpoint') return textReply(this.#checkpoint(tree));
    const issuer = tree.issuers.get(/^\/issuer\/([0-9a-f]{64})$/.exec(path)?.[1] ?? '');
    if (issuer) return binary(issuer, 'application/pkix-cert');
    const [, level = '', number = '', partial] =
      /^\/tile\/(data|\d)\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
    return (
      (number === ''
        ? null
        : tile(tree, level, Number(number.replaceAll(/[x/]/g, '')), partial === undefined ? TILE : Number(partial))) ??
      textReply('Not found\n', undefined, 404)
    );
  }

  async #makeTree(): Promise<Tree> {
    const logged = await loggedCertificates(this.#sites, this.#authority, this.#timestamp);
    const issuers = new Map<string, Buffer>();
    const entries = logged.map(({ leaf, issuer, timestamp }, index) => {
      const der = Buffer.from(issuer.rawData);
      const chain = leaf === issuer ? Buffer.alloc(0) : sha256(der);
      if (chain.length > 0) issuers.set(chain.toString('hex'), der);
      const extensions = leafIndex(index);
      return {
        tileLeaf: Buffer.concat([timestampedEntry(leaf, timestamp, extensions), vector(chain, 2)]),
        merkleLeaf: merkleTreeLeaf(leaf, timestamp, extensions),
      };
    });
    return { entries, issuers };
  }

  /** A signed note: origin, size and root, then the log's signature with its time. */
  #checkpoint({ entries }: Tree): string {
    const root = treeHash(entries.map(({ merkleLeaf }) => merkleLeaf));
    const logId = sha256(createPublicKey(this.#key).export({ type: 'spki', format: 'der' }));
    const keyId = sha256(this.#origin, Buffer.from([0x0a, RFC6962_SIGNATURE]), logId).subarray(0, 4);
    const signature = Buffer.concat([
      keyId,
      uint64(this.#timestamp),
      signTreeHead(this.#key, this.#timestamp, entries.length, root),
    ]);
    return `${this.#origin}\n${entries.length}\n${root.toString('base64')}\n\n— ${this.#origin} ${signature.toString('base64')}\n`;
  }
}

/** Null for a tile, or a width, that the tree does not have. */
function tile({ entries }: Tree, level: string, number: number, width: number): ServiceReply | null {
  const isData = level === 'data';
  const unit = isData ? 1 : TILE ** Number(level);
  const present = Math.min(TILE, Math.floor(entries.length / unit) - number * TILE);
  if (width === 0 || width > present) return null;
  const first = number * TILE;
  if (isData) return binary(Buffer.concat(entries.slice(first, first + width).map(({ tileLeaf }) => tileLeaf)));
  const hashes = Array.from({ length: width }, (_, order) =>
    hashOfHashes(
      entries.slice((first + order) * unit, (first + order + 1) * unit).map(({ merkleLeaf }) => leafHash(merkleLeaf)),
    ),
  );
  return binary(Buffer.concat(hashes));
}

/** Extension leaf_index (0): five bytes. */
function leafIndex(index: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUIntBE(index, 0, 5);
  return Buffer.concat([Buffer.from([0]), vector(bytes, 2)]);
}

function binary(body: Buffer, type = 'application/octet-stream'): ServiceReply {
  return { status: 200, headers: { 'content-type': type }, body };
}
