import { expect, it } from 'vitest';
import type { CaptureView } from '../../../detectors/host-view.ts';
import type { Seen, SeenCapture } from '../../../detectors/reading/seen.ts';
import { bounceToOfficial } from '../../../detectors/signals/bounce-to-official.ts';
import { capture, context, hostView, page, queryForm } from '../page-fixtures.ts';

const seen = (item: CaptureView, what: Seen, finalHost = 'site.example'): SeenCapture => ({
  capture: item,
  seen: what,
  finalHost,
  because: null,
});

const bounced = seen(capture(null, { persona: 'desktop' }), 'official', 'cx.works.gov.cn');
const query = seen(capture(page(queryForm()), { persona: 'wechat' }), 'content');
const found = (...items: SeenCapture[]) => bounceToOfficial(hostView('site.example', []), context(), items);

it('one visitor sent to the official site while another sees a query is a finding of that platform', () => {
  expect(found(bounced, query)).toMatchObject([{ detector: 'bounce-to-official', platform: 'works', value: 1 }]);
});

it('everybody sent there, or two attempts of one visitor, is none', () => {
  expect(found(bounced)).toEqual([]);
  expect(found(bounced, seen(capture(page(queryForm()), { persona: 'desktop' }), 'content'))).toEqual([]);
});
