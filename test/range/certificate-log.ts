/** An RFC 6962 certificate log holding one certificate for each site that can be found through it. */
import { generateKeyPairSync } from 'node:crypto';
import { loggedCertificates, merkleTreeLeaf, signTreeHead, treeHash, vector } from './merkle-tree.ts';
import { jsonReply } from './services.ts';
import type { KeyObject } from 'node:crypto';
import type { Corpus, CorpusSite } from './corpus.ts';
import type { CertificateAuthority } from './certificates.ts';
import type { ServiceReply, ServiceRequest } from './services.ts';

/** A log may answer with fewer entries than asked (RFC 6962, 4.6); this is the most that ours gives. */
const MAX_ENTRIES = 64;

interface Entry {
  leafInput: Buffer;
  extraData: Buffer;
}

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
    return (await loggedCertificates(this.#sites, this.#authority, this.#timestamp)).map(
      ({ leaf, issuer, timestamp }) => ({
        leafInput: merkleTreeLeaf(leaf, timestamp),
        extraData: vector(leaf === issuer ? Buffer.alloc(0) : vector(Buffer.from(issuer.rawData), 3), 3),
      }),
    );
  }

  /** Signed tree head (3.5): version v1, signature type tree_hash, then timestamp, size and root. */
  #treeHead(entries: readonly Entry[]): Record<string, unknown> {
    const root = treeHash(entries.map(({ leafInput }) => leafInput));
    const signature = signTreeHead(this.#key, this.#timestamp, entries.length, root);
    return {
      tree_size: entries.length,
      timestamp: this.#timestamp,
      sha256_root_hash: root.toString('base64'),
      tree_head_signature: signature.toString('base64'),
    };
  }
}

function getEntries(entries: readonly Entry[], query: URLSearchParams): ServiceReply {
  const bound = (key: string) => (/^\d{1,12}$/.test(query.get(key) ?? '') ? Number(query.get(key)) : null);
  const [start, end] = [bound('start'), bound('end')];
  if (start === null || end === null || start > end || start >= entries.length) {
    return jsonReply(
      { error_message: `Bad range start=${query.get('start')} end=${query.get('end')} of ${entries.length}` },
      400,
    );
  }
  const given = entries.slice(start, Math.min(end + 1, start + MAX_ENTRIES));
  return jsonReply({
    entries: given.map(({ leafInput, extraData }) => ({
      leaf_input: leafInput.toString('base64'),
      extra_data: extraData.toString('base64'),
    })),
  });
}
