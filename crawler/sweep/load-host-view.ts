/**
 * Reads back from the store what the detectors are given: one host with its captures. No network.
 */
import { registeredDomain } from '../../storage/sites/host-domain.ts';
import type { Store } from '../../storage/open-store.ts';
import type { CaptureView, DownloadView, HostView } from '../../detectors/host-view.ts';
import type { Artifact } from '../../storage/vocabulary/artifacts.ts';
import type { Visit } from '../../storage/vocabulary/capture.ts';
import type { Omission } from '../../storage/vocabulary/omissions.ts';
import type { Box, PageModel } from '../../storage/vocabulary/page-model.ts';
import { digestsByKind } from '../reading/digests-by-kind.ts';
import { loadRaster } from '../reading/load-raster.ts';

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
  const model = artifacts['page-model'];
  const page = model ? await store.evidence.readAs('page-model', model) : null;
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

/** Lines scored lower are more often wrong than right. */
const LEAST_SCORE = 0.6;

/** A reading that was given up before its first line is unknown, not "no text". */
async function loadPictureText(
  store: Store,
  digest: string | undefined,
  page: PageModel | null,
): Promise<CaptureView['pictureText']> {
  if (!digest) return null;
  const { lines, width, incomplete } = await store.evidence.readAs('picture-text', digest);
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
