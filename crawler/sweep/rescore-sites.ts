/** Judges stored captures again: nothing is visited, and what changed is shown. */
import { assess } from '../../detectors/assess.ts';
import type { Store } from '../../storage/open-store.ts';
import type { Reference } from '../../storage/sweeps/reference-repository.ts';
import type { DetectionContext, ReferenceView } from '../../detectors/host-view.ts';
import type { Assessment } from '../../storage/vocabulary/detect.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { isDamage, tellDamage, type OnDamage } from '../../storage/evidence/damaged-evidence.ts';
import { referenceView } from '../references/load-references.ts';
import { loadHostView } from './load-host-view.ts';
import { readNewestIntact, readVersions, type IntactReferences } from '../references/newest-intact.ts';

export interface RescoreOptions {
  store: Store;
  sweepId: number;
  /** Hosts to judge again; empty = every host that the sweep assessed. */
  hosts: readonly string[];
  /** All platforms known now. */
  platforms: readonly Platform[];
  allowList: readonly string[];
  /** Detectors to leave out. */
  off: readonly string[];
  /** True = the reference versions the stored assessment names, in place of the newest. */
  pinned: boolean;
  signal: AbortSignal;
  /** Told of each damaged blob of a reference; that version is left out. */
  onDamage: OnDamage;
  onProgress?(done: number, total: number): void;
}

/**
 * A host whose evidence, or the references its verdict rests on, cannot be read any more: its stored assessment stands.
 */
export interface Unjudged {
  host: string;
  unjudged: Sentence;
}

/** One host before and after. */
export interface Rescored {
  unjudged: null;
  before: Assessment;
  after: Assessment;
  /** Verdict, platform or rounded score differ. */
  changed: boolean;
  /** Detectors whose weight moved by at least 0.1, with both weights (0 = no finding). */
  findings: { detector: string; platform: string | null; before: number; after: number }[];
}

/** Yields every host in the order of the stored list; the store is only read. */
export async function* rescoreSites(options: RescoreOptions): AsyncGenerator<Rescored | Unjudged> {
  const { store, sweepId, hosts, signal } = options;
  const { read, lost } = await references(options);
  const views = read.filter((view) => view !== null);
  const stored = (await store.assessments.list(sweepId)).filter(
    ({ host }) => hosts.length === 0 || hosts.includes(host),
  );
  // detectors remember what they prepared by the identity of context and lists: one context per date and set of
  // versions
  const contexts = new Map<string, DetectionContext>();
  const contextOf = ({ asOf, versions }: Assessment): DetectionContext => {
    const key = JSON.stringify([asOf, options.pinned ? versions.references : null]);
    const context = contexts.get(key) ?? {
      platforms: [...options.platforms],
      references: options.pinned ? views.filter((item) => versions.references[pageKey(item)] === item.version) : views,
      allowList: [...options.allowList],
      now: asOf,
      off: options.off,
    };
    contexts.set(key, context);
    return context;
  };
  for (const [index, before] of stored.entries()) {
    if (signal.aborted) return;
    const missing = lost.filter((reference) => restsOn(before, reference, options.pinned));
    yield missing.length > 0
      ? { host: before.host, unjudged: lostSentence(missing) }
      : await judgeAgain(store, sweepId, before, contextOf);
    options.onProgress?.(index + 1, stored.length);
  }
}

async function references({
  store,
  platforms,
  pinned,
  onDamage,
}: RescoreOptions): Promise<IntactReferences<ReferenceView | null>> {
  const ids = platforms.map(({ id }) => id);
  const view = (reference: Reference) => referenceView(store, reference);
  if (!pinned) return readNewestIntact(store, ids, onDamage, view);
  const all = (await store.references.list()).filter(({ platform }) => ids.includes(platform));
  return readVersions(store, all, onDamage, view);
}

/** As assessments name the page of a reference. */
const pageKey = ({ platform, persona, url }: Reference | ReferenceView): string => `${platform} ${persona} ${url}`;

/**
 * Whether judging without this reference could give another verdict than the stored one for no reason of the site's.
 */
function restsOn({ platform, findings, versions }: Assessment, reference: Reference, pinned: boolean): boolean {
  const used = versions.references[pageKey(reference)];
  if (used === undefined || (pinned && used !== reference.version)) return false;
  return platform === reference.platform || findings.some((finding) => finding.platform === reference.platform);
}

function lostSentence(lost: readonly Reference[]): Sentence {
  const pages = lost.map(({ url, persona, version }) => ({
    zh: `${url}（${persona}，第 ${version} 版）`,
    en: `${url} (${persona}, version ${version})`,
  }));
  return {
    zh: `所依据的参照已损坏：${pages.map(({ zh }) => zh).join('、')}`,
    en: `the reference it rests on is damaged: ${pages.map(({ en }) => en).join(', ')}`,
  };
}

async function judgeAgain(
  store: Store,
  sweepId: number,
  before: Assessment,
  contextOf: (before: Assessment) => DetectionContext,
): Promise<Rescored | Unjudged> {
  const { host } = before;
  try {
    return compare(before, assess(await loadHostView(store, sweepId, host), contextOf(before)));
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { host, unjudged: await damageOf(store, sweepId, host) };
  }
}

/** All damaged evidence of the host in one sentence. */
async function damageOf(store: Store, sweepId: number, host: string): Promise<Sentence> {
  const damage: Sentence[] = [];
  const artifacts = await store.evidence.artifacts(sweepId, host);
  await tellDamage(store, artifacts, host, async (_host, { sentence }) => void damage.push(sentence));
  return { zh: damage.map(({ zh }) => zh).join('；'), en: damage.map(({ en }) => en).join('; ') };
}

function compare(before: Assessment, after: Assessment): Rescored {
  const weights = new Map<string, Rescored['findings'][number]>();
  const note = (assessment: Assessment, side: 'before' | 'after') => {
    for (const { detector, platform, weight } of assessment.findings) {
      const key = `${detector}\n${platform ?? ''}`;
      const held = weights.get(key) ?? { detector, platform, before: 0, after: 0 };
      held[side] += weight;
      weights.set(key, held);
    }
  };
  note(before, 'before');
  note(after, 'after');
  const findings = [...weights.values()].filter((item) => Math.abs(item.after - item.before) >= 0.1);
  findings.sort((left, right) => Math.abs(right.after - right.before) - Math.abs(left.after - left.before));
  const changed =
    before.verdict !== after.verdict ||
    before.platform !== after.platform ||
    Math.abs(before.score - after.score) >= 0.1;
  return { unjudged: null, before, after, changed, findings };
}
