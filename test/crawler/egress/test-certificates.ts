/** Certificates for the tests: one authority, and leaves that are right or wrong in one way each. */
import 'reflect-metadata';
import { isIP } from 'node:net';
import { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import type { X509Certificate } from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;

export interface Issued {
  cert: string;
  key: string;
}

export interface TestAuthority {
  pem: string;
  issue(names: string[], days?: { from: number; to: number }): Promise<Issued>;
}

export async function createTestAuthority(name = 'Test Authority'): Promise<TestAuthority> {
  const keys = await newKeys();
  const root = await X509CertificateGenerator.createSelfSigned(
    {
      name: `CN=${name}`,
      keys,
      signingAlgorithm: ALGORITHM,
      extensions: [new BasicConstraintsExtension(true, undefined, true)],
      ...days(-10, 10),
    },
    crypto,
  );
  return { pem: root.toString('pem'), issue: (names, span = { from: -5, to: 5 }) => issue(root, keys, names, span) };
}

export async function selfSigned(name: string): Promise<Issued> {
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned(
    { name: `CN=${name}`, keys, signingAlgorithm: ALGORITHM, extensions: [alternatives([name])], ...days(-5, 5) },
    crypto,
  );
  return { cert: certificate.toString('pem'), key: await exportKey(keys) };
}

async function issue(
  root: X509Certificate,
  rootKeys: CryptoKeyPair,
  names: string[],
  span: { from: number; to: number },
): Promise<Issued> {
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.create(
    {
      subject: `CN=${names[0] ?? ''}`,
      issuer: root.subject,
      publicKey: keys.publicKey,
      signingKey: rootKeys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [alternatives(names)],
      ...days(span.from, span.to),
    },
    crypto,
  );
  return { cert: `${certificate.toString('pem')}\n${root.toString('pem')}`, key: await exportKey(keys) };
}

function alternatives(names: string[]): SubjectAlternativeNameExtension {
  return new SubjectAlternativeNameExtension(
    names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
  );
}

function days(from: number, to: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() + from * DAY), notAfter: new Date(Date.now() + to * DAY) };
}

function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function exportKey(keys: CryptoKeyPair): Promise<string> {
  const der = Buffer.from(new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey))).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${der.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
}
