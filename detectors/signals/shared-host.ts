/** A site hosted where anybody can publish: the registration is the hoster's. */
import { sharedHost } from '../../storage/sites/host-domain.ts';
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, sentence } from '../finding.ts';
import type { HostView } from '../host-view.ts';
import { registrationDigest } from '../reading/registration-age.ts';

/** A fact for whoever reads the registration beside the verdict; it never weighs. */
export function onSharedHost(hostView: HostView): Finding[] {
  const shared = sharedHost(hostView.host);
  if (shared === null) return [];
  const zh = `网站托管在“${shared}”：任何人都可在该处发布页面，该域名的注册时间、注册人和到期日都不能说明是谁放置了此页面`;
  const en = `The site is hosted on "${shared}", where anybody can publish: age, registrant and expiry of that domain say nothing of who put this page there`;
  const evidence = [{ digest: registrationDigest(hostView), text: shared }];
  return [finding({ signal: 'shared-host', platform: null, value: 1, because: [sentence(zh, en)], evidence })];
}
