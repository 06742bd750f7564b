/** An RFC 6962 certificate log holding one certificate for each site that can be found through it. */
import { createHash, createSign, generateKeyPairSync } from 'node:crypto';
import { jsonReply } from './services.ts';
import type { KeyObject } from 'node:crypto';
import type { X509Certificate } from '@peculiar/x509';
import type { Corpus, CorpusSite } from './corpus.ts';
import type { CertificateAuthority } from './certificates.ts';
import type { ServiceReply, ServiceRequest } from './services.ts';

/** A log may answer with fewer entries than asked (RFC 6962, 4.6); this is the most that ours gives. */
const MAX_ENTRIES = 64;

interface Entry { leafInput: Buffer; extraData: Buffer }

export class CertificateLog {
  readonly #sites: CorpusSite[];
  readonly #authority: CertificateAuthority;
  readonly #key: KeyObject;
  readonly #timestamp: number;
  #entries: Promise<Entry[]> | null = null;

  constructor(corpus: Pick<Corpus, 'sites' | 'now'>, authority: CertificateAuthority) {
    this.#sites = corpus.sites.filter(({ found }) => found.some(({ by }) => by === 'certificate-log'));
    this.#authority = authority;
    this.#timestamp = Date.parse(corpus.now);
    this.#key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  }

  async reply({ path, query }: ServiceRequest): Promise<ServiceReply> {
    const entries = await (this.#entries ??= this.#makeEntries());
    if (path === '/ct/v1/get-sth') return jsonReply(this.#treeHead(entries));
    if (path === '/ct/v1/get-entries') return getEntries(entries, query);
    return jsonReply({ error_message: `Unknown method ${path}` }, 404);
  }

  async #makeEntries(): Promise<Entry[]> {
    const made = await Promise.all(this.#sites.map((site) => this.#authority.of(site)));
    const logged = made.filter((each) => each !== null).map(({ leaf, issuer }) => ({ leaf, issuer }));
    logged.sort((a, b) => a.leaf.notBefore.getTime() - b.leaf.notBefore.getTime());
    return logged.map(({ leaf, issuer }) => ({
      leafInput: merkleTreeLeaf(leaf, Math.min(leaf.notBefore.getTime(), this.#timestamp)),
      extraData: vector(leaf === issuer ? Buffer.alloc(0) : vector(Buffer.from(issuer.rawData), 3), 3),
    }));
  }

  /** Signed tree head (3.5): version v1, signature type tree_hash, then timestamp, size and root. */
  #treeHead(entries: readonly Entry[]): Record<string, unknown> {
    const root = treeHash(entries.map(({ leafInput }) => leafInput));
    const signed = Buffer.concat([Buffer.from([0, 1]), uint64(this.#timestamp), uint64(entries.length), root]);
    // digitally-signed: hash sha256 (4), signature ecdsa (3), then the opaque signature.
    const signature = Buffer.concat([Buffer.from([4, 3]), vector(createSign('sha256').update(signed).sign(this.#key), 2)]);
    return { tree_size: entries.length, timestamp: this.#timestamp, sha256_root_hash: root.toString('base64'), tree_head_signature: signature.toString('base64') };
  }
}

function getEntries(entries: readonly Entry[], query: URLSearchParams): ServiceReply {
  const bound = (key: string) => (/^\d{1,12}$/.test(query.get(key) ?? '') ? Number(query.get(key)) : null);
  const [start, end] = [bound('start'), bound('end')];
  if (start === null || end === null || start > end || start >= entries.length) {
    return jsonReply({ error_message: `Bad range start=${query.get('start')} end=${query.get('end')} of ${entries.length}` }, 400);
  }
  const given = entries.slice(start, Math.min(end + 1, start + MAX_ENTRIES));
  return jsonReply({ entries: given.map(({ leafInput, extraData }) => ({ leaf_input: leafInput.toString('base64'), extra_data: extraData.toString('base64') })) });
}

/** MerkleTreeLeaf (3.4): version v1, timestamped_entry, timestamp, x509_entry, certificate, no extensions. */
function merkleTreeLeaf(certificate: X509Certificate, timestamp: number): Buffer {
  return Buffer.concat([Buffer.from([0, 0]), uint64(timestamp), Buffer.from([0, 0]), vector(Buffer.from(certificate.rawData), 3), Buffer.from([0, 0])]);
}

/** Merkle tree hash over all leaves (2.1). */
function treeHash(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256(Buffer.alloc(0));
  if (leaves.length === 1) return sha256(Buffer.from([0]), leaves[0] ?? Buffer.alloc(0));
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.from([1]), treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}

function sha256(...parts: Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/** TLS presentation language: a vector with its length in `lengthBytes` bytes (RFC 5246, 4.3). */
function vector(bytes: Buffer, lengthBytes: number): Buffer {
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(bytes.length, 0, lengthBytes);
  return Buffer.concat([length, bytes]);
}
