/** Judges the hosts of one sweep from what is stored of them, and stores each verdict as soon as it is known. */
import { assess } from '../../detectors/assess.ts';
import { heldOpen } from '../../detectors/verdict/held-open.ts';
import { queryLinks } from '../../detectors/reading/query-links.ts';
import { MingjingError } from '../../storage/mingjing-error.ts';
import type { Store } from '../../storage/open-store.ts';
import type { DetectionContext } from '../../detectors/host-view.ts';
import type { Assessment } from '../../storage/vocabulary/detect.ts';
import type { Omission } from '../../storage/vocabulary/omissions.ts';
import { isDamage, noteDamage, readIntact } from '../../storage/evidence/damaged-evidence.ts';
import { loadHostView } from './load-host-view.ts';

/** An assessment, and the links of the host's own pages that offer a query not yet seen. */
export interface Judgement {
  assessment: Assessment;
  queryLinks: string[];
}

const MORE_TO_COME: Omission = { kind: 'visit', reason: 'not-finished', url: null, persona: null };

export class HostJudge {
  readonly #store: Store;
  readonly #sweepId: number;
  readonly #context: DetectionContext;
  /**
   * Judgements by host, each with the state of the store it saw: judging again what has not changed would cost as much
   * as the first time.
   */
  readonly #known = new Map<string, { state: string; judgement: Judgement }>();

  constructor(store: Store, sweepId: number, context: DetectionContext) {
    this.#store = store;
    this.#sweepId = sweepId;
    this.#context = context;
  }

  /**
   * Judges from everything stored so far and stores the result: while more visits are to come only what they could not
   * change is stored as it is, the rest as undecided with that reason. Null for a host that cannot be judged (damaged
   * evidence, say): that is one line among the sweep's issues, never its end.
   */
  async judge(host: string, more: 'more-to-come' | 'final'): Promise<Judgement | null> {
    try {
      const judgement = await this.#judgeNow(host);
      const { assessment } = judgement;
      await this.#store.assessments.save(
        this.#sweepId,
        more === 'final' ? assessment : heldOpen(assessment, [MORE_TO_COME]),
      );
      const failed = assessment.omissions?.find(({ kind }) => kind === 'detector');
      if (failed) await this.#store.omissions.note(this.#sweepId, host, failed);
      return judgement;
    } catch (error) {
      await this.#noteFailure(host, error);
      return null;
    }
  }

  /** One line for the host, and one for each further damaged blob of it. */
  async #noteFailure(host: string, error: unknown): Promise<void> {
    const found = error instanceof Error ? error.message : String(error);
    const sentence = {
      zh: `无法判定：${error instanceof MingjingError ? error.sentence.zh : found}`,
      en: `could not be judged: ${found}`,
    };
    await this.#store.sweeps.noteIssue(this.#sweepId, {
      stage: 'detect',
      subject: host,
      sentence,
      at: new Date().toISOString(),
    });
    if (!isDamage(error)) return;
    const digests = new Set((await this.#store.evidence.artifacts(this.#sweepId, host)).map(({ digest }) => digest));
    for (const digest of digests)
      if (!found.includes(digest)) await readIntact(this.#store, digest, host, noteDamage(this.#store, this.#sweepId));
  }

  async #judgeNow(host: string): Promise<Judgement> {
    const state = await this.#stateOf(host);
    const known = this.#known.get(host);
    if (known?.state === state) return known.judgement;
    const subject = await loadHostView(this.#store, this.#sweepId, host);
    const judgement = { assessment: assess(subject, this.#context), queryLinks: queryLinks(subject, this.#context) };
    this.#known.set(host, { state, judgement });
    return judgement;
  }

  /** Changes when there is anything new to judge from. */
  async #stateOf(host: string): Promise<string> {
    const visits = await this.#store.visits.forHost(this.#sweepId, host);
    const omissions = await this.#store.omissions.standing(this.#sweepId, host);
    const pending = await this.#store.jobs.pending(this.#sweepId, host);
    return JSON.stringify([
      visits.map(({ id, artifacts }) => [id, artifacts.length]),
      omissions.map(({ id, reason }) => [id, reason]),
      pending.length,
    ]);
  }
}
