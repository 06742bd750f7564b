/** The address itself carries the key of one person's record, as printed in a card's QR code. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import type { CaptureView } from '../host-view.ts';
import { showsRecord } from '../reading/certificate-record.ts';
import { asksForCertificate } from '../reading/query-form.ts';

/** One finding of no platform; none where the page asks before it shows. */
export function directRecord(capture: CaptureView): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const url = URL.parse(capture.visit.url);
  if (!url || asksForCertificate(page) || !showsRecord(page)) return [];
  const key =
    /[?&/=#]([a-z]{0,6}[-_]?[0-9a-f]*\d[0-9a-z_-]*)(?:[&/#]|\.html?|$)/i.exec(
      `${url.pathname}${url.search}${url.hash}`,
    )?.[1] ?? '';
  if (key.length < 3 && url.search.length < 4) return [];
  const shown = quote(capture.visit.url, 100);
  const text = sentence(
    `未经查询，地址本身（${shown}）即打开某人的证书记录`,
    `Without a query, the address itself (${shown}) opens one person's record`,
  );
  return [
    finding({
      signal: 'direct-record',
      platform: null,
      value: 1,
      because: [text],
      evidence: [pageEvidence(capture, shown)],
    }),
  ];
}
