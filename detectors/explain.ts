/** The sentences beside a verdict: why, what would change it, and what was not seen. */
import type { CaptureView, DetectionContext, Finding, Sentence, Subject, Verdict } from '../storage/vocabulary.ts';
import { sentence } from './finding.ts';
import { combine } from './score.ts';
import type { Score } from './score.ts';
import { familyLabel, familyOf } from './weights.ts';
import type { FamilyName } from './weights.ts';

/** The findings' sentences, strongest first, at most `limit`. */
export function reasons(findings: readonly Finding[], limit = 14): Sentence[] {
  return [...findings].sort((left, right) => Math.abs(right.weight) - Math.abs(left.weight)).flatMap((item) => item.because).slice(0, limit);
}

/** Counterfactuals: the score without each family that matters, and whether the verdict would change. */
export function counterfactuals(findings: readonly Finding[], score: Score, verdict: Verdict): Sentence[] {
  const sentences: Sentence[] = [];
  for (const family of Object.keys(score.families) as FamilyName[]) {
    if (Math.abs(score.families[family] ?? 0) < 0.3) continue;
    const other = combine(findings, new Set([family]));
    const before = Math.round(score.likelihood * 100);
    const after = Math.round(other.likelihood * 100);
    const flips = score.likelihood >= 0.5 !== other.likelihood >= 0.5 && (verdict === 'impersonation' || verdict === 'benign' || verdict === 'undecided');
    if (before === after && !flips) continue;
    const label = familyLabel(family);
    const count = findings.filter((item) => familyOf(item.detector) === family).length;
    const zh = `若不计“${label.zh}”（${count} 项），仿冒可能性由 ${before} 变为 ${after}${flips ? '，结论将改变' : '，结论不变'}`;
    const en = `Without "${label.en}" (${count} findings) the likelihood of impersonation would be ${after} instead of ${before}${flips ? ': the verdict would change' : ''}`;
    sentences.push(sentence(zh, en));
  }
  return sentences;
}

/** What could not be looked at: seeing it might change the verdict. */
export function missing(subject: Subject, context: DetectionContext, captures: readonly CaptureView[], platform: string | null): Sentence[] {
  const sentences: Sentence[] = [];
  const personas = new Set(captures.filter((capture) => capture.page).map((capture) => capture.visit.persona));
  if (captures.length > 0 && !personas.has('wechat') && !personas.has('mobile')) sentences.push(sentence('没有得到手机或微信访客看到的页面', 'No page as a mobile or WeChat visitor sees it was obtained'));
  if (captures.length > 0 && !personas.has('desktop') && !personas.has('search')) sentences.push(sentence('没有得到桌面访客看到的页面', 'No page as a desktop visitor sees it was obtained'));
  if (subject.registration === null || subject.registration.createdAt === null) sentences.push(sentence('域名注册日期未知', 'The registration date of the domain is unknown'));
  if (platform !== null && !context.references.some((reference) => reference.platform === platform)) sentences.push(sentence(`平台 ${platform} 没有官方参照页面，未做画面和文字比对`, `Platform ${platform} has no reference pages: picture and wording were not compared`));
  if (captures.some((capture) => capture.page !== null && capture.raster === null)) sentences.push(sentence('部分页面没有可用的截图', 'Some pages have no usable picture'));
  return sentences;
}
