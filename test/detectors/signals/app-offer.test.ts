import { describe, expect, it } from 'vitest';
import { appOffers } from '../../../detectors/reading/app-offers.ts';
import { appOffer } from '../../../detectors/signals/app-offer.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { LIFTS, capture, context, page } from '../page-fixtures.ts';

const offered = (parts: Partial<PageModel>) => {
  const ctx = context();
  return appOffer(capture(page(parts)), ctx, { app: appOffers(page(parts), ctx) });
};
const named = { title: `${LIFTS.name} - 官方下载`, text: `${LIFTS.name}\n安全下载（Android）` };

describe('an app offered', () => {
  it("in a platform's name is a finding; a package file weighs more than a button", () => {
    const [file] = offered({ ...named, links: [{ href: 'https://site.example/d/tz.apk?v=3', text: '下载' }] });
    const [button] = offered({ ...named, buttons: [{ text: '立即下载', box: null }] });
    expect(file).toMatchObject({ detector: 'app-offer', platform: 'lifts' });
    expect(file?.value ?? 0).toBeGreaterThan(button?.value ?? 1);
    expect(button?.value).toBeGreaterThan(0.3);
  });

  it("in somebody's own name, or on the official host, is none", () => {
    expect(
      offered({
        title: '恒安工具箱',
        text: '恒安工具箱',
        links: [{ href: 'https://site.example/tools.apk', text: '下载' }],
      }),
    ).toEqual([]);
    expect(offered({ ...named, links: [{ href: 'https://cnse.e-lifts.cn/app.apk', text: '官方客户端' }] })).toEqual([]);
  });

  it('is none on a page without a download', () => {
    expect(offered(named.title === '' ? {} : { title: named.title, text: LIFTS.name })).toEqual([]);
  });
});
