/**
 * One sweep, stage by stage: candidates → resolve → probe → capture → detect → store, and again for what the sites
 * found lead to. Every step is kept, so the same sweep goes on after a kill.
 */
import { registeredDomain } from '../../storage/sites/host-domain.ts';
import { MingjingError } from '../../storage/mingjing-error.ts';
import type { Store } from '../../storage/open-store.ts';
import type { DetectionContext } from '../../detectors/host-view.ts';
import type { Candidate, Source } from '../../storage/vocabulary/candidates.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { Resolution } from '../../storage/vocabulary/resolve.ts';
import type { Stage } from '../../storage/vocabulary/stages.ts';
import { candidatesAt } from './candidates-at.ts';
import type { CandidateEndpoints } from '../candidates/candidate-context.ts';
import { clusterSweep } from './cluster-sweep.ts';
import { noteDamage } from '../../storage/evidence/damaged-evidence.ts';
import { FOLLOW_UP_ROUNDS, followUp } from './follow-up.ts';
import { gatherCandidates } from './gather-candidates.ts';
import type { CaptureSettings } from '../capture/capture-settings.ts';
import { catchUpEarlier } from './catch-up-earlier.ts';
import type { Egress } from '../egress/egress.ts';
import { HostJudge } from './host-judge.ts';
import { loadReferences } from '../references/load-references.ts';
import { inParallel } from '../in-parallel.ts';
import { keepRegistration } from './keep-registration.ts';
import { probeHost } from '../probe/probe-host.ts';
import { captureReferences } from '../references/capture-references.ts';
import { lostPages } from '../references/lost-pages.ts';
import { dnsEvidence } from '../resolve/dns-evidence.ts';
import { resolveNames } from '../resolve/resolve-names.ts';
import type { Settings } from '../settings/settings.ts';
import { visitHosts } from './visit-hosts.ts';
import { startWorkClock } from './work-clock.ts';

export interface SweepProgress {
  stage: Stage | 'references';
  done: number;
  total: number | null;
}

export interface SweepOptions {
  store: Store;
  egress: Egress;
  /** The exit everything goes out by; `furtherExits` are other vantages for what stays unsettled. */
  exit: string;
  furtherExits: readonly string[];
  settings: Settings;
  capture: CaptureSettings;
  /** Platforms whose impersonators are sought. */
  targets: readonly Platform[];
  /** Platforms whose hosts count as official and whose pages are compared: all that are known. */
  platforms: readonly Platform[];
  /** Pages to capture as references first, by platform id; null = use the references already stored. */
  referencePages: Readonly<Record<string, readonly string[]>> | null;
  sources: readonly Source[];
  keywords: readonly string[];
  endpoints: CandidateEndpoints;
  /** Pause between two requests to one search engine, in milliseconds. */
  politeIntervalMs: number;
  /**
   * A certificate log whose newest entry is older is late, in milliseconds; null or missing = lateness is not judged.
   */
  certificateLogLateMs?: number | null;
  registration: {
    whoisServer?: string | undefined;
    rdapBootstrap?: string | undefined;
    minIntervalMs?: number | undefined;
  };
  /** Two sweeps with the same key are the same sweep: an unfinished one goes on. */
  key: string;
  /** The date that ages are counted from; null = the real one. */
  today: string | null;
  signal: AbortSignal;
  onProgress?(progress: SweepProgress): void;
}

export interface SweepResult {
  sweepId: number;
  resumed: boolean;
}

type Step = () => Promise<void>;

const now = () => new Date().toISOString();

/** @throws MingjingError INTERRUPTED (interrupted) after a stop; the same call with the same key goes on. */
export async function sweep(options: SweepOptions): Promise<SweepResult> {
  const { store } = options;
  const parameters = {
    targets: options.targets.map((platform) => platform.id),
    sources: options.sources,
    keywords: options.keywords,
    exit: options.exit,
  };
  const { id: sweepId, resumed } = await store.sweeps.begin({ key: options.key, parameters, now: now() });
  const work = startWorkClock((milliseconds) => store.sweeps.addWork(sweepId, milliseconds));
  try {
    await allSteps(options, sweepId, resumed);
    await work.stop();
    await store.sweeps.finish(sweepId, now());
  } finally {
    // what ended the sweep is the news, not that its last seconds could not be counted
    await work.stop().catch(() => {});
  }
  return { sweepId, resumed };
}

