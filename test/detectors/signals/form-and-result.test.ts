import { describe, expect, it } from 'vitest';
import { fieldKind, isAsking } from '../../../detectors/reading/field-kind.ts';
import { asksForCertificate, formFingerprint } from '../../../detectors/signals/form-fingerprint.ts';
import { resultPage, showsRecord } from '../../../detectors/signals/result-page.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { growth, TOO_MUCH_GROWTH } from '../../growth.ts';
import { RECORD_TEXT, REFERENCES, capture, context, field, page, queryForm } from '../page-fixtures.ts';

const ctx = context({ references: REFERENCES });
const formValue = (model: PageModel) => formFingerprint(capture(model), ctx.platforms, ctx.references)[0]?.value ?? 0;

describe('the meaning of a control', () => {
  it.each([
    ['证件号码', 'id-number'],
    ['请输入身份证号', 'id-number'],
    ['證件類型', 'id-type'],
    ['姓　名', 'person-name'],
    ['图形验证码', 'captcha'],
    ['短信验证码', 'sms-code'],
    ['手机号', 'phone'],
    ['证书编号', 'certificate-number'],
    ['管理号', 'certificate-number'],
    ['作业类别', 'certificate-type'],
    ['发证省份', 'region'],
    ['工作单位', 'organisation'],
    ['留言', 'other'],
  ])('%s is %s', (label, kind) => {
    expect(fieldKind(field(label))).toBe(kind);
  });

  it('comes from the placeholder, the options, the name or the type when there is no label', () => {
    expect(fieldKind(field('', { placeholder: '请输入证件号码' }))).toBe('id-number');
    expect(fieldKind(field('', { tag: 'select', options: ['身份证', '护照'] }))).toBe('id-type');
    expect(fieldKind(field('', { name: 'sfzh' }))).toBe('id-number');
    expect(fieldKind(field('', { type: 'password' }))).toBe('password');
  });

  it('hidden and silent controls ask for nothing', () => {
    expect(isAsking(field('姓名', { visible: false }))).toBe(false);
    expect(isAsking(field('姓名', { type: 'hidden' }))).toBe(false);
    expect(isAsking(field('姓名'))).toBe(true);
  });
});

describe('a query form', () => {
  it("like the platform's scores high and names both", () => {
    const [finding] = formFingerprint(capture(page(queryForm())), ctx.platforms, ctx.references);
    expect(finding?.platform).toBe('works');
    expect(finding?.value).toBeGreaterThan(0.9);
    expect(finding?.because[0]?.zh).toContain('证件号码');
    expect(finding?.evidence[0]?.boxes?.length).toBe(4);
  });

  it('with other words in another order scores lower', () => {
    const other = page({ fields: [field('考生姓名'), field('身份证号'), field('校验码'), field('手机号')] });
    expect(formValue(other)).toBeLessThan(0.75);
    expect(formValue(other)).toBeGreaterThan(0.3);
  });

  it.each([
    ['a login', page({ fields: [field('证件号码'), field('密码', { type: 'password' })] })],
    ['a search box', page({ fields: [field('', { placeholder: '站内搜索' })] })],
    ['a parcel query', page({ fields: [field('运单号'), field('手机号')] })],
    ['a message form', page({ fields: [field('姓名'), field('手机号'), field('留言')] })],
    ['nothing', page()],
  ])('%s is none', (_name, model) => {
    expect(formValue(model)).toBe(0);
  });

  it('inside a frame of the official host is the official form', () => {
    const framed = page({
      ...queryForm(),
      forms: [{ action: null, method: 'get', frame: 'https://cx.works.gov.cn/special' }],
    });
    expect(formValue(framed)).toBe(0);
    expect(
      formValue({ ...framed, forms: [{ action: null, method: 'get', frame: 'https://fake.example/q' }] }),
    ).toBeGreaterThan(0.9);
  });

  it('of a hundred thousand controls is read in work that grows with them, not faster', () => {
    const controls = (count: number) =>
      capture(page({ fields: Array.from({ length: count }, (_, index) => field(`证件号码${index}`)) }));
    expect(growth(6250, controls, (seen) => formFingerprint(seen, ctx.platforms, ctx.references))).toBeLessThan(
      TOO_MUCH_GROWTH,
    );
  });
});

const valueOf = (model: PageModel) =>
  resultPage(capture(model), ctx).find((item) => item.detector === 'result-page' && item.platform === 'works')?.value ??
  0;

describe('a certificate record', () => {
  it('shown without a query is found, with its labels', () => {
    const [finding] = resultPage(capture(page({ text: RECORD_TEXT })), ctx);
    expect(finding?.platform).toBe('works');
    expect(finding?.value).toBeGreaterThan(0.8);
    expect(finding?.because[0]?.zh).toContain('应复审日期');
  });

  it.each([
    ['labels and values on lines of their own', page({ text: RECORD_TEXT.replaceAll('：', '\n') })],
    [
      'cells of a table',
      page({
        title: '查询结果',
        tables: RECORD_TEXT.split('\n')
          .slice(1)
          .map((line) => line.split('：')),
        text: RECORD_TEXT.replaceAll('：', '\t'),
      }),
    ],
    [
      'traditional characters',
      page({ text: RECORD_TEXT.replace('作业类别', '作業類別').replace('签发机关', '簽發機關') }),
    ],
  ])('is found as %s', (_name, model) => {
    expect(valueOf(model)).toBeGreaterThan(0.6);
    expect(showsRecord(model)).toBe(true);
  });

  it.each([
    ['a query form', page({ text: '证件号码\n姓名\n作业类别', ...queryForm() })],
    ['a sample with an explanation', page({ title: '操作证样本', text: `证书样本（示例）\n${RECORD_TEXT}` })],
    [
      'a notice of many people',
      page({
        text: '姓名 作业类别 操作项目 初领日期',
        tables: [
          ['姓名', '作业类别', '操作项目', '初领日期', '应复审日期'],
          ...Array.from({ length: 12 }, (_, row) => [`员工${row}`, '电工作业', '低压电工', '2023-05-06', '2026-05-05']),
        ],
      }),
    ],
    [
      "a school's own certificate",
      page({ text: '结业证书\n姓名：张三\n证书编号：PX20230001\n发证日期：2023-05-06\n培训课程：消防安全' }),
    ],
    [
      'prose',
      page({
        text: '查询后可以看到作业类别、操作项目、初领日期、应复审日期、签发机关等信息，请仔细核对，如有疑问请联系发证机关。',
      }),
    ],
  ])('%s is not one', (_name, model) => {
    expect(valueOf(model)).toBeLessThan(0.4);
  });

  it('of six people under one another is no result page', () => {
    expect(valueOf(page({ text: RECORD_TEXT }))).toBeGreaterThan(0.8);
    expect(valueOf(page({ text: Array.from({ length: 6 }, () => RECORD_TEXT).join('\n') }))).toBeLessThan(0.4);
  });

  it('a list of people is named as a notice', () => {
    const rows = Array.from({ length: 12 }, (_, row) => [`员工${row}`, '电工作业', '低压电工', '2023-05-06']);
    const findings = resultPage(
      capture(page({ text: '持证人员公示', tables: [['姓名', '作业类别', '操作项目', '初领日期'], ...rows] })),
      ctx,
    );
    expect(findings.some((item) => item.detector === 'notice-list')).toBe(true);
  });
});

it('a query asks for an identity or certificate number', () => {
  expect(asksForCertificate(page(queryForm()))).toBe(true);
  expect(asksForCertificate(page({ fields: [field('姓名')] }))).toBe(false);
});
