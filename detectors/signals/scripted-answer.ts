/** The answer is in the page itself: any input leads to the same ready-made record. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { pageText } from '../reading/page-text.ts';
import { asksForCertificate } from '../reading/query-form.ts';
import { compactText } from '../text/normalise-text.ts';

const ASKS_SERVER = /fetch\(|XMLHttpRequest|\$\.(?:ajax|post|get|getJSON)\b|axios|uni\.request|wx\.request/;

const GOES_TO_RESULT =
  /(?:location(?:\.href)?\s{0,4}=|location\.(?:replace|assign)\(|window\.open\(|action\s{0,4}=)\s{0,4}["'`][^"'`\n]{0,160}?(?:result|jieguo|detail|show|info|cert|view|card)/i;

const SHOWS_HIDDEN = /(?:style\.display\s{0,4}=\s{0,4}["'](?:block|flex)|\.show\(\)|classList\.(?:remove|add)\()/;

/** One finding of no platform: a ready-made result in a script counts 1, a form that asks no server 0.7. */
export function scriptedAnswer(capture: CaptureView, { platforms }: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page) return [];
  const code = page.inlineScripts.join('\n').slice(0, 200_000);
  if (code === '' || pageText(page).compact.length > 6000) return [];
  const asks = asksForCertificate(page);
  const compact = compactText(code.slice(0, 100_000));
  const labels = new Set(
    platforms
      .flatMap((platform) => platform.resultFields ?? [])
      .filter((label) => label.length >= 4 && compact.includes(compactText(label))),
  );
  const readyMade = labels.size >= 3 && /(?:19|20)\d{2}[-./年]\d{1,2}|t?\d{6}[\d*x]{8,}/i.test(code);
  const local =
    asks && !ASKS_SERVER.test(code) && (GOES_TO_RESULT.test(code) || (SHOWS_HIDDEN.test(code) && labels.size >= 2));
  if (!readyMade && !local) return [];
  const zh = readyMade
    ? `脚本中写死了查询结果（含“${quote([...labels].join('、'))}”）`
    : '表单不向服务器查询，由脚本直接给出结果';
  const en = readyMade
    ? `A ready-made result is written into the script (with "${quote([...labels].join(', '))}")`
    : 'The form asks no server: a script leads straight to the result';
  return [
    finding({
      signal: 'scripted-answer',
      platform: null,
      value: readyMade ? 1 : 0.7,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture)],
    }),
  ];
}
