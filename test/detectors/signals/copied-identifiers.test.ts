import { describe, expect, it } from 'vitest';
import { copiedIdentifiers } from '../../../detectors/signals/copied-identifiers.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { REFERENCES, capture, context, page, reference } from '../page-fixtures.ts';

const ctx = context({ references: REFERENCES });
const names = (model: Partial<PageModel>, html = '') =>
  copiedIdentifiers(capture(page(model), { html }), ctx).map((item) => [item.detector, item.value]);

describe('identifiers of a platform on a foreign host', () => {
  it('are proof in code, whatever the text', () => {
    expect(names({}, '<script src="https://hm.baidu.com/hm.js?0123456789abcdef0123456789abcdef"></script>')).toEqual([
      ['copied-analytics', 1],
    ]);
    expect(names({}, '<script src="//dcs.conac.cn/js/1/CA123456789012345.js"></script>')).toEqual([
      ['copied-site-id', 1],
    ]);
  });

  it('compare filing numbers by holder, not by site number', () => {
    expect(names({ text: '京ICP备10000001号-7' })).toEqual([['copied-filing', 1]]);
    expect(names({ text: '京ICP备10000002号' })).toEqual([]);
    expect(names({ text: '沪ICP备10000001号' })).toEqual([]);
  });

  it('count little inside a sentence', () => {
    const [[, value] = []] = names({
      text: '经查询，该平台的备案信息显示，京ICP备10000001号为应急管理部所有，请大家放心使用，谨防假冒。',
    });
    expect(Number(value ?? 0)).toBeLessThan(0.3);
  });

  it('are also learnt from the reference pages', () => {
    const own = page({ url: 'https://cnse.e-lifts.cn/', text: '京ICP备20000002号' });
    const learnt = context({ references: [reference(own, { platform: 'lifts' })] });
    expect(copiedIdentifiers(capture(page({ text: '京ICP备20000002号-1' })), learnt)[0]?.platform).toBe('lifts');
  });
});
