/** One line of the doctor's answer, and the guard that lets no check stop or delay the others. */
import { setTimeout as wait } from 'node:timers/promises';
import { MingjingError } from '../../storage/mingjing-error.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';

export const DOCTOR_PARTS = ['node', 'browser', 'fonts', 'pictures', 'dns', 'clock', 'disk', 'database'] as const;
export type DoctorPart = (typeof DOCTOR_PARTS)[number];

export interface DoctorCheck {
  part: DoctorPart;
  /** False only for `fail`: a sweep would not work. */
  ok: boolean;
  state: 'ok' | 'warn' | 'fail';
  /** What was found. */
  sentence: Sentence;
  /** What to do about it; null when there is nothing to do. */
  mend: Sentence | null;
}

export type DoctorFinding = Omit<DoctorCheck, 'part' | 'ok'>;

export const fine = (zh: string, en: string): DoctorFinding => ({ state: 'ok', sentence: { zh, en }, mend: null });
export const warning = (sentence: Sentence, mend: Sentence | null): DoctorFinding => ({
  state: 'warn',
  sentence,
  mend,
});
export const failing = (sentence: Sentence, mend: Sentence | null): DoctorFinding => ({
  state: 'fail',
  sentence,
  mend,
});

/** Runs one check. What it throws is a `fail` in its own words; so is silence after `limitMs`. Never rejects. */
export async function guardedCheck(
  part: DoctorPart,
  limitMs: number,
  check: () => Promise<DoctorFinding>,
): Promise<DoctorCheck> {
  const timer = new AbortController();
  const late = wait(limitMs, undefined, { signal: timer.signal }).then(
    () => failing({ zh: `${limitMs / 1000} 秒内没有结果`, en: `no result within ${limitMs / 1000} s` }, null),
    () => failing({ zh: '已停止', en: 'stopped' }, null),
  );
  // started inside `then`, so that a check that throws at once is caught like one that rejects
  const finding = await Promise.race([Promise.resolve().then(check).catch(thrown), late]);
  timer.abort();
  return { part, ok: finding.state !== 'fail', ...finding };
}

function thrown(error: unknown): DoctorFinding {
  if (error instanceof MingjingError) return failing(error.sentence, null);
  const text = error instanceof Error ? error.message : String(error);
  return failing({ zh: `检查时出错：${text}`, en: `the check failed: ${text}` }, null);
}
