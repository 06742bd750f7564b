/** The official page inside a frame, with no query beside it. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { hostOf, isOfficialHost } from '../names/official-hosts.ts';
import { asksForCertificate, standsInOfficialFrame } from '../reading/query-form.ts';

/**
 * One finding of no platform; it exonerates. Only for models that do not say which content came from which frame: those
 * were judged with it.
 */
export function officialFrame(capture: CaptureView, context: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page || page.frameParts) return [];
  const frame = page.frames.find((url) => isOfficialHost(hostOf(url), context.platforms, context.allowList));
  const own = asksForCertificate(page) && !standsInOfficialFrame(page, context.platforms, context.allowList);
  if (!frame || own) return [];
  const shown = quote(frame, 100);
  return [
    finding({
      signal: 'official-frame',
      platform: null,
      value: 1,
      because: [
        sentence(
          `页面以框架嵌入真正的官方页面 ${shown}`,
          `The page embeds the genuine official page ${shown} in a frame`,
        ),
      ],
      evidence: [pageEvidence(capture, shown)],
    }),
  ];
}
