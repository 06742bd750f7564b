import { describe, expect, it } from 'vitest';
import { fieldKind, isAsking } from '../../../detectors/reading/field-kind.ts';
import { field } from '../page-fixtures.ts';

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
