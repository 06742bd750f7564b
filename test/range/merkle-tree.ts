/**
 * What both kinds of certificate log are made of: the certificates in order, Merkle leaves, tree hashes and signed
 * heads (RFC 6962).
 */
import { createHash, createSign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { X509Certificate } from '@peculiar/x509';
import type { CertificateAuthority } from './certificates.ts';
import type { CorpusSite } from './corpus.ts';

export interface LoggedCertificate {
  leaf: X509Certificate;
  issuer: X509Certificate;
  /** Milliseconds; never after the log's own clock. */
  timestamp: number;
}

/** One certificate for each site found by `certificate-log`, oldest first. */
export async function loggedCertificates(
  sites: readonly CorpusSite[],
  authority: CertificateAuthority,
  now: number,
): Promise<LoggedCertificate[]> {
  const made = await Promise.all(sites.map((site) => authority.of(site)));
  const logged = made
    .filter((each) => each !== null)
    .map(({ leaf, issuer }) => ({ leaf, issuer, timestamp: Math.min(leaf.notBefore.getTime(), now) }));
  return logged.sort((a, b) => a.leaf.notBefore.getTime() - b.leaf.notBefore.getTime());
}

/** MerkleTreeLeaf (3.4): version v1, timestamped_entry, then the entry. */
export function merkleTreeLeaf(
  certificate: X509Certificate,
  timestamp: number,
  extensions: Buffer = Buffer.alloc(0),
): Buffer {
  return Buffer.concat([Buffer.from([0, 0]), timestampedEntry(certificate, timestamp, extensions)]);
}

/** TimestampedEntry (3.4) of an x509_entry. */
export function timestampedEntry(certificate: X509Certificate, timestamp: number, extensions: Buffer): Buffer {
  return Buffer.concat([
    uint64(timestamp),
    Buffer.from([0, 0]),
    vector(Buffer.from(certificate.rawData), 3),
    vector(extensions, 2),
  ]);
}

export function leafHash(leaf: Buffer): Buffer {
  return sha256(Buffer.from([0]), leaf);
}

/** Merkle tree hash over all leaves (2.1). */
export function treeHash(leaves: readonly Buffer[]): Buffer {
  return leaves.length === 0 ? sha256(Buffer.alloc(0)) : hashOfHashes(leaves.map(leafHash));
}

/** The same over leaf hashes; at least one. */
export function hashOfHashes(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 1) return hashes[0] ?? Buffer.alloc(0);
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return sha256(Buffer.from([1]), hashOfHashes(hashes.slice(0, split)), hashOfHashes(hashes.slice(split)));
}

/**
 * digitally-signed TreeHeadSignature (3.5): version v1, tree_hash, timestamp, size, root; hash sha256 (4), signature
 * ecdsa (3).
 */
export function signTreeHead(key: KeyObject, timestamp: number, size: number, root: Buffer): Buffer {
  const signed = Buffer.concat([Buffer.from([0, 1]), uint64(timestamp), uint64(size), root]);
  return Buffer.concat([Buffer.from([4, 3]), vector(createSign('sha256').update(signed).sign(key), 2)]);
}

export function sha256(...parts: (Buffer | string)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/** TLS presentation language: a vector with its length in `lengthBytes` bytes (RFC 5246, 4.3). */
export function vector(bytes: Buffer, lengthBytes: number): Buffer {
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(bytes.length, 0, lengthBytes);
  return Buffer.concat([length, bytes]);
}
