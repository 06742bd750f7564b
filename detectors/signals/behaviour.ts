/**
 * How the site treats its visitors: bounces, cloaking, links that return to the official site, answers made by script.
 */
import { holderDomain } from '../../storage/sites/host-domain.ts';
import type { Finding } from '../../storage/vocabulary/detect.ts';
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { CaptureView, DetectionContext } from '../host-view.ts';
import { finding, pageEvidence, quote, sentence } from '../finding.ts';
import { asksForCertificate, standsInOfficialFrame } from './form-fingerprint.ts';
import { compactText } from '../reading/normalise-text.ts';
import { officialFrames } from '../reading/official-frames.ts';
import { hostOf, isOfficialHost, officialPlatform } from '../names/official-hosts.ts';
import { pageText } from '../reading/page-text.ts';
import { gramsOfPage } from '../reading/reference-text.ts';
import { showsRecord } from './result-page.ts';
import { SEEN_WORDS, type SeenCapture } from '../reading/seen.ts';

/** Findings from comparing all captures of one host. */
export function visitorBehaviour(host: string, seen: readonly SeenCapture[], context: DetectionContext): Finding[] {
  return [...bounce(seen, context), ...cloaking(seen), ...redirector(host, seen, context)];
}

function offersQuery(capture: CaptureView): boolean {
  return capture.page !== null && (asksForCertificate(capture.page) || showsRecord(capture.page));
}

/** Some visitors are sent to the official site while others are shown something else. */
function bounce(seen: readonly SeenCapture[], context: DetectionContext): Finding[] {
  const bounced = seen.find((item) => item.seen === 'official');
  if (!bounced) return [];
  const shown = seen.filter((item) => item.seen === 'content' && !isOneVisit(item, bounced));
  if (shown.length === 0) return [];
  const own = shown.find((item) => offersQuery(item.capture));
  const platform = officialPlatform(bounced.finalHost, context.platforms)?.id ?? null;
  const zh = `以${bounced.capture.visit.persona}身份访问被转到官方网站 ${bounced.finalHost}，以${(own ?? shown[0])?.capture.visit.persona ?? ''}身份访问却看到自有页面`;
  const en = `A ${bounced.capture.visit.persona} visitor is sent to the official site ${bounced.finalHost}, a ${(own ?? shown[0])?.capture.visit.persona ?? ''} visitor sees a page of its own`;
  return [
    finding({
      signal: 'bounce-to-official',
      platform,
      value: own ? 1 : 0.5,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(bounced.capture, bounced.finalHost)],
    }),
  ];
}

/** The same address shows a query or a record to one kind of visitor and something else to another. */
function cloaking(seen: readonly SeenCapture[]): Finding[] {
  for (const item of seen) {
    if (item.seen !== 'content' || !offersQuery(item.capture)) continue;
    const other = seen.find(
      (candidate) =>
        candidate !== item && candidate.capture.visit.url === item.capture.visit.url && differs(item, candidate),
    );
    if (!other) continue;
    const zh = `同一地址对不同访客显示不同内容：${item.capture.visit.persona} 看到查询页，${other.capture.visit.persona} 看到${SEEN_WORDS[other.seen].zh}`;
    const en = `One address shows different visitors different content: ${item.capture.visit.persona} sees a query page, ${other.capture.visit.persona} sees ${SEEN_WORDS[other.seen].en}`;
    const value = other.seen === 'content' ? 0.8 : other.seen === 'no-answer' || other.seen === 'failed' ? 0.4 : 1;
    return [
      finding({
        signal: 'cloaking',
        platform: null,
        value,
        because: [sentence(zh, en)],
        evidence: [pageEvidence(item.capture), pageEvidence(other.capture)],
      }),
    ];
  }
  return [];
}

function differs(shown: SeenCapture, other: SeenCapture): boolean {
  const visits = [shown.capture.visit, other.capture.visit];
  // two attempts are one visitor's: a page that leaves after a while shows him both
  if (isOneVisit(shown, other)) return false;
  // an interception page is somebody else's doing
  if (other.seen === 'official' || other.seen === 'intercepted') return false;
  if (other.seen !== 'content') return other.seen !== 'failed' || visits[1]?.outcome !== 'interrupted';
  if (offersQuery(other.capture) || !shown.capture.page || !other.capture.page) return false;
  return sharedWording(shown.capture.page, other.capture.page) < 0.3;
}

/** Two attempts at one address by one visitor. */
function isOneVisit({ capture: { visit: left } }: SeenCapture, { capture: { visit: right } }: SeenCapture): boolean {
  return left.url === right.url && left.persona === right.persona && left.vantage === right.vantage;
}

/** Share of common 4-grams, relative to the smaller page. */
export function sharedWording(left: PageModel, right: PageModel): number {
  const [small, large] = [gramsOfPage(left), gramsOfPage(right)].sort((a, b) => a.size - b.size);
  if (!small || !large || small.size === 0) return 0;
  let shared = 0;
  for (const gram of small) if (large.has(gram)) shared += 1;
  return shared / small.size;
}

