import { describe, expect, it } from 'vitest';
import { formFingerprint } from '../../../detectors/signals/form-fingerprint.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { growth, TOO_MUCH_GROWTH } from '../../growth.ts';
import { REFERENCES, capture, context, field, page, queryForm } from '../page-fixtures.ts';

const ctx = context({ references: REFERENCES });
const formValue = (model: PageModel) => formFingerprint(capture(model), ctx)[0]?.value ?? 0;

describe('a query form', () => {
  it("like the platform's scores high and names both", () => {
    const [finding] = formFingerprint(capture(page(queryForm())), ctx);
    expect(finding?.platform).toBe('works');
    expect(finding?.value).toBeGreaterThan(0.9);
    expect(finding?.because[0]?.zh).toContain('证件号码');
    expect(finding?.evidence[0]?.boxes?.length).toBe(4);
  });

  it('with other words in another order scores lower', () => {
    const other = page({ fields: [field('考生姓名'), field('身份证号'), field('校验码'), field('手机号')] });
    expect(formValue(other)).toBeLessThan(0.75);
    expect(formValue(other)).toBeGreaterThan(0.3);
  });

  it.each([
    ['a login', page({ fields: [field('证件号码'), field('密码', { type: 'password' })] })],
    ['a search box', page({ fields: [field('', { placeholder: '站内搜索' })] })],
    ['a parcel query', page({ fields: [field('运单号'), field('手机号')] })],
    ['a message form', page({ fields: [field('姓名'), field('手机号'), field('留言')] })],
    ['nothing', page()],
  ])('%s is none', (_name, model) => {
    expect(formValue(model)).toBe(0);
  });

  it('inside a frame of the official host is the official form', () => {
    const framed = page({
      ...queryForm(),
      forms: [{ action: null, method: 'get', frame: 'https://cx.works.gov.cn/special' }],
    });
    expect(formValue(framed)).toBe(0);
    expect(
      formValue({ ...framed, forms: [{ action: null, method: 'get', frame: 'https://fake.example/q' }] }),
    ).toBeGreaterThan(0.9);
  });

  it('of a hundred thousand controls is read in work that grows with them, not faster', () => {
    const controls = (count: number) =>
      capture(page({ fields: Array.from({ length: count }, (_, index) => field(`证件号码${index}`)) }));
    expect(growth(6250, controls, (seen) => formFingerprint(seen, ctx))).toBeLessThan(TOO_MUCH_GROWTH);
  });
});
