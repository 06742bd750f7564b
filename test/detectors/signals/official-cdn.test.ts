import { expect, it } from 'vitest';
import { domainSimilarity } from '../../../detectors/signals/domain-similarity.ts';
import { officialCdn } from '../../../detectors/signals/official-cdn.ts';
import { capture, context, hostView, page } from '../page-fixtures.ts';

const cdn = 'cx.works.gov.cn.cdngslb.com';
const on = (host: string) => ({ hosts: [host], hostView: hostView(host, []) });

it("a content network's name for the official host exonerates, and resembles nothing", () => {
  expect(officialCdn(capture(page()), context(), on(cdn))).toMatchObject([
    { detector: 'official-cdn', platform: null },
  ]);
  expect(domainSimilarity(capture(page()), context(), on(cdn))).toEqual([]);
});

it('the same words below another domain do not', () => {
  expect(officialCdn(capture(page()), context(), on('cx.works.gov.cn.example'))).toEqual([]);
  expect(domainSimilarity(capture(page()), context(), on('cx.works.gov.cn.example'))).toHaveLength(1);
});
