/** Judges stored captures again: nothing is visited, and what changed is shown. */
import { assess } from '../detectors/assess.ts';
import type { Store } from '../storage/open-store.ts';
import type { Assessment, Platform } from '../storage/vocabulary.ts';
import { loadReferences, loadSubject } from './load-subject.ts';

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
  onProgress?(done: number, total: number): void;
}

/** One host before and after. */
export interface Rescored {
  before: Assessment;
  after: Assessment;
  /** Verdict, platform or rounded score differ. */
  changed: boolean;
  /** Detectors whose weight moved by at least 0.1, with both weights (0 = no finding). */
  findings: { detector: string; platform: string | null; before: number; after: number }[];
}

/** Yields every host in the order of the stored list; the store is only read. @throws MingjingError EVIDENCE_DAMAGED. */
export async function* rescoreSites(options: RescoreOptions): AsyncGenerator<Rescored> {
  const { store, sweepId, platforms, hosts, signal } = options;
  const newest = await loadReferences(store, platforms);
  const every = options.pinned ? await loadReferences(store, platforms, 'all') : [];
  const stored = (await store.assessments.list(sweepId)).filter(({ host }) => hosts.length === 0 || hosts.includes(host));
  // One list per set of versions: detectors remember what they prepared by the identity of that list.
  const pinnedLists = new Map<string, typeof newest>();
  const referencesOf = ({ versions }: Assessment) => {
    if (!options.pinned) return newest;
    const key = JSON.stringify(versions.references);
    const list = pinnedLists.get(key) ?? every.filter((item) => versions.references[`${item.platform} ${item.persona} ${item.url}`] === item.version);
    pinnedLists.set(key, list);
    return list;
  };
  const contexts = new Map<string, Parameters<typeof assess>[1]>();
  for (const [index, before] of stored.entries()) {
    if (signal.aborted) return;
    const references = referencesOf(before);
    const key = `${before.asOf}\n${options.pinned ? JSON.stringify(before.versions.references) : ''}`;
    const context = contexts.get(key) ?? { platforms: [...platforms], references, allowList: [...options.allowList], now: before.asOf, off: [...options.off] };
    contexts.set(key, context);
    const after = assess(await loadSubject(store, sweepId, before.host), context);
    yield compare(before, after);
    options.onProgress?.(index + 1, stored.length);
  }
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
  const changed = before.verdict !== after.verdict || before.platform !== after.platform || Math.abs(before.score - after.score) >= 0.1;
  return { before, after, changed, findings };
}
