import { expect, it } from 'vitest';
import { officialFrame } from '../../../detectors/signals/official-frame.ts';
import { frameLeftOut } from '../../../detectors/signals/frame-left-out.ts';
import { capture, context, page, queryForm } from '../page-fixtures.ts';

const frames = ['https://cx.works.gov.cn/q'];

it('an official frame exonerates where the model does not say which content it brought', () => {
  expect(officialFrame(capture(page({ frames })), context())).toMatchObject([{ detector: 'official-frame' }]);
  expect(frameLeftOut(capture(page({ frames })), context())).toEqual([]);
});

it('does not beside a query of the page itself', () => {
  expect(officialFrame(capture(page({ frames, ...queryForm() })), context())).toEqual([]);
});
