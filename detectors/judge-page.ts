/** Judges one capture: all detectors, then the platform it imitates most. */
import type { Finding } from '../storage/vocabulary/detect.ts';
import type { Notes } from './guarded.ts';
import type { DetectionContext, HostView } from './host-view.ts';
import { readPage } from './reading/page-reading.ts';
import type { SeenCapture } from './reading/seen.ts';
import { pageFindings, switchedOn } from './run-detectors.ts';
import { bestPlatform } from './verdict/best-platform.ts';
import type { PageJudgement } from './verdict/page-judgement.ts';
import { scaledFinding } from './verdict/score.ts';

/** Judges one capture that shows content. `shared` are those of the whole host (behaviour, infrastructure). */
export function judgePage(
  item: SeenCapture,
  hostView: HostView,
  context: DetectionContext,
  shared: readonly Finding[],
  notes: Notes,
): PageJudgement {
  const { capture } = item;
  const reading = readPage(item, hostView, context, notes);
  const all = [...pageFindings(capture, context, reading, notes), ...shared];
  const best = bestPlatform(switchedOn(undeceived(all), context), item, context);
  return { item, ...best, sale: reading.sale };
}

/** An article that shows itself to some visitors only, or answers its own query by script, is no mere article. */
function undeceived(all: readonly Finding[]): Finding[] {
  const deceives = all.some(
    ({ detector, value }) => (detector === 'cloaking' || detector === 'scripted-answer') && value >= 0.7,
  );
  return deceives
    ? all.map((entry) => (entry.detector === 'talking-about' ? scaledFinding(entry, 0.5) : entry))
    : [...all];
}
