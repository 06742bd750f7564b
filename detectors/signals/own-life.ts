/** A site that leads a life of its own: a filing number no platform holds, and inner pages. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { hostOf } from '../names/official-hosts.ts';
import { officialIds } from '../reading/official-ids.ts';
import { pageText } from '../reading/page-text.ts';

/**
 * A site that leads a life of its own: a filing number no platform holds and many inner pages. Fakes stop at the copied
 * front.
 */
export function ownLife(capture: CaptureView, context: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const host = hostOf(page.url);
  const numbers =
    pageText(page)
      .compact.match(/icp(?:备|备案|证)?\d{5,10}/g)
      ?.map((number) => number.replace(/\D/g, '')) ?? [];
  const officialNumbers = officialIds(context).map(({ key }) => key);
  const filed =
    numbers.length > 0 && !numbers.some((number) => officialNumbers.some((official) => official.includes(number)));
  const paths = new Set(
    page.links
      .slice(0, 600)
      .filter((link) => hostOf(link.href) === host)
      .map((link) => URL.parse(link.href)?.pathname ?? ''),
  );
  if (!filed || paths.size < 8) return [];
  const zh = `网站有自己的备案号和 ${paths.size} 个自有页面`;
  const en = `The site has a filing number of its own and ${paths.size} inner pages`;
  return [
    finding({
      signal: 'own-life',
      platform: null,
      value: 1,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture)],
    }),
  ];
}
