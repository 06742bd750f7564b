/** Recognises parked names, domains for sale and default pages of servers and panels, with the reason. */
import type { Sentence } from '../storage/vocabulary.ts';
import { htmlToText } from './html-text.ts';
import { hostOf } from './official-hosts.ts';

export interface ParkedInput {
  html: string;
  title: string | null;
  /** The URL that answered, after redirects. */
  url: string | null;
  headers: Record<string, string>;
}

export interface ParkedAnswer {
  parked: boolean;
  /** What was recognised; null when not parked. */
  because: Sentence | null;
}

interface Sign {
  pattern: RegExp;
  zh: string;
  en: string;
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
const LINKED_BY_OTHERS = new Set(['above.com', 'dan.com', 'sedo.com', 'juming.com', '22.cn', '4.cn', 'ename.com', 'ename.net', 'domain.aliyun.com', 'jm.cn', 'yumi.com']);
const SERVICE_IN_HTML = new RegExp(
  `[/.]((?:${PARKING_SERVICES.filter((name) => !LINKED_BY_OTHERS.has(name))
    .map((name) => name.replaceAll('.', '\\.'))
    .join('|')}))["'/:?\\s]`,
  'i',
);

const SALE: Sign[] = [
  {
    pattern: /(?:该|此|本|这个|当前)?(?:域名|网址)(?:现?正在|现已|可|诚意|低价|急|公开)?(?:出售|转让|待售|求售|拍卖|竞价|一口价)|(?:出售|转让|购买|收购)(?:该|此|本|这个)?域名/,
    zh: '域名待售',
    en: 'the domain is offered for sale',
  },
  {
    pattern:
      /\b(?:domain(?: name)?|[a-z0-9-]+\.[a-z]{2,8})\b.{0,40}?\b(?:is|may be|might be|could be) (?:now )?(?:for sale|available for (?:purchase|sale))|\bbuy this domain\b|\bmake an offer\b.{0,60}\bdomain\b|\bdomain\b.{0,60}\bmake an offer\b/i,
    zh: '域名待售',
    en: 'the domain is offered for sale',
  },
  {
    pattern:
      /(?:域名|网站)(?:已经?)?(?:停放|被停放|暂停解析)|域名停靠|停放页面|\bparked (?:free|domain|page)\b|\bdomain (?:is )?parked\b|\bparked (?:by|with|at)\b|\bthis (?:web ?page|domain) is parked\b/i,
    zh: '域名停放页',
    en: 'a parked domain',
  },
  {
    pattern: /域名(?:已经?)?(?:过期|到期|注册成功)|\bdomain (?:name )?(?:has )?expired\b|\bthis domain (?:was|has been) (?:recently )?registered\b/i,
    zh: '域名到期或刚注册',
    en: 'the domain has expired or was only just registered',
  },
];

const DEFAULT_PAGES: Sign[] = [
  { pattern: /^welcome to (?:nginx|openresty|tengine|caddy|centos)/i, zh: '服务器默认页', en: 'a default server page' },
  {
    pattern: /apache2? (?:[a-z]+ )?default page|^apache http server test page|test page for the (?:apache|nginx|http)|^it works!?$/i,
    zh: '服务器默认页',
    en: 'a default server page',
  },
  { pattern: /^iis(?: windows| ?\d)|internet information services|^microsoft azure app service/i, zh: '服务器默认页', en: 'a default server page' },
  { pattern: /^apache tomcat|^jetty:|^(?:default|hosting) (?:web ?site|page)/i, zh: '服务器默认页', en: 'a default server page' },
  {
    pattern:
      /(?:恭喜[，,!！ ]*)?站点创建成功|没有找到站点|站点(?:已)?(?:停止|暂停|关闭)|您的请求在web服务器中没有找到对应的站点|宝塔.{0,8}默认|该站点(?:已)?被(?:管理员)?(?:停止|暂停)/,
    zh: '主机面板默认页',
    en: 'a default page of a hosting panel',
  },
  {
    pattern:
      /(?:空间|主机|虚拟主机|服务)(?:已经?)?(?:到期|过期|停用|未开通)|(?:未|没有)绑定(?:此|该|本)?域名|域名(?:尚)?未(?:绑定|备案)|(?:网站|站点)(?:正在)?(?:建设中|维护中|升级中|暂未开放)|敬请期待/,
    zh: '空站或建设中页面',
    en: 'an empty or unfinished site',
  },
  {
    pattern: /^(?:under construction|coming soon|site (?:not found|is under construction)|future home of|account suspended|website is under construction)/i,
    zh: '空站或建设中页面',
    en: 'an empty or unfinished site',
  },
  { pattern: /^index of \/(?:\s|$)/i, zh: '空目录列表', en: 'an empty directory listing' },
];

/** Longer pages say more than a parking page does (measured on none; parking pages carry a few hundred characters). */
const PARKED_TEXT_LIMIT = 1500;
const DEFAULT_TEXT_LIMIT = 700;

/**
 * Whether the page is parked, for sale or a default server page. Pure and linear in the length of `html` (only the first
 * 200,000 characters are read). A long page that merely mentions such words is not parked.
 */
export function isParkedPage(input: ParkedInput): ParkedAnswer {
  const html = input.html.slice(0, 200_000);
  const title = (input.title ?? '').replace(/\s+/g, ' ').trim();
  const text = htmlToText(html).slice(0, 6000).trim();
  if (asksForIdentity(html)) return { parked: false, because: null };
  return forSale(title, text) ?? defaultPage(title, text) ?? byService(input, html, text) ?? { parked: false, because: null };
}

/** A page with a control for an identity or certificate number is a query page, whatever else it says. */
function asksForIdentity(html: string): boolean {
  return /<input\b/i.test(html) && /(?:证件|证书|身份证|姓名|准考证)/.test(html) && !/(?:域名|domain)/i.test(html);
}

function forSale(title: string, text: string): ParkedAnswer | null {
  if (text.length > PARKED_TEXT_LIMIT) return null;
  const sign = SALE.find(({ pattern }) => pattern.test(title)) ?? SALE.find(({ pattern }) => pattern.test(text.slice(0, 500)));
  return sign ? parked(sign, SALE.some(({ pattern }) => pattern.test(title)) ? title : text) : null;
}

function defaultPage(title: string, text: string): ParkedAnswer | null {
  if (text.length > DEFAULT_TEXT_LIMIT && !/default page|test page/i.test(title)) return null;
  const lead = text.slice(0, 120);
  const sign = DEFAULT_PAGES.find(({ pattern }) => pattern.test(title) || pattern.test(lead));
  return sign ? parked(sign, title === '' ? lead : title) : null;
}

function byService(input: ParkedInput, html: string, text: string): ParkedAnswer | null {
  const header = Object.entries(input.headers).find(([name, value]) => /parking|parked/i.test(`${name}: ${value}`));
  if (header && text.length < PARKED_TEXT_LIMIT) return parked({ zh: '停放服务的响应头', en: "a parking service's header" }, header.join(': '));
  const host = hostOf(input.url);
  const redirected = PARKING_SERVICES.find((name) => host === name || host.endsWith(`.${name}`));
  if (redirected) return parked({ zh: '转到停放或域名交易服务', en: 'leads to a parking or domain-market service' }, redirected);
  const named = SERVICE_IN_HTML.exec(html)?.[1];
  if (!named || text.length > 600) return null;
  return parked({ zh: '内容来自停放服务', en: 'the content comes from a parking service' }, named);
}

function parked(sign: { zh: string; en: string }, observed: string): ParkedAnswer {
  const shown = observed.slice(0, 80);
  return { parked: true, because: { zh: `${sign.zh}：“${shown}”`, en: `Recognised as ${sign.en}: "${shown}"` } };
}
