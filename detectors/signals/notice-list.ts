/** A public notice or list: records of many people, where a fake shows one. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, sentence } from '../finding.ts';
import type { CaptureView } from '../host-view.ts';
import { recordShape } from '../reading/certificate-record.ts';

/** One finding of no platform when the page lists more than three people; it exonerates. */
export function noticeList(capture: CaptureView): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const shape = recordShape(page, null);
  if (shape.records <= 3 || shape.specific.length + shape.generic.length < 3) return [];
  const zh = `页面列出约 ${shape.records} 人的记录，更像公示或名单`;
  const en = `The page lists records of about ${shape.records} people: a public notice rather than one result`;
  return [
    finding({
      signal: 'notice-list',
      platform: null,
      value: 1,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture)],
    }),
  ];
}
