import { describe, expect, it } from 'vitest';
import { organClaim } from '../../../detectors/signals/organ-claim.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { capture, context, page, queryForm } from '../page-fixtures.ts';

describe('in whose name a page speaks', () => {
  const claim = (model: PageModel) =>
    organClaim(capture(model), context(), { record: false, app: [], talk: 0 })[0]?.value ?? 0;

  it("an organ's query service is a claim", () => {
    expect(
      claim(page({ title: '全国特种作业人员证书查询平台', text: '应急管理部主办', ...queryForm() })),
    ).toBeGreaterThan(0.8);
    expect(
      claim(page({ title: '证书查询系统', text: '某某省应急管理厅\n证书查询系统', ...queryForm() })),
    ).toBeGreaterThan(0.5);
  });

  it('neither a school nor the issuer printed in a record is', () => {
    expect(
      claim(page({ title: '学员证书查询 - 某某职业培训学校', text: '某某职业培训学校\n证书查询', ...queryForm() })),
    ).toBe(0);
    expect(claim(page({ title: '证书查询', text: '签发机关：某某省应急管理厅', ...queryForm() }))).toBe(0);
  });
});
