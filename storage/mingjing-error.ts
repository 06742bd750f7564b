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
/** Class of an outcome, by what the caller must do. */
export type ExitName = keyof typeof EXIT_CODES;

/**
 * Every code a command can end with, and what the caller must then do: `usage` fix the command line (a name or number on
 * it that nobody knows belongs here), `input` fix a file, `environment` mend the machine (see `mingjing doctor`),
 * `network` find a way out, `damaged` stored evidence fails its digest, `different` two results that were compared are
 * not the same. Sorted; programs rely on the codes, so one is never renamed.
 */
export const ERROR_CODES = {
  ACTOR_EXISTS: 'input',
  ACTOR_INVALID: 'input',
  ACTOR_RETIRED: 'input',
  ACTOR_UNKNOWN: 'input',
  ALREADY_SIGNED: 'input',
  BROWSER_MISSING: 'environment',
  CACHE_UNUSABLE: 'environment',
  CORPUS_INVALID: 'input',
  DATABASE_BUSY: 'environment',
  DATABASE_DAMAGED: 'damaged',
  DATABASE_FULL: 'environment',
  DATABASE_INVALID: 'input',
  DATABASE_NEWER: 'environment',
  DATABASE_UNAVAILABLE: 'environment',
  DATABASE_URL_INVALID: 'usage',
  DATABASE_WORLD: 'input',
  DECISION_INVALID: 'input',
  DETECTOR_UNKNOWN: 'usage',
  DIGEST_INVALID: 'input',
  DOCUMENT_REFUSED: 'input',
  DOCUMENT_UNKNOWN: 'input',
  EVALUATION_INVALID: 'input',
  EVIDENCE_DAMAGED: 'damaged',
  EXIT_UNKNOWN: 'input',
  EXPORT_DIRECTORY_INVALID: 'input',
  EXPORT_DIRECTORY_NOT_EMPTY: 'input',
  EXPORT_UNWRITABLE: 'environment',
  FLAG_IDLE: 'usage',
  FLAG_INVALID: 'usage',
  FONTS_MISSING: 'environment',
  GANG_UNKNOWN: 'usage',
  INTERRUPTED: 'interrupted',
  LEADS_UNREADABLE: 'input',
  LEAD_INVALID: 'usage',
  LEDGER_ENTRY_INVALID: 'internal',
  LEDGER_HEAD_INVALID: 'input',
  NAME_LIST_EMPTY: 'input',
  NAME_LIST_UNREACHABLE: 'network',
  NAME_LIST_UNREADABLE: 'input',
  NO_NETWORK: 'network',
  NUMBER_BOOK_DIFFERENT: 'input',
  NUMBER_BOOK_MISSING: 'input',
  NUMBER_FORMAT_INVALID: 'input',
  PLATFORM_FOLDER: 'input',
  PLATFORM_INVALID: 'input',
  PLATFORM_UNKNOWN: 'usage',
  SANDBOX_UNAVAILABLE: 'environment',
  SETTINGS_INVALID: 'input',
  SITE_UNKNOWN: 'usage',
  SOURCE_UNKNOWN: 'usage',
  SUBJECT_KEY: 'input',
  SUBJECT_UNKNOWN: 'input',
  SUFFIX_DATA_MISSING: 'environment',
  SWEEP_UNKNOWN: 'usage',
  UNIT_CYCLE: 'input',
  UNIT_IN_USE: 'input',
  UNIT_UNKNOWN: 'input',
} as const satisfies Record<string, ExitName>;
/** One of the codes a command can end with. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** Thrown when a command cannot go on. `sentence` names the file, field or flag, what was expected and what was found. */
export class MingjingError extends Error {
  readonly code: ErrorCode;
  /** The class of the code. */
  readonly exit: ExitName;
  readonly sentence: Sentence;

  constructor(code: ErrorCode, sentence: Sentence, options?: { cause?: unknown }) {
    super(sentence.en, options);
    this.name = 'MingjingError';
    this.code = code;
    this.exit = ERROR_CODES[code];
    this.sentence = sentence;
  }
}
