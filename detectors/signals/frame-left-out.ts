/** Says that an official page shown in a frame was left out, and the rest judged by itself. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { officialFrames } from '../reading/official-frames.ts';

/** One finding of no platform and without weight; none where nothing was left out. */
export function frameLeftOut(capture: CaptureView, context: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page?.frameParts) return [];
  const urls = officialFrames(page, context).map(({ url }) => quote(url, 100));
  if (urls.length === 0) return [];
  const shown = [...new Set(urls)].slice(0, 3).join('、');
  const zh = `页面以框架显示官方页面 ${shown}：框架内的内容由官方提供，不计入判定；页面其余部分单独判定`;
  const en = `The page shows the official page ${shown} in a frame: what stands inside is served by the official host and left out; the rest of the page is judged by itself`;
  return [
    finding({
      signal: 'frame-left-out',
      platform: null,
      value: 1,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture, shown)],
    }),
  ];
}
