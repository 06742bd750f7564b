/** Sorts captures by what was really seen: content, an official page, a parked page, an error, a gate, nothing. */
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import type { ProbeResult } from '../../storage/vocabulary/probe.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { CaptureView, DetectionContext, HostView } from '../host-view.ts';
import { quote, sentence } from '../finding.ts';
import { offersQuery } from './offers-query.ts';
import { interception } from './interception-page.ts';
import { officialFrames } from './official-frames.ts';
import { closedSuffix, hostOf, isOfficialHost, normaliseHost } from '../names/official-hosts.ts';
import { pageText } from './page-text.ts';
import { isParkedPage } from './parked-page.ts';
import { rasterFeatures } from './raster-features.ts';
import { reportedFile } from './reported-file.ts';

/**
 * `intercepted` = somebody else's page stands before the address; `handed-on` = the answer is an address that is not
 * followed (an app's, a script's); `file` = a file instead of a page; `framed` = nothing of its own around an official
 * page in a frame; `no-answer` = nobody answered; `failed` = the visit did not finish.
 */
export const SEEN = [
  'content',
  'official',
  'framed',
  'parked',
  'error',
  'gate',
  'blank',
  'intercepted',
  'handed-on',
  'file',
  'failed',
  'no-answer',
] as const;

/** One of `SEEN`. */
export type Seen = (typeof SEEN)[number];

/** What was seen, in words. */
export const SEEN_WORDS: Readonly<Record<Seen, Sentence>> = {
  content: sentence('其他内容', 'something else'),
  official: sentence('官方网站', 'the official site'),
  framed: sentence('嵌入框架的官方页面', 'the official page in a frame'),
  parked: sentence('停放页', 'a parked page'),
  error: sentence('错误页', 'an error page'),
  gate: sentence('限制访问页', 'a gate'),
  blank: sentence('空白页', 'a blank page'),
  intercepted: sentence('他方拦截页', "somebody else's interception page"),
  'handed-on': sentence('转往应用或脚本', 'an address that is not followed'),
  file: sentence('文件', 'a file'),
  failed: sentence('无法完成的页面', 'a page that did not finish'),
  'no-answer': sentence('无应答', 'no answer'),
};

/**
 * What a visit may meet instead of the site's own page: the address has answered, and what stands behind it is unknown.
 */
export const HELD_BACK: ReadonlySet<Seen> = new Set(['intercepted', 'handed-on', 'file']);

/** One capture with what it showed; `because` is null where nothing needs saying. */
export interface SeenCapture {
  capture: CaptureView;
  seen: Seen;
  /** Host of the page that was shown in the end; the entry host when nothing was. */
  finalHost: string;
  because: Sentence | null;
}

const ERROR_WORDS =
  /^\s*(?:http |error |错误 ?)?(?:40[0-9]|41[0-9]|50[0-9])\b|\b(?:http|error|status)[ :]{1,2}[45]\d\d\b|not found|forbidden|bad gateway|service unavailable|internal server error|access denied|页面(?:不存在|未找到|丢失|走丢)|无法访问|找不到(?:该|此)?页面|服务器(?:错误|内部)|系统(?:正在)?(?:维护|升级)(?:中|[，。,.!！]|\s|$)|系统繁忙|访问(?:受限|被拒绝|过于频繁)|拒绝访问/i;
const GATE_WORDS =
  /请(?:在|使用|用)?微信(?:客户端|扫一扫|中)?(?:打开|扫码)|仅支持微信|请使用手机|手机(?:扫码|浏览器)(?:打开|访问)|checking your browser|just a moment|verify(?:ing)? you are (?:a )?human|安全验证|人机验证|滑动验证|正在验证|浏览器安全检查|enable javascript and cookies/i;
const SHORT = 260;
/** Characters of a page that says little more than that an app is being opened. */
const CALL = 60;

/**
 * What one capture (official frames left out) shows. The page of a listed official host counts as `official` unless the
 * hostView is that host.
 */