async function allSteps(options: SweepOptions, sweepId: number, resumed: boolean): Promise<void> {
  const { store, signal } = options;
  if (resumed) await store.jobs.releaseAll(sweepId);
  const first: Step[] = [
    () => referenceStep(options, sweepId, resumed),
    () => catchUpStep(options, sweepId),
    () => gatherCandidates(options, sweepId),
  ];
  const steps: Step[] = [
    () => resolveStep(options, sweepId),
    () => probeStep(options, sweepId),
    () => judgedVisits(options, sweepId),
  ];
  const run = async (todo: readonly Step[]): Promise<void> => {
    for (const step of todo) {
      await step();
      if (signal.aborted) throw interrupted();
    }
  };
  await run([...first, ...steps]);
  for (let round = 0; round < FOLLOW_UP_ROUNDS; round++) {
    let found = 0;
    await run([async () => void (found = await followUp(options, sweepId, round))]);
    if (found === 0) break;
    await run(steps);
  }
  await clusterSweep({ store, platforms: options.platforms, allowList: options.settings.allowList }, sweepId);
}

/** A stage is told of when it begins, not only when its first item is done; one with nothing to do is not told of. */
function tellBegin(options: SweepOptions, stage: SweepProgress['stage'], total: number | null): void {
  if (total !== 0) options.onProgress?.({ stage, done: 0, total });
}

function interrupted(): MingjingError {
  return new MingjingError('INTERRUPTED', {
    zh: '已停止；再次运行同一命令将从断点继续',
    en: 'stopped; run the same command again to go on',
  });
}

async function referenceStep(options: SweepOptions, sweepId: number, resumed: boolean): Promise<void> {
  const { store, platforms, referencePages } = options;
  const stored = new Set((await store.references.latest()).map((reference) => reference.platform));
  const lost = await lostPages(store, platforms, noteDamage(store, sweepId));
  const pagesOf = ({ id, references = [] }: Platform): string[] => {
    const listed = referencePages ? (referencePages[id] ?? []) : references;
    return referencePages && !(resumed && stored.has(id))
      ? [...listed]
      : listed.filter((url) => lost.get(id)?.has(url));
  };
  const pages = Object.fromEntries(platforms.map((platform) => [platform.id, pagesOf(platform)]));
  tellBegin(options, 'references', Object.values(pages).every((urls) => urls.length === 0) ? 0 : null);
  const outcomes = await captureReferences({
    store,
    egress: options.egress,
    exit: options.exit,
    settings: options.capture,
    platforms,
    pages,
    now,
    signal: options.signal,
    onOutcome: (_outcome, done, total) => options.onProgress?.({ stage: 'references', done, total }),
  });
  for (const { platform, url, persona, version, reason } of outcomes) {
    if (version !== null) continue;
    const sentence = {
      zh: `参照页未能采集（${platform}，${persona}）：${reason ?? ''}`,
      en: `reference not captured (${platform}, ${persona}): ${reason ?? ''}`,
    };
    await store.sweeps.noteIssue(sweepId, { stage: 'candidates', subject: url, sentence, at: now() });
  }
}

async function resolveStep(options: SweepOptions, sweepId: number): Promise<void> {
  const { store, settings, signal } = options;
  const exit = exitOf(options);
  const total = await countAt(store, sweepId, 'candidates');
  // a name that a generator made up and nobody registered is no site: it leaves the pipeline here
  const reported = await store.candidates.hostsSeenBeyond(sweepId, 'permutations');
  tellBegin(options, 'resolve', total);
  let done = 0;
  for await (const batch of candidatesAt(options, sweepId, 'candidates')) {
    const byHost = Map.groupBy(batch, (candidate) => candidate.host);
    const pending: Resolution[] = [];
    for await (const resolution of resolveNames(byHost.keys(), {
      exit,
      concurrency: settings.resolve.concurrency,
      signal,
    })) {
      pending.push(resolution);
      options.onProgress?.({ stage: 'resolve', done: ++done, total });
    }
    await store.candidates.saveResolutions(sweepId, pending, dnsEvidence);
    const outcomes = new Map(pending.map((resolution) => [resolution.host, resolution.outcome]));
    const answered = batch.filter((candidate) => outcomes.has(candidate.host));
    await store.candidates.advance(
      sweepId,
      answered.map(({ id, host }) => {
        const outcome = outcomes.get(host) ?? 'unknown';
        return { id, outcome, stage: outcome === 'absent' && !reported.has(host) ? 'store' : 'resolve' };
      }),
    );
  }
}

