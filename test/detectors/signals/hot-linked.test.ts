import { expect, it } from 'vitest';
import { hotLinked } from '../../../detectors/signals/hot-linked.ts';
import { REFERENCES, capture, context, page } from '../page-fixtures.ts';

const ctx = context({ references: REFERENCES });

it('hot-linked code weighs more than pictures', () => {
  const code = hotLinked(capture(page({ scripts: ['https://cx.works.gov.cn/js/app.js'] })), ctx)[0];
  const picture = hotLinked(
    capture(page({ images: [{ src: 'https://cx.works.gov.cn/logo.png', alt: '', box: null }] })),
    ctx,
  )[0];
  expect(code?.value).toBeGreaterThan(picture?.value ?? 1);
});