/** The visitor ends on another owner's host (not an official one). */
function redirector(host: string, seen: readonly SeenCapture[], context: DetectionContext): Finding[] {
  const domain = holderDomain(host) ?? host;
  const away = seen.find(
    (item) =>
      item.seen === 'content' &&
      (holderDomain(item.finalHost) ?? item.finalHost) !== domain &&
      !isOfficialHost(item.finalHost, context.platforms, context.allowList),
  );
  if (!away) return [];
  const shown = quote(away.finalHost, 90);
  return [
    finding({
      signal: 'redirector',
      platform: null,
      value: 1,
      because: [
        sentence(`访客从该域名被转到另一主体的“${shown}”`, `The visitor is sent on to another owner's host "${shown}"`),
      ],
      evidence: [pageEvidence(away.capture, shown)],
    }),
  ];
}

/** Findings from one page's own links, frames and scripts. */
export function pageBehaviour(capture: CaptureView, context: DetectionContext): Finding[] {
  const { page } = capture;
  if (!page) return [];
  return [
    ...directRecord(capture, page),
    ...officialFrame(capture, page, context),
    ...linksReturn(capture, page, context),
    ...scriptedAnswer(capture, page, context.platforms),
  ];
}

/** The address itself carries the key of one person's record, as printed in a card's QR code. */
function directRecord(capture: CaptureView, page: PageModel): Finding[] {
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

/** Everything but the query leads back to the true site. */
function linksReturn(capture: CaptureView, page: PageModel, context: DetectionContext): Finding[] {
  if (!asksForCertificate(page) && !showsRecord(page)) return [];
  const own = hostOf(page.url);
  const foreign = page.links
    .slice(0, 2000)
    .map((link) => hostOf(link.href))
    .filter((host) => host !== '' && host !== own);
  const counts = new Map<string, number>();
  for (const host of foreign) {
    const platform = officialPlatform(host, context.platforms)?.id;
    if (platform) counts.set(platform, (counts.get(platform) ?? 0) + 1);
  }
  const [platform, count] = [...counts].sort((left, right) => right[1] - left[1])[0] ?? [null, 0];
  if (count < 3 || count / foreign.length < 0.4) return [];
  const zh = `除查询外，页面 ${foreign.length} 个外部链接中有 ${count} 个指向官方网站`;
  const en = `Apart from the query, ${count} of ${foreign.length} outward links lead to the official site`;
  return [
    finding({
      signal: 'links-return',
      platform,
      value: 0.8,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture)],
    }),
  ];
}

/**
 * The official page inside a frame: what it shows was left out, and the rest judged by itself. A model that does not
 * say what came from where was judged with it; there an official frame with no query beside it exonerates.
 */
function officialFrame(capture: CaptureView, page: PageModel, context: DetectionContext): Finding[] {
  if (page.frameParts) return framesLeftOut(capture, page, context);
  const frame = page.frames.find((url) => isOfficialHost(hostOf(url), context.platforms, context.allowList));
  const own = asksForCertificate(page) && !standsInOfficialFrame(page, context.platforms, context.allowList);
  if (!frame || own) return [];
  const shown = quote(frame, 100);
  return [
    finding({
      signal: 'official-frame',
      platform: null,
      value: 1,
      because: [
        sentence(
          `页面以框架嵌入真正的官方页面 ${shown}`,
          `The page embeds the genuine official page ${shown} in a frame`,
        ),
      ],
      evidence: [pageEvidence(capture, shown)],
    }),
  ];
}

function framesLeftOut(capture: CaptureView, page: PageModel, context: DetectionContext): Finding[] {
  const urls = officialFrames(page, context).map(({ url }) => quote(url, 100));
  if (urls.length === 0) return [];
  const shown = [...new Set(urls)].slice(0, 3).join('、');
  const zh = `页面以框架显示官方页面 ${shown}：框架内的内容由官方提供，不计入判定；页面其余部分单独判定`;
  const en = `The page shows the official page ${shown} in a frame: what stands inside is served by the official host and left out; the rest of the page is judged by itself`;
  return [
    finding({
      signal: 'frame-left-out',
      platform: null,
      value: 1,
      because: [sentence(zh, en)],
      evidence: [pageEvidence(capture, shown)],
    }),
  ];
}

const ASKS_SERVER = /fetch\(|XMLHttpRequest|\$\.(?:ajax|post|get|getJSON)\b|axios|uni\.request|wx\.request/;
const GOES_TO_RESULT =
  /(?:location(?:\.href)?\s{0,4}=|location\.(?:replace|assign)\(|window\.open\(|action\s{0,4}=)\s{0,4}["'`][^"'`\n]{0,160}?(?:result|jieguo|detail|show|info|cert|view|card)/i;
const SHOWS_HIDDEN = /(?:style\.display\s{0,4}=\s{0,4}["'](?:block|flex)|\.show\(\)|classList\.(?:remove|add)\()/;

/** The answer is in the page itself: any input leads to the same ready-made record. */
function scriptedAnswer(capture: CaptureView, page: PageModel, platforms: readonly Platform[]): Finding[] {
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
