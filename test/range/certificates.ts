/** The range's certificate authority: one lazily made P-256 certificate per corpus site, as its tls facts say. */
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { canonicalHost } from './canonical-host.ts';
import { parseCorpusDate } from './corpus-date.ts';
import type { X509Certificate } from '@peculiar/x509';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { CorpusSite } from './corpus.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;
/** The name that stands for the range's own authority in `tls.issuer`. */
const OWN_ISSUER = 'range-ca';

/** A key pair with its certificate. */
interface Authority {
  certificate: X509Certificate;
  keys: CryptoKeyPair;
}

/** What a TLS listener needs. `chain` = PEM of the leaf and the intermediate, if any (never the root). */
export interface SiteCertificate {
  leaf: X509Certificate;
  issuer: X509Certificate;
  chain: string;
  key: string;
}

export class CertificateAuthority {
  readonly #root: Authority;
  readonly #now: number;
  readonly #warn: (warning: Sentence) => void;
  readonly #issuers = new Map<string, Promise<Authority>>();
  readonly #certificates = new Map<string, Promise<SiteCertificate>>();

  private constructor(root: Authority, now: number, warn: (warning: Sentence) => void) {
    this.#root = root;
    this.#now = now;
    this.#warn = warn;
  }

  /** `now`: ISO, the corpus date; `warn` is told of each name that could not be issued. */
  static async create(now: string, warn: (warning: Sentence) => void): Promise<CertificateAuthority> {
    cryptoProvider.set(crypto);
    return new CertificateAuthority(await makeAuthority('Mingjing Range Root CA', null), Date.parse(now), warn);
  }

  /** PEM of the root, for a client that wants to trust the range. */
  get rootPem(): string {
    return this.#root.certificate.toString('pem');
  }

  /** The same certificate for every call; null for a site none of whose names can be issued. */
  async of(site: Pick<CorpusSite, 'name' | 'hosts' | 'tls'>): Promise<SiteCertificate | null> {
    const names = this.#names(site);
    if (names.length === 0) return null;
    const made = this.#certificates.get(site.name) ?? this.#issue(site, names);
    this.#certificates.set(site.name, made);
    return made;
  }

  #names(site: Pick<CorpusSite, 'name' | 'hosts' | 'tls'>): string[] {
    const asked = [...new Set([...site.hosts, ...(site.tls?.san ?? [])])];
    const good = asked.map((name) => canonicalHost(name));
    if (!this.#certificates.has(site.name)) {
      for (const name of asked.filter((_, index) => good[index] === null)) {
        this.#warn({
          zh: `网站 ${site.name} 的证书名称“${name}”无法签发，已略去`,
          en: `Site ${site.name}: the certificate name "${name}" cannot be issued and was dropped`,
        });
      }
    }
    return [...new Set(good.filter((name) => name !== null))];
  }

  async #issue({ name, tls }: Pick<CorpusSite, 'name' | 'tls'>, names: string[]): Promise<SiteCertificate> {
    const keys = await makeKeys();
    const selfSigned = tls?.selfSigned === true || tls?.issuer === 'self';
    const issuer = selfSigned ? null : await this.#issuer(tls?.issuer ?? OWN_ISSUER);
    const { from, to } = this.#validity(tls);
    const subject = new Name([{ CN: [{ utf8String: names.find((each) => each.length <= 64) ?? 'range' }] }]);
    const leaf = await X509CertificateGenerator.create({
      serialNumber: createHash('sha256').update(`${name} ${from}`).digest('hex').slice(0, 30).replace(/^./, '4'),
      subject,
      issuer: issuer?.certificate.subjectName ?? subject,
      notBefore: new Date(from),
      notAfter: new Date(to),
      publicKey: keys.publicKey,
      signingKey: issuer?.keys.privateKey ?? keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: await leafExtensions(names, keys.publicKey, issuer?.keys.publicKey ?? keys.publicKey),
    });
    const intermediate = issuer && issuer !== this.#root ? issuer.certificate.toString('pem') : '';
    const key = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
    return { leaf, issuer: issuer?.certificate ?? leaf, chain: `${leaf.toString('pem')}\n${intermediate}`, key };
  }

  /** Any other issuer name becomes an authority of that name below the root. */
  async #issuer(name: string): Promise<Authority> {
    if (name === OWN_ISSUER) return this.#root;
    const made = this.#issuers.get(name) ?? makeAuthority(name, this.#root);
    this.#issuers.set(name, made);
    return made;
  }

  /** Milliseconds. By default from 30 days before the corpus date until 60 days after it, and not yet over today. */
  #validity(tls: CorpusSite['tls']): { from: number; to: number } {
    const from = parseCorpusDate(tls?.validFrom ?? '', this.#now);
    const to = parseCorpusDate(tls?.validTo ?? '', this.#now);
    const start = from ?? Math.min(this.#now - 30 * DAY, (to ?? Infinity) - 90 * DAY);
    return { from: start, to: to ?? Math.max(this.#now, Date.now(), start) + 60 * DAY };
  }
}

async function makeKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function makeAuthority(name: string, parent: Authority | null): Promise<Authority> {
  const keys = await makeKeys();
  const subject = new Name([{ CN: [{ utf8String: name }] }, { O: [{ utf8String: 'Mingjing practice range' }] }]);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: createHash('sha256').update(name).digest('hex').slice(0, 30).replace(/^./, '4'),
    subject,
    issuer: parent?.certificate.subjectName ?? subject,
    // Wide enough for any corpus date.
    notBefore: new Date('2000-01-01T00:00:00Z'),
    notAfter: new Date('2049-12-31T00:00:00Z'),
    publicKey: keys.publicKey,
    signingKey: parent?.keys.privateKey ?? keys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
}

async function leafExtensions(names: string[], key: CryptoKey, issuerKey: CryptoKey) {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension(
      names.map((name) => ({ type: isIP(name) ? ('ip' as const) : ('dns' as const), value: name })),
    ),
    await SubjectKeyIdentifierExtension.create(key),
    await AuthorityKeyIdentifierExtension.create(issuerKey),
  ];
}
