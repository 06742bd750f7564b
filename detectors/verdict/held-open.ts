/** What could not be looked at keeps a verdict open that it could change, and says so first. */
import type { Persona } from '../../storage/vocabulary/personas.ts';
import type { Assessment, Verdict } from '../../storage/vocabulary/detect.ts';
import type { Omission, OmissionKind, OmissionReason } from '../../storage/vocabulary/omissions.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { quote, sentence } from '../finding.ts';

/**
 * Verdicts that rest on nothing having been found: what was not looked at could change them. An accusation, or an
 * official host, it could not.
 */
const REST_ON_ABSENCE: ReadonlySet<Verdict> = new Set(['benign', 'parked', 'unreachable', 'undecided']);

/**
 * The assessment with what could not be looked at: undecided, with the reason first, where that could change the
 * verdict.
 */
export function heldOpen(assessment: Assessment, omissions: readonly Omission[]): Assessment {
  if (omissions.length === 0) return assessment;
  const all = [...omissions, ...(assessment.omissions ?? [])];
  if (!REST_ON_ABSENCE.has(assessment.verdict)) return { ...assessment, omissions: all };
  return {
    ...assessment,
    verdict: 'undecided',
    because: [notLookedAt(omissions), ...assessment.because],
    omissions: all,
  };
}

const NAMES: Readonly<Record<OmissionKind, Sentence>> = {
  'picture-text': sentence('截图中的文字', 'the text in the picture'),
  'qr-codes': sentence('截图中的二维码', 'the QR codes in the picture'),
  visit: sentence('页面本身', 'the page itself'),
  detector: sentence('部分检测', 'some of the checks'),
};

const REASONS: Readonly<Record<OmissionReason, Sentence>> = {
  stopped: sentence('巡查被停止', 'the run was stopped'),
  waiting: sentence('等候过久未轮到', 'its turn never came'),
  'out-of-time': sentence('限时内未完成', 'it ran out of time'),
  'no-answer': sentence('页面未在限时内应答', 'the page did not answer in time'),
  'still-loading': sentence('时限到时仍在加载', 'it was still loading when its time was up'),
  died: sentence('识别进程意外终止', 'the reading process died'),
  crashed: sentence('页面或浏览器崩溃', 'the page or the browser crashed'),
  'not-installed': sentence('本机未安装识别组件', 'this machine lacks the reader'),
  failed: sentence('程序出错', 'an error of this program'),
  'not-visited': sentence('尚未访问', 'not visited yet'),
  'not-finished': sentence('该网站的巡查尚未完成', 'the sweep has not finished with this site'),
};

const VISITORS: Readonly<Record<Persona, Sentence>> = {
  desktop: sentence('桌面访客', 'desktop visitor'),
  mobile: sentence('手机访客', 'mobile visitor'),
  wechat: sentence('微信访客', 'WeChat visitor'),
  search: sentence('搜索引擎来访者', 'visitor from a search engine'),
};

/**
 * One sentence: what was not looked at, for whom and why, and that it is to be made up for. `omissions` holds at least
 * one.
 */
export function notLookedAt(omissions: readonly Omission[]): Sentence {
  const named = (language: 'zh' | 'en'): string => {
    const texts = omissions.map(({ kind, reason, url, persona }) => {
      const visitor = persona === null ? '' : VISITORS[persona][language];
      const where =
        url === null
          ? visitor
          : language === 'zh'
            ? `${visitor} ${quote(url, 80)}：`
            : `${visitor}, ${quote(url, 80)}: `;
      return language === 'zh'
        ? `${where}${NAMES[kind].zh}（${REASONS[reason].zh}）`
        : `${where}${NAMES[kind].en} (${REASONS[reason].en})`;
    });
    const different = [...new Set(texts)];
    const rest = different.length - MOST_NAMED;
    const more = rest <= 0 ? '' : language === 'zh' ? `等 ${different.length} 项` : ` and ${rest} more`;
    return different.slice(0, MOST_NAMED).join(language === 'zh' ? '；' : '; ') + more;
  };
  return sentence(
    `尚未看全，暂不作结论，待补看：${named('zh')}`,
    `Not everything could be looked at, so nothing is concluded until it is made up for: ${named('en')}`,
  );
}

const MOST_NAMED = 3;
