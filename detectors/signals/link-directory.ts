/** A directory of addresses: many links to different official hosts. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { closedSuffix, hostOf, officialPlatform } from '../names/official-hosts.ts';
import { asksForCertificate } from '../reading/query-form.ts';

/** One finding of no platform for a page most of whose links lead to several organs; it exonerates. */
export function linkDirectory(capture: CaptureView, context: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const own = hostOf(page.url);
  const links = page.links
    .slice(0, 3000)
    .map((link) => hostOf(link.href))
    .filter((host) => host !== '');
  const foreign = links.filter((host) => host !== own && !host.endsWith(`.${own}`));
  const platforms = new Set(
    foreign.map((host) => officialPlatform(host, context.platforms)?.id).filter((id) => id !== undefined),
  );
  const organs = new Set(
    foreign.filter((host) => closedSuffix(host) === 'gov.cn' || officialPlatform(host, context.platforms) !== null),
  );
  if (foreign.length < 6 || organs.size < 3 || (platforms.size < 2 && organs.size < 6)) return [];
  if (foreign.length / Math.max(1, links.length) < 0.5) return [];
  const value = asksForCertificate(page) ? 0.35 : 1;
  const zh = `页面链接到 ${organs.size} 个不同的官方网站（含 ${platforms.size} 个受保护平台），属于网址导航`;
  const en = `The page links to ${organs.size} different official hosts (${platforms.size} protected platforms): a link directory`;
  return [
    finding({
      signal: 'link-directory',
      platform: null,
      value,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture, [...organs].slice(0, 5).join(', '))],
    }),
  ];
}
