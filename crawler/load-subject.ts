/** Reads back from the store what the detectors are given: one host with its captures, and the references. No network. */
import sharp from 'sharp';
import type { Store } from '../storage/open-store.ts';
import type { Artifact, ArtifactKind, CaptureView, PageModel, Platform, Raster, ReferenceView, Subject, Visit } from '../storage/vocabulary.ts';
import { registrableDomain } from './registrable-domain.ts';

/** The newest attempt of each (URL, persona, vantage); earlier attempts stay in the store as evidence. */
function latestAttempts<T extends Visit>(visits: readonly T[]): T[] {
  const newest = new Map<string, T>();
  for (const visit of visits) {
    const key = `${visit.url}\n${visit.persona}\n${visit.vantage}`;
    const known = newest.get(key);
    if (!known || (known.outcome !== 'captured' && visit.attempt >= known.attempt)) newest.set(key, visit);
  }
  return [...newest.values()];
}

/** Everything stored of one host in one sweep, as the detectors take it. @throws MingjingError EVIDENCE_DAMAGED. */
export async function loadSubject(store: Store, sweepId: number, host: string): Promise<Subject> {
  const candidates = await store.candidates.byHost(sweepId, host);
  const domain = registrableDomain(host);
  const visits = latestAttempts(await store.visits.forHost(sweepId, host));
  return {
    host,
    urls: candidates.filter((candidate) => candidate.kind === 'entry').map((candidate) => candidate.target),
    sightings: await store.candidates.sightings(sweepId, host),
    resolution: await store.candidates.resolution(sweepId, host),
    probe: await store.candidates.probe(sweepId, host),
    registration: domain ? await store.candidates.registration(sweepId, domain) : null,
    captures: await Promise.all(visits.map((visit) => loadCapture(store, visit))),
  };
}

async function loadCapture(store: Store, visit: Visit & { artifacts: Artifact[] }): Promise<CaptureView> {
  const artifacts = digestsByKind(visit.artifacts);
  return {
    visit,
    artifacts,
    page: await loadPage(store, artifacts['page-model']),
    html: artifacts.html ? (await store.evidence.read(artifacts.html)).toString('utf8') : '',
    raster: await loadRaster(store, artifacts.raster),
  };
}

/** The newest version of every reference of these platforms. @throws MingjingError EVIDENCE_DAMAGED. */
export async function loadReferences(store: Store, platforms: readonly Platform[]): Promise<ReferenceView[]> {
  const views: ReferenceView[] = [];
  for (const reference of await store.references.latest(platforms.map((platform) => platform.id))) {
    const artifacts = digestsByKind(reference.artifacts);
    const page = await loadPage(store, artifacts['page-model']);
    if (!page) continue;
    views.push({ ...reference, page, raster: await loadRaster(store, artifacts.raster), artifacts });
  }
  return views;
}

function digestsByKind(artifacts: readonly Artifact[]): Partial<Record<ArtifactKind, string>> {
  return Object.fromEntries(artifacts.map((artifact) => [artifact.kind, artifact.digest]));
}

async function loadPage(store: Store, digest: string | undefined): Promise<PageModel | null> {
  return digest ? (JSON.parse((await store.evidence.read(digest)).toString('utf8')) as PageModel) : null;
}

/** A picture that does not decode is no picture: the visit's other evidence still counts. */
async function loadRaster(store: Store, digest: string | undefined): Promise<Raster | null> {
  if (!digest) return null;
  const png = await store.evidence.read(digest);
  try {
    const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data };
  } catch {
    return null;
  }
}
