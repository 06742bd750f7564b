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
}
