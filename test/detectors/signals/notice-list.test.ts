import { expect, it } from 'vitest';
import { noticeList } from '../../../detectors/signals/notice-list.ts';
import { capture, page } from '../page-fixtures.ts';

it('a list of people is named as a notice', () => {
  const rows = Array.from({ length: 12 }, (_, row) => [`员工${row}`, '电工作业', '低压电工', '2023-05-06']);
  const findings = noticeList(
    capture(page({ text: '持证人员公示', tables: [['姓名', '作业类别', '操作项目', '初领日期'], ...rows] })),
  );
  expect(findings.some((item) => item.detector === 'notice-list')).toBe(true);
});
