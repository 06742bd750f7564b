/** Everything but the query leads back to the true site. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { hostOf, officialPlatform } from '../names/official-hosts.ts';
import { offersQuery } from '../reading/offers-query.ts';

/** One finding, of the platform most linked to; none for a page without a query or a record. */
export function linksReturn(capture: CaptureView, context: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page) return [];
  if (!offersQuery(page)) return [];
  const own = hostOf(page.url);
  const foreign = page.links
    .slice(0, 2000)
    .map((link) => hostOf(link.href))
    .filter((host) => host !== '' && host !== own);
  const counts = new Map<string, number>();
  for (const host of foreign) {
    const platform = officialPlatform(host, context.platforms)?.id;
    if (platform) counts.set(platform, (counts.get(platform) ?? 0) + 1);
  }
  const [platform, count] = [...counts].sort((left, right) => right[1] - left[1])[0] ?? [null, 0];
  if (count < 3 || count / foreign.length < 0.4) return [];
  const zh = `除查询外，页面 ${foreign.length} 个外部链接中有 ${count} 个指向官方网站`;
  const en = `Apart from the query, ${count} of ${foreign.length} outward links lead to the official site`;
  return [
    finding({
      signal: 'links-return',
      platform,
      value: 0.8,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture)],
    }),
  ];
}
