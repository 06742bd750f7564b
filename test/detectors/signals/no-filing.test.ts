import { expect, it } from 'vitest';
import { noFiling } from '../../../detectors/signals/no-filing.ts';
import { capture, context, page } from '../page-fixtures.ts';

const found = (text: string, record: boolean) => noFiling(capture(page({ text })), context(), { record });

it('a record without a filing number is a finding, with one none', () => {
  expect(found('证书', true)).toMatchObject([{ detector: 'no-filing', platform: null, value: 1 }]);
  expect(found('证书\n苏ICP备20230001号', true)).toEqual([]);
});

it('a page that offers no query needs none', () => {
  expect(found('花园', false)).toEqual([]);
});
