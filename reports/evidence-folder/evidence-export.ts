/** Evidence of one site written out as a folder that can be handed over and checked without this program. */
import { createHash } from 'node:crypto';
import { isDamage } from '../../storage/evidence/damaged-evidence.ts';
import type { Artifact, ArtifactKind } from '../../storage/vocabulary/artifacts.ts';
import { parseRecord } from '../../storage/evidence/stored-record.ts';
import type { TlsRecord } from '../../storage/vocabulary/probe.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { citationsOf, type Citation } from '../records/cited-evidence.ts';
import { EvidenceDamage } from '../records/evidence-damage.ts';
import { artifactFileName, referenceFolder, visitFolder } from './export-file-name.ts';
import type { FolderWriter } from './export-folder.ts';
import { writeFolder } from './export-folder.ts';
import type { EvidenceManifest, ManifestFile } from './export-manifest.ts';
import { EXPORT_README, NOT_MASKED, sumsText, UNSIGNED, UNSTAMPED } from './export-manifest.ts';
import type { ReferenceFacts, ReportStore, SweepFacts } from '../records/report-store.ts';
import type { SiteRecord } from '../records/site-record.ts';
import { readSite, readSweep } from '../records/site-record.ts';

export interface EvidenceExportOptions {
  store: ReportStore;
  sweepId: number;
  host: string;
  /** Must not exist yet, or be empty. Its parents are made. */
  directory: string;
}

/**
 * Writes every artefact of the site, the records about it, the references it was compared with, whatever else these
 * name, `manifest.json`, `SHA256SUMS` and `SM3SUMS`. The same store gives the same bytes. Nothing is masked. Where
 * bytes that are listed or named are damaged or missing, the export ends with `EVIDENCE_DAMAGED` (exit `damaged`)
 * naming all of them, and nothing is left at `directory`. Also throws `SWEEP_UNKNOWN`, `SITE_UNKNOWN` and what
 * `writeFolder` throws.
 */
export async function exportEvidence(options: EvidenceExportOptions): Promise<EvidenceManifest> {
  const { store, sweepId, host, directory } = options;
  const sweep = await readSweep(store, sweepId);
  const site = await readSite(store, sweepId, host);
  const references = await usedReferences(store, site);
  return writeFolder(directory, async (folder) => {
    const files = new ExportedFiles(store, folder);
    await writeSite(files, site);
    await writeVisits(files, site);
    for (const [index, reference] of references.entries())
      await files.artifacts(referenceFolder(index, reference), reference.artifacts);
    await files.cited(citationsOf(site, references), site.registration?.at ?? sweep.startedAt);
    files.damage.refuse();
    await files.text('README.txt', 'readme', 'text/plain; charset=utf-8', EXPORT_README);
    const manifest = manifestOf(sweep, site, references, files.sorted());
    await files.text('manifest.json', 'manifest', 'application/json', json(manifest));
    await folder.write('SHA256SUMS', sumsText(files.sorted(), 'sha256'));
    await folder.write('SM3SUMS', sumsText(files.sorted(), 'sm3'));
    return manifest;
  });
}

async function writeSite(files: ExportedFiles, site: SiteRecord): Promise<void> {
  const { artifacts, resolution, registration, probe } = site;
  await files.artifacts(
    'site',
    artifacts.filter(({ visitId }) => visitId === null),
  );
  await files.record('site/resolution-record.json', 'resolution', resolution, resolution?.at ?? null);
  await files.record('site/registration-record.json', 'registration', registration, null);
  await files.record('site/probe-record.json', 'probe', probe, probe?.at ?? null);
  if (probe?.tls) await files.chain('site/tls-probe', probe.tls, probe);
}

async function writeVisits(files: ExportedFiles, { visits, artifacts }: SiteRecord): Promise<void> {
  for (const [index, { artifacts: own, ...visit }] of visits.entries()) {
    const folder = visitFolder(index, visit);
    const linked = artifacts.filter(({ visitId }) => visitId === visit.id);
    await files.artifacts(
      folder,
      linked.length > 0 ? linked : own.map((artifact) => ({ ...artifact, visitId: visit.id })),
    );
    await files.record(`${folder}/visit-record.json`, 'visit', visit, visit.startedAt, visit.id);
  }
}

/**
 * Of the platform the verdict names, the versions it was judged with (without them the assessment cannot be made
 * again); of others those that a finding names.
 */
