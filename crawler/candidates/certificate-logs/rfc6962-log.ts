/** A certificate log that speaks RFC 6962: get-sth (§4.3) and get-entries (§4.6). */
import { z } from 'zod';
import type { CandidateContext } from '../candidate-context.ts';
import type { CertificateFeed, FeedAnswer, FeedEntry, FeedHead } from './certificate-feed.ts';
import { certificateNames } from './certificate-names.ts';
import { fetchFailure, fetchOnce } from '../fetch-once.ts';
import { readLogEntry } from './merkle-leaf.ts';

/** Logs answer with fewer when they like; this is what most give at once. */
const BATCH = 256;

const treeHead = z.object({
  tree_size: z.int().min(0),
  timestamp: z.int().min(0).max(8_640_000_000_000_000).optional(),
});
const entryBatch = z.object({ entries: z.array(z.object({ leaf_input: z.string(), extra_data: z.string() })) });

export class Rfc6962Log implements CertificateFeed {
  readonly kind = 'rfc6962';
  readonly mayRestart = false;
  readonly #context: CandidateContext;
  readonly #base: string;

  constructor(context: CandidateContext, base: string) {
    this.#context = context;
    this.#base = base;
  }

  async head(): Promise<FeedAnswer<FeedHead>> {
    const answer = await this.#ask('get-sth', treeHead);
    if (!answer.ok) return answer;
    const { tree_size: size, timestamp } = answer.value;
    return { ok: true, value: { size, at: timestamp === undefined ? null : new Date(timestamp).toISOString() } };
  }

  async read(start: number, end: number): Promise<FeedAnswer<FeedEntry[]>> {
    const answer = await this.#ask(`get-entries?start=${start}&end=${Math.min(end, start + BATCH) - 1}`, entryBatch);
    if (!answer.ok) return answer;
    const { entries } = answer.value;
    if (entries.length === 0)
      return {
        ok: false,
        note: {
          zh: `${this.#base} 在第 ${start} 条处给出空应答`,
          en: `${this.#base} gave an empty answer at entry ${start}`,
        },
      };
    const read = entries.slice(0, end - start).map((entry, offset): FeedEntry => {
      const logged = readLogEntry(entry);
      return {
        index: start + offset,
        loggedAt: logged?.loggedAt ?? null,
        kind: logged?.kind ?? 'x509',
        names: logged && certificateNames(logged.certificate),
      };
    });
    return { ok: true, value: read };
  }

  async #ask<T>(method: string, shape: z.ZodType<T>): Promise<FeedAnswer<T>> {
    const url = `${this.#base}/ct/v1/${method}`;
    const result = await fetchOnce(this.#context, url);
    if (!result.ok || result.status !== 200) return { ok: false, note: fetchFailure(url, result) };
    try {
      return { ok: true, value: shape.parse(JSON.parse(result.body.toString('utf8'))) };
    } catch {
      const cut = result.truncated ? { zh: '（应答不完整）', en: ' (the answer was cut)' } : { zh: '', en: '' };
      return {
        ok: false,
        note: {
          zh: `${url} 的应答不符合 RFC 6962${cut.zh}`,
          en: `the answer of ${url} is not what RFC 6962 says${cut.en}`,
        },
      };
    }
  }
}
