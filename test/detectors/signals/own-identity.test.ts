import { expect, it } from 'vitest';
import { ownIdentity } from '../../../detectors/signals/own-identity.ts';
import { WORKS, capture, context, page } from '../page-fixtures.ts';

it("an owner of its own exonerates, but hardly when the page wears the platform's name", () => {
  const own = page({ title: '证书查询 - 某某职业培训学校', text: '版权所有：某某职业培训学校' });
  expect(ownIdentity(capture(own), context({ platforms: [WORKS] }))[0]?.weight).toBeLessThan(-1);
  expect(
    ownIdentity(capture({ ...own, title: `${WORKS.name} - 某某有限公司` }), context({ platforms: [WORKS] }))[0]
      ?.weight ?? 0,
  ).toBeGreaterThan(-0.6);
  expect(ownIdentity(capture(page({ title: '首页' })), context({ platforms: [WORKS] }))).toEqual([]);
});
