/** The same address shows a query or a record to one kind of visitor and something else to another. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, sentence } from '../finding.ts';
import type { DetectionContext, HostView } from '../host-view.ts';
import { offersQuery } from '../reading/offers-query.ts';
import { isOneVisit, SEEN_WORDS, type SeenCapture } from '../reading/seen.ts';
import { sharedWording } from '../reading/shared-wording.ts';

/** One finding of no platform, for the first such address. */
export function cloaking(_hostView: HostView, _context: DetectionContext, seen: readonly SeenCapture[]): Finding[] {
  for (const item of seen) {
    if (item.seen !== 'content' || !item.capture.page || !offersQuery(item.capture.page)) continue;
    const other = seen.find(
      (candidate) =>
        candidate !== item && candidate.capture.visit.url === item.capture.visit.url && differs(item, candidate),
    );
    if (!other) continue;
    const zh = `同一地址对不同访客显示不同内容：${item.capture.visit.persona} 看到查询页，${other.capture.visit.persona} 看到${SEEN_WORDS[other.seen].zh}`;
    const en = `One address shows different visitors different content: ${item.capture.visit.persona} sees a query page, ${other.capture.visit.persona} sees ${SEEN_WORDS[other.seen].en}`;
    const value = other.seen === 'content' ? 0.8 : other.seen === 'no-answer' || other.seen === 'failed' ? 0.4 : 1;
    return [
      finding({
        signal: 'cloaking',
        platform: null,
        value,
        because: [sentence(zh, en)],
        evidence: [pageEvidence(item.capture), pageEvidence(other.capture)],
      }),
    ];
  }
  return [];
}

function differs(shown: SeenCapture, other: SeenCapture): boolean {
  const visits = [shown.capture.visit, other.capture.visit];
  // two attempts are one visitor's: a page that leaves after a while shows him both
  if (isOneVisit(shown, other)) return false;
  // an interception page is somebody else's doing
  if (other.seen === 'official' || other.seen === 'intercepted') return false;
  if (other.seen !== 'content') return other.seen !== 'failed' || visits[1]?.outcome !== 'interrupted';
  if (!shown.capture.page || !other.capture.page || offersQuery(other.capture.page)) return false;
  return sharedWording(shown.capture.page, other.capture.page) < 0.3;
}
