/** One person's certificate record shown as an official query's result, usually reached straight from a QR code. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { type RecordShape, recordShape, recordValue } from '../reading/certificate-record.ts';
import { pageText } from '../reading/page-text.ts';
import { talkShare } from '../reading/talk-share.ts';

/**
 * A record with the usual labels of the trade, but of no platform in particular, says this much of one that has a
 * platform's own.
 */
const TRADE_RECORD = 0.65;

/** One finding per platform whose result labels the page fills in, else one of no platform for the trade's labels. */
export function resultPage(capture: CaptureView, context: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const text = pageText(page);
  const findings: Finding[] = [];
  for (const platform of context.platforms) {
    const shape = recordShape(page, platform);
    const value =
      (shape.unlisted ? TRADE_RECORD : 1) * recordValue(shape, page, text) * (1 - 0.8 * talkShare(page, context));
    if (value < 0.1) continue;
    findings.push(describe(capture, platform, shape, value));
  }
  const shape = recordShape(page, null);
  const value = TRADE_RECORD * recordValue(shape, page, text) * (1 - 0.8 * talkShare(page, context));
  if (findings.length === 0 && value >= 0.1) findings.push(describe(capture, null, shape, value));
  return findings;
}

function describe(capture: CaptureView, platform: Platform | null, shape: RecordShape, value: number): Finding {
  const shown = shape.specific.length > 0 ? shape.specific : shape.trade;
  const labels = quote(shown.join('、'), 100);
  const zhExtras = [
    shape.hasNumber ? '证件编号' : '',
    shape.hasStatus ? '“有效”类结论' : '',
    shape.hasPhoto ? '照片' : '',
    shape.hasSeal ? '印章' : '',
  ].filter((extra) => extra !== '');
  const enExtras = [
    shape.hasNumber ? 'a certificate number' : '',
    shape.hasStatus ? 'a "valid" statement' : '',
    shape.hasPhoto ? 'a photo' : '',
    shape.hasSeal ? 'a seal' : '',
  ].filter((extra) => extra !== '');
  const zh = `页面未经查询即显示一份证书记录，含${shape.unlisted || platform === null ? '同类' : '官方'}结果页的 ${shown.length} 个字段（${labels}）${zhExtras.length > 0 ? `，并有${zhExtras.join('、')}` : ''}`;
  const en = `The page shows a certificate record without a query, with ${shown.length} labels of ${shape.unlisted || platform === null ? 'such' : 'the official'} result pages (${labels})${enExtras.length > 0 ? `, also ${enExtras.join(', ')}` : ''}`;
  return finding({
    signal: 'result-page',
    platform: platform?.id ?? null,
    value,
    because: [sentence(zh, en)],
    evidence: [pageEvidence(capture, labels)],
  });
}
