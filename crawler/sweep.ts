/** One sweep, stage by stage: candidates → resolve → probe → capture → detect → store, and again for what the sites found lead to. Every step is kept, so the same sweep goes on after a kill. */
import { assess } from '../detectors/assess.ts';
import { queryLinks } from '../detectors/query-links.ts';
import { MingjingError } from '../storage/mingjing-error.ts';
import type { Store } from '../storage/open-store.ts';
import type { Assessment, Candidate, DetectionContext, NewArtifact, Platform, ReferenceView, Resolution, Source, Stage } from '../storage/vocabulary.ts';
import type { CandidateEndpoints } from './candidates/candidate-context.ts';
import { clusterSweep } from './cluster-sweep.ts';
import { FOLLOW_UP_ROUNDS, followUp } from './follow-up.ts';
import { gatherCandidates } from './gather-candidates.ts';
import { captureSites, type CaptureSettings } from './capture/capture-sites.ts';
import type { Egress } from './egress/egress.ts';
import { loadReferences, loadSubject } from './load-subject.ts';
import { inParallel } from './in-parallel.ts';
import { firstRound, secondRound, thirdRound, type HostState, type PlannedVisit } from './plan-visits.ts';
import { probeHost } from './probe/probe-host.ts';
import { lookupRegistration } from './probe/lookup-registration.ts';
import { captureReferences } from './references/capture-references.ts';
import { registrableDomain } from './registrable-domain.ts';
import { resolveNames } from './resolve/resolve-names.ts';
import { reuseRegistration } from './reuse-registration.ts';
import type { Settings } from './settings.ts';

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
  /** A certificate log whose newest entry is older is late, in milliseconds; null or missing = lateness is not judged. */
  certificateLogLateMs?: number | null;
  registration: { whoisServer?: string | undefined; rdapBootstrap?: string | undefined; minIntervalMs?: number | undefined };
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

/** Assessments made while planning the last round, with the number of visits they saw: still good when no visit came after. */
type Judged = Map<string, { visits: number; assessment: Assessment }>;

type Step = () => Promise<void>;

/** Score from which a host's query links are followed and the platform's own paths tried on it: something of a platform (its name, its words) was seen. */
const WORTH_A_LOOK = 5;
const BATCH = 500;
const now = () => new Date().toISOString();

