/**
 * Recognises a page that somebody else put before an address: police, operator, cloud, gateway, browser, court. What
 * stands behind it is unknown.
 */
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type { CaptureView } from '../host-view.ts';
import { formShape } from './query-form.ts';
import { quote, sentence } from '../finding.ts';
import { normaliseText } from '../text/normalise-text.ts';
import { hostOf, normaliseHost } from '../names/official-hosts.ts';

/** What an interception page says. */
export interface Interception {
  /** Who intercepts, as the page says; several when it names several. */
  by: Sentence;
  /** The sentence that says so, as shown. */
  said: string;
  because: Sentence;
}

/** An interception page is a notice: longer pages, and pages with a menu, say something else besides. */
const MOST_CHARACTERS = 700;
const MOST_LINKS = 8;
/** Characters that may stand beside the notice, and the share of the page they may be. */
const ASIDE = 40;
const ASIDE_SHARE = 0.35;

/**
 * The visitor of this address is spoken to. A conditional (如您访问的网站…) speaks of any address, and 本网站 is its owner's
 * voice unless something was done to it.
 */
const PLACE = '(?:网址|网站|网页|页面|域名|站点|链接|地址|内容|url)';
const ADDRESSED = new RegExp(
  `(?<!如|若|如果|假如|一旦|每当|当|遇到|看到|凡)(?:您|你|用户)(?:正在|当前|现在|刚才|所|正|试图|尝试|想要|要|将要|即将|欲)*(?:访问|浏览|打开|请求|前往)(?:到)?的?(?:是|这个)?.{0,60}?${PLACE}|将要访问|(?:该|此|当前|这个|所访问)(?:的)?${PLACE}|本${PLACE}[^，。]{0,12}(?:被|依法)|您(?:访问|请求)的(?:是)?(?:假冒|诈骗|仿冒|钓鱼|危险)` +
    '|\\b(?:this|the) (?:web ?)?(?:site|website|page|domain|url|address|content|link)\\b(?: name)?(?: you)?|\\byou (?:have |are |were )?(?:tried|trying|attempted|attempting|requested|requesting)\\b',
  'u',
);
/**
 * … and stopped: done, not planned or possible; what an owner does to a site of its own (关停, 停止服务) only where it was
 * done to it.
 */
const STOPPED = new RegExp(
  '(?<!会|将|可|能|并|不|未|要|勿)(?:已|被|为您|予以|进行|暂时|实施|采取)?(?:拦截|阻断|封堵|封停|封禁|封锁|屏蔽|(?:停止|暂停|禁止|阻止|中止|终止|拒绝|限制)(?:了)?(?:您的|对其|该网页|该网站|其)?(?:访问|接入|解析|浏览|打开)|查封|扣押|冻结|(?:关闭|取消)(?:了)?(?:其|该站点|该网站|对其)?(?:的)?访问|管理员禁止)' +
    '|(?:被|依法|予以)[^，。；]{0,20}(?:拒绝|禁止|阻止|限制|关停|关闭|取缔|查处|停止服务|暂停服务|下线)' +
    '|\\b(?:has been|have been|was|is|been) (?:temporarily )?(?:blocked|seized|suspended|restricted|disabled|banned|forfeited)\\b|\\bblocked (?:by|because|due)\\b|page blocked\\b|access (?:to .{1,60} )?(?:has been |is )?(?:blocked|denied)\\b',
  'u',
);
/** Said before the stop, these make it a rule, a question or a feature instead of a fact. */
const NOT_A_FACT = /如果|如(?:您|你|用户|遇|需)|若|一旦|当(?!前|地|事|日)|遇到|看到|凡|是否|支持|自动|为什么|怎么/u;
/**
 * A site in China without its filing number is cut off by whoever hosts it: that it cannot be visited says who stands
 * in the way.
 */
const NO_FILING = /(?:未|没有|尚未|无)[^。，]{0,24}备案|备案(?:信息|号)?(?:已)?(?:被)?(?:注销|失效|掉|不存在)/u;
const CUT_OFF =
  /(?:无法|不能|不可|禁止|暂停|停止|阻断|限制|拦截|关闭|屏蔽)[^。]{0,12}(?:访问|打开|提供|服务|接入|浏览|网站|域名)|访问(?:报错|受限|异常)|阻断|拦截/u;