async function usedReferences(store: ReportStore, { assessment }: SiteRecord): Promise<ReferenceFacts[]> {
  const named = new Set(assessment.findings.flatMap(({ evidence }) => evidence.map(({ reference }) => reference)));
  const byPage = Map.groupBy(
    await store.references.list(),
    ({ platform, persona, url }) => `${platform} ${persona} ${url}`,
  );
  const used = [...byPage].flatMap(([page, versions]) => {
    const judgedWith =
      versions.find(({ version }) => version === assessment.versions.references[page]) ?? versions.at(-1);
    return versions.filter(
      (each) =>
        (each === judgedWith && each.platform === assessment.platform) ||
        each.artifacts.some(({ digest }) => named.has(digest)),
    );
  });
  return used.sort(
    (a, b) =>
      compare(a.url, b.url) ||
      compare(a.persona, b.persona) ||
      a.version - b.version ||
      compare(a.platform, b.platform),
  );
}

function manifestOf(
  sweep: SweepFacts,
  site: SiteRecord,
  references: readonly ReferenceFacts[],
  files: ManifestFile[],
): EvidenceManifest {
  const { assessment, visits } = site;
  return {
    format: 'mingjing-evidence',
    formatVersion: 1,
    host: site.host,
    registrableDomain: site.domain,
    hostedOn: site.hostedOn,
    sweep: { id: sweep.id, key: sweep.key, startedAt: sweep.startedAt, finishedAt: sweep.finishedAt },
    signature: UNSIGNED,
    timeStamp: UNSTAMPED,
    personalData: NOT_MASKED,
    tools: {
      mingjing: assessment.versions.code,
      node: process.versions.node,
      openssl: process.versions.openssl ?? 'unknown',
      browsers: distinct(visits.map(({ browser }) => browser)),
      userAgents: distinct(visits.map(({ userAgent }) => userAgent)),
    },
    assessment,
    sightings: site.sightings,
    resolution: site.resolution,
    probe: site.probe,
    registration: site.registration,
    visits: visits.map(({ artifacts: _own, ...visit }, index) => ({ ...visit, folder: visitFolder(index, visit) })),
    references: references.map(({ artifacts: _own, ...reference }, index) => ({
      ...reference,
      folder: referenceFolder(index, reference),
    })),
    files,
  };
}

/** Writes files and keeps the manifest's line about each. */
class ExportedFiles {
  /** What could not be written. */
  readonly damage = new EvidenceDamage();
  readonly #store: ReportStore;
  readonly #folder: FolderWriter;
  readonly #files: ManifestFile[] = [];

  constructor(store: ReportStore, folder: FolderWriter) {
    this.#store = store;
    this.#folder = folder;
  }

  /** The lines so far, by path. */
  sorted(): ManifestFile[] {
    return [...this.#files].sort((a, b) => compare(a.path, b.path));
  }

  /** Stored artefacts into one folder, in an order that does not depend on the database's. */
  async artifacts(folder: string, artifacts: readonly (Artifact & { visitId?: number | null })[]): Promise<void> {
    const taken = new Set<string>();
    const ordered = [...artifacts].sort(
      (a, b) =>
        compare(a.kind, b.kind) ||
        compare(a.at, b.at) ||
        compare(a.sourceUrl ?? '', b.sourceUrl ?? '') ||
        compare(a.method, b.method) ||
        compare(a.digest, b.digest),
    );
    for (const artifact of ordered) {
      const path = `${folder}/${artifactFileName(artifact, taken)}`;
      const data = await this.#read(artifact.digest, artifact.kind, { zh: path, en: path });
      if (data === null) continue;
      const { kind, mediaType, sourceUrl, at, method, peerAddress, derivedFrom, visitId = null } = artifact;
      await this.#write(
        {
          path,
          role: derivedFrom === null ? 'original' : 'derived',
          kind,
          mediaType,
          sourceUrl,
          at,
          method,
          peerAddress,
          derivedFrom,
          visitId,
        },
        data,
      );
      if (kind === 'tls' && path.endsWith('.json')) await this.#storedChain(path, artifact, data);
    }
  }

