/** Personal data masked in what people read: ID numbers 3+2, phones 3+4, names next to a name label 姓+*. */

/** A digit, also full-width; one space or hyphen may stand between digits, as people write long numbers. */
const D = '[0-9０-９]';
const GAP = '[ -]?';
const EDGE = { before: '(?<![0-9０-９])', after: '(?![0-9０-９])' };
/** GB 11643: 17 digits and a check character. The letter `T` before it is the certificate number of the trade. */
const ID_18 = new RegExp(
  `${EDGE.before}(?<![A-SU-Za-su-z])${D}(?:${GAP}${D}){16}${GAP}[0-9０-９XxＸｘ](?![0-9０-９A-Za-z])`,
  'gu',
);
/** The 15-digit numbers of before 1999: region, yymmdd, sequence; the date must be one. */
const ID_15 = new RegExp(
  `${EDGE.before}(?<![A-SU-Za-su-z])[1-9]${D}{5}${D}{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]${D}|3[01])${D}{3}(?![0-9０-９A-Za-z])`,
  'gu',
);
/** Not a label of a host name: a domain may be called after a phone, and a masked host would be another host. */
const NOT_A_HOST = '(?!\\.[A-Za-z])';
const MOBILE = new RegExp(
  `${EDGE.before}(?:(?:\\+|00)?86${GAP})?[1１][3-9３-９]${D}(?:${GAP}${D}){8}${EDGE.after}${NOT_A_HOST}`,
  'gu',
);
const DIGITS = /[0-9０-９XxＸｘ]/gu;

const NAME_LABEL =
  /((?:姓\s*名|持证人|持证者|证书持有人|学员|考生|联系人|收款人|户名)\s*(?:[：:=＝|]\s*|\s+))(\p{Script=Han}[\p{Script=Han}·•]{1,14})/gu;
/** What may follow a name label without being a name: the next label, a prompt or a message. */
const NOT_A_NAME =
  /^(?:姓名|证件|身份|性别|号码|证书|查询|请|输入|不能|不可|必须|必填|为空|错误|验证|手机|电话|联系|作业|操作|工种|类别|单位|出生|年龄|照片|初领|有效|应复|实际|签发|发证|信息|以及|是否|格式|长度|与|和|及|或|的|栏|一栏|字段|输入框|文本框)/u;
const LONGEST_NAME = 4;

/** Keeps the first three and last two characters of an ID number. */
function maskIdNumber(text: string): string {
  const digits = text.match(DIGITS) ?? [];
  return `${digits.slice(0, 3).join('')}${'*'.repeat(digits.length - 5)}${digits.slice(-2).join('')}`;
}

/** Keeps the first three and last four digits of a mobile number; a country code is dropped. */
function maskMobile(text: string): string {
  const digits = (text.match(DIGITS) ?? []).slice(-11);
  return `${digits.slice(0, 3).join('')}****${digits.slice(-4).join('')}`;
}

/** A person's name as its first character and stars; one star for each further character. */
export function maskName(name: string): string {
  const [first = '', ...rest] = Array.from(name);
  return first + '*'.repeat(rest.length);
}

/**
 * Whether a registrant or account name reads as one person's: two to four Chinese characters and no word of an
 * organisation.
 */
export function isPersonName(name: string): boolean {
  return (
    /^\p{Script=Han}{2,4}$/u.test(name) &&
    !/(?:公司|中心|学校|学院|协会|集团|工作|网络|科技|部|局|厅|委|店|厂)$/u.test(name)
  );
}

/**
 * A SHA-256 in a sentence: eleven of its digits in a row are no phone number, and a digest with stars names nothing.
 */
const DIGEST = /(?<![0-9A-Za-z])([0-9a-f]{64})(?![0-9A-Za-z])/u;

/**
 * The text with personal data masked. Over-masks rather than leaks: any free-standing run of 18 digits counts as an ID
 * number. SHA-256 digests stay as they are; do not use it on other machine values.
 */
export function maskPersonalData(text: string): string {
  return text
    .split(DIGEST)
    .map((part, index) => (index % 2 === 1 ? part : masked(part)))
    .join('');
}

function masked(text: string): string {
  return text
    .replaceAll(ID_18, maskIdNumber)
    .replaceAll(ID_15, maskIdNumber)
    .replaceAll(MOBILE, maskMobile)
    .replaceAll(NAME_LABEL, (whole, label: string, name: string) => {
      if (NOT_A_NAME.test(name)) return whole;
      const length = name.includes('·') ? name.length : Math.min(LONGEST_NAME, name.length);
      return label + maskName(name.slice(0, length)) + name.slice(length);
    });
}

/** True when `maskPersonalData` would change the text: such a page's picture must not be legible in a report. */
export function holdsPersonalData(text: string): boolean {
  return maskPersonalData(text) !== text;
}
