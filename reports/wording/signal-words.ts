/** The words of the detectors' signals. */
import { SIGNALS } from '../../detectors/signals.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';

/** By the name in `Finding.detector`; one that is missing here (of another version) is shown as it is. */
export const SIGNAL_WORDS: Readonly<Record<string, Sentence>> = Object.fromEntries(
  Object.entries(SIGNALS).map(([name, { words }]) => [name, words]),
);
