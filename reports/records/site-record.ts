/** Everything the store knows of one site, read for a report. */
import { holderDomain, registeredDomain, sharedHost } from '../../storage/sites/host-domain.ts';
import { unlessDamaged } from '../../storage/evidence/damaged-evidence.ts';
import { MingjingError } from '../../storage/mingjing-error.ts';
import type { Sighting, Source } from '../../storage/vocabulary/candidates.ts';
import type { Assessment } from '../../storage/vocabulary/detect.ts';
import type { ProbeResult, Registration, TlsRecord } from '../../storage/vocabulary/probe.ts';
import type { Resolution } from '../../storage/vocabulary/resolve.ts';
import { SOURCES } from '../../storage/vocabulary/candidates.ts';
import type { ReportStore, StoredArtifact, StoredVisit, SweepFacts } from './report-store.ts';

export interface SiteRecord {
  host: string;
  /** The name that one holder has (names below a hoster's count as such); null for an address or a bare suffix. */
  domain: string | null;
  /** The shared name or host on which anybody can publish; null where the registered name is the site's own. */
  hostedOn: string | null;
  assessment: Assessment;
  sightings: Sighting[];
  resolution: Resolution | null;
  probe: ProbeResult | null;
  /** Of the registered domain, named in it: where `hostedOn` is not null the hoster's, not the site's. */
  registration: Registration | null;
  /** What the probe's handshake showed; of a host that was visited without a probe, what the browser was shown. */
  tls: TlsRecord | null;
  visits: StoredVisit[];
  /** Also the raw answers about its domain, which all hosts below it share. */
  artifacts: StoredArtifact[];
}

/** The sweep's row. Throws `SWEEP_UNKNOWN` (exit `usage`) when there is none. */
export async function readSweep(store: ReportStore, sweepId: number): Promise<SweepFacts> {
  const sweep = await store.sweeps.get(sweepId);
  if (sweep !== null && sweep !== undefined) return sweep;
  throw new MingjingError('SWEEP_UNKNOWN', {
    zh: `没有编号为 ${sweepId} 的巡查；请核对编号与所用数据库。`,
    en: `there is no sweep ${sweepId}; check the number and which database is used.`,
  });
}

/** One site of one sweep. Throws `SITE_UNKNOWN` (exit `usage`) when the sweep holds no assessment of the host. */
export async function readSite(store: ReportStore, sweepId: number, host: string): Promise<SiteRecord> {
  const assessment = await store.assessments.get(sweepId, host);
  if (assessment) return readAssessedSite(store, sweepId, assessment);
  throw new MingjingError('SITE_UNKNOWN', {
    zh: `第 ${sweepId} 次巡查中没有主机 ${host} 的判定结果；请核对主机名（须为小写 ASCII 形式）。`,
    en: `sweep ${sweepId} holds no assessment of the host ${host}; check the name (lower-case ASCII form expected).`,
  });
}

/** The same when the assessment was read already. */
export async function readAssessedSite(
  store: ReportStore,
  sweepId: number,
  assessment: Assessment,
): Promise<SiteRecord> {
  const { host } = assessment;
  const { candidates } = store;
  const [sightings, resolution, probe, registration, visits, own] = await Promise.all([
    candidates.sightings(sweepId, host),
    candidates.resolution(sweepId, host),
    candidates.probe(sweepId, host),
    candidates.registration(sweepId, registeredDomain(host) ?? host),
    store.visits.forHost(sweepId, host),
    store.evidence.artifacts(sweepId, host),
  ]);
  const artifacts =
    registration === null ? own : withAnswers(own, await store.evidence.artifacts(sweepId, registration.domain));
  const tls = probe?.tls ?? (await storedTls(store, artifacts));
  return {
    host,
    domain: holderDomain(host),
    hostedOn: sharedHost(host),
    assessment,
    sightings,
    resolution,
    probe,
    registration,
    tls,
    visits: inOrder(visits),
    artifacts,
  };
}

/** What is kept of the host itself and the raw answers of the registry, each once. */
function withAnswers(own: readonly StoredArtifact[], ofDomain: readonly StoredArtifact[]): StoredArtifact[] {
  const known = new Set(own.map(({ kind, digest }) => `${kind} ${digest}`));
  const answers = ofDomain.filter(
    ({ kind, digest, visitId }) =>
      visitId === null && (kind === 'whois' || kind === 'rdap') && !known.has(`${kind} ${digest}`),
  );
  return [...own, ...answers];
}

/**
 * The first TLS record among the artefacts. A damaged one counts as none: whoever lists the artefacts finds the damage.
 */
async function storedTls(store: ReportStore, artifacts: readonly StoredArtifact[]): Promise<TlsRecord | null> {
  const stored = artifacts.find(({ kind, mediaType }) => kind === 'tls' && mediaType.startsWith('application/json'));
  if (stored === undefined) return null;
  return unlessDamaged(store.evidence.readAs('tls', stored.digest), () => {});
}

/** Sources that found the site, each once, in the vocabulary's order. */
export function foundBy(sightings: readonly Sighting[]): Source[] {
  const seen = new Set(sightings.map(({ source }) => source));
  return SOURCES.filter((source) => seen.has(source));
}

function inOrder(visits: readonly StoredVisit[]): StoredVisit[] {
  return [...visits].sort((a, b) => a.startedAt.localeCompare(b.startedAt) || a.id - b.id);
}