function exitOf({ egress, exit }: SweepOptions) {
  const found = egress.exits.find((known) => known.name === exit);
  if (!found) throw new MingjingError('EXIT_UNKNOWN', { zh: `没有名为 ${exit} 的出口`, en: `no exit named ${exit}` });
  return found;
}

async function countAt(store: Store, sweepId: number, stage: Stage): Promise<number> {
  const counts = await store.candidates.counts(sweepId);
  return counts.filter((row) => row.stage === stage).reduce((sum, row) => sum + row.count, 0);
}

async function probeStep(options: SweepOptions, sweepId: number): Promise<void> {
  const { store, settings, signal } = options;
  const total = await countAt(store, sweepId, 'resolve');
  const registrations = new Map<string, Promise<void>>();
  tellBegin(options, 'probe', total);
  let done = 0;
  for await (const batch of candidatesAt(options, sweepId, 'resolve')) {
    const hosts = [...Map.groupBy(batch, (candidate) => candidate.host)];
    await inParallel(hosts, settings.probe.concurrency, signal, async ([host, candidates]) => {
      const outcome = await probeOne(options, sweepId, host, candidates, registrations);
      await store.candidates.advance(
        sweepId,
        candidates.map(({ id }) => ({ id, stage: 'probe', outcome })),
      );
      done += candidates.length;
      options.onProgress?.({ stage: 'probe', done, total });
    });
  }
}

/** @returns the probe's outcome, or the resolve outcome where there is nothing to probe. */
async function probeOne(
  options: SweepOptions,
  sweepId: number,
  host: string,
  candidates: Candidate[],
  registrations: Map<string, Promise<void>>,
): Promise<string> {
  const { store, egress, exit } = options;
  const resolved = candidates[0]?.outcome ?? 'unknown';
  if (resolved === 'absent') return resolved;
  const domain = registeredDomain(host);
  if (domain && resolved === 'live')
    await once(registrations, domain, () => keepRegistration(options, sweepId, domain));
  const siblings = await store.candidates.byHost(sweepId, host);
  if (siblings.some((candidate) => candidate.kind === 'entry')) return 'web';
  if (resolved === 'unknown') return 'unresolved';
  const { result, artifacts } = await probeHost(host, { egress, exit });
  await store.candidates.saveProbe(sweepId, result, artifacts);
  return result.outcome;
}

function once(running: Map<string, Promise<void>>, key: string, start: () => Promise<void>): Promise<void> {
  const promise = running.get(key) ?? start();
  running.set(key, promise);
  return promise;
}

/** What the last sweeps had to leave open is made up for first: the machine is calmest now. */
async function catchUpStep(options: SweepOptions, sweepId: number): Promise<void> {
  await catchUpEarlier(options, () => detectionContext(options, sweepId));
}

/** Capture and detect: one judge sees the hosts through both, so that what has not changed is judged once. */
async function judgedVisits(options: SweepOptions, sweepId: number): Promise<void> {
  const judge = new HostJudge(options.store, sweepId, await detectionContext(options, sweepId));
  await visitHosts(options, sweepId, judge);
  if (!options.signal.aborted) await detectStep(options, sweepId, judge);
}

async function detectionContext(
  { store, platforms, settings, today }: SweepOptions,
  sweepId: number,
): Promise<DetectionContext> {
  const references = await loadReferences(store, platforms, noteDamage(store, sweepId));
  return { platforms: [...platforms], references, allowList: [...settings.allowList], now: today ?? now() };
}

async function detectStep(options: SweepOptions, sweepId: number, judge: HostJudge): Promise<void> {
  const { store } = options;
  const total = await countAt(store, sweepId, 'capture');
  tellBegin(options, 'detect', total);
  let done = 0;
  for await (const batch of candidatesAt(options, sweepId, 'capture')) {
    for (const [host, candidates] of Map.groupBy(batch, (candidate) => candidate.host)) {
      if (options.signal.aborted) return;
      const judgement = await judge.judge(host, 'final');
      await store.candidates.advance(
        sweepId,
        candidates.map(({ id }) => ({ id, stage: 'store', outcome: judgement?.assessment.verdict ?? 'undecided' })),
      );
      done += candidates.length;
      options.onProgress?.({ stage: 'detect', done, total });
    }
  }
}
