/** How much of a page talks about platforms (news, lesson, warning, source code) instead of being one. */
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import type { DetectionContext } from '../host-view.ts';
import { officialNames } from '../names/official-names.ts';
import { claimsQuery } from './claimed-organ.ts';
import { type PageText, pageText } from './page-text.ts';
import { asksForCertificate } from './query-form.ts';
import { isFromReference, referenceTexts } from './reference-text.ts';

/** Words by which a title announces a lesson, a piece of news or a warning, in normalised (simplified) spelling. */
const TALK_TITLE =
  /怎么|如何|怎样|教程|教你|方法|步骤|流程|指南|攻略|详解|解读|解析|是什么|在哪|哪里|多少钱|须知|新闻|资讯|动态|关于|提醒|提示|警示|谨防|警惕|当心|辨别|鉴别|识别|防骗|骗局|揭秘|曝光|抓获|破获|落网|案例|问答|百科|博客|日记|笔记|爬虫|接口|源码|逆向|github|readme|csdn|知乎|汇总|大全|导航|合集|网址|论坛|贴吧|？|\?/;

const WARNING = /谨防|假冒|仿冒|山寨|骗子|诈骗|辨别真伪|鉴别真伪|冒充|上当|钓鱼|警方|民警|公安|抓获|嫌疑|曝光|举报/;

const TEACHING =
  /打开|点击|登录|登陆|访问|进入|输入网址|浏览器|官方网站|官网|第[一二三四五]步|首先|然后|即可|步骤|学员|本校|我校|我们|小编|笔者|代码|import |requests|函数|脚本/;

/** 0..1: how much the page talks about platforms instead of being one, whichever. Remembered per page and context. */
export function talkShare(page: PageModel, context: DetectionContext): number {
  const known = shares.get(context) ?? new WeakMap<PageModel, number>();
  shares.set(context, known);
  const share = known.get(page) ?? measure(page, context);
  known.set(page, share);
  return share;
}

/** Remembered per context, because platforms and references decide what counts as the page's own prose. */
const shares = new WeakMap<DetectionContext, WeakMap<PageModel, number>>();

function measure(page: PageModel, context: DetectionContext): number {
  const text = pageText(page);
  const prose = ownProse(text, context);
  const share = Math.min(1, prose.length / Math.max(60, text.compact.length) / 0.5);
  const enough = Math.min(1, prose.length / 160);
  const joined = prose.text;
  const mentions = mentionsPlatform(joined, context) ? 1 : 0;
  const teaching = (TEACHING.test(joined) ? 0.5 : 0) + (WARNING.test(joined) ? 0.5 : 0);
  const title = TALK_TITLE.test(text.title.toLowerCase()) ? 1 : 0;
  const query = asksForCertificate(page) ? -0.2 : 0.1;
  const total = 0.3 * title + 0.35 * share * enough + 0.15 * mentions * enough + 0.2 * teaching * enough + query;
  // A page whose own title or heading is the platform's name presents itself, however much it explains.
  const presents = title === 0 && (claimsQuery(text.title) || wearsName(text, context)) ? 0.5 : 1;
  return prose.length < 60 && title === 0 ? 0 : Math.min(1, Math.max(0, total * presents));
}

/** Owners that head their pages with what they write about. */
const WRITERS = /学校|学院|大学|培训|公司|集团|协会|新闻|日报|晚报|百科|论坛|博客|工会/;

/** One platform's name as title, heading or a line of its own; names of several are a list of links or of advice. */
function wearsName(text: PageText, context: DetectionContext): boolean {
  if (WRITERS.test(text.title)) return false;
  const worn = context.platforms.filter((platform) =>
    officialNames(platform).some(
      (name) =>
        name.length >= 6 &&
        (text.titleParts.includes(name) ||
          text.titleCompact === name ||
          text.headings.has(name) ||
          text.labels.has(name)),
    ),
  );
  return new Set(worn.map(({ owner, id }) => owner ?? id)).size === 1;
}

/** Prose lines that were not copied from a reference page. */
function ownProse(text: PageText, context: DetectionContext): { length: number; text: string } {
  const references = referenceTexts(context.references);
  const lines: string[] = [];
  let length = 0;
  for (const line of text.lines) {
    if (!line.prose || lines.length > 400) continue;
    if (isFromReference(line.shown, references)) continue;
    length += line.compact.length;
    lines.push(line.shown.toLowerCase());
  }
  return { length, text: lines.join('\n') };
}

function mentionsPlatform(prose: string, context: DetectionContext): boolean {
  return context.platforms.some(
    (platform) =>
      platform.hosts.some((entry) => prose.includes(entry.replace(/^\./, ''))) ||
      [platform.name, ...(platform.titles ?? [])].some((name) => prose.includes(name)) ||
      (platform.sections ?? []).some((section) => section.length >= 7 && prose.includes(section)),
  );
}
