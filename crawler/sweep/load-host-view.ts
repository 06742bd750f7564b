/**
 * Reads back from the store what the detectors are given: one host with its captures, and the references. No network.
 */
import sharp from 'sharp';
import { registeredDomain } from '../../storage/sites/host-domain.ts';
import type { Store } from '../../storage/open-store.ts';
import type { Reference } from '../../storage/sweeps/reference-repository.ts';
import type { CaptureView, DownloadView, Raster, ReferenceView, HostView } from '../../detectors/host-view.ts';
import type { Artifact, ArtifactKind } from '../../storage/vocabulary/artifacts.ts';
import type { Visit } from '../../storage/vocabulary/capture.ts';
import type { Omission } from '../../storage/vocabulary/omissions.ts';
import type { Box, PageModel, PictureText } from '../../storage/vocabulary/page-model.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { OnDamage } from '../../storage/evidence/damaged-evidence.ts';
import { readNewestIntact } from '../references/newest-intact.ts';

/**
 * Of each (URL, persona, vantage) the attempts that captured something (those seen to the end, where there are any), or
 * else the newest; the others stay in the store as evidence. A page that leaves after a while is captured twice: as it
 * stands, and where it goes.
 */
export function tellingAttempts<T extends Visit>(visits: readonly T[]): T[] {
  const byVisitor = Map.groupBy(visits, ({ url, persona, vantage }) => `${url}\n${persona}\n${vantage}`);
  return [...byVisitor.values()].flatMap((attempts) => {
    const captured = attempts.filter(({ outcome }) => outcome === 'captured');
    const whole = captured.filter(({ unfinished }) => !unfinished);
    if (captured.length > 0) return whole.length > 0 ? whole : captured;
    return [attempts.reduce((newest, visit) => (visit.attempt >= newest.attempt ? visit : newest))];
  });
}

/**
 * Everything stored of one host in one sweep, as the detectors take it, with what could not be looked at so far.
 * @throws MingjingError EVIDENCE_DAMAGED.
 */
export async function loadHostView(store: Store, sweepId: number, host: string): Promise<HostView> {
  const candidates = await store.candidates.byHost(sweepId, host);
  const domain = registeredDomain(host);
  const visits = tellingAttempts(await store.visits.forHost(sweepId, host));
  return {
    host,
    urls: candidates.filter((candidate) => candidate.kind === 'entry').map((candidate) => candidate.target),
    sightings: await store.candidates.sightings(sweepId, host),
    resolution: await store.candidates.resolution(sweepId, host),
    probe: await store.candidates.probe(sweepId, host),
    registration: domain ? await store.candidates.registration(sweepId, domain) : null,
    captures: await Promise.all(visits.map((visit) => loadCapture(store, visit))),
    omissions: await omissionsOf(store, sweepId, host, visits),
  };
}

/** What stands between these visits and a verdict: what was not looked at, and visits planned but not made. */
async function omissionsOf(
  store: Store,
  sweepId: number,
  host: string,
  visits: readonly { id: number }[],
): Promise<Omission[]> {
  const counted = new Set(visits.map(({ id }) => id));
  const standing = await store.omissions.standing(sweepId, host);
  const pending = await store.jobs.pending(sweepId, host);
  return [
    ...pending.map(({ url, persona }): Omission => ({ kind: 'visit', reason: 'not-visited', url, persona })),
    ...standing
      // detectors are run again with every judgement; a picture of an attempt that another one has replaced decides
      // nothing
      .filter(({ kind, visitId }) => kind !== 'detector' && (visitId === null || counted.has(visitId)))
      .map(({ kind, reason, url, persona }): Omission => ({ kind, reason, url, persona })),
  ];
}

async function loadCapture(store: Store, visit: Visit & { artifacts: Artifact[] }): Promise<CaptureView> {
  const artifacts = digestsByKind(visit.artifacts);
  const page = await loadPage(store, artifacts['page-model']);
  return {
    visit,
    artifacts,
    page,
    html: artifacts.html ? (await store.evidence.read(artifacts.html)).toString('utf8') : '',
    raster: await loadRaster(store, artifacts.raster),
    pictureText: await loadPictureText(store, artifacts['picture-text'], page),
    downloads: visit.artifacts.filter(({ kind }) => kind === 'download').map(downloadView),
  };
}

/**
 * Type and name stand in the artefact's media type: `application/pdf; name="…"`; where none was kept, the address has a
 * name.
 */
function downloadView({ mediaType, sourceUrl, bytes, digest }: Artifact): DownloadView {
  const [, type = mediaType, name] = /^([^;]+)(?:;\s*name="([^"]*)")?/.exec(mediaType) ?? [];
  return { name: name ?? sourceUrl?.split(/[?#]/, 1)[0]?.split('/').at(-1) ?? '', bytes, digest, mediaType: type };
}

/** The newest intact version of every reference of these platforms. A damaged version is told and left out. */
export async function loadReferences(
  store: Store,
  platforms: readonly Platform[],
  onDamage: OnDamage,
): Promise<ReferenceView[]> {
  const ids = platforms.map((platform) => platform.id);
  const { read } = await readNewestIntact(store, ids, onDamage, (reference) => referenceView(store, reference));
  return read.filter((view) => view !== null);
}

/** Null for a version without a page. @throws MingjingError EVIDENCE_DAMAGED. */
export async function referenceView(store: Store, reference: Reference): Promise<ReferenceView | null> {
  const artifacts = digestsByKind(reference.artifacts);
  const page = await loadPage(store, artifacts['page-model']);
  return page && { ...reference, page, raster: await loadRaster(store, artifacts.raster), artifacts };
}

/** The last of each kind (what was made up for comes last), but of a page pictured in pieces the first: its top. */
function digestsByKind(artifacts: readonly Artifact[]): Partial<Record<ArtifactKind, string>> {
  const top = artifacts.find(({ kind }) => kind === 'screenshot-full');
  return Object.fromEntries([...artifacts, ...(top ? [top] : [])].map((artifact) => [artifact.kind, artifact.digest]));
}

async function loadPage(store: Store, digest: string | undefined): Promise<PageModel | null> {
  return digest ? (JSON.parse((await store.evidence.read(digest)).toString('utf8')) as PageModel) : null;
}

/** Lines scored lower are more often wrong than right. */
const LEAST_SCORE = 0.6;

/** A reading that was given up before its first line is unknown, not "no text". */
async function loadPictureText(
  store: Store,
  digest: string | undefined,
  page: PageModel | null,
): Promise<CaptureView['pictureText']> {
  if (!digest) return null;
  const { lines, width, incomplete } = JSON.parse((await store.evidence.read(digest)).toString('utf8')) as PictureText;
  if (incomplete !== null && lines.length === 0) return null;
  const scale = page && width > 0 ? (page.shownWidth ?? page.viewport.width) / width : 1;
  const inPage = (box: Box): Box => ({
    x: Math.round(box.x * scale),
    y: Math.round(box.y * scale),
    width: Math.round(box.width * scale),
    height: Math.round(box.height * scale),
  });
  return lines.filter(({ score }) => score >= LEAST_SCORE).map(({ text, box }) => ({ text, box: inPage(box) }));
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
