/**
 * The capture stage of a sweep: plans visits in rounds, has them made, makes up for what could not be looked at, and
 * has the hosts judged on the way.
 */
import type { DetectionContext } from '../../detectors/host-view.ts';
import type { Visit } from '../../storage/vocabulary/capture.ts';
import type { Assessment } from '../../storage/vocabulary/detect.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { captureSites } from '../capture/capture-sites.ts';
import { candidatesAt } from './candidates-at.ts';
import { catchUp } from './catch-up.ts';
import { captureSettings } from '../settings/settings.ts';
import { judgeFromStore } from './judge-from-store.ts';
import { tellingAttempts } from './load-host-view.ts';
import { firstRound, secondRound, thirdRound, type HostState, type PlannedVisit } from './plan-visits.ts';
import type { SweepRun } from './sweep-run.ts';

/** Outcomes of the probe stage after which there is something to visit. */
const VISITED_AFTER: ReadonlySet<string> = new Set(['web', 'parked', 'blocked', 'unknown']);
/**
 * Score from which a host's query links are followed and the platform's own paths tried on it: something of a platform
 * (its name, its words) was seen.
 */
const WORTH_A_LOOK = 5;

/**
 * Everyone once; then the other everyday visitors; then, where no verdict is settled, the rarer ones. Every round is
 * planned from what stands in the store.
 */
export async function visitHosts(run: SweepRun, context: DetectionContext): Promise<void> {
  const hosts = await hostsToVisit(run);
  const visits = new VisitRounds(run, context);
  const { signal } = run;
  const { exit, furtherExits } = run.world;
  for (const host of hosts) await visits.plan(host, (state) => firstRound(state, exit));
  await visits.make();
  if (signal.aborted) return;
  for (const host of hosts) await visits.plan(host, (state) => secondRound(state, exit));
  await visits.make();
  if (signal.aborted) return;
  for (const host of hosts) await visits.planJudged(host, (state) => thirdRound(state, exit, furtherExits));
  await visits.make();
  if (signal.aborted) return;
  for await (const batch of candidatesAt(run, 'probe')) {
    await run.store.candidates.advance(
      run.id,
      batch.map(({ id, host, outcome }) => ({ id, stage: 'capture', outcome: hosts.has(host) ? 'visited' : outcome })),
    );
  }
}

async function hostsToVisit(run: SweepRun): Promise<Set<string>> {
  const hosts = new Set<string>();
  for await (const batch of candidatesAt(run, 'probe')) {
    for (const { host, outcome, kind } of batch)
      if (kind === 'entry' ? outcome !== 'absent' : VISITED_AFTER.has(outcome ?? '')) hosts.add(host);
  }
  return hosts;
}

class VisitRounds {
  readonly #run: SweepRun;
  readonly #context: DetectionContext;
  /** Hosts seen since they were last judged. */
  readonly #unjudged = new Set<string>();
  #done = 0;

  constructor(run: SweepRun, context: DetectionContext) {
    this.#run = run;
    this.#context = context;
  }

  async plan(
    host: string,
    plan: (state: HostState) => PlannedVisit[],
    assessment: Assessment | null = null,
    queryLinks: readonly string[] = [],
  ): Promise<void> {
    const { store, world, signal, id: sweepId } = this.#run;
    if (signal.aborted) return;
    const worthALook = assessment !== null && assessment.score >= WORTH_A_LOOK;
    const planned = plan({
      host,
      candidates: await store.candidates.byHost(sweepId, host),
      sightings: await store.candidates.sightings(sweepId, host),
      probe: await store.candidates.probe(sweepId, host),
      visits: tellingAttempts(await store.visits.forHost(sweepId, host)),
      verdict: assessment?.verdict ?? null,
      platformPages: worthALook ? pagesOfLikeliest(world.platforms, assessment) : [],
      queryLinks: worthALook ? queryLinks : [],
    });
    await store.jobs.enqueue(planned.map((visit) => ({ occasionId: sweepId, ...visit })));
  }

  /** The last plan rests on what the host was judged so far. */
  async planJudged(host: string, plan: (state: HostState) => PlannedVisit[]): Promise<void> {
    if (this.#run.signal.aborted) return;
    const judgement = await judgeFromStore(this.#run, this.#context, host, 'more-to-come');
    await this.plan(host, plan, judgement?.assessment ?? null, judgement?.queryLinks);
  }

  /**
   * Has all open jobs done, judging each host as soon as it has none left, and makes up for what could not be looked
   * at.
   */
  async make(): Promise<void> {
    const { store, egress, settings, signal, id: sweepId } = this.#run;
    const capture = captureSettings(settings);
    // a sweep that goes on finds jobs that an earlier run has left open
    const { open, leased } = await store.jobs.counts(sweepId);
    const total = this.#done + open + leased;
    // a stage is told of when it begins, not only when its first item is done
    if (total > this.#done) this.#run.onProgress?.({ stage: 'capture', done: this.#done, total });
    let judging: Promise<unknown> = Promise.resolve();
    const onVisit = ({ host }: Visit): void => {
      this.#run.onProgress?.({ stage: 'capture', done: Math.min(++this.#done, total), total });
      this.#unjudged.add(host);
      judging = judging.then(() => this.#judgeDone(host));
    };
    await captureSites({ store, sweepId, egress, settings: capture, signal, onVisit });
    this.#done = total;
    await judging;
    const caughtUp = await catchUp({ store, egress, capture, signal, onVisit }, sweepId);
    await judging;
    // also those whose visits a stop has cut short: what is known of them by now is not lost
    for (const host of new Set([...this.#unjudged, ...caughtUp])) await this.#judgeNow(host);
  }

  async #judgeDone(host: string): Promise<void> {
    if ((await this.#run.store.jobs.pending(this.#run.id, host)).length === 0) await this.#judgeNow(host);
  }

  async #judgeNow(host: string): Promise<void> {
    this.#unjudged.delete(host);
    await judgeFromStore(this.#run, this.#context, host, 'more-to-come');
  }
}

/** The official pages of the platform that the findings point at most, whatever the verdict. */
function pagesOfLikeliest(platforms: readonly Platform[], { findings }: Assessment): readonly string[] {
  const weightOf = (id: string) =>
    findings.filter(({ platform }) => platform === id).reduce((sum, { weight }) => sum + weight, 0);
  const [likeliest] = platforms
    .map((platform) => ({ platform, weight: weightOf(platform.id) }))
    .sort((left, right) => right.weight - left.weight);
  return likeliest && likeliest.weight > 0 ? (likeliest.platform.references ?? []) : [];
}
