import { expect, it } from 'vitest';
import type { CaptureView } from '../../../detectors/host-view.ts';
import type { Seen, SeenCapture } from '../../../detectors/reading/seen.ts';
import { redirector } from '../../../detectors/signals/redirector.ts';
import { capture, context, hostView, page } from '../page-fixtures.ts';

const seen = (item: CaptureView, what: Seen, finalHost = 'site.example'): SeenCapture => ({
  capture: item,
  seen: what,
  finalHost,
  because: null,
});

const found = (finalHost: string) =>
  redirector(hostView('a.example.cn', []), context(), [seen(capture(page()), 'content', finalHost)]);

it("ends on another owner's host", () => {
  expect(found('query-desk.cn')).toMatchObject([{ detector: 'redirector', platform: null, value: 1 }]);
});

it('is none that stays with its owner or ends on an official host', () => {
  expect(found('b.example.cn')).toEqual([]);
  expect(found('cx.works.gov.cn')).toEqual([]);
});