export function seenIn(capture: CaptureView, hostView: HostView, context: DetectionContext): SeenCapture {
  const finalHost = hostOf(capture.page?.url) || hostOf(capture.visit.finalUrl) || normaliseHost(hostView.host);
  const as = (seen: Seen, because: Sentence | null = null): SeenCapture => ({ capture, seen, finalHost, because });
  const { page, visit } = capture;
  if (visit.outcome === 'unfollowed') return as('handed-on', handedOn(capture));
  if (visit.outcome === 'download') return as('file', reportedFile(capture));
  if (visit.outcome === 'unreachable' || visit.outcome === 'timeout' || visit.outcome === 'refused')
    return as('no-answer');
  if (finalHost !== normaliseHost(hostView.host) && isOfficialHost(finalHost, context.platforms, context.allowList))
    return as('official');
  if (!page) return as(visit.outcome === 'blank' ? 'blank' : 'failed');
  const query = offersQuery(page);
  const stopped = query ? null : interception(capture, hostView.host);
  if (stopped) return as('intercepted', stopped.because);
  const parked = query
    ? null
    : isParkedPage({ html: parkedHtml(capture, page), title: page.title, url: page.url, headers: {} });
  if (parked?.parked) return as('parked', parked.because);
  const seen = query ? 'content' : shortPage(capture, page);
  if (callsAppOnly(capture, page, seen)) return as('handed-on', handedOn(capture));
  const [frame] = seen === 'blank' ? officialFrames(page, context) : [];
  if (!frame) return as(seen);
  const shown = quote(frame.host, 90);
  return as(
    'framed',
    sentence(
      `页面没有自己的内容，只以框架显示官方网站 ${shown}`,
      `The page has nothing of its own and only shows the official site ${shown} in a frame`,
    ),
  );
}

/** A few words, nothing to fill in, and a call for an app: what the address offers stands elsewhere. */
function callsAppOnly({ visit }: CaptureView, page: PageModel, seen: Seen): boolean {
  if (!visit.hazards.some(isHandingOn) || page.fields.length > 0) return false;
  return seen === 'blank' || seen === 'gate' || (seen === 'content' && pageText(page).compact.length < CALL);
}

const isHandingOn = ({ kind }: CaptureView['visit']['hazards'][number]): boolean =>
  kind === 'protocol-handler' || kind === 'forbidden-scheme';

function handedOn({ visit }: CaptureView): Sentence {
  const to = quote(visit.hazards.find(isHandingOn)?.detail ?? '', 160);
  const status = visit.outcome === 'unfollowed' && visit.status !== null ? visit.status : null;
  const shown = quote(visit.url, 120);
  if (to === '')
    return sentence(
      `应答的跳转不是可用的地址，后面的内容未知（${shown}）`,
      `Answered with a redirect to what is no address: what stands behind is unknown (${shown})`,
    );
  return status === null
    ? sentence(
        `页面转往“${to}”，属于不跟随的地址，后面的内容未知（${shown}）`,
        `The page leads to "${to}", an address that is not followed: what stands behind is unknown (${shown})`,
      )
    : sentence(
        `应答 ${status}，转往“${to}”，属于不跟随的地址，后面的内容未知（${shown}）`,
        `Answered ${status} to "${to}", a scheme that is not followed: what stands behind is unknown (${shown})`,
      );
}

/** The stored DOM, or the page's text as markup when none was kept. */
function parkedHtml(capture: CaptureView, page: PageModel): string {
  return capture.html === '' ? page.text.slice(0, 20_000).replaceAll('<', '&lt;') : capture.html;
}

function shortPage(capture: CaptureView, page: PageModel): Seen {
  const text = pageText(page);
  const length = text.compact.length;
  const said = `${page.title} ${page.text.slice(0, 600)}`;
  if (length < SHORT && GATE_WORDS.test(said) && page.links.length < 10) return 'gate';
  const status = capture.visit.status ?? 200;
  if (length < SHORT && (status >= 400 || (ERROR_WORDS.test(said) && page.links.length < 10)))
    return status === 403 || status === 429 ? 'gate' : 'error';
  const picture = capture.raster !== null && !rasterFeatures(capture.raster).blank;
  if (length < 12 && !picture && page.fields.length === 0 && page.images.length === 0) return 'blank';
  return 'content';
}

/**
 * True when nothing at all answered: no name, no connection, no first byte; false when anything was seen or nothing was
 * tried.
 */
export function nothingAnswered(hostView: HostView, seen: readonly SeenCapture[]): boolean {
  if (seen.length > 0) return seen.every((item) => item.seen === 'no-answer');
  if (hostView.resolution && hostView.resolution.outcome !== 'live') return true;
  return hostView.probe !== null && !probeAnswered(hostView.probe);
}

function probeAnswered(probe: ProbeResult): boolean {
  return probe.outcome === 'web' || probe.outcome === 'parked' || probe.outcome === 'blocked' || probe.status !== null;
}

/** Whose host this is: listed, below a closed suffix, or anybody's. */
export function hostKind(host: string, context: DetectionContext): 'official' | 'closed' | 'open' {
  if (isOfficialHost(host, context.platforms, context.allowList)) return 'official';
  return closedSuffix(host) === null ? 'open' : 'closed';
}

/** True for two attempts at one address by one visitor: a page that leaves after a while shows him both. */
export function isOneVisit(
  { capture: { visit: left } }: SeenCapture,
  { capture: { visit: right } }: SeenCapture,
): boolean {
  return left.url === right.url && left.persona === right.persona && left.vantage === right.vantage;
}
