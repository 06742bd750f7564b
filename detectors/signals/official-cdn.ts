/** The name that a content network gives to the official host. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, quote, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { contentNetworkHost } from '../names/content-network.ts';
import type { PageReading } from '../reading/page-reading.ts';

/** One finding of no platform; it exonerates. */
export function officialCdn(
  _capture: CaptureView,
  { platforms }: DetectionContext,
  { hosts }: Pick<PageReading, 'hosts'>,
): Finding[] {
  const host = contentNetworkHost(hosts, platforms);
  if (host === undefined) return [];
  const text = sentence(
    `“${quote(host, 90)}”是内容分发网络为官方域名分配的名称`,
    `"${quote(host, 90)}" is the name a content network gives to the official host`,
  );
  return [
    finding({
      signal: 'official-cdn',
      platform: null,
      value: 1,
      because: [text],
      evidence: [{ digest: null, text: host }],
    }),
  ];
}
