import { expect, it } from 'vitest';
import type { CaptureView } from '../../../detectors/host-view.ts';
import type { Seen, SeenCapture } from '../../../detectors/reading/seen.ts';
import { cloaking } from '../../../detectors/signals/cloaking.ts';
import { capture, context, hostView, page, queryForm } from '../page-fixtures.ts';

const seen = (item: CaptureView, what: Seen, finalHost = 'site.example'): SeenCapture => ({
  capture: item,
  seen: what,
  finalHost,
  because: null,
});

const query = seen(capture(page(queryForm()), { persona: 'wechat' }), 'content');
const found = (...items: SeenCapture[]) => cloaking(hostView('site.example', []), context(), items);

it('a query for one visitor and nothing for another at one address is a finding', () => {
  expect(found(query, seen(capture(null, { persona: 'desktop' }), 'blank'))).toMatchObject([
    { detector: 'cloaking', platform: null, value: 1 },
  ]);
});

it("somebody else's interception page, and the same query for both, are none", () => {
  expect(found(query, seen(capture(null, { persona: 'desktop' }), 'intercepted'))).toEqual([]);
  expect(found(query, seen(capture(page(queryForm()), { persona: 'desktop' }), 'content'))).toEqual([]);
});
