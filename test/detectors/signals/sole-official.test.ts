import { expect, it } from 'vitest';
import { soleOfficial } from '../../../detectors/signals/sole-official.ts';
import { capture, context, page } from '../page-fixtures.ts';

const found = (text: string, title = '') => soleOfficial(capture(page({ title, text })), context()).length;

it.each([
  ['全国统一查询 · 权威唯一'],
  ['本网经工信部已备案，为全国唯一官方认证的查询平台'],
  ['无法查询到的证书一律无效'],
  ['用人单位请以本APP查询结果为准，其他渠道查询结果无效'],
])('a boast is a finding: %s', (text) => {
  expect(found(text)).toBe(1);
});

it.each([['网址是判断证书查询平台真伪的唯一标准'], ['唯一官方查询网站是 cx.works.gov.cn，请认准'], ['独生子女证查询']])(
  'what points elsewhere or says something else is none: %s',
  (text) => {
    expect(found(text)).toBe(0);
  },
);

it('stands in the title too, and a lesson about it is none', () => {
  expect(found('证书种类', '全国证书联网查询网_唯一官方查询入口')).toBe(1);
  const lesson = '不法网站常自称全国唯一查询平台，警方提醒谨防上当。'.repeat(12);
  expect(found(lesson, '如何辨别假冒证书查询网站')).toBe(0);
});
