/** A page that talks about a platform (news, lesson, warning, source code) instead of posing as it. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { talkShare } from '../reading/talk-share.ts';

/** One finding of no platform from a talk share of 0.3 on; it exonerates. */
export function talkingAbout(capture: CaptureView, context: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const talk = talkShare(page, context);
  if (talk < 0.3) return [];
  const shown = quote(page.title, 60);
  const percent = Math.round(talk * 100);
  const zh = `页面“${shown}”是在介绍、报道或提醒，而非提供查询（成段文字与说明用语占主导，${percent}%）`;
  const en = `The page "${shown}" explains, reports or warns instead of offering a query (running prose dominates, ${percent}%)`;
  return [
    finding({
      signal: 'talking-about',
      platform: null,
      value: talk,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture, page.title)],
    }),
  ];
}
