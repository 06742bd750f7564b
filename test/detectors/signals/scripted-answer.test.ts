import { expect, it } from 'vitest';
import { scriptedAnswer } from '../../../detectors/signals/scripted-answer.ts';
import { capture, context, page, queryForm } from '../page-fixtures.ts';

const found = (script: string) => scriptedAnswer(capture(page({ ...queryForm(), inlineScripts: [script] })), context());

it('a result written into the script counts most, a form that goes straight to one less', () => {
  const ready = found("const r = { 作业类别: '电工', 操作项目: '低压', 初领日期: '2023-05-06' }");
  const local = found("function q() { location.href = '/result.html' }");
  expect(ready).toMatchObject([{ detector: 'scripted-answer', value: 1 }]);
  expect(local).toMatchObject([{ detector: 'scripted-answer', value: 0.7 }]);
});

it('a form that asks its server is none', () => {
  expect(found("fetch('/query').then(() => { location.href = '/result.html' })")).toEqual([]);
});
