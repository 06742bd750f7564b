/** What a page says to sell certificates: selling words used in earnest, near contacts and prices. */
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import type { CaptureView } from '../host-view.ts';
import { extractClues } from './clues.ts';
import { normaliseText } from '../text/normalise-text.ts';

/**
 * Offers no honest school can make. Source: domain brief §7 selling words (S1: 免考, 速成; found; homophones and split
 * characters).
 */
const OFFERS: [string, RegExp][] = [
  ['免考', /免考(?!生|场|科目?|条件|资格|申请|办法|规定|政策|部分|试的)|包免考/],
  ['包过', /包考包过|(?<!不)包过(?!分|程|度|滤|敏|期)|(?<!不)包guo|(?<!不)b过|考试包通过|百分百(?:通过|过|拿证)|100过/],
  [
    '不用考试',
    /(?:不用|不需要?|无需|无须|免|不必)(?:本人|去|来|再)?(?:参加)?(?:培训)?考试|不考试|免试(?:拿|取|出|下|办)证|不用(?:学习|培训)|免培训|无需(?:学习|培训|到场|本人)|(?:人|本人)?不用到场|不需到场/,
  ],
  ['代考', /(?<!不|禁止|严禁|杜绝|拒绝)代考|(?<!不)替考|枪手|复审代办|代办?复审|代过|代刷(?:题|课|学时)/],
  ['内部渠道', /内部(?:通道|渠道|关系|名额|人员办)|有门路|特殊渠道|系统内(?:部)?(?:录入|办理)/],
  [
    '快速出证',
    /(?:快速|极速|最快|当天|当日|隔天|加急|[一二两三四五六七八九十\d]{1,2}(?:[-~至到][一二三四五六七八九十\d]{1,2})?个?(?:天|日|工作日|小时)(?:内|左右|就|即可|可)?)(?:就?能?|可|即可)?(?:出|拿|下|取|办|到|收到|寄)证/,
  ],
  ['包拿证', /包(?:拿|下|出|取|办)证?证|包拿证|包下证|包出证|包办理|直接(?:拿|出|办|下)证/],
  [
    '验证后付款',
    /(?:先出证|出证后?|见证|验证后?|查到后?|满意后?|拿证后?)(?:再|后)?(?:付款|付钱|收费|付尾款|付费)|先办证后付款|货到付款.{0,6}证|(?:定金|订金).{0,12}(?:尾款|出证)/,
  ],
  [
    '办证',
    /(?:专业|快速|诚信|长期|全国|代理|代)办(?:理)?(?:各类|各种|全国|真|假)?(?:证件|证书|资格证|操作证|电工证|焊工证|学历|文凭|职称|毕业证)|办(?:理)?各(?:类|种)证|办假证|办真证|代办证|办证(?:刻章|加|联系|微信|qq|电话|热线|咨询|找我|\+?v)|(?:电|焊|高)g证|办z|操作z|特种z|(?:制作|定做|制造)(?:各类|各种)?(?:假证|证件|证书)|刻章/,
  ],
  ['挂靠', /(?:证书|资质|建造师|工程师|安全员|职称|消防证)挂靠|挂靠(?:费|价格|证书|单位|咨询)|高价收(?:证|挂)/],
  ['仿真', /(?:高仿|仿真|1比1|11)(?:证|制作)|防伪水印.{0,8}(?:证|制)/],
];

/** What sellers boast of; honest schools say some of it too, so it only adds. */
const BOASTS: [string, RegExp][] = [
  ['保过', /(?<!不)保过|签约保|不过(?:全额)?退(?:费|款)|速成/],
  [
    '官网可查',
    /(?:官网|网上|扫码|国网|全国联网|政府网站?|应急管理局?官?网|系统)(?:均|都|可以?|皆)?(?:可|能)(?:查询?得?到?|验证?|核验)|(?:网上|官网|扫码)(?:都)?(?:查得到|查到|能出来)|联网可查|支持(?:查询|验证|扫码)|终身可查/,
  ],
  ['加急', /加急(?:办理|处理|出|件)?|诚信合作|价格(?:优惠|从优|美丽)|量大(?:从|价)优|低价|同行勿扰|招(?:收)?代理/],
];

const TOPIC =
  /证书|证件|操作证|电工证|焊工证|高[处空]作业证|登高证|叉车证|安全员|特种作业|特种设备|职称|学历|文凭|毕业证|资格证|技能证|等级证|建造师|合格证|上岗证|许可证|[电焊]g证|办z|特种z|操作z|[^\s]证/;

const WARNING =
  /谨防|警惕|切勿|不要(?:轻信|相信)|勿(?:信|要|轻)|骗子|诈骗|骗局|受骗|上当|严禁|严厉|打击|查处|违法|犯罪|涉嫌|嫌疑|民警|警方|公安|抓获|捣毁|假冒|假证害|曝光|举报|提醒|所谓|声称|谎称|宣称|噱头|幌子|为名|为由|虚假|不法|均为假|都是假|不存在|不承诺|拒绝|绝不|从不|没有任何|不可能|不得|禁止|杜绝|整治|通报|被告人|判处|非法|可信吗|是真的吗|真的假的|靠谱吗|有人(?:说|称|问)|问[:：]?有|不可信|不要信|能不能|可不可以|能否|不出证|不办证|不卖证|本校不|我校不|本站不/;

