/** Official filing numbers, site codes, CONAC marks and analytics ids of a platform on a foreign host. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { type Clue, type ClueKind, extractClues } from '../reading/clues.ts';
import { type OfficialId, idKey, officialIds } from '../reading/official-ids.ts';
import { pageText } from '../reading/page-text.ts';
import { talkShare } from '../reading/talk-share.ts';
import { normaliseText } from '../text/normalise-text.ts';
import type { SignalName } from '../weights.ts';

const SIGNAL_OF: Partial<Record<ClueKind, { signal: SignalName; value: number; zh: string; en: string }>> = {
  analytics: { signal: 'copied-analytics', value: 1, zh: '统计代码编号', en: 'analytics id' },
  conac: { signal: 'copied-site-id', value: 1, zh: '党政机关标识', en: 'CONAC mark' },
  siteCode: { signal: 'copied-site-id', value: 0.9, zh: '政府网站标识码', en: 'government site code' },
  icp: { signal: 'copied-filing', value: 1, zh: 'ICP 备案号', en: 'ICP filing number' },
  police: { signal: 'copied-filing', value: 1, zh: '公安备案号', en: 'police filing number' },
};

/** One finding per id of a platform that the page carries, platform by platform. */
export function copiedIdentifiers(capture: CaptureView, context: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const clues = extractClues(capture);
  const discount = 1 - 0.8 * talkShare(page, context);
  const findings: Finding[] = [];
  for (const official of officialIds(context)) {
    const clue = clues.find(
      (candidate) => candidate.kind === official.kind && idKey(candidate.kind, candidate.value) === official.key,
    );
    if (clue) findings.push(...copied(capture, context, official, clue, discount));
  }
  return findings;
}

function copied(
  capture: CaptureView,
  context: DetectionContext,
  official: OfficialId,
  clue: Clue,
  discount: number,
): Finding[] {
  const signal = SIGNAL_OF[official.kind];
  if (!signal) return [];
  const printed = official.kind === 'icp' || official.kind === 'police' || official.kind === 'siteCode';
  // A number inside a sentence is being talked about; one standing alone is being worn.
  const value = signal.value * (printed ? discount * (standsInProse(capture, clue.value) ? 0.25 : 1) : 1);
  const name = context.platforms.find((platform) => platform.id === official.platform)?.name ?? official.platform;
  const zh = `页面带有“${name}”的${signal.zh}“${quote(clue.value)}”（官方值 ${official.shown}），而该域名不属于它`;
  const en = `The page carries the ${signal.en} "${quote(clue.value)}" of ${name} (official value ${official.shown}), yet the host is not its own`;
  return [
    finding({
      signal: signal.signal,
      platform: official.platform,
      value,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture, clue.value)],
    }),
  ];
}

function standsInProse(capture: CaptureView, value: string): boolean {
  if (!capture.page) return false;
  const key = normaliseText(value).replace(/[^\d]/g, '');
  return pageText(capture.page).lines.some(
    (line) => line.prose && line.compact.includes(key) && !/版权所有|copyright|主办单位|©/i.test(line.shown),
  );
}
