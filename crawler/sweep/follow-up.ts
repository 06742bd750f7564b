/** After a round of verdicts: makes candidates of what the judged sites lead to, so that the next round visits them. */
import { isOfficialHost } from '../../detectors/names/official-hosts.ts';
import { registeredDomain, sharedHost } from '../../storage/sites/host-domain.ts';
import type { Sighting } from '../../storage/vocabulary/candidates.ts';
import { OPERATED_VERDICTS, type Assessment } from '../../storage/vocabulary/detect.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { FoundCandidate } from '../candidates/candidate-context.ts';
import { KEYWORD_TOPICS } from '../candidates/searches/search-keywords.ts';
import { noteDamage } from '../../storage/evidence/damaged-evidence.ts';
import { retrySearches } from './gather-candidates.ts';
import { keepCandidates, keepOutcome } from './keep-candidates.ts';
import { recogniseName } from '../../detectors/names/recognise-name.ts';
import { codeFinds, pivotFinds, unfollowedNames, type PivotFind } from '../candidates/pivots/pivot-finds.ts';
import publicHosts from '../candidates/pivots/public-hosts.json' with { type: 'json' };
import { SharedMarks } from '../candidates/pivots/shared-marks.ts';
import { siteFacts } from '../candidates/pivots/site-facts.ts';
import type { SweepRun } from './sweep-run.ts';

/** How far from what the sources gave a sweep goes. Codes on pages are followed one step, pivots this many. */
export const FOLLOW_UP_ROUNDS = 2;
/** Most new targets of one round and source. */
const MOST_PER_ROUND = 500;
/** Earlier sweeps whose hosts are compared. */
const EARLIER_SWEEPS = 5;

/**
 * Follows the sites that stand `round` steps from the sources. Depends only on the store, so it may be repeated after a
 * kill: a find's depth stands in its sighting, and hosts deeper than the round count as new.
 * @returns how many finds there were, known ones too; 0 = nothing further to do.
 */
export async function followUp(run: SweepRun, round: number): Promise<number> {
  const { store, world, signal, id: sweepId } = run;
  const { sources } = world;
  let found = round === 0 ? await retrySearches(run) : 0;
  const [qr, pivots] = [sources.includes('qr') && round === 0, sources.includes('pivots')];
  if ((!qr && !pivots) || signal.aborted) return found;
  const depths = await depthsOf(run);
  const judged = (await store.assessments.list(sweepId)).filter(({ host }) => (depths.get(host) ?? 0) === round);
  const known = new Set((await store.candidates.hosts(sweepId)).filter((host) => (depths.get(host) ?? 0) <= round));
  const marks = pivots && judged.some(({ verdict }) => OPERATED_VERDICTS.has(verdict)) ? await sharedMarks(run) : null;
  const rounds = {
    qr: qr ? new FollowRound(run, known, round) : null,
    pivots: pivots ? new FollowRound(run, known, round) : null,
  };
  for (const assessment of judged) {
    if (signal.aborted) return found;
    await followSite(run, assessment, rounds, marks);
  }
  for (const source of ['qr', 'pivots'] as const) {
    const taken = rounds[source];
    if (!taken) continue;
    const { items, dropped } = taken;
    await keepCandidates(store, sweepId, items);
    const note = noteOf(taken);
    const counts = Array.from(dropped, ([reason, count]) => ({ reason, count }));
    await keepOutcome(store, sweepId, {
      source,
      scope: `${source === 'qr' ? 'captured pages' : 'judged sites'}, round ${round + 1}`,
      status: 'done',
      failure: null,
      found: items.length,
      dropped: counts,
      note,
      cursor: null,
    });
    found += items.length;
  }
  return found;
}

/** Steps from the sources, of hosts that stand further than 0. */
async function depthsOf({ store, id: sweepId }: SweepRun): Promise<Map<string, number>> {
  const followed = new Set<string>();
  for (const source of ['qr', 'pivots'] as const) {
    for await (const { host, sighting } of store.knownHosts.seenBy(sweepId, source))
      if (depthOf(sighting) > 0) followed.add(host);
  }
  const depths = new Map<string, number>();
  for (const host of followed)
    depths.set(host, Math.min(...(await store.candidates.sightings(sweepId, host)).map(depthOf)));
  return depths;
}

function depthOf({ detail }: Sighting): number {
  return typeof detail['depth'] === 'number' ? detail['depth'] : 0;
}

async function sharedMarks({ store, id: sweepId }: SweepRun): Promise<SharedMarks> {
  const earlier = (await store.sweeps.list())
    .filter(({ id, finishedAt }) => id < sweepId && finishedAt !== null)
    .slice(-EARLIER_SWEEPS);
  const shared = new SharedMarks();
  for (const id of [sweepId, ...earlier.map((sweep) => sweep.id).toReversed()])
    shared.add(await store.knownHosts.marks(id, ownedDomain));
  return shared;
}

