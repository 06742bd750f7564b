/** Runs the table of signals over a page or a host, each detector by itself. */
import type { Finding } from '../storage/vocabulary/detect.ts';
import { type Notes, guarded } from './guarded.ts';
import type { CaptureView, DetectionContext, HostView } from './host-view.ts';
import type { PageReading } from './reading/page-reading.ts';
import type { SeenCapture } from './reading/seen.ts';
import { HOST_DETECTORS, PAGE_DETECTORS } from './signals.ts';

/** The findings of all page detectors in the order of the table; a failing one becomes a note. */
export function pageFindings(
  capture: CaptureView,
  context: DetectionContext,
  reading: PageReading,
  notes: Notes,
): Finding[] {
  return PAGE_DETECTORS.flatMap(({ name, detect }) =>
    guarded<Finding[]>(name, notes, [], () => detect(capture, context, reading)),
  );
}

/** The findings of all host detectors in the order of the table; a failing one becomes a note. */
export function hostFindings(
  hostView: HostView,
  context: DetectionContext,
  seen: readonly SeenCapture[],
  notes: Notes,
): Finding[] {
  return HOST_DETECTORS.flatMap(({ name, detect }) =>
    guarded<Finding[]>(name, notes, [], () => detect(hostView, context, seen)),
  );
}

/** The findings of detectors that are not switched off. */
export function switchedOn(findings: Finding[], { off }: DetectionContext): Finding[] {
  return off === undefined || off.length === 0 ? findings : findings.filter(({ detector }) => !off.includes(detector));
}
