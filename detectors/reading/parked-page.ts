/** Recognises parked names, domains for sale and default pages of servers and panels, with the reason. */
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { hostOf } from '../names/official-hosts.ts';
import { parkedText, type ParkedText } from './parked-text.ts';
import { ABOUT_DOMAIN, ADVERTISING, DEFAULT_PAGES, OFFER, PARKED, SALE, type ParkedSign } from './parked-words.ts';

/** A page as the probe or a visit got it; null = not known. */
export interface ParkedInput {
  html: string;
  title: string | null;
  /** The URL that answered, after redirects. */
  url: string | null;
  headers: Record<string, string>;
}

/** Whether a page is a parked one. */
export interface ParkedAnswer {
  parked: boolean;
  /** What was recognised; null when not parked. */
  because: Sentence | null;
}

/** Parking and domain-market services: what they serve is never the owner's own content. */
const PARKING_SERVICES = [
  'sedoparking.com',
  'parkingcrew.net',
  'bodis.com',
  'afternic.com',
  'hugedomains.com',
  'undeveloped.com',
  'parklogic.com',
  'domainmarket.com',
  'buydomains.com',
  'voodoo.com',
  'skenzo.com',
  'parked-content.godaddy.com',
  'cashparking.com',
  'domainparking.com',
  'above.com',
  'dan.com',
  'sedo.com',
  'juming.com',
  '22.cn',
  '4.cn',
  'ename.com',
  'ename.net',
  'mi.aliyun.com',
  'domain.aliyun.com',
  'jm.cn',
  'yumi.com',
];
/** Of these a mere link proves nothing (registrars and markets that honest pages link to); being sent there does. */
const LINKED_BY_OTHERS = new Set([
  'above.com',
  'dan.com',
  'sedo.com',
  'juming.com',
  '22.cn',
  '4.cn',
  'ename.com',
  'ename.net',
  'domain.aliyun.com',
  'jm.cn',
  'yumi.com',
]);
const SERVICE_IN_HTML = new RegExp(
  `[/.]((?:${PARKING_SERVICES.filter((name) => !LINKED_BY_OTHERS.has(name))
    .map((name) => name.replaceAll('.', '\\.'))
    .join('|')}))["'/:?\\s]`,
  'i',
);

/** Longer pages say more than a parking page does. */
const PARKED_TEXT_LIMIT = 1500;
const DEFAULT_TEXT_LIMIT = 700;
/** Menu words of a site that has pages of its own. */
const SITE_MENU = 2;
/** Domains on offer beside its own: a dealer's list. */
const DEALERS_LIST = 3;
/** What a page may say besides, in characters: a slogan, an address. */
const ASIDE = 30;
const A_WORD = 12;
/** A title that offers the very domain leaves no doubt; the seller may praise it at length. */
const SAID_IN_TITLE = 300;
/** Titles that say nothing. */
const NO_TITLE =
  /^(?:welcome|home(?: ?page)?|index|untitled.*|notice|loading.*|(?:温馨)?提示|网站提示|欢迎.{0,6}|首页|通知|无标题.*)[!！]?$/i;
const FEW_ADVERTISED = 3;
const OFFER_PARTS = 3;

/**
 * Whether the page is parked, for sale, a placeholder or a default server page: it says so of its own domain and hardly
 * anything else. An article, a dealer's list, a company with a link to a market and a query form that mentions a sale
 * are not. Pure and linear in the length of `html` (only the first 200,000 characters are read).
 */
export function isParkedPage(input: ParkedInput): ParkedAnswer {
  const html = input.html.slice(0, 200_000);
  if (asksForCertificate(html)) return NOT_PARKED;
  const page = parkedText(html, input.title ?? '', hostOf(input.url));
  // a market shows the one domain on a page of its own host
  const [offered] = page.namesItself || page.otherHosts.length !== 1 ? [] : page.otherHosts;
  const elsewhere = offered === undefined ? null : ofItsDomain(parkedText(html, input.title ?? '', offered), SALE);
  return (
    ofItsDomain(page, [...SALE, ...PARKED]) ??
    elsewhere ??
    offer(page) ??
    adverts(page) ??
    defaultPage(page) ??
    byService(input, html, page) ??
    NOT_PARKED
  );
}

const NOT_PARKED: ParkedAnswer = { parked: false, because: null };

/**
 * Words beside a control, or labels of a record, that only a query page has; what it says of a sale does not matter
 * then.
 */
const ASKED_FOR =
  /证件(?:号|类型)|证书(?:编号|号|类型)|身份证|准考证|操作证|idcard|id_card|sfzh?\b|zjhm|zsbh|certificate (?:no|number)/i;
const RECORD_LABELS = [
  '证件号码',
  '身份证号',
  '证书编号',
  '作业类别',
  '操作项目',
  '准操项目',
  '初领日期',
  '发证日期',
  '签发机关',
  '发证机关',
  '有效期',
  '复审日期',
  '证书名称',
];
const BEFORE_CONTROL = 80;

