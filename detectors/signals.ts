/** Every signal, declared once: its family, its words for people, and the detector that finds it. */
import type { Finding } from '../storage/vocabulary/detect.ts';
import type { Sentence } from '../storage/vocabulary/sentence.ts';
import type { CaptureView, DetectionContext, HostView } from './host-view.ts';
import type { PageReading } from './reading/page-reading.ts';
import type { SeenCapture } from './reading/seen.ts';
import { appOffer } from './signals/app-offer.ts';
import { archivedCopy } from './signals/archived-copy.ts';
import { bareAddress } from './signals/bare-address.ts';
import { bounceToOfficial } from './signals/bounce-to-official.ts';
import { captureQuality } from './signals/capture-quality.ts';
import { certificateProblem } from './signals/certificate-problem.ts';
import { certificateSale } from './signals/certificate-sale.ts';
import { cloaking } from './signals/cloaking.ts';
import { copiedAssets } from './signals/copied-assets.ts';
import { copiedIdentifiers } from './signals/copied-identifiers.ts';
import { directRecord } from './signals/direct-record.ts';
import { domainSimilarity } from './signals/domain-similarity.ts';
import { emblem } from './signals/emblem.ts';
import { establishedDomain } from './signals/established-domain.ts';
import { formFingerprint } from './signals/form-fingerprint.ts';
import { frameLeftOut } from './signals/frame-left-out.ts';
import { hotLinked } from './signals/hot-linked.ts';
import { linkDirectory } from './signals/link-directory.ts';
import { linksReturn } from './signals/links-return.ts';
import { noFiling } from './signals/no-filing.ts';
import { noticeList } from './signals/notice-list.ts';
import { officialCdn } from './signals/official-cdn.ts';
import { officialFrame } from './signals/official-frame.ts';
import { organClaim } from './signals/organ-claim.ts';
import { ownIdentity } from './signals/own-identity.ts';
import { ownLife } from './signals/own-life.ts';
import { redirector } from './signals/redirector.ts';
import { registrantOrgan } from './signals/registrant-organ.ts';
import { resultPage } from './signals/result-page.ts';
import { screenshotComparison } from './signals/screenshot-comparison.ts';
import { scriptedAnswer } from './signals/scripted-answer.ts';
import { onSharedHost } from './signals/shared-host.ts';
import { soleOfficial } from './signals/sole-official.ts';
import { talkingAbout } from './signals/talking-about.ts';
import { words } from './signals/words.ts';
import { youngDomain } from './signals/young-domain.ts';
import { type FamilyName, type SignalName, isSignal } from './weights.ts';

/** Judges one page by itself; empty = nothing found. Pure. */
export type PageDetector = (capture: CaptureView, context: DetectionContext, reading: PageReading) => Finding[];

/** Judges one host from everything known of it; `seen` holds one entry per capture. Empty = nothing found. Pure. */
export type HostDetector = (hostView: HostView, context: DetectionContext, seen: readonly SeenCapture[]) => Finding[];

/** One row of the table. */
export interface Signal {
  /** Signals of one family speak about the same fact and share a cap. */
  family: FamilyName;
  /** The signal's name for people. */
  words: Sentence;
  /** The detector, when it judges pages one by one; else null. */
  page: PageDetector | null;
  /** The detector, when it judges the host as a whole; else null. */
  host: HostDetector | null;
  /** The detector's file in `signals/` where that is not named like the signal: it tells several signals apart. */
  file: string | null;
}

function onPage(family: FamilyName, zh: string, en: string, page: PageDetector, file: string | null = null): Signal {
  return { family, words: { zh, en }, page, host: null, file };
}

function onHost(family: FamilyName, zh: string, en: string, host: HostDetector): Signal {
  return { family, words: { zh, en }, page: null, host, file: null };
}

