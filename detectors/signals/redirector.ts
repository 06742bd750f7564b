/** A host that hands its visitors on to another owner's. */
import { holderDomain } from '../../storage/sites/host-domain.ts';
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import type { DetectionContext, HostView } from '../host-view.ts';
import { isOfficialHost } from '../names/official-hosts.ts';
import type { SeenCapture } from '../reading/seen.ts';

/** One finding of no platform when a visitor ends on another owner's host, not an official one. */
export function redirector({ host }: HostView, context: DetectionContext, seen: readonly SeenCapture[]): Finding[] {
  const domain = holderDomain(host) ?? host;
  const away = seen.find(
    (item) =>
      item.seen === 'content' &&
      (holderDomain(item.finalHost) ?? item.finalHost) !== domain &&
      !isOfficialHost(item.finalHost, context.platforms, context.allowList),
  );
  if (!away) return [];
  const shown = quote(away.finalHost, 90);
  return [
    finding({
      signal: 'redirector',
      platform: null,
      value: 1,
      because: [
        sentence(`访客从该域名被转到另一主体的“${shown}”`, `The visitor is sent on to another owner's host "${shown}"`),
      ],
      evidence: [pageEvidence(away.capture, shown)],
    }),
  ];
}
