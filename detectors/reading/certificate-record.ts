/** One person's certificate record as a page shows it: labels with values, number, dates, photo, seal. */
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { type PageText, pageText } from './page-text.ts';
import { asksForCertificate } from './query-form.ts';
import { compactText } from '../text/normalise-text.ts';

/** Labels that every record about a person has: they count little. */
const GENERIC = [
  '姓名',
  '性别',
  '证书编号',
  '证件号码',
  '身份证号',
  '身份证号码',
  '证号',
  '发证日期',
  '发证机关',
  '有效期',
  '有效期至',
  '照片',
  '单位',
  '工作单位',
  '文化程度',
  '出生日期',
];

/** Labels common to certificates of this field beside a profile's own. */
const TRADE = [
  '作业类别',
  '操作项目',
  '准操项目',
  '初领日期',
  '初次领证日期',
  '应复审日期',
  '复审日期',
  '实际复审日期',
  '签发机关',
  '签发单位',
  '有效期开始日期',
  '有效期结束日期',
  '行业类别',
  '人员类型',
  '作业项目',
  '操作类别',
  '证书状态',
  '档案编号',
  '批准日期',
  '证照编号',
  '职业名称',
  '职业工种',
  '技能等级',
  '评价机构',
  '评价等级',
  '资格名称',
  '专业名称',
  '管理号',
  '注册编号',
  '院校名称',
  '学校名称',
  '学历类别',
  '学习形式',
  '层次',
  '专业',
  '入学日期',
  '毕业日期',
  '毕结业日期',
  '注册类别',
  '注册号',
  '注册专业',
  '注册单位',
  '注册有效期',
  '执业印章号',
  '资格类别',
  '取得方式',
  '聘用单位',
  '考试时间',
  '批准文号',
  '授予机构',
  '有效期限',
  '操作证号',
  '工种',
  '岗位',
  '等级',
  '成绩',
];

const STATUS =
  /状态[:：]?(?:有效|正常)|(?:证书|该证|证件)(?:真实)?有效|查询结果|查询成功|验证(?:成功|通过)|信息属实|真实有效|验真(?:成功|通过)|以上信息由|该证书(?:真实|合法)/;

const NUMBER =
  /t[\dx*]{15,20}|(?<!\d)\d{6}[\d*]{8,11}[\dx*](?!\d)|(?<![\d*])\d{1,6}\*{4,14}[\dx]{1,4}(?![\d*])|(?:证书?编?号|编号|档案编号)[:：]?\s{0,3}[a-z]{0,4}\d{0,2}[a-z]{0,4}[\d*]{6,}/;

const DATE = /(?:19|20)\d{2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}/g;

/** Captions of samples; a bare 样例 may as well be part of a value. */
const SAMPLE =
  /(?:证书|证件|证照|操作证|电子证|合格证|图片|正面|背面|填写|查询结果|页面)(?:的|（|\()?(?:样本|样例|示例|样式|模板|样图|范本|示意)|(?:样本|样例|示例|样式|样图|范本)(?:图|如下|展示|证书|[:：])|填写说明|仅供示意|示意图|假证/;

const KNOWN_LABELS = new Set([...GENERIC, ...TRADE, '持证人'].map(compactText));

/** Labels recognised also where the value follows at once (发证机关云河市…); shorter ones begin too many other words. */
const GLUED_LABELS = [...KNOWN_LABELS].filter(
  (label) => label.length >= 4 || label === '姓名' || label === '性别' || label === '有效期至',
);

/** What of a certificate record a page shows; labels are in `compactText` form. */
export interface RecordShape {
  /** Labels of the platform's own result page. */
  specific: string[];
  /** Other labels usual in this trade. */
  trade: string[];
  generic: string[];
  /** The profile lists no result labels. */
  unlisted: boolean;
  /** Persons' records on the page, told by repeated labels or table rows. */
  records: number;
  hasNumber: boolean;
  hasStatus: boolean;
  hasPhoto: boolean;
  hasSeal: boolean;
  dates: number;
}

/**
 * The record a page shows, told by the labels of one platform's result page; of the whole trade for null. Every list is
 * empty where there is none.
 */
export function recordShape(page: PageModel, platform: Platform | null): RecordShape {
  const text = pageText(page);
  const wanted = [...new Set([...(platform?.resultFields ?? []), ...(platform ? [] : TRADE)])].map(compactText);
  const generic = GENERIC.map(compactText);
  const labels = shownLabels(page, text);
  // in text put together again from single characters, labels and values run into each other
  const scattered = text.lines
    .filter((line) => line.scattered)
    .map((line) => line.compact)
    .join('\n');
  const shown = { has: (label: string) => labels.has(label) || (label.length >= 3 && scattered.includes(label)) };
  const specific = wanted.filter((label) => !generic.includes(label) && shown.has(label));
  return {
    specific,
    trade: TRADE.map(compactText).filter((label) => !wanted.includes(label) && shown.has(label)),
    unlisted: platform !== null && (platform.resultFields ?? []).length === 0,
    generic: generic.filter((label) => shown.has(label)),
    records: countRecords(page, text),
    hasNumber: NUMBER.test(text.normal.slice(0, 20_000)),
    hasStatus: STATUS.test(text.compact.slice(0, 20_000)),
    hasPhoto: page.images.slice(0, 200).some(isPortrait),
    hasSeal:
      /印章|专用章|公章|电子签章/.test(text.compact.slice(0, 20_000)) ||
      page.images
        .slice(0, 200)
        .some((image) => /seal|stamp|yinzhang|gongzhang|印章|公章/i.test(`${image.src.slice(-200)} ${image.alt}`)),
    dates: text.normal.slice(0, 20_000).match(DATE)?.length ?? 0,
  };
}

/** Labels with a value beside or below them: 初领日期：2023-05-06, or a cell followed by another. */
function shownLabels(page: PageModel, text: PageText): Set<string> {
  const labels = new Set<string>();
  for (const line of text.lines.slice(0, 1500)) {
    if (line.prose) continue;
    if (line.compact.length <= 16) labels.add(line.compact);
    if (line.compact.length <= 40)
      for (const label of GLUED_LABELS)
        if (line.compact.length >= label.length + 2 && line.compact.startsWith(label)) labels.add(label);
    // 注册号（执业印章号） is asked for as 注册号
    if (line.compact.length <= 24) labels.add(compactText(line.shown.replace(/[（(][^）)]{0,20}[）)]/g, '')));
    for (const part of line.shown.slice(0, 200).split(/\s{1,20}|[|｜]/))
      labels.add(compactText(part.split(/[:：]/, 1)[0] ?? ''));
    if (/[:：]/.test(line.shown)) labels.add(compactText(line.shown.split(/[:：]/, 1)[0] ?? ''));
  }
  for (const cell of page.tables.slice(0, 200).flatMap((row) => row.slice(0, 40)))
    labels.add(compactText(cell.slice(0, 40).split(/[:：]/, 1)[0] ?? ''));
  return labels;
}