/** The table, in the order in which the detectors run: a new one is a file in `signals/` and a row here. */
export const SIGNALS: Readonly<Record<SignalName, Signal>> = {
  'official-cdn': onPage('exoneration', '内容分发域名', 'content network name', officialCdn),
  'domain-similarity': onPage('name', '域名近似', 'host name', domainSimilarity),
  words: onPage('words', '文字', 'words', words),
  'form-fingerprint': onPage('form', '表单项', 'form fields', formFingerprint),
  'screenshot-comparison': onPage('picture', '画面比对', 'picture', screenshotComparison),
  'colour-layout': onPage('picture', '配色版面', 'colours and layout', screenshotComparison, 'screenshot-comparison'),
  'result-page': onPage('result', '证书结果页', 'result page', resultPage),
  'notice-list': onPage('exoneration', '公示名单', 'public list', noticeList),
  emblem: onPage('picture', '官方徽标', 'official emblem', emblem),
  'app-offer': onPage('behaviour', '冒名应用下载', "app in the platform's name", appOffer),
  'copied-assets': onPage('identity', '照搬官方文件', 'copied files', copiedAssets),
  'copied-filing': onPage('identity', '盗用备案号', 'copied filing number', copiedIdentifiers, 'copied-identifiers'),
  'copied-site-id': onPage('identity', '盗用网站标识', 'copied site id', copiedIdentifiers, 'copied-identifiers'),
  'copied-analytics': onPage(
    'identity',
    '盗用统计编号',
    'copied analytics id',
    copiedIdentifiers,
    'copied-identifiers',
  ),
  'hot-linked': onPage('identity', '盗链官方资源', 'hot-linked assets', hotLinked),
  'organ-claim': onPage('claim', '机关名义', 'claim of authority', organClaim),
  'talking-about': onPage('exoneration', '谈论而非仿冒', 'talks about the platform', talkingAbout),
  'link-directory': onPage('exoneration', '链接目录', 'link directory', linkDirectory),
  'archived-copy': onPage('exoneration', '网页存档', 'archived copy', archivedCopy),
  'own-identity': onPage('exoneration', '自有身份', 'identity of its own', ownIdentity),
  'own-life': onPage('exoneration', '自有内容', 'a life of its own', ownLife),
  'certificate-sale': onPage('sale', '售证用语', 'certificate sale', certificateSale),
  'sole-official': onPage('behaviour', '自称唯一官方', 'calls itself the only official', soleOfficial),
  'no-filing': onPage('infrastructure', '没有备案号', 'no filing number', noFiling),
  'capture-quality': onPage('infrastructure', '采集局限', 'limits of the capture', captureQuality),
  'direct-record': onPage('behaviour', '直达记录', 'record without a query', directRecord),
  'official-frame': onPage('exoneration', '嵌入官方页面', 'frames the official page', officialFrame),
  'frame-left-out': onPage('infrastructure', '官方框架不计入', 'official frame left out', frameLeftOut),
  'links-return': onPage('behaviour', '链接回官方', 'links return to the official site', linksReturn),
  'scripted-answer': onPage('behaviour', '预置答案', 'scripted answer', scriptedAnswer),
  'bounce-to-official': onHost('behaviour', '跳回官方', 'bounces to the official site', bounceToOfficial),
  cloaking: onHost('behaviour', '因人而异', 'cloaking', cloaking),
  redirector: onHost('behaviour', '跳转到仿冒站', 'leads to a fake', redirector),
  'shared-host': onHost('infrastructure', '托管在共用域名上', 'hosted on a shared name', onSharedHost),
  'young-domain': onHost('infrastructure', '新注册域名', 'young domain', youngDomain),
  'established-domain': onHost('exoneration', '老域名', 'established domain', establishedDomain),
  'registrant-organ': onHost('exoneration', '注册人为机关', 'registered by an organ', registrantOrgan),
  'certificate-problem': onHost('infrastructure', '证书异常', 'certificate problem', certificateProblem),
  'bare-address': onHost('infrastructure', '裸地址', 'bare address', bareAddress),
};

/** The detectors of pages in running order, each once, by the name that a note of its failure gives. */
export const PAGE_DETECTORS: readonly NamedDetector<PageDetector>[] = inOrder(({ page }) => page);

/** The detectors of hosts, likewise. */
export const HOST_DETECTORS: readonly NamedDetector<HostDetector>[] = inOrder(({ host }) => host);

interface NamedDetector<Detector> {
  name: string;
  detect: Detector;
}

/** A detector that several rows name runs once, at the first of them. */
function inOrder<Detector>(detectorOf: (signal: Signal) => Detector | null): NamedDetector<Detector>[] {
  const names = new Map<Detector, string>();
  for (const [name, signal] of Object.entries(SIGNALS)) {
    const detect = detectorOf(signal);
    if (detect !== null && !names.has(detect)) names.set(detect, signal.file ?? name);
  }
  return [...names].map(([detect, name]) => ({ name, detect }));
}

/** The family of a signal; null for a name that is none. */
export function familyOf(signal: string): FamilyName | null {
  return isSignal(signal) ? SIGNALS[signal].family : null;
}
