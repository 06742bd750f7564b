/** A store with one begun sweep, and options for the parts of a sweep that need no browser. */
import type { CandidateEndpoints } from '../../../crawler/candidates/candidate-context.ts';
import { loadSettings } from '../../../crawler/settings/settings.ts';
import type { SweepRun } from '../../../crawler/sweep/sweep-run.ts';
import type { World } from '../../../crawler/world.ts';
import { openStore, type Store } from '../../../storage/open-store.ts';
import type { NewArtifact } from '../../../storage/vocabulary/artifacts.ts';
import type { Assessment, Verdict } from '../../../storage/vocabulary/detect.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import type { TlsRecord } from '../../../storage/vocabulary/probe.ts';
import type { Resolution } from '../../../storage/vocabulary/resolve.ts';
import { LANTERN, type SourceWorld } from '../candidates/source-world.ts';

export const AT = '2026-11-21T08:00:00.000Z';
export const NO_ENDPOINTS: CandidateEndpoints = {
  searchEngines: [],
  nameLists: [],
  certificateLogs: [],
  leads: null,
  qrImages: [],
};

/** The run of sweep `id`, so far as no browser is needed. */
export async function sweepRun(
  store: Store,
  id: number,
  sources: Pick<SourceWorld, 'egress'> | null,
  world: Partial<World> = {},
): Promise<SweepRun> {
  const practice: World = {
    name: 'test',
    exits: [],
    exit: 'test',
    furtherExits: [],
    targets: [LANTERN],
    platforms: [LANTERN],
    referencePages: null,
    sources: ['leads', 'search', 'certificate-log', 'qr', 'pivots'],
    keywords: ['操作证查询'],
    endpoints: NO_ENDPOINTS,
    politeIntervalMs: 0,
    certificateLogLateMs: null,
    registration: {},
    today: AT,
    unusable: [],
    close: async () => {},
    ...world,
  };
  return {
    id,
    attempt: 'first',
    world: practice,
    store,
    egress: sources?.egress as SweepRun['egress'],
    settings: await loadSettings(null, {}),
    signal: new AbortController().signal,
  };
}

export async function fileStore(folder: string, name: string): Promise<Store> {
  return openStore({ url: `sqlite:${folder}/${name}.db` });
}

export const begin = async (store: Store, key = 'k'): Promise<number> =>
  (await store.sweeps.begin({ key, parameters: null, now: AT })).id;

export interface JudgedSite {
  verdict: Verdict;
  links?: { href: string; text: string }[];
  qrCodes?: string[];
  /** Further hosts of its redirects and frames. */
  hosts?: string[];
  certificate?: string[];
  address?: string;
  nameServers?: string[];
  analytics?: string[];
}

/** Writes a judged site as a finished round leaves it. */
export async function judgedSite(store: Store, sweepId: number, host: string, site: JudgedSite): Promise<void> {
  const url = `https://${host}/`;
  await store.candidates.add(sweepId, [
    { kind: 'entry', target: url, host, sighting: { source: 'leads', at: AT, detail: { line: 1 } } },
  ]);
  const candidates = await store.candidates.byHost(sweepId, host);
  await store.candidates.advance(
    sweepId,
    candidates.map(({ id }) => ({ id, stage: 'store', outcome: site.verdict })),
  );
  const records = (site.nameServers ?? []).map((value) => ({ type: 'NS' as const, value, ttl: 60 }));
  const resolution: Resolution = {
    host,
    outcome: 'live',
    wildcard: false,
    addresses: [site.address ?? '192.0.2.1'],
    records,
    resolver: null,
    reason: null,
    at: AT,
  };
  await store.candidates.saveResolutions(sweepId, [resolution], () => []);
  await visit(store, sweepId, host, site);
  const clues: Assessment['clues'] = site.analytics
    ? { analytics: site.analytics.map((value) => ({ value, seenIn: 'html' })) }
    : {};
  const nothing = {
    platform: null,
    because: [],
    wouldChange: [],
    findings: [],
    confidence: { low: 0, high: 0 },
    asOf: '',
    off: [],
    versions: { code: '', weights: '', profiles: {}, references: {} },
  };
  await store.assessments.save(sweepId, { host, url, verdict: site.verdict, score: 90, clues, ...nothing });
}

async function visit(
  store: Store,
  sweepId: number,
  host: string,
  { links = [], qrCodes = [], hosts = [], certificate }: JudgedSite,
): Promise<void> {
  const url = `https://${host}/`;
  await store.jobs.enqueue([{ occasionId: sweepId, host, url, persona: 'desktop', vantage: 'test' }]);
  const [job] = await store.jobs.lease(sweepId, 1000, 1, Date.now());
  if (!job) throw new Error('no job');
  const page: Partial<PageModel> = { url, title: '', text: '', links, qrCodes };
  const artifact = (kind: NewArtifact['kind'], value: unknown): NewArtifact => ({
    kind,
    mediaType: 'application/json',
    sourceUrl: url,
    at: AT,
    method: 'test',
    peerAddress: null,
    derivedFrom: null,
    data: Buffer.from(JSON.stringify(value)),
  });
  const tls: Partial<TlsRecord> | null = certificate
    ? { subjectAltNames: certificate, fingerprint256: certificate.join() }
    : null;
  const seen = {
    startedAt: AT,
    endedAt: AT,
    outcome: 'captured' as const,
    reason: null,
    status: 200,
    title: '',
    redirects: [],
    peerAddress: null,
    hazards: [],
    userAgent: '',
    browser: '',
    bytesReceived: 1,
  };
  await store.jobs.complete(
    job,
    { ...seen, host, url, persona: 'desktop', vantage: 'test', attempt: 1, finalUrl: url, hosts: [host, ...hosts] },
    [artifact('page-model', page), ...(tls ? [artifact('tls', tls)] : [])],
  );
}
