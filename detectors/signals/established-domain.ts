/** A name that has been registered for a year or longer. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, sentence } from '../finding.ts';
import type { DetectionContext, HostView } from '../host-view.ts';
import { ownerAgeDays, registrationDigest } from '../reading/registration-age.ts';

/** One finding of no platform; it exonerates. None where the age is unknown or the registration is a hoster's. */
export function establishedDomain(hostView: HostView, context: DetectionContext): Finding[] {
  const days = ownerAgeDays(hostView, context.now);
  if (days === null || days < 365) return [];
  const evidence = [{ digest: registrationDigest(hostView), text: hostView.registration?.createdAt ?? '' }];
  const zh = `域名已注册 ${(days / 365).toFixed(1)} 年`;
  const en = `The domain has been registered for ${(days / 365).toFixed(1)} years`;
  return [
    finding({
      signal: 'established-domain',
      platform: null,
      value: days > 6 * 365 ? 1 : days > 3 * 365 ? 0.7 : 0.35,
      because: [sentence(zh, en)],
      evidence,
    }),
  ];
}
