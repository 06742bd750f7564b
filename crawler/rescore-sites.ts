/** Judges stored captures again: nothing is visited, and what changed is shown. */
import { assess } from '../detectors/assess.ts';
import type { Store } from '../storage/open-store.ts';
import type { Assessment, DetectionContext, Platform } from '../storage/vocabulary.ts';
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
  const { store, sweepId, hosts, signal } = options;
  const references = await loadReferences(store, options.platforms, options.pinned ? 'all' : 'newest');
  const stored = (await store.assessments.list(sweepId)).filter(({ host }) => hosts.length === 0 || hosts.includes(host));
  // detectors remember what they prepared by the identity of context and lists: one context per date and set of versions
  const contexts = new Map<string, DetectionContext>();
  const contextOf = ({ asOf, versions }: Assessment): DetectionContext => {
    const key = JSON.stringify([asOf, options.pinned ? versions.references : null]);
    const context = contexts.get(key) ?? {
      platforms: [...options.platforms],
      references: options.pinned ? references.filter((item) => versions.references[`${item.platform} ${item.persona} ${item.url}`] === item.version) : references,
      allowList: [...options.allowList],
      now: asOf,
      off: options.off,
    };
    contexts.set(key, context);
    return context;
  };
  for (const [index, before] of stored.entries()) {
    if (signal.aborted) return;
    const after = assess(await loadSubject(store, sweepId, before.host), contextOf(before));
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
