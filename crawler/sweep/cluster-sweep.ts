/**
 * After the verdicts: reads the marks of every judged host from the store, groups the accused ones and keeps the gangs.
 * No network.
 */
import { domShape } from '../../detectors/gangs/dom-shape.ts';
import {
  clusterSites,
  type ClusterInput,
  type KnownGang,
  type SiteCluster,
} from '../../detectors/gangs/cluster-sites.ts';
import { interception } from '../../detectors/reading/interception-page.ts';
import { isHarmless, type OfficialMarks } from '../../detectors/gangs/mark-background.ts';
import { isMarkKind, markKey, type SiteMark } from '../../detectors/gangs/mark-kinds.ts';
import { closedSuffix, hostOf, isOfficialHost } from '../../detectors/names/official-hosts.ts';
import { ownPage, type Officials } from '../../detectors/reading/official-frames.ts';
import { pageMarks, platformMarks, type MarkedCapture } from '../../detectors/gangs/page-marks.ts';
import { siteMarks, type MarkContext, type MarkedSite } from '../../detectors/gangs/site-marks.ts';
import { registeredDomain } from '../../storage/sites/host-domain.ts';
import type { Store } from '../../storage/open-store.ts';
import type { Reference } from '../../storage/sweeps/reference-repository.ts';
import type { Artifact } from '../../storage/vocabulary/artifacts.ts';
import type { Visit } from '../../storage/vocabulary/capture.ts';
import type { Assessment } from '../../storage/vocabulary/detect.ts';
import type { RecordKind } from '../../storage/evidence/stored-record.ts';
import { noteDamage, readIntact, readIntactAs, type OnDamage } from '../../storage/evidence/damaged-evidence.ts';
import publicHosts from '../candidates/pivots/public-hosts.json' with { type: 'json' };
import { olderVersions } from '../references/newest-intact.ts';
import type { SweepRun } from './sweep-run.ts';

/** What of a sweep's run clustering needs. */
export type ClusterRun = Pick<SweepRun, 'store' | 'id'> & {
  world: Pick<SweepRun['world'], 'platforms'>;
  settings: Pick<SweepRun['settings'], 'allowList'>;
  signal?: AbortSignal;
};

const PUBLIC: ReadonlySet<string> = new Set(publicHosts.domains);
const now = () => new Date().toISOString();

/**
 * Safe to repeat. A fault is one line among the sweep's issues, never its end. @returns the ids of the gangs seen, none
 * after a fault or a stop.
 */
export async function clusterSweep(run: ClusterRun): Promise<string[]> {
  const { store, id: sweepId } = run;
  try {
    const clusters = await clustersOfSweep(run);
    return clusters === null ? [] : await store.gangs.save(sweepId, clusters, now());
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    await store.sweeps.noteIssue(sweepId, {
      stage: 'detect',
      subject: 'gangs',
      sentence: { zh: `未能归并团伙：${found}`, en: `gangs could not be clustered: ${found}` },
      at: now(),
    });
    return [];
  }
}

/**
 * The clusters as they follow from the store, without keeping them; null after a stop. Damaged evidence is an issue and
 * left out.
 */
export async function clustersOfSweep(run: ClusterRun): Promise<SiteCluster[] | null> {
  const { store, signal, id: sweepId } = run;
  const assessments = await store.assessments.list(sweepId);
  const context = markContext(run, assessments);
  const sites: MarkedSite[] = [];
  for (const assessment of assessments) {
    if (signal?.aborted) return null;
    const site = await markedSite(run, assessment, context);
    if (site) sites.push(site);
  }
  const input: ClusterInput = {
    sites,
    official: await officialMarks(run),
    known: await knownGangs(store, sweepId),
  };
  return clusterSites(input);
}

function markContext({ world, settings }: ClusterRun, assessments: readonly Assessment[]): MarkContext {
  const harmless = new Set(assessments.filter(isHarmless).map((assessment) => assessment.host));
  return {
    publicHosts: PUBLIC,
    isForeign: (host) =>
      harmless.has(host) || closedSuffix(host) !== null || isOfficialHost(host, world.platforms, settings.allowList),
  };
}

async function knownGangs(store: Store, sweepId: number): Promise<KnownGang[]> {
  // a kind that this version no longer knows says nothing to it
  const isKnown = (mark: { kind: string; value: string }): mark is SiteMark => isMarkKind(mark.kind);
  return (await store.gangs.knownBefore(sweepId)).map(({ id, members }) => ({
    id,
    members: members.map(({ host, marks }) => ({ host, marks: marks.filter(isKnown) })),
  }));
}