const PRICE =
  /(?:¥|￥|元|块钱?|价格|报价|费用|收费|定金|尾款)\s{0,3}[:：]?\s{0,3}\d{2,5}|\d{2,5}\s{0,2}(?:元|块|\/本|一本|每本)|(?:仅需|只需|只要|低至)\s{0,2}\d{2,5}/;

const CONTACT =
  /(?:加|联系|咨询|添加)(?:我们?|客服|老师|微信|v|薇|qq|电话)|在线客服|扫码(?:添加|咨询|加)|(?:微信|薇信|威信|vx|v信|qq)(?:号|同号|咨询|联系|[:：])|私(?:聊|信)|详询|来电/;

/** The selling words of one page, each by the name of its kind, and how much they say. */
export interface SaleEvidence {
  offers: string[];
  boasts: string[];
  /** Selling words that stand in a warning or a report. */
  warned: number;
  /** A contact or the words that offer one; null = none. */
  contact: string | null;
  price: boolean;
  /** 0..1; ≥ SALE_THRESHOLD is a sale. */
  value: number;
  /** The first sentence that offers; '' when none does. */
  sample: string;
}

/** Nothing for sale. */
export const NO_SALE: SaleEvidence = {
  offers: [],
  boasts: [],
  warned: 0,
  contact: null,
  price: false,
  value: 0,
  sample: '',
};

/** `SaleEvidence.value` from which a page sells. */
export const SALE_THRESHOLD = 0.5;

const MAX_UNITS = 4000;

/** What a page offers for sale; `NO_SALE` without a page. Linear in the (capped) text. */
export function saleEvidence(capture: CaptureView): SaleEvidence {
  const { page } = capture;
  if (!page) return NO_SALE;
  const units = unitsOf(page);
  const offers = new Set<string>();
  const boasts = new Set<string>();
  let warned = 0;
  let sample = '';
  units.forEach((unit, index) => {
    const offered = OFFERS.filter(([, pattern]) => pattern.test(unit.compact)).map(([name]) => name);
    const boasted = BOASTS.filter(([, pattern]) => pattern.test(unit.compact)).map(([name]) => name);
    if (offered.length + boasted.length === 0) return;
    if (isWarning(units, index)) {
      warned += offered.length;
      return;
    }
    for (const name of offered) offers.add(name);
    for (const name of boasted) boasts.add(name);
    if (offered.length > 0 && sample === '') sample = unit.shown;
  });
  const evidence = { ...NO_SALE, offers: [...offers], boasts: [...boasts], warned, sample };
  if (offers.size === 0 || !units.some((unit) => TOPIC.test(unit.compact))) return evidence;
  return weigh(evidence, capture, page);
}

function weigh(evidence: SaleEvidence, capture: CaptureView, page: PageModel): SaleEvidence {
  const clues = extractClues(capture);
  const clue = clues.find((candidate) => ['wechat', 'qq', 'phone', 'payment'].includes(candidate.kind));
  const text = normaliseText(page.text.slice(0, 100_000));
  const spoken = CONTACT.exec(text.replace(/\s+/g, ''))?.[0] ?? null;
  const contact = clue?.value ?? spoken ?? (page.qrCodes.length > 0 ? 'QR' : null);
  const price = PRICE.test(text);
  const strength = 1 - 0.5 ** (evidence.offers.length + 0.35 * evidence.boasts.length);
  const value = strength * (0.55 + (contact === null ? 0 : 0.3) + (price ? 0.15 : 0));
  const reporting = evidence.warned > evidence.offers.length ? 0.25 : evidence.warned > 0 ? 0.7 : 1;
  return { ...evidence, contact, price, value: Math.min(1, value * reporting) };
}

interface Unit {
  shown: string;
  compact: string;
}

/** Sentences and lines; words split by spaces, dots or stars inside them are glued. */
function unitsOf(page: PageModel): Unit[] {
  const parts = `${page.title}\n${page.meta.description ?? ''}\n${page.text.slice(0, 100_000)}\n${page.images
    .slice(0, 100)
    .map((image) => image.alt.slice(0, 100))
    .join('\n')}`.split(/[\n\r。！!？?；;]+/, MAX_UNITS);
  return parts
    .map((shown) => ({ shown: shown.trim(), compact: glue(shown.slice(0, 600)) }))
    .filter((unit) => unit.compact.length > 1);
}

function glue(text: string): string {
  return normaliseText(text)
    .replace(/[^\p{L}\p{N}¥+,，、]+/gu, '')
    .replace(/[,，、]+/g, ',');
}

function isWarning(units: readonly Unit[], index: number): boolean {
  const here = units[index]?.compact ?? '';
  if (WARNING.test(here)) return true;
  const around = `${units[index - 1]?.compact ?? ''} ${units[index + 1]?.compact ?? ''}`;
  // A neighbouring sentence of the same running text carries the warning over; a separate short line does not.
  return here.length > 20 && WARNING.test(around);
}
