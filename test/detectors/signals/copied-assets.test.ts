import { describe, expect, it } from 'vitest';
import { copiedAssets } from '../../../detectors/signals/copied-assets.ts';
import { capture, context, page, reference } from '../page-fixtures.ts';

const official = page({
  url: 'https://cx.works.gov.cn/',
  scripts: [
    'https://cx.works.gov.cn/static/js/app.3f2a9c1b.js',
    'https://cx.works.gov.cn/static/js/jquery.min.js',
    'https://cx.works.gov.cn/static/js/chunk-vendors.77aa01fe.js',
  ],
  images: [{ src: 'https://cx.works.gov.cn/fwmh/images/zscx_banner_2023.png', alt: '', box: null }],
});
const found = (scripts: string[], images: string[] = []) =>
  copiedAssets(
    capture(
      page({ url: 'https://copy.example/', scripts, images: images.map((src) => ({ src, alt: '', box: null })) }),
    ),
    context({ references: [reference(official)] }),
  );

describe('files with the official paths', () => {
  it('give a saved copy away', () => {
    const [finding] = found([
      'https://copy.example/static/js/app.3f2a9c1b.js',
      'https://copy.example/static/js/chunk-vendors.77aa01fe.js',
    ]);
    expect(finding).toMatchObject({ detector: 'copied-assets', platform: 'works' });
    expect(finding?.value).toBeGreaterThan(0.6);
    expect(finding?.because[0]?.zh).toContain('app.3f2a9c1b.js');
  });

  it('say nothing when they are libraries, one picture, or taken from the official host itself', () => {
    expect(found(['https://copy.example/static/js/jquery.min.js'])).toEqual([]);
    expect(found([], ['https://copy.example/fwmh/images/zscx_banner_2023.png'])).toEqual([]);
    expect(
      found([
        'https://cx.works.gov.cn/static/js/app.3f2a9c1b.js',
        'https://cx.works.gov.cn/static/js/chunk-vendors.77aa01fe.js',
      ]),
    ).toEqual([]);
  });
});