function countRecords(page: PageModel, text: PageText): number {
  const byName = text.lines.slice(0, 1500).filter((line) => /^(?:姓名|持证人)/.test(line.compact)).length;
  const longest = longestColumnRun(page);
  const numbers = new Set(
    text.normal.slice(0, 40_000).match(/(?<![\dx*])t?\d{3,6}[\d*]{8,12}[\dx*]{2,4}(?![\dx*])/g) ?? [],
  ).size;
  return Math.max(byName, longest, numbers > 3 ? numbers : 0);
}

/**
 * Rows of one table with the same number (≥ 3) of cells under a header that names a person column: a list of people.
 */
function longestColumnRun(page: PageModel): number {
  const rows = page.tables.slice(0, 500);
  const header = rows.findIndex(
    (row) =>
      row.length >= 3 && row.some((cell) => /^\s*(?:姓名|持证人)/.test(cell)) && row.every((cell) => cell.length < 16),
  );
  if (header === -1) return 0;
  const width = rows[header]?.length ?? 0;
  let run = 0;
  for (const row of rows.slice(header + 1)) {
    // A record laid out in pairs (label, value, label, value) repeats labels; a list of people does not.
    if (row.length !== width || row.some((cell) => KNOWN_LABELS.has(compactText(cell.slice(0, 40))))) break;
    run += 1;
  }
  return run;
}

function isPortrait(image: PageModel['images'][number]): boolean {
  if (/photo|zhaopian|touxiang|avatar|head_?img|照片|证件照|头像/i.test(`${image.src.slice(-200)} ${image.alt}`))
    return true;
  const { box } = image;
  return (
    box !== null &&
    box.width >= 60 &&
    box.width <= 320 &&
    box.height / box.width >= 1.15 &&
    box.height / box.width <= 1.7
  );
}

/** True when the page shows one certificate record, whoever's. */
export function showsRecord(page: PageModel): boolean {
  const shape = recordShape(page, null);
  return recordValue(shape, page, pageText(page)) >= 0.3;
}

/** 0..1: how much the shape is one filled-in record; a sample, a list of people and a form beside it count less. */
export function recordValue(shape: RecordShape, page: PageModel, text: PageText): number {
  // Where a profile lists few labels or none, the trade's usual ones count half.
  const amount = shape.specific.length + (shape.specific.length > 0 || shape.unlisted ? 0.5 * shape.trade.length : 0);
  const telling = Math.min(1, Math.max(0, (amount - 1) / 5));
  const extras =
    (shape.hasNumber ? 0.3 : 0) +
    (shape.hasStatus ? 0.25 : 0) +
    (shape.hasPhoto ? 0.2 : 0) +
    (shape.hasSeal ? 0.1 : 0) +
    (shape.dates >= 2 ? 0.25 : 0) +
    (shape.generic.length >= 2 ? 0.15 : 0);
  if (amount < 2 || (amount < 3 && extras < 0.5)) return 0;
  const filled = shape.dates > 0 || shape.hasNumber ? 1 : 0.4;
  const single = shape.records > 3 ? 0.15 : 1;
  const sample = SAMPLE.test(text.titleCompact) || SAMPLE.test(text.compact.slice(0, 3000)) ? 0.3 : 1;
  const asks = asksForCertificate(page) ? 0.85 : 1;
  return (0.6 * telling + 0.4 * Math.min(1, extras)) * filled * single * sample * asks;
}
