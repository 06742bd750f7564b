/** A site that has an address and no name. */
import { parse } from 'tldts';
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, sentence } from '../finding.ts';
import type { HostView } from '../host-view.ts';

/** One finding of no platform for a host that is an IP address. */
export function bareAddress(hostView: HostView): Finding[] {
  if (parse(hostView.host).isIp !== true) return [];
  return [
    finding({
      signal: 'bare-address',
      platform: null,
      value: 1,
      because: [
        sentence(`网站只有地址 ${hostView.host}，没有域名`, `The site has a bare address ${hostView.host} and no name`),
      ],
      evidence: [{ digest: null, text: hostView.host }],
    }),
  ];
}