/**
 * What official pages carry. Where evidence of the newest version is damaged, what older versions carried counts too: a
 * mark must not pass for an operator's own.
 */
async function officialMarks({ store, world, id: sweepId }: ClusterRun): Promise<OfficialMarks> {
  const marks = new Set(platformMarks(world.platforms).map(markKey));
  const shapes = [];
  const note = noteDamage(store, sweepId);
  for (const reference of await store.references.latest()) {
    let damaged = false;
    const read = ({ url, persona, artifacts }: Reference) =>
      markedCapture(store, { url, finalUrl: url, persona } as Visit, artifacts, null, url, (...damage) => {
        damaged = true;
        return note(...damage);
      });
    const captures = [await read(reference)];
    if (damaged) for (const older of await olderVersions(store, reference)) captures.push(await read(older));
    for (const capture of captures) {
      for (const mark of pageMarks(capture)) if (mark.kind !== 'header') marks.add(markKey(mark));
      if (capture.view.html !== '') shapes.push(domShape(capture.view.html));
    }
  }
  return { marks, shapes };
}

/**
 * Damaged evidence of a host is an issue, and its other marks count; null (and an issue) for a host whose evidence
 * makes no sense.
 */
async function markedSite(
  { store, world, settings, id: sweepId }: ClusterRun,
  assessment: Assessment,
  context: MarkContext,
): Promise<MarkedSite | null> {
  const { host, verdict, score } = assessment;
  const note = noteDamage(store, sweepId);
  const officials = { platforms: world.platforms, allowList: settings.allowList };
  try {
    const visits = await store.visits.forHost(sweepId, host);
    const captures: MarkedCapture[] = [];
    const seen = new Set<string>();
    for (const { artifacts, ...visit } of visits) {
      // most visits of a site see the same page
      const digest = `${artifacts.find(({ kind }) => kind === 'page-model')?.digest} ${hostOf(visit.finalUrl)}`;
      if (visit.outcome !== 'captured' || seen.has(digest)) continue;
      seen.add(digest);
      const capture = await markedCapture(store, visit, artifacts, officials, host, note);
      // a notice that police or operators put before many sites ties none of them together
      if (interception(capture.view, host) === null) captures.push(capture);
    }
    const ownVisits = visits.filter(({ finalUrl }) => hostOf(finalUrl) === host);
    const ownArtifacts = ownVisits.flatMap(({ artifacts }) => artifacts);
    const certificates = await readIntactAs(store, 'tls', ownArtifacts, host, note);
    const domain = registeredDomain(host);
    return siteMarks(
      {
        host,
        verdict,
        score,
        visits,
        captures,
        certificates,
        resolution: await store.candidates.resolution(sweepId, host),
        registration: domain === null ? null : await store.candidates.registration(sweepId, domain),
        probe: await store.candidates.probe(sweepId, host),
      },
      context,
    );
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    await store.sweeps.noteIssue(sweepId, {
      stage: 'detect',
      subject: host,
      sentence: { zh: `未参与团伙归并：${found}`, en: `left out of the gangs: ${found}` },
      at: now(),
    });
    return null;
  }
}

/** @param officials whose frames are left out of the page; null = none are. */
async function markedCapture(
  store: Store,
  visit: Visit,
  artifacts: readonly Artifact[],
  officials: Officials | null,
  subject: string,
  onDamage: OnDamage,
): Promise<MarkedCapture> {
  // what was read later comes last
  const last = async <K extends RecordKind>(kind: K) =>
    (
      await readIntactAs(
        store,
        kind,
        artifacts.filter((artifact) => artifact.kind === kind).slice(-1),
        subject,
        onDamage,
      )
    )[0];
  const page = await last('page-model');
  const network = await last('network');
  const hops = await last('headers');
  const html = artifacts.find(({ kind }) => kind === 'html');
  return {
    view: {
      visit,
      page: page && officials ? ownPage(page, officials) : (page ?? null),
      html: html ? ((await readIntact(store, html.digest, subject, onDamage))?.toString('utf8') ?? '') : '',
    },
    network: network ?? [],
    headers: hops?.at(-1)?.headers ?? [],
  };
}
