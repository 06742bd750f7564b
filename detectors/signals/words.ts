/** A platform's words used as the page's own, discounted on pages that only talk about it. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { matchWords } from '../reading/match-words.ts';
import { talkShare } from '../reading/talk-share.ts';

/** One finding per platform whose words the page uses as its own; empty for a page without text. */
export function words(capture: CaptureView, context: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const talk = talkShare(page, context);
  const findings: Finding[] = [];
  for (const platform of context.platforms) {
    const match = matchWords(page, platform, context);
    const value = match.value * (1 - 0.75 * talk);
    if (value < 0.08) continue;
    const because = [...match.because];
    if (talk >= 0.3)
      because.push(
        sentence(
          '名称主要出现在介绍性文字中，已相应减分',
          'The names mostly stand in explaining prose; reduced accordingly',
        ),
      );
    findings.push(
      finding({
        signal: 'words',
        platform: platform.id,
        value,
        because,
        evidence: [pageEvidence(capture, page.title)],
      }),
    );
  }
  return findings;
}