/** @throws MingjingError INTERRUPTED (interrupted) after a stop; the same call with the same key goes on. */
export async function sweep(options: SweepOptions): Promise<SweepResult> {
  const { store, signal } = options;
  const parameters = { targets: options.targets.map((platform) => platform.id), sources: options.sources, keywords: options.keywords, exit: options.exit };
  const { id: sweepId, resumed } = await store.sweeps.begin({ key: options.key, parameters, now: now() });
  if (resumed) await store.jobs.releaseAll(sweepId);

  const judged: Judged = new Map();
  const first: Step[] = [() => referenceStep(options, sweepId, resumed), () => gatherCandidates(options, sweepId)];
  const steps: Step[] = [
    () => resolveStep(options, sweepId),
    () => probeStep(options, sweepId),
    () => captureStep(options, sweepId, judged),
    () => detectStep(options, sweepId, judged),
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
  await store.sweeps.finish(sweepId, now());
  return { sweepId, resumed };
}

function interrupted(): MingjingError {
  return new MingjingError('INTERRUPTED', 'interrupted', { zh: '已停止;再次运行同一命令将从断点继续', en: 'stopped; run the same command again to go on' });
}

async function referenceStep(options: SweepOptions, sweepId: number, resumed: boolean): Promise<void> {
  if (!options.referencePages) return;
  const stored = new Set((await options.store.references.latest()).map((reference) => reference.platform));
  const known = options.platforms.filter((platform) => !(resumed && stored.has(platform.id)));
  const outcomes = await captureReferences({
    store: options.store,
    egress: options.egress,
    exit: options.exit,
    settings: options.capture,
    platforms: known,
    pages: options.referencePages,
    now,
    signal: options.signal,
    onOutcome: (_outcome, done, total) => options.onProgress?.({ stage: 'references', done, total }),
  });
  for (const { platform, url, persona, version, reason } of outcomes) {
    if (version !== null) continue;
    const sentence = { zh: `参照页未能采集(${platform},${persona}):${reason ?? ''}`, en: `reference not captured (${platform}, ${persona}): ${reason ?? ''}` };
    await options.store.sweeps.noteIssue(sweepId, { stage: 'candidates', subject: url, sentence, at: now() });
  }
}

/** Hands out every candidate at one stage, in batches, until none is left or the sweep is stopped. */
async function* candidatesAt({ store, signal }: SweepOptions, sweepId: number, stage: Stage, outcome?: string): AsyncGenerator<Candidate[]> {
  for (let afterId = 0; !signal.aborted;) {
    const batch = await store.candidates.atStage(sweepId, stage, { afterId, limit: BATCH, ...(outcome === undefined ? {} : { outcome }) });
    const last = batch.at(-1);
    if (!last) return;
    afterId = last.id;
    yield batch;
  }
}

async function resolveStep(options: SweepOptions, sweepId: number): Promise<void> {
  const { store, settings, signal } = options;
  const exit = exitOf(options);
  const total = await countAt(store, sweepId, 'candidates');
  // a name that a generator made up and nobody registered is no site: it leaves the pipeline here
  const reported = await store.candidates.hostsSeenBeyond(sweepId, 'permutations');
  let done = 0;
  for await (const batch of candidatesAt(options, sweepId, 'candidates')) {
    const byHost = Map.groupBy(batch, (candidate) => candidate.host);
    const pending: Resolution[] = [];
    for await (const resolution of resolveNames(byHost.keys(), { exit, concurrency: settings.resolve.concurrency, signal })) {
      pending.push(resolution);
      options.onProgress?.({ stage: 'resolve', done: ++done, total });
    }
    await store.candidates.saveResolutions(sweepId, pending);
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
  if (!found) throw new MingjingError('EXIT_UNKNOWN', 'input', { zh: `没有名为 ${exit} 的出口`, en: `no exit named ${exit}` });
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
async function probeOne(options: SweepOptions, sweepId: number, host: string, candidates: Candidate[], registrations: Map<string, Promise<void>>): Promise<string> {
  const { store, egress, exit } = options;
  const resolved = candidates[0]?.outcome ?? 'unknown';
  if (resolved === 'absent') return resolved;
  const resolution = await store.candidates.resolution(sweepId, host);
  const domain = registrableDomain(host);
  if (domain && resolved === 'live') await once(registrations, domain, () => register(options, sweepId, host, domain));
  if (resolution) await attachDns(store, sweepId, host, resolution);
  const siblings = await store.candidates.byHost(sweepId, host);
  if (siblings.some((candidate) => candidate.kind === 'entry')) return 'web';
  if (resolved === 'unknown') return 'unresolved';
  const { result, artifacts } = await probeHost(host, { egress, exit });
  await store.candidates.saveProbe(sweepId, result);
  await keepEvidence(store, sweepId, host, artifacts);
  return result.outcome;
}

async function attachDns(store: Store, sweepId: number, host: string, resolution: Resolution): Promise<void> {
  const data = Buffer.from(JSON.stringify(resolution, null, 2));
  const method = `DNS ${resolution.resolver ?? ''}`.trim();
  await keepEvidence(store, sweepId, host, [
    { kind: 'dns', mediaType: 'application/json', sourceUrl: `dns:${host}`, at: resolution.at, method, peerAddress: resolution.resolver, derivedFrom: null, data },
  ]);
}

async function keepEvidence(store: Store, sweepId: number, host: string, artifacts: readonly NewArtifact[]): Promise<void> {
  for (const artifact of artifacts) await store.evidence.put(artifact, { sweepId, host, visitId: null });
}

async function register(options: SweepOptions, sweepId: number, host: string, domain: string): Promise<void> {
  const { store, egress, exit } = options;
  if (await store.candidates.registration(sweepId, domain)) return;
  if (await reuseRegistration(store, { sweepId, host, domain }, options.settings.registration.reuseDays)) return;
  const { registration, artifacts } = await lookupRegistration(domain, { egress, exit, ...options.registration });
  await store.candidates.saveRegistration(sweepId, registration);
  await keepEvidence(store, sweepId, host, artifacts);
}

function once(running: Map<string, Promise<void>>, key: string, start: () => Promise<void>): Promise<void> {
  const promise = running.get(key) ?? start();
  running.set(key, promise);
  return promise;
}

/** Outcomes of the probe stage after which there is something to visit. */
const VISITED_AFTER: ReadonlySet<string> = new Set(['web', 'parked', 'blocked', 'unknown']);

async function captureStep(options: SweepOptions, sweepId: number, judged: Judged): Promise<void> {
  const hosts = new Set<string>();
  for await (const batch of candidatesAt(options, sweepId, 'probe')) {
    for (const { host, outcome, kind } of batch) if (kind === 'entry' ? outcome !== 'absent' : VISITED_AFTER.has(outcome ?? '')) hosts.add(host);
  }
  const context = await detectionContext(options);
  const rounds: ((state: HostState) => PlannedVisit[])[] = [
    (state) => firstRound(state, options.exit),
    (state) => secondRound(state, options.exit),
    (state) => thirdRound(state, options.exit, options.furtherExits),
  ];
  let done = 0;
  for (const [index, plan] of rounds.entries()) {
    const verdictNeeded = index === rounds.length - 1;
    for (const host of hosts) {
      if (options.signal.aborted) return;
      const planned = plan(await hostState(options, sweepId, host, verdictNeeded ? { context, judged } : null));
      await options.store.jobs.enqueue(planned.map((visit) => ({ sweepId, ...visit })));
    }
    // a sweep that goes on finds jobs that an earlier run has left open
    const { open, leased } = await options.store.jobs.counts(sweepId);
    const total = done + open + leased;
    await captureSites({
      store: options.store,
      sweepId,
      egress: options.egress,
      settings: options.capture,
      signal: options.signal,
      onVisit: () => options.onProgress?.({ stage: 'capture', done: ++done, total }),
    });
    if (options.signal.aborted) return;
  }
  for await (const batch of candidatesAt(options, sweepId, 'probe')) {
    await options.store.candidates.advance(
      sweepId,
      batch.map(({ id, host, outcome }) => ({ id, stage: 'capture', outcome: hosts.has(host) ? 'visited' : outcome })),
    );
  }
}

async function hostState(options: SweepOptions, sweepId: number, host: string, judge: { context: DetectionContext; judged: Judged } | null): Promise<HostState> {
  const { store } = options;
  const visits = await store.visits.forHost(sweepId, host);
  const seen =
    judge &&
    (await orIssue(store, sweepId, host, async () => {
      const subject = await loadSubject(store, sweepId, host);
      return { assessment: assess(subject, judge.context), queryLinks: queryLinks(subject) };
    }));
  const assessment = seen?.assessment;
  if (judge && assessment) judge.judged.set(host, { visits: visits.length, assessment });
  const worthALook = assessment !== undefined && assessment.score >= WORTH_A_LOOK;
  return {
    host,
    candidates: await store.candidates.byHost(sweepId, host),
    sightings: await store.candidates.sightings(sweepId, host),
    probe: await store.candidates.probe(sweepId, host),
    visits,
    verdict: assessment?.verdict ?? null,
    platformPages: worthALook ? pagesOfLikeliest(options.platforms, assessment) : [],
    queryLinks: worthALook ? (seen?.queryLinks ?? []) : [],
  };
}

/** The official pages of the platform that the findings point at most, whatever the verdict. */
function pagesOfLikeliest(platforms: readonly Platform[], { findings }: Assessment): readonly string[] {
  const weightOf = (id: string) => findings.filter(({ platform }) => platform === id).reduce((sum, { weight }) => sum + weight, 0);
  const [likeliest] = platforms.map((platform) => ({ platform, weight: weightOf(platform.id) })).sort((left, right) => right.weight - left.weight);
  return likeliest && likeliest.weight > 0 ? (likeliest.platform.references ?? []) : [];
}

async function detectionContext({ store, platforms, settings, today }: SweepOptions): Promise<DetectionContext> {
  const references: ReferenceView[] = await loadReferences(store, platforms);
  return { platforms: [...platforms], references, allowList: [...settings.allowList], now: today ?? now() };
}

async function detectStep(options: SweepOptions, sweepId: number, judged: Judged): Promise<void> {
  const { store } = options;
  const context = await detectionContext(options);
  const total = await countAt(store, sweepId, 'capture');
  let done = 0;
  for await (const batch of candidatesAt(options, sweepId, 'capture')) {
    for (const [host, candidates] of Map.groupBy(batch, (candidate) => candidate.host)) {
      if (options.signal.aborted) return;
      const outcome = await judge(options, sweepId, host, context, judged);
      await store.candidates.advance(
        sweepId,
        candidates.map(({ id }) => ({ id, stage: 'store', outcome })),
      );
      done += candidates.length;
      options.onProgress?.({ stage: 'detect', done, total });
    }
  }
}

/** The verdict on one host, stored; an assessment made after the host's last visit is used as it is. */
async function judge(options: SweepOptions, sweepId: number, host: string, context: DetectionContext, judged: Judged): Promise<string> {
  const { store } = options;
  const verdict = await orIssue(store, sweepId, host, async () => {
    const early = judged.get(host);
    const current = early !== undefined && (await store.visits.forHost(sweepId, host)).length === early.visits;
    const assessment = current ? early.assessment : assess(await loadSubject(store, sweepId, host), context);
    await store.assessments.save(sweepId, assessment);
    return assessment.verdict;
  });
  return verdict ?? 'undecided';
}

/** Null for a host that cannot be judged (damaged evidence, say): that is one line among the issues, never the end of the sweep. */
async function orIssue<T>(store: Store, sweepId: number, host: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    await store.sweeps.noteIssue(sweepId, { stage: 'detect', subject: host, sentence: { zh: `无法判定:${found}`, en: `could not be judged: ${found}` }, at: now() });
    return null;
  }
}
