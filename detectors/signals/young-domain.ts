/** A name registered less than half a year ago. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, sentence } from '../finding.ts';
import type { DetectionContext, HostView } from '../host-view.ts';
import { ownerAgeDays, registrationDigest } from '../reading/registration-age.ts';

/** One finding of no platform; none where the age is unknown or the registration is a hoster's. */
export function youngDomain(hostView: HostView, context: DetectionContext): Finding[] {
  const days = ownerAgeDays(hostView, context.now);
  if (days === null || days >= 180) return [];
  const evidence = [{ digest: registrationDigest(hostView), text: hostView.registration?.createdAt ?? '' }];
  const shown = Math.round(days);
  const zh = `域名注册仅 ${shown} 天（官方平台域名已使用多年）`;
  const en = `The domain was registered only ${shown} days ago (official names are years old)`;
  return [
    finding({
      signal: 'young-domain',
      platform: null,
      value: days < 30 ? 1 : days < 90 ? 0.8 : 0.5,
      because: [sentence(zh, en)],
      evidence,
    }),
  ];
}
