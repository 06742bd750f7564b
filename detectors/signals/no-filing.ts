/** A query service without the filing number that every site served in China must print. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { extractClues } from '../reading/clues.ts';
import type { PageReading } from '../reading/page-reading.ts';
import { asksForCertificate } from '../reading/query-form.ts';

/**
 * A page that asks for or shows a certificate and carries no ICP or police filing number. Source: 非经营性互联网信息服务备案管理办法
 * art. 13 (the number stands at the foot of the home page). Inner pages of honest sites lack it too: supporting only.
 */
export function noFiling(
  capture: CaptureView,
  _context: DetectionContext,
  { record }: Pick<PageReading, 'record'>,
): Finding[] {
  const { page } = capture;
  if (!page || !(record || asksForCertificate(page))) return [];
  if (extractClues(capture).some(({ kind }) => kind === 'icp' || kind === 'police')) return [];
  const text = sentence(
    '页面提供证书查询，却没有标出 ICP 或公安备案号',
    'The page offers a certificate query but prints no ICP or police filing number',
  );
  return [
    finding({ signal: 'no-filing', platform: null, value: 1, because: [text], evidence: [pageEvidence(capture)] }),
  ];
}