function asksForCertificate(html: string): boolean {
  for (const { index, 0: tag } of html.matchAll(/<(?:input|select|textarea)\b[^>]{0,500}/gi)) {
    const before = html.slice(Math.max(0, index - 400), index).replace(/<[^>]*>?/g, ' ');
    if (ASKED_FOR.test(tag) || ASKED_FOR.test(before.slice(-BEFORE_CONTROL))) return true;
  }
  return RECORD_LABELS.filter((label) => html.includes(label)).length >= 3;
}

/** On sale, parked, just registered, expired. */
function ofItsDomain(page: ParkedText, signs: readonly ParkedSign[]): ParkedAnswer | null {
  const { title, text, sentences, about, other } = page;
  if (text.length > PARKED_TEXT_LIMIT || page.menu >= SITE_MENU || page.otherHosts.length >= DEALERS_LIST) return null;
  // a page titled as something else is about something else
  const aside =
    title === '' || NO_TITLE.test(title) || page.namesItself || ABOUT_DOMAIN.test(title)
      ? Math.max(ASIDE, about)
      : A_WORD;
  for (const sign of signs) {
    const stated = sentences.find((sentence) => sign.pattern.test(sentence));
    const headed = titleParts(title).some((part) => sign.pattern.test(part));
    // `域名转让` alone may be a link; the page has to name its own domain then
    if (stated === undefined && !(headed && (page.namesItself || about > 0 || text === ''))) continue;
    if (stated !== undefined && !headed && stated.replace(/\s/g, '').length <= 6 && !page.namesItself) continue;
    if (other > (headed && title.includes('⌂') ? SAID_IN_TITLE : aside)) continue;
    return parked(sign, headed ? title : (stated ?? text));
  }
  return null;
}

/** The parts of an offer around the domain's name, in whatever words. */
function offer({ sentences, namesItself, otherHosts, menu, other }: ParkedText): ParkedAnswer | null {
  if (!namesItself || other > ASIDE || menu >= SITE_MENU || otherHosts.length >= DEALERS_LIST) return null;
  const parts = OFFER.filter((pattern) => sentences.some((sentence) => pattern.test(sentence)));
  return parts.length >= OFFER_PARTS
    ? parked({ zh: '域名待售', en: 'the domain is offered for sale' }, sentences.join(' '))
    : null;
}

/** Nothing but the domain's name and a list of advertising below its heading. */
function adverts({ sentences, namesItself, other }: ParkedText): ParkedAnswer | null {
  const from = sentences.findIndex((sentence) => ADVERTISING.test(sentence));
  if (!namesItself || from < 0 || from > 2 || sentences.length - from <= FEW_ADVERTISED || other > ASIDE) return null;
  return parked({ zh: '停放页的广告链接', en: 'advertising links of a parking page' }, sentences[from] ?? '');
}

/** Parts of a title such as `⌂ 域名出售 - 某平台`. */
const titleParts = (title: string): string[] =>
  [title, ...title.split(/\s*[-|–—_,，]\s*|\s+(?=domain\b)/i), title.replaceAll('⌂', '').trim()].map((part) =>
    part.trim(),
  );

function defaultPage({ title, text, sentences, menu }: ParkedText): ParkedAnswer | null {
  const short = text.length <= DEFAULT_TEXT_LIMIT && menu < SITE_MENU;
  if (!short && !/default page|test page/i.test(title)) return null;
  const lead = sentences.slice(0, 4);
  const sign = DEFAULT_PAGES.find(
    ({ pattern }) => pattern.test(title) || lead.some((sentence) => pattern.test(sentence)),
  );
  return sign ? parked(sign, title === '' ? text.slice(0, 120) : title) : null;
}

function byService(input: ParkedInput, html: string, { text, menu }: ParkedText): ParkedAnswer | null {
  const header = Object.entries(input.headers).find(([name, value]) => /parking|parked/i.test(`${name}: ${value}`));
  if (header && text.length < PARKED_TEXT_LIMIT)
    return parked({ zh: '停放服务的响应头', en: "a parking service's header" }, header.join(': '));
  const host = hostOf(input.url);
  const redirected = PARKING_SERVICES.find((name) => host === name || host.endsWith(`.${name}`));
  if (redirected)
    return parked({ zh: '转到停放或域名交易服务', en: 'leads to a parking or domain-market service' }, redirected);
  const named = SERVICE_IN_HTML.exec(html)?.[1];
  if (!named || text.length > 600 || menu >= SITE_MENU) return null;
  return parked({ zh: '内容来自停放服务', en: 'the content comes from a parking service' }, named);
}

function parked(sign: { zh: string; en: string }, observed: string): ParkedAnswer {
  const shown = observed.slice(0, 80);
  return { parked: true, because: { zh: `${sign.zh}：“${shown}”`, en: `Recognised as ${sign.en}: "${shown}"` } };
}
