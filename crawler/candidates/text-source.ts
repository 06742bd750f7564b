/**
 * Reads an operator's text: a local path or an http(s) URL, in UTF-8, UTF-16 or the GB18030 that Chinese spreadsheets
 * save.
 */
import { readFile, stat } from 'node:fs/promises';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { decodeText } from '../reading/decode-text.ts';
import { sheetText } from '../reading/sheet-text.ts';
import type { CandidateContext } from './candidate-context.ts';
import { fetchFailure, fetchOnce } from './fetch-once.ts';

export type TextSource = { ok: true; text: string } | { ok: false; failure: 'dead' | 'unreadable'; note: Sentence };

/**
 * Never throws for a missing file or a dead server; a file above `limits.fetchMaxBytes` is refused, never read in part.
 */
export async function readTextSource(context: CandidateContext, place: string): Promise<TextSource> {
  if (/^https?:\/\//i.test(place)) {
    const result = await fetchOnce(context, place);
    if (!result.ok || result.status !== 200) return { ok: false, failure: 'dead', note: fetchFailure(place, result) };
    if (result.truncated)
      return {
        ok: false,
        failure: 'dead',
        note: { zh: `${place} 的应答不完整`, en: `the answer of ${place} was cut` },
      };
    return { ok: true, text: decodeText(result.body, result.headers['content-type'] ?? null).text };
  }
  try {
    const { size } = await stat(place);
    if (size > context.limits.fetchMaxBytes) {
      return {
        ok: false,
        failure: 'unreadable',
        note: {
          zh: `${place} 有 ${size} 字节，上限为 ${context.limits.fetchMaxBytes}`,
          en: `${place} has ${size} bytes, the limit is ${context.limits.fetchMaxBytes}`,
        },
      };
    }
    const bytes = await readFile(place);
    return { ok: true, text: sheetText(bytes) ?? decodeText(bytes, null).text };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      failure: 'unreadable',
      note: { zh: `无法读取 ${place}：${reason}`, en: `cannot read ${place}: ${reason}` },
    };
  }
}
