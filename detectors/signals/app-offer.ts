/** An app offered in a platform's name: fake query apps are handed out from pages that have no form at all. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import type { PageReading } from '../reading/page-reading.ts';

/** One finding per offer of `reading.app`. */
export function appOffer(
  capture: CaptureView,
  _context: DetectionContext,
  { app }: Pick<PageReading, 'app'>,
): Finding[] {
  return app.map(({ platform, worn, shown, file }) => {
    const zh = `页面以“${platform.name}”的名义提供应用下载（“${quote(shown, 80)}”），官方平台不从该域名发布应用`;
    const en = `The page offers an app for download in the name of ${platform.name} ("${quote(shown, 80)}"); the platform publishes none from this host`;
    return finding({
      signal: 'app-offer',
      platform: platform.id,
      value: worn * (file ? 1 : 0.6),
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture, shown)],
    });
  });
}
