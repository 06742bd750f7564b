/** A detector that fails costs only its own finding: what it threw becomes a note. */
import type { Sentence } from '../storage/vocabulary/sentence.ts';
import { quote, sentence } from './finding.ts';

/** Failures of detectors, as sentences for the assessment. */
export type Notes = Sentence[];

/** Runs a detector; an exception becomes a note and the fallback value. */
export function guarded<T>(name: string, notes: Notes, fallback: T, detect: () => T): T {
  try {
    return detect();
  } catch (error) {
    const reason = quote(error instanceof Error ? error.message : String(error), 100);
    notes.push(
      sentence(`检测器 ${name} 出错，未计入：${reason}`, `Detector ${name} failed and was left out: ${reason}`),
    );
    return fallback;
  }
}
