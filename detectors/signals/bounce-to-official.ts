/** Some visitors are sent to the official site while others are shown something else. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, sentence } from '../finding.ts';
import type { DetectionContext, HostView } from '../host-view.ts';
import { officialPlatform } from '../names/official-hosts.ts';
import { offersQuery } from '../reading/offers-query.ts';
import { isOneVisit, type SeenCapture } from '../reading/seen.ts';

/** One finding, of the platform whose site that is; none where everybody or nobody is sent there. */
export function bounceToOfficial(
  _hostView: HostView,
  context: DetectionContext,
  seen: readonly SeenCapture[],
): Finding[] {
  const bounced = seen.find((item) => item.seen === 'official');
  if (!bounced) return [];
  const shown = seen.filter((item) => item.seen === 'content' && !isOneVisit(item, bounced));
  if (shown.length === 0) return [];
  const own = shown.find((item) => item.capture.page !== null && offersQuery(item.capture.page));
  const platform = officialPlatform(bounced.finalHost, context.platforms)?.id ?? null;
  const zh = `以${bounced.capture.visit.persona}身份访问被转到官方网站 ${bounced.finalHost}，以${(own ?? shown[0])?.capture.visit.persona ?? ''}身份访问却看到自有页面`;
  const en = `A ${bounced.capture.visit.persona} visitor is sent to the official site ${bounced.finalHost}, a ${(own ?? shown[0])?.capture.visit.persona ?? ''} visitor sees a page of its own`;
  return [
    finding({
      signal: 'bounce-to-official',
      platform,
      value: own ? 1 : 0.5,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(bounced.capture, bounced.finalHost)],
    }),
  ];
}
