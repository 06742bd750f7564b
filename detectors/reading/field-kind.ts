/** What a form control asks for, told from its label, placeholder, options, name and type. */
import type { FieldKind } from '../../storage/vocabulary/platform.ts';
import type { PageField } from '../../storage/vocabulary/page-model.ts';
import { normaliseText } from '../text/normalise-text.ts';

/** Tried in order; earlier rules are the more specific ones. */
const BY_WORDS: [FieldKind, RegExp][] = [
  ['sms-code', /短信|手机验证码|动态码|sms/],
  ['captcha', /验证码|校验码|图形码|附加码|看不清|captcha|verify ?code|check ?code|计算结果/],
  ['password', /密码|口令|password/],
  ['id-type', /证件(?:的)?类型|证件种类|身份证件类型|id ?type/],
  [
    'certificate-type',
    /证书(?:的)?(?:类型|类别|种类|名称)|证照类型|(?:作业|操作|人员|许可)(?:证)?(?:类别|类型|种类)|操作项目|查询类型|cert(?:ificate)? ?type/,
  ],
  [
    'certificate-number',
    /证书(?:编)?号|证照编号|(?<!身份)证号(?!码)|档案(?:编)?号|管理号|查询编?(?:号|码)|批准号|注册(?:编)?号|准考证号|资格证编?号|操作证(?:编)?号|防伪(?:编)?码|cert(?:ificate)? ?(?:no|num|id)/,
  ],
  [
    'id-number',
    /证件(?:号|编号)|身份证|身份号码|公民身份|(?:^|请输入)(?:您的)?证件$|id ?(?:card|number|no)|passport|护照/,
  ],
  ['person-name', /姓名|持证人|考生|真实名|(?:^|请输入|您的)名字|(?:full|real|your) ?name|^name$/],
  ['phone', /手机|电话|联系方式|phone|mobile|^tel/],
  ['organisation', /单位|企业|公司|机构|统一社会信用|organi[sz]ation|company/],
  ['region', /省份|地区|所在地|省\/市|城市|签发地|发证(?:省|地)|region|province/],
  ['date', /日期|出生|年月|时间|date|birthday/],
];

const BY_NAME: [FieldKind, RegExp][] = [
  ['captcha', /captcha|verif|vcode|yzm|checkcode|authcode|validate|randcode/i],
  ['id-type', /^(?:id|card|cert|zj)_?(?:type|lx|zl)$/i],
  ['certificate-number', /cert_?(?:no|num|id|code)|zsbh|zshm|zscode|certificate|bianhao/i],
  ['id-number', /id_?(?:card|num|no)|sfz|zjh|card_?(?:no|num|id)|identity|shenfen|stucard/i],
  ['person-name', /^(?:user|real|full|stu|person|cert)?_?name$|^xm$|xingming/i],
  ['phone', /phone|mobile|^tel|sjh/i],
  ['password', /passw|pwd/i],
];

const BY_OPTIONS: [FieldKind, RegExp][] = [
  ['id-type', /身份证|护照|军官证|港澳/],
  ['certificate-type', /操作证|合格证|许可证|资格证|作业/],
  ['region', /北京|山西省|广东省|河北/],
];

/** Types that ask for nothing: buttons and hidden state. */
const SILENT_TYPES = new Set([
  'hidden',
  'submit',
  'button',
  'reset',
  'image',
  'file',
  'radio',
  'checkbox',
  'range',
  'color',
]);

/** True for a control that a visitor sees and can answer. */
export function isAsking(field: PageField): boolean {
  return field.visible && !SILENT_TYPES.has(field.type.toLowerCase()) && field.tag.toLowerCase() !== 'button';
}

/** What a label or placeholder asks for; null when it names nothing known. */
export function wordsKind(words: string): FieldKind | null {
  const normal = normaliseText(words.slice(0, 80)).replace(/\s+/g, '');
  return normal === '' ? null : (BY_WORDS.find(([, pattern]) => pattern.test(normal))?.[0] ?? null);
}

/** The kind of one control; `other` when nothing tells. */
export function fieldKind(field: PageField): FieldKind {
  const type = field.type.toLowerCase();
  if (type === 'password') return 'password';
  const options = normaliseText(field.options.slice(0, 60).join(' ').slice(0, 600));
  const said = wordsKind(field.label) ?? wordsKind(field.placeholder);
  if (said) return said;
  const named = BY_NAME.find(([, pattern]) => pattern.test(field.name.slice(0, 60)))?.[0];
  if (named) return named;
  const offered = options === '' ? undefined : BY_OPTIONS.find(([, pattern]) => pattern.test(options))?.[0];
  if (offered) return offered;
  if (type === 'tel') return 'phone';
  return type === 'date' ? 'date' : 'other';
}