  /** A row of the store as JSON; nothing when there is none. */
  async record(
    path: string,
    kind: string,
    value: object | null,
    at: string | null,
    visitId: number | null = null,
  ): Promise<void> {
    if (value === null) return;
    await this.#write(
      {
        path,
        role: 'record',
        kind,
        mediaType: 'application/json',
        sourceUrl: null,
        at,
        method: 'database record',
        peerAddress: null,
        derivedFrom: null,
        visitId,
      },
      Buffer.from(json(value)),
    );
  }

  /** The TLS record of the probe: as JSON and its chain as PEM. */
  async chain(
    base: string,
    tls: TlsRecord,
    probe: { url: string | null; at: string; peerAddress: string | null },
  ): Promise<void> {
    const origin = {
      sourceUrl: probe.url,
      at: probe.at,
      peerAddress: probe.peerAddress,
      derivedFrom: null,
      visitId: null,
    };
    await this.#write(
      {
        path: `${base}.json`,
        role: 'record',
        kind: 'tls',
        mediaType: 'application/json',
        method: 'database record',
        ...origin,
      },
      Buffer.from(json(tls)),
    );
    if (tls.chain.length > 0)
      await this.#write(
        {
          path: `${base}.pem`,
          role: 'record',
          kind: 'tls',
          mediaType: 'application/x-pem-file',
          method: 'database record, chain as PEM',
          ...origin,
        },
        Buffer.from(pemText(tls.chain)),
      );
  }

  async text(path: string, kind: string, mediaType: string, text: string): Promise<void> {
    await this.#write(
      {
        path,
        role: 'record',
        kind,
        mediaType,
        sourceUrl: null,
        at: null,
        method: 'written by the export',
        peerAddress: null,
        derivedFrom: null,
        visitId: null,
      },
      Buffer.from(text),
    );
  }

  async #storedChain(path: string, artifact: Artifact & { visitId?: number | null }, data: Buffer): Promise<void> {
    const chain = chainOf(data);
    if (chain.length === 0) return;
    const { sourceUrl, at, peerAddress, digest, visitId = null } = artifact;
    await this.#write(
      {
        path: path.replace(/\.json$/u, '.pem'),
        role: 'derived',
        kind: 'tls',
        mediaType: 'application/x-pem-file',
        sourceUrl,
        at,
        method: 'chain taken out of the TLS record',
        peerAddress,
        derivedFrom: digest,
        visitId,
      },
      Buffer.from(pemText(chain)),
    );
  }

  /** What the records name and no folder holds yet: blobs kept under another host or in another role. */
  async cited(citations: readonly Citation[], at: string): Promise<void> {
    const taken = new Set<string>();
    for (const { digest, kind, by } of [...citations].sort((a, b) => compare(a.digest, b.digest))) {
      if (this.#files.some(({ sha256 }) => sha256 === digest)) continue;
      const data = await this.#read(digest, kind, by);
      if (data === null) continue;
      const mediaType = (await this.#store.evidence.describe(digest))?.mediaType ?? 'application/octet-stream';
      const path = `cited/${artifactFileName({ kind: kind ?? 'artifact', mediaType }, taken)}`;
      const origin = {
        sourceUrl: null,
        at,
        method: `kept in the store, named by ${by.en}`,
        peerAddress: null,
        derivedFrom: null,
        visitId: null,
      };
      await this.#write({ path, role: 'original', kind: kind ?? 'artifact', mediaType, ...origin }, data);
    }
  }

  /** Null when the bytes are not what was stored: noted, with who names them. */
  async #read(digest: string, kind: ArtifactKind | null, by: Sentence): Promise<Buffer | null> {
    let because = this.damage.because(digest);
    try {
      if (because === undefined) return await this.#store.evidence.read(digest);
    } catch (error) {
      if (!isDamage(error)) throw error;
      because = (await this.#store.evidence.damage(digest)) ?? error.sentence;
    }
    this.damage.add(digest, kind, by, because);
    return null;
  }

  async #write(file: Omit<ManifestFile, 'bytes' | 'sha256' | 'sm3' | 'md5'>, data: Buffer): Promise<void> {
    const { path, role, kind, mediaType, ...origin } = file;
    await this.#folder.write(path, data);
    this.#files.push({
      path,
      role,
      kind,
      mediaType,
      bytes: data.length,
      sha256: hash('sha256', data),
      sm3: hash('sm3', data),
      md5: hash('md5', data),
      ...origin,
    });
  }
}

function chainOf(data: Buffer): string[] {
  const { record } = parseRecord('tls', data);
  return Array.isArray(record?.chain) ? record.chain.filter((pem) => typeof pem === 'string') : [];
}

function pemText(chain: readonly string[]): string {
  return chain.map((pem) => `${pem.trim()}\n`).join('');
}

function hash(algorithm: 'sha256' | 'sm3' | 'md5', data: Buffer): string {
  return createHash(algorithm).update(data).digest('hex');
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** Code-unit order: the same on every machine, whatever its locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
