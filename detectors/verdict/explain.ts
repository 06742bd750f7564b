/** The sentences beside a verdict: why, what would change it, and what was not seen. */
import { sharedHost } from '../../storage/sites/host-domain.ts';
import type { Finding, Verdict } from '../../storage/vocabulary/detect.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { CaptureView, DetectionContext, HostView } from '../host-view.ts';
import { sentence } from '../finding.ts';
import { combine } from './score.ts';
import type { Score } from './score.ts';
import { familyOf } from '../signals.ts';
import { ACCUSE, familyLabel } from '../weights.ts';
import type { FamilyName } from '../weights.ts';

/** The findings' sentences, strongest first, at most `limit`. */
export function reasons(findings: readonly Finding[], limit = 14): Sentence[] {
  return [...findings]
    .sort((left, right) => Math.abs(right.weight) - Math.abs(left.weight))
    .flatMap((item) => item.because)
    .slice(0, limit);
}

/**
 * Whether this verdict follows from the score; the others answer another question (whose host, what is sold, what
 * answered).
 */
export function restsOnScore(verdict: Verdict): boolean {
  return verdict === 'impersonation' || verdict === 'benign' || verdict === 'undecided';
}

/**
 * Counterfactuals: the likelihood without each family, and how much would have to be wrong for the verdict to change.
 */
export function counterfactuals(findings: readonly Finding[], score: Score, verdict: Verdict): Sentence[] {
  const ladder = restsOnScore(verdict);
  const before = score.likelihood;
  const families = (Object.keys(score.families) as FamilyName[])
    .filter((family) => Math.abs(score.families[family] ?? 0) >= 0.3)
    .sort((left, right) => Math.abs(score.families[right] ?? 0) - Math.abs(score.families[left] ?? 0));
  const changes = families.map((family) => ({ family, after: combine(findings, new Set([family])).likelihood }));
  const sentences = changes
    .filter(({ after }) => percent(after) !== percent(before))
    .map(({ family, after }) =>
      withoutOne(family, findings, before, after, ladder && before >= ACCUSE !== after >= ACCUSE),
    );
  if (verdict !== 'impersonation' || changes.some(({ after }) => after < ACCUSE)) return sentences;
  return [
    sentence('去掉任何一类证据，结论都不变', 'Without any single family of evidence the verdict stays the same'),
    ...withoutSeveral(families, findings),
    ...sentences,
  ];
}

function withoutOne(
  family: FamilyName,
  findings: readonly Finding[],
  before: number,
  after: number,
  flips: boolean,
): Sentence {
  const label = familyLabel(family);
  const count = findings.filter((item) => familyOf(item.detector) === family).length;
  const zh = `若不计“${label.zh}”（${count} 项），仿冒可能性由 ${percent(before)} 变为 ${percent(after)}${flips ? '，结论将改变' : ''}`;
  const en = `Without "${label.en}" (${count} findings) the likelihood of impersonation would be ${percent(after)} instead of ${percent(before)}${flips ? ': the verdict would change' : ''}`;
  return sentence(zh, en);
}

/** The strongest families, one after the other, until the verdict would change. */
function withoutSeveral(families: readonly FamilyName[], findings: readonly Finding[]): Sentence[] {
  const gone = new Set<FamilyName>();
  for (const family of families) {
    if (family === 'exoneration') continue;
    gone.add(family);
    if (combine(findings, gone).likelihood >= ACCUSE) continue;
    const names = [...gone].map(familyLabel);
    const zh = `只有同时不计“${names.map((name) => name.zh).join('”“')}”，结论才会改变`;
    const en = `Only without "${names.map((name) => name.en).join('", "')}" together would the verdict change`;
    return [sentence(zh, en)];
  }
  return [];
}

function percent(likelihood: number): number {
  return Math.round(likelihood * 100);
}

/** What could not be looked at: seeing it might change the verdict. */
export function missing(
  hostView: HostView,
  context: DetectionContext,
  captures: readonly CaptureView[],
  platform: string | null,
): Sentence[] {
  const sentences: Sentence[] = [];
  const personas = new Set(captures.filter((capture) => capture.page).map((capture) => capture.visit.persona));
  if (captures.length > 0 && !personas.has('wechat') && !personas.has('mobile'))
    sentences.push(
      sentence('没有得到手机或微信访客看到的页面', 'No page as a mobile or WeChat visitor sees it was obtained'),
    );
  if (captures.length > 0 && !personas.has('desktop') && !personas.has('search'))
    sentences.push(sentence('没有得到桌面访客看到的页面', 'No page as a desktop visitor sees it was obtained'));
  // below a hoster's name there is no date to be had that would say anything
  const dated =
    sharedHost(hostView.host) !== null || (hostView.registration !== null && hostView.registration.createdAt !== null);
  if (!dated) sentences.push(sentence('域名注册日期未知', 'The registration date of the domain is unknown'));
  if (platform !== null && !context.references.some((reference) => reference.platform === platform))
    sentences.push(
      sentence(
        `平台 ${platform} 没有官方参照页面，未做画面和文字比对`,
        `Platform ${platform} has no reference pages: picture and wording were not compared`,
      ),
    );
  if (captures.some((capture) => capture.page !== null && capture.raster === null))
    sentences.push(sentence('部分页面没有可用的截图', 'Some pages have no usable picture'));
  return sentences;
}
