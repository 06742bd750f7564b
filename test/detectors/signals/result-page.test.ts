import { describe, expect, it } from 'vitest';
import { showsRecord } from '../../../detectors/reading/certificate-record.ts';
import { resultPage } from '../../../detectors/signals/result-page.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { RECORD_TEXT, REFERENCES, capture, context, page, queryForm } from '../page-fixtures.ts';

const ctx = context({ references: REFERENCES });
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
});
