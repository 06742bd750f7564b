/** What the detectors are given: one host with its captures, the official pages, and what counts as official. */
import type { ArtifactKind } from '../storage/vocabulary/artifacts.ts';
import type { Sighting } from '../storage/vocabulary/candidates.ts';
import type { Visit } from '../storage/vocabulary/capture.ts';
import type { Persona } from '../storage/vocabulary/personas.ts';
import type { Omission } from '../storage/vocabulary/omissions.ts';
import type { Box, PageModel } from '../storage/vocabulary/page-model.ts';
import type { Platform } from '../storage/vocabulary/platform.ts';
import type { ProbeResult, Registration } from '../storage/vocabulary/probe.ts';
import type { Resolution } from '../storage/vocabulary/resolve.ts';

/** Raw pixels, 8-bit RGBA, row-major. */
export interface Raster {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Width in pixels of every `raster` artefact; the height follows, cut at RASTER_MAX_HEIGHT. */
export const RASTER_WIDTH = 400;

/** Height in pixels at which a raster is cut. */
export const RASTER_MAX_HEIGHT = 800;

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

/** Everything known of one host, handed to the detectors. */
export interface HostView {
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

/**
 * What every host of a sweep is judged by. Detectors remember what they prepare by the identity of this object and its
 * lists.
 */
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
