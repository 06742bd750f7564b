/**
 * Shared shapes of the detect stage: what detectors are given, findings and assessments. See vocabulary.ts for
 * conventions.
 */
import type {
  ArtifactKind,
  Persona,
  Platform,
  ProbeResult,
  Registration,
  Resolution,
  Sentence,
  Sighting,
  Verdict,
} from './vocabulary.ts';
import type { Box, Omission, PageModel, Visit } from './capture-vocabulary.ts';

/** Raw pixels, 8-bit RGBA, row-major. */
export interface Raster {
  width: number;
  height: number;
  data: Uint8Array;
}

/** A file that a visit was given; its bytes are in quarantine. */
export interface DownloadView {
  /** As the server or the address names it. */
  name: string;
  bytes: number;
  digest: string;
  /** By its bytes, never by its name. */
  mediaType: string;
}

/** One capture as detectors see it. */
export interface CaptureView {
  visit: Visit;
  page: PageModel | null;
  /** Main document's DOM; '' when none was kept. */
  html: string;
  /** Reduced viewport raster (`RASTER_WIDTH` wide); null when there is no picture or it does not decode. */
  raster: Raster | null;
  /**
   * Lines read in the viewport screenshot with a score of at least 0.6, top down, in page pixels like `PageField.box`;
   * null when it was not read, or in vain.
   */
  pictureText: { text: string; box: Box }[] | null;
  /** Files the visit was given; absent = none were kept. */
  downloads?: DownloadView[] | undefined;
  /** Digests of the artefacts this view was made from, by kind. */
  artifacts: Partial<Record<ArtifactKind, string>>;
}

/** The official page as captured for comparison. */
export interface ReferenceView {
  platform: string;
  url: string;
  version: number;
  persona: Persona;
  capturedAt: string;
  page: PageModel;
  raster: Raster | null;
  artifacts: Partial<Record<ArtifactKind, string>>;
}

/** Width in pixels of every `raster` artefact; the height follows, cut at RASTER_MAX_HEIGHT. */
export const RASTER_WIDTH = 400;
export const RASTER_MAX_HEIGHT = 800;

/** Everything known of one host, handed to the detectors. */
export interface Subject {
  host: string;
  /** Entry URLs through which the host was found. */
  urls: string[];
  sightings: Sighting[];
  resolution: Resolution | null;
  probe: ProbeResult | null;
  registration: Registration | null;
  captures: CaptureView[];
  /** What could not be looked at so far; absent = nothing was left out. */
  omissions?: readonly Omission[] | undefined;
}

export interface DetectionContext {
  platforms: Platform[];
  references: ReferenceView[];
  /** The operator's own official hosts, same notation as `Platform.hosts`. */
  allowList: string[];
  /** The date ages are counted from. */
  now: string;
  /** Detectors (by the name in `Finding.detector`) that are switched off; their findings are left out. Default none. */
  off?: readonly string[];
}

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
