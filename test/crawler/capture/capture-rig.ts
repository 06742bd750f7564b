/**
 * What a capture test needs: the loopback world, a real store in a temporary file, the real egress, and one call that
 * visits.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultCacheDirectory } from '../../../crawler/browser/cache-directory.ts';
import { captureSites, type CaptureSettings } from '../../../crawler/capture/capture-sites.ts';
import { createEgress, type Egress } from '../../../crawler/egress/egress.ts';
import { openStore, type Store } from '../../../storage/open-store.ts';
import type { Artifact } from '../../../storage/vocabulary/artifacts.ts';
import type { Visit } from '../../../storage/vocabulary/capture.ts';
import type { Persona } from '../../../storage/vocabulary/personas.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { openLoopbackWorld, type LoopbackWorld } from './loopback-world.ts';

/** So patient that on a busy machine too only what a page does decides. A test of a limit sets that one low. */
export const SETTINGS: CaptureSettings = {
  browserPath: null,
  sandbox: true,
  cacheDir: defaultCacheDirectory(),
  concurrency: 4,
  navigationTimeoutMs: 60_000,
  visitTimeoutMs: 180_000,
  settleMaxMs: 60_000,
  maxAttempts: 2,
  leaseMs: 240_000,
  fullPage: true,
  readPictures: true,
};

export type KeptVisit = Visit & { id: number; artifacts: Artifact[] };

export interface CaptureRig {
  world: LoopbackWorld;
  store: Store;
  egress: Egress;
  /** A sweep of its own with these jobs, not yet run. */
  plan(jobs: { url: string; persona?: Persona }[]): Promise<number>;
  run(
    sweepId: number,
    options?: { signal?: AbortSignal; settings?: Partial<CaptureSettings>; onVisit?: (visit: Visit) => void },
  ): Promise<void>;
  /** Plans, runs, and gives the visits of each URL's host. */
  visit(...jobs: { url: string; persona?: Persona }[]): Promise<KeptVisit[]>;
  visitWith(settings: Partial<CaptureSettings>, ...jobs: { url: string; persona?: Persona }[]): Promise<KeptVisit[]>;
  read(visit: KeptVisit, kind: Artifact['kind']): Promise<Buffer>;
  pageOf(visit: KeptVisit): Promise<PageModel>;
  close(): Promise<void>;
}

export async function openRig(tls?: { key: string; cert: string }): Promise<CaptureRig> {
  const folder = await mkdtemp(join(tmpdir(), 'mingjing-capture-'));
  const world = await openLoopbackWorld(tls);
  const store = await openStore({ url: `sqlite:${join(folder, 'test.db')}` });
  const egress = createEgress({ exits: [world.exit] });
  let sweeps = 0;
  const rig: CaptureRig = {
    world,
    store,
    egress,
    async plan(jobs) {
      const { id: sweepId } = await store.sweeps.begin({
        key: `capture-${++sweeps}`,
        parameters: {},
        now: new Date().toISOString(),
      });
      await store.jobs.enqueue(
        jobs.map(({ url, persona }) => ({
          occasionId: sweepId,
          host: URL.canParse(url) ? new URL(url).hostname : url,
          url,
          persona: persona ?? 'desktop',
          vantage: world.exit.name,
        })),
      );
      return sweepId;
    },
    run: (sweepId, { signal, settings, onVisit } = {}) =>
      captureSites({ store, sweepId, egress, settings: { ...SETTINGS, ...settings }, signal, onVisit }),
    visit: (...jobs) => rig.visitWith({}, ...jobs),
    async visitWith(settings, ...jobs) {
      const sweepId = await rig.plan(jobs);
      await rig.run(sweepId, { settings });
      const hosts = [...new Set(jobs.map(({ url }) => new URL(url).hostname))];
      return (await Promise.all(hosts.map((host) => store.visits.forHost(sweepId, host)))).flat();
    },
    async read(visit, kind) {
      const artifact = visit.artifacts.find((candidate) => candidate.kind === kind);
      if (!artifact)
        throw new Error(`no ${kind} among ${visit.artifacts.map((candidate) => candidate.kind).join(', ')}`);
      return store.evidence.read(artifact.digest);
    },
    pageOf: async (visit) => JSON.parse((await rig.read(visit, 'page-model')).toString()) as PageModel,
    async close() {
      await egress.close();
      await store.close();
      await world.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return rig;
}