/** Why an address is stopped. */
const WHY =
  /诈骗|欺诈|涉诈|反诈|假冒|仿冒|冒充|钓鱼|虚假|违法|违规|不良|恶意|病毒|木马|赌博|色情|风险|危险|威胁|举报|投诉|备案|政策|策略|规定|规则|协议|法规|依法|法律|安全考虑|裁定|判决|案号|phishing|malware|fraud|scam|deceptive|polic(?:y|ies)|warrant|court order|banned|illegal|unsafe|dangerous|gambling|category/u;

/** Who intercepts: what a page may name, in both languages; the match is the name as spelt out. */
const WHO: readonly { pattern: RegExp; zh: string; en: string }[] = [
  {
    pattern:
      /(?:[\u4e00-\u9fff]{2,4}(?:省|市|区|县|州))?(?:公安(?:厅|局|部|分局|机关)?(?:[\u4e00-\u9fff]{0,6}(?:总队|支队|大队))?|(?:国家)?反(?:诈|欺诈|电信网络诈骗)(?:骗)?中心)|警方|网警|网安部门|\b(?:national |state |federal )?police\b|\bfbi\b|homeland security/u,
    zh: '公安机关',
    en: 'the police',
  },
  {
    pattern:
      /(?:[\u4e00-\u9fff]{2,4}(?:省|市|区|县|州))*(?:高级|中级)?人民(?:法院|检察院)|法院|\b(?:district |federal |high )?court\b|prosecutor/u,
    zh: '司法机关',
    en: 'a court',
  },
  {
    pattern:
      /(?:[\u4e00-\u9fff]{2,3}(?:省|市|区))?(?:通信管理局|互联网信息办公室|网信办|网信部门)|有关(?:主管)?部门|主管部门/u,
    zh: '主管部门',
    en: 'a regulator',
  },
  {
    pattern:
      /(?:中国)?(?:移动|联通|电信|广电)(?!端|网络诈骗|诈骗|互联网|办公|设备|业务)(?:[\u4e00-\u9fff]{2,6}公司)?|(?:网络|电信)?运营商|\b1008[0-9]\b|\b100(?:00|10|11)\b|宽带|\binternet service provider\b/u,
    zh: '电信运营商',
    en: 'a network operator',
  },
  {
    pattern: /域名(?:注册)?(?:管理|服务)?(?:机构|商)|注册(?:管理|服务)?(?:机构|局|商)|\bcnnic\b|\bregistr(?:y|ar)\b/u,
    zh: '域名注册管理机构',
    en: 'a registry or registrar',
  },
  {
    pattern:
      /(?:阿里|腾讯|华为|百度(?:智能)?|天翼|京东|金山|青|优刻得|移动|联通|火山)云|云(?:服务商|平台|厂商|主机)|接入(?:服务)?商|(?:主机|空间|网络)服务商|机房|备案(?:系统|平台)|\bcloud\b|\bhosting provider\b/u,
    zh: '云服务或接入服务商',
    en: 'a cloud or access provider',
  },
  {
    pattern: /微信|\bqq\b|(?<![a-z])qq(?=官方|安全)|钉钉|支付宝|抖音|飞书|微博|messenger/u,
    zh: '即时通信或社交应用',
    en: 'a messenger or social app',
  },
  { pattern: /[\u4e00-\u9fff]{0,4}浏览器|safe browsing|\bbrowser\b/u, zh: '浏览器', en: 'a browser' },
  {
    pattern:
      /安全(?:卫士|中心|网关|管家|软件|厂商|防护)|电脑管家|防火墙|杀毒(?:软件)?|fortiguard|fortinet|sangfor|sophos|palo alto|umbrella|firewall|security gateway/u,
    zh: '安全产品',
    en: 'a security product',
  },
  {
    pattern:
      /(?:学校|校园|公司|单位|企业|机构)(?:的)?(?:网络|上网|内网|信息|安全|规定|策略|政策|管理)[\u4e00-\u9fff]{0,4}|校园网|网络(?:管理)?中心|信息化(?:办公室|中心)|上网行为|网络管理员|管理员禁止|\b(?:network |system )?administrator\b|\b(?:company|organi[sz]ation|school|network|corporate)(?:'s)?(?: \w+)? policy\b/u,
    zh: '所在网络的管理方',
    en: 'the manager of the network',
  },
];

/**
 * Not somebody between visitor and site, but the site's own shield: it turns this request away, and others may pass.
 */
const OWN_SHIELD =
  /(?:您|你)的(?:ip|请求|访问(?:请求|行为|过于|频率)|操作|网络环境)[^。]{0,24}(?:拦截|阻断|频繁|异常|威胁|可疑|攻击|非法|禁止)|对网站造成(?:安全)?威胁|访问过于频繁|(?:请求|参数|url)[^。]{0,10}(?:攻击|非法字符|可疑|不合法|包含)|误报反馈|\bwaf\b|人机验证|滑动验证|your (?:ip|request|browser)\b/u;
/** What people write about interception: news, advice, lessons. */
const WRITTEN_ABOUT =
  /认准本|严正声明|特此声明|(?:网上|发现|出现|存在)[^。，]{0,8}(?:仿冒|假冒|冒充|山寨)[^。]{0,12}(?:网站|网址|平台|页面)[^。]{0,6}[，,；]|本报讯|记者|通讯员|责任编辑|责编|来源[:：]|发布(?:时间|日期)|浏览(?:次数|量)|阅读(?:量|次数)?[:：\d]|上一篇|下一篇|返回列表|常见问题|第[一二三]步|广大(?:市民|群众|网民|师生)/u;
const TITLE_ABOUT =
  /怎么|如何|为什么|是什么|通告|关于|新闻|日报|晚报|指南|文档|攻略|案例|教程|论坛|博客|百科|提醒[:：]/u;
/**
 * Lines that belong to such a notice besides the sentence itself: reason, contact, appeal, reference numbers, what to
 * do.
 */
const NOTICE_LINE =
  /拨打|咨询|申诉|客服|热线|电话|联系|网址|url|ip\b|编号|分类|category|案号|管理员|报警|损失|财产|备案|谨慎|继续访问|关闭(?:网页|页面)|忽略|窃取|工单|恢复访问|提示|提醒|预警|警告|尊敬的用户|您好|感谢|误(?:判|封|拦)|反馈|时间|请勿|切勿|host|reason|contact|warning|incident|event|client|server|seiz/u;
/** A way on to a query of its own: then the notice is dress. */
const WAY_ON = /(?:查询|核验|验证|查证|验真|办理|登录)/u;

/**
 * What the page says of itself, or null. Needs all of it: the visitor of this very address is told that it is stopped,
 * by whom or why, on a page that says hardly anything else, asks for nothing and offers no query. `host` is the host
 * that was asked for.
 */
export function interception({ page }: Pick<CaptureView, 'page'>, host: string): Interception | null {
  if (!page || page.links.length > MOST_LINKS) return null;
  const lines = linesOf(page);
  const whole = lines.map(({ plain }) => plain).join('\n');
  if (
    whole.replace(/\s/g, '').length > MOST_CHARACTERS ||
    OWN_SHIELD.test(whole) ||
    WRITTEN_ABOUT.test(whole) ||
    TITLE_ABOUT.test(normaliseText(page.title))
  )
    return null;
  if (asks(page) || page.links.some((link) => leadsOn(link, page, host))) return null;
  const said = stopSentence(lines, whole, normaliseHost(host));
  if (said === null) return null;
  const who = WHO.flatMap(({ pattern, zh, en }) =>
    pattern.test(whole) ? [{ zh, en, name: nameOf(pattern, whole) }] : [],
  );
  if ((who.length === 0 && !WHY.test(whole)) || !isNoticeOnly(lines)) return null;
  return describe(said, who.slice(0, 2), page, host);
}

interface Line {
  shown: string;
  /** Normalised, reported speech left out. */
  plain: string;
}

/** Reported speech: a sentence in quotation marks is somebody else's. An address or a name in them is none. */
const REPORTED = /[“"「『‘]([^”"」』’\n]{10,160})[”"」』’]/gu;

function linesOf(page: PageModel): Line[] {
  const shown = [page.title, ...page.text.slice(0, 6000).split(/[\n\r\t]+|(?<=[。！!？；;])/u)]
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return [...new Set(shown)].map((line) => ({
    shown: line,
    plain: normaliseText(
      line.replace(REPORTED, (whole, inner: string) => (/[\u4e00-\u9fff]{6}/u.test(inner) ? '' : whole)),
    ),
  }));
}

/** The sentence by which this address is stopped: addressed and stopped in one sentence, or in two neighbours. */
function stopSentence(lines: readonly Line[], whole: string, host: string): string | null {
  const named = host !== '' && whole.includes(host);
  const isAddressed = (line: Line | undefined): boolean =>
    line !== undefined && (ADDRESSED.test(line.plain) || (named && line.plain.includes(host)));
  const isStopped = ({ plain }: Line): boolean => {
    const stop = STOPPED.exec(plain);
    return stop !== null && !NOT_A_FACT.test(plain.slice(0, stop.index));
  };
  const isStop = (line: Line, at: number): boolean =>
    isStopped(line) && (isAddressed(lines[at - 1]) || isAddressed(lines[at + 1]));
  const stop = lines.find((line) => isStopped(line) && isAddressed(line)) ?? lines.find(isStop);
  if (stop) return stop.shown;
  const unfiled = lines.find(({ plain }) => NO_FILING.test(plain) && (ADDRESSED.test(plain) || plain.includes(host)));
  return unfiled && CUT_OFF.test(whole) ? unfiled.shown : null;
}

function asks(page: PageModel): boolean {
  return formShape(page).kinds.some(
    (kind) =>
      kind === 'id-number' || kind === 'certificate-number' || kind === 'id-type' || kind === 'certificate-type',
  );
}

function leadsOn({ href, text }: PageModel['links'][number], page: PageModel, host: string): boolean {
  const to = hostOf(href);
  return (to === normaliseHost(host) || to === hostOf(page.url)) && WAY_ON.test(text) && !/备案/u.test(text);
}

/** Hardly anything on the page is not part of the notice. */
function isNoticeOnly(lines: readonly Line[]): boolean {
  const lengthOf = ({ plain }: Line): number => plain.replace(/\s/g, '').length;
  const total = lines.reduce((sum, line) => sum + lengthOf(line), 0);
  const part = ({ plain }: Line): boolean =>
    [ADDRESSED, STOPPED, WHY, NOTICE_LINE, NO_FILING, ...WHO.map(({ pattern }) => pattern)].some((pattern) =>
      pattern.test(plain),
    );
  const aside = lines.filter((line) => !part(line)).reduce((sum, line) => sum + lengthOf(line), 0);
  return aside <= Math.max(ASIDE, total * ASIDE_SHARE);
}

/** The name as spelt out, without what grammar put before it. */
function nameOf(pattern: RegExp, whole: string): string {
  return (pattern.exec(whole)?.[0] ?? '')
    .replace(/^[\u4e00-\u9fff]{0,6}(?:已被|被|由|经|向|联系|登录|根据)(?=[\u4e00-\u9fff]{2})/u, '')
    .slice(0, 30);
}

function describe(
  said: string,
  who: readonly { zh: string; en: string; name: string }[],
  page: PageModel,
  host: string,
): Interception {
  const spelt = (name: string): string => (name.length >= 2 && !/^\d+$/.test(name) ? name : '');
  const by =
    who.length === 0
      ? sentence('未写明的一方', 'somebody it does not name')
      : sentence(
          who.map(({ zh, name }) => (spelt(name) === '' || zh === name ? zh : `${zh}（“${name}”）`)).join('、'),
          who.map(({ en, name }) => (spelt(name) === '' ? en : `${en} ("${name}")`)).join(' and '),
        );
  const at = hostOf(page.url);
  const away = at !== '' && at !== normaliseHost(host);
  const words = quote(said, 80);
  return {
    by,
    said: words,
    because: sentence(
      `被拦截，后面的内容未知：地址前有拦截页${away ? `（在 ${at}）` : ''}，页面自称由${by.zh}拦截（“${words}”），建议继续观察`,
      `Intercepted, what stands behind is unknown: an interception page${away ? ` (on ${at})` : ''} stands before the address, by its own words put there by ${by.en} ("${words}"); keep watching`,
    ),
  };
}