async function followSite(
  run: SweepRun,
  assessment: Assessment,
  rounds: { qr: FollowRound | null; pivots: FollowRound | null },
  marks: SharedMarks | null,
): Promise<void> {
  const { store, world, settings, id: sweepId } = run;
  const { verdict, host } = assessment;
  if (verdict === 'official' || verdict === 'unreachable' || verdict === 'parked') return;
  const isLookAlike = (name: string) => recogniseName(name, world.targets) !== null;
  try {
    const facts = await siteFacts(
      store,
      sweepId,
      assessment,
      { platforms: world.platforms, allowList: settings.allowList },
      noteDamage(store, sweepId),
    );
    for (const find of codeFinds(facts)) rounds.qr?.take(host, find);
    const context = { isLookAlike, topics: KEYWORD_TOPICS };
    for (const find of pivotFinds(facts, context)) rounds.pivots?.take(host, find);
    rounds.pivots?.leave(host, unfollowedNames(facts, context));
    if (OPERATED_VERDICTS.has(verdict)) for (const find of marks?.finds(host) ?? []) rounds.pivots?.take(host, find);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await store.sweeps.noteIssue(sweepId, {
      stage: 'candidates',
      subject: host,
      sentence: { zh: `无法拓展：${reason}`, en: `could not be followed: ${reason}` },
      at: new Date().toISOString(),
    });
  }
}

/** What one round takes and leaves, with reasons. */
class FollowRound {
  readonly items: FoundCandidate[] = [];
  readonly dropped = new Map<string, number>();
  /** Sites on a certificate with hundreds of names, and how many of those are left aside. */
  readonly shared: { host: string; names: number }[] = [];
  readonly #run: SweepRun;
  readonly #known: ReadonlySet<string>;
  readonly #depth: number;

  constructor(run: SweepRun, known: ReadonlySet<string>, round: number) {
    this.#run = run;
    this.#known = known;
    this.#depth = round + 1;
  }

  /**
   * @param from the site that leads there. A code to a page of a host already known is taken: the page matters, not the
   * host.
   */
  take(from: string, find: PivotFind): void {
    const reason = this.#refusal(from, find);
    if (reason !== null) {
      this.dropped.set(reason, (this.dropped.get(reason) ?? 0) + 1);
      return;
    }
    const { rule, kind, target, host, value, because } = find;
    const isCode = rule === 'qr';
    const detail = {
      ...(isCode ? { seenOn: from, payload: value } : { from, value }),
      rule,
      depth: this.#depth,
      because: because.en,
      becauseZh: because.zh,
    };
    this.items.push({
      kind,
      target,
      host,
      sighting: { source: isCode ? 'qr' : 'pivots', at: new Date().toISOString(), detail },
    });
  }

  /** @param names how many names of its certificates are not followed. */
  leave(host: string, names: number): void {
    if (names === 0) return;
    this.shared.push({ host, names });
    this.dropped.set('shared-certificate', (this.dropped.get('shared-certificate') ?? 0) + names);
  }

  #refusal(from: string, { rule, host }: PivotFind): string | null {
    const { world, settings } = this.#run;
    if (isOfficialHost(host, world.platforms, settings.allowList)) return 'official';
    if (PUBLIC.has(registeredDomain(host) ?? host)) return 'public-service';
    if (rule === 'qr' ? host === from : this.#known.has(host)) return 'known';
    return this.items.length >= MOST_PER_ROUND ? 'over-limit' : null;
  }
}

const PUBLIC: ReadonlySet<string> = new Set(publicHosts.domains);

/** The registered domain of hosts that have one to themselves: the name servers of a hoster's tie nobody. */
const ownedDomain = (host: string): string | null => (sharedHost(host) === null ? registeredDomain(host) : null);

const MOST_NAMED = 10;

function noteOf({ items, shared }: FollowRound): Sentence | null {
  const counts = Map.groupBy(items, ({ sighting }) => String(sighting.detail['rule']));
  const related = Array.from(counts, ([rule, found]) => `${rule} ${found.length}`).join(', ');
  const named = shared.slice(0, MOST_NAMED);
  const more = shared.length - named.length;
  const [zh, en] = [
    [
      related === '' ? '' : `按关联：${related}。`,
      ...named.map(({ host, names }) => `${host} 的证书另有 ${names} 个域名，未跟进。`),
      more > 0 ? `另有 ${more} 个网站如此。` : '',
    ],
    [
      related === '' ? '' : `by relation: ${related}`,
      ...named.map(({ host, names }) => `the certificate of ${host} holds ${names} further names, not followed`),
      more > 0 ? `and so do those of ${more} more sites` : '',
    ],
  ];
  return counts.size === 0 && shared.length === 0
    ? null
    : { zh: zh.join(''), en: en.filter((part) => part !== '').join('; ') };
}
