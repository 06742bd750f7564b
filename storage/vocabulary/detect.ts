/** The detect stage: verdicts, findings, assessments. */
import type { Persona } from './personas.ts';
import type { Omission } from './omissions.ts';
import type { Box } from './page-model.ts';
import type { Sentence } from './sentence.ts';

/** Verdicts, strongest first for a host with several judged pages (injected > impersonation > sale > the rest). */
export const VERDICTS = [
  'injected',
  'impersonation',
  'certificate-sale',
  'official',
  'benign',
  'parked',
  'undecided',
  'unreachable',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Verdicts that say a fake or a sale was found there; of `injected` the host is the victim. */
export const ACCUSING_VERDICTS: ReadonlySet<Verdict> = new Set(['injected', 'impersonation', 'certificate-sale']);

/** … and the host is the operator's own: a victim's certificate, neighbours and links are its owner's. */
export const OPERATED_VERDICTS: ReadonlySet<Verdict> = new Set(['impersonation', 'certificate-sale']);

/** One signal, with its evidence. */
export interface Finding {
  detector: string;
  version: number;
  /** The platform this finding speaks about; null when it speaks about none in particular. */
  platform: string | null;
  /** 0..1, how strongly the signal is present. */
  value: number;
  /** Weight of evidence for impersonation, natural-log odds; negative exonerates; 0 = supporting text only. */
  weight: number;
  /** Observed and expected value, in sentences. */
  because: Sentence[];
  evidence: FindingEvidence[];
}

/** Where one piece of a finding can be seen again. */
export interface FindingEvidence {
  /** Digest of the artefact the evidence stands in, null when it is the name or address itself. */
  digest: string | null;
  selector?: string | undefined;
  boxes?: Box[] | undefined;
  /** The observed text, at most 200 characters. */
  text?: string | undefined;
  /** For picture comparison: digest of the reference's screenshot that `referenceBoxes` and `boxes` refer to. */
  reference?: string | undefined;
  persona?: Persona | undefined;
}

/**
 * What a sweep holds of one host: the verdict, why, and what would change it. `platform` is null where none is
 * imitated.
 */
export interface Assessment {
  host: string;
  /** The URL the verdict is about. */
  url: string | null;
  verdict: Verdict;
  platform: string | null;
  /** 0..100; for `impersonation` the calibrated likelihood × 100. */
  score: number;
  /** 95 % interval of the score, 0..100, from the uncertainty of the weights that made it (weights.json, `sd`). */
  confidence: { low: number; high: number };
  because: Sentence[];
  /** Counterfactuals and what is missing. */
  wouldChange: Sentence[];
  findings: Finding[];
  /** Contacts, filing numbers, analytics ids … seen, by the corpus format's `expect.clues` keys. */
  clues: Record<string, { value: string; seenIn: string }[]>;
  /** The date that ages were counted from: with it and the versions the same number comes out again. */
  asOf: string;
  /** What could not be looked at when this was judged; absent in assessments from before this was kept. */
  omissions?: Omission[] | undefined;
  /** Detectors that were switched off. */
  off: string[];
  versions: { code: string; weights: string; profiles: Record<string, number>; references: Record<string, number> };
}
