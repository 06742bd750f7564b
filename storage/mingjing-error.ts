/**
 * The one error class for outcomes that end a command: a stable code, an exit code and a sentence in both languages.
 */
import type { Sentence } from './vocabulary/sentence.ts';

/** Documented exit codes of `mingjing` (README, "Exit codes"). */
export const EXIT_CODES = {
  ok: 0,
  internal: 1,
  usage: 2,
  input: 3,
  environment: 4,
  network: 5,
  damaged: 6,
  different: 7,
  interrupted: 130,
} as const;
export type ExitName = keyof typeof EXIT_CODES;

/**
 * Thrown when a command cannot go on. `code` is stable and meant for programs (`CORPUS_INVALID`, `SETTINGS_INVALID`,
 * `BROWSER_MISSING` …); `sentence` names the file, field or flag, what was expected and what was found.
 * `exit` classes it by what the caller must do: `usage` fix the command line, `input` fix a file, `environment` mend
 * the machine (see `mingjing doctor`), `network` no way out, `damaged` stored evidence fails its digest, `different`
 * two results that were compared are not the same.
 */
export class MingjingError extends Error {
  readonly code: string;
  readonly exit: ExitName;
  readonly sentence: Sentence;

  constructor(code: string, exit: ExitName, sentence: Sentence, options?: { cause?: unknown }) {
    super(sentence.en, options);
    this.name = 'MingjingError';
    this.code = code;
    this.exit = exit;
    this.sentence = sentence;
  }
}
