/** What a capture run may be told. */
import type { BrowserSettings } from '../browser/find-browser.ts';

export interface CaptureSettings extends BrowserSettings {
  /** Visits at the same time; measured knee: 4 on two cores. */
  concurrency: number;
  /** Longest wait for the first byte of the main document, redirects included, milliseconds. */
  navigationTimeoutMs: number;
  /** Longest visit in all, milliseconds; whatever was seen by then is kept. */
  visitTimeoutMs: number;
  /** Longest wait while a page is blank, shows a spinner or still changes, milliseconds. */
  settleMaxMs: number;
  /** Attempts per job, first one included; more are made only for failures that may pass. */
  maxAttempts: number;
  /** Lease of a job, milliseconds; raised where it would be shorter than a visit may last. */
  leaseMs: number;
  /** Whether a picture of the whole page is taken of pages longer than the viewport. */
  fullPage: boolean;
  /** Whether a screenshot that shows text the DOM does not say is read by text recognition, where that is installed. */
  readPictures: boolean;
  /**
   * Factor on the inner limits of a visit; default 1. Set by `patientSettings`, for visits made again because too
   * little was seen.
   */
  patience?: number | undefined;
}

/** The same settings with `patience` times the time for everything, and no more than two visits at once. */
export function patientSettings(settings: CaptureSettings, patience: number): CaptureSettings {
  const { navigationTimeoutMs, visitTimeoutMs, settleMaxMs, concurrency } = settings;
  return {
    ...settings,
    patience,
    concurrency: Math.min(concurrency, 2),
    navigationTimeoutMs: navigationTimeoutMs * patience,
    visitTimeoutMs: visitTimeoutMs * patience,
    settleMaxMs: settleMaxMs * patience,
  };
}
