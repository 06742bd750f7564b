/** A page as its reader sees it: lines of the picture joined to the DOM. */
import { describe, expect, it } from 'vitest';
import { withPictureText, type ReadLine } from '../../../detectors/reading/picture-text.ts';
import type { PageField } from '../../../storage/vocabulary/page-model.ts';
import { growth, TOO_MUCH_GROWTH } from '../../growth.ts';
import { field, OFFICIAL_FORM, page } from '../page-fixtures.ts';

const line = (text: string, x: number, y: number, height = 20): ReadLine => ({
  text,
  box: { x, y, width: text.length * height, height },
});
const bare = (x: number, y: number, parts: Partial<PageField> = {}): PageField =>
  field('', { box: { x, y, width: 200, height: 30 }, ...parts });

const DRAWN: ReadLine[] = [
  line('验证码', 100, 300),
  line('特种作业操作证查询平台', 300, 40, 40),
  line('姓名:', 100, 250),
  line('证件号码', 100, 200),
  line('以上信息仅供参考', 100, 420),
  line('查询', 430, 303),
];

describe('withPictureText', () => {
  it('adds what the DOM does not say, top down, with the pieces of one row side by side', () => {
    const seen = withPictureText(page({ text: '首页' }), DRAWN);
    expect(seen.text.split('\n')).toEqual([
      '首页',
      '特种作业操作证查询平台',
      '证件号码',
      '姓名:',
      '验证码  查询',
      '以上信息仅供参考',
    ]);
    expect(seen.headings).toEqual(['特种作业操作证查询平台']);
  });

  it('does not repeat what the DOM says in text, labels, placeholders or buttons, not even with a character read wrong', () => {
    const lines = [
      line('特种作业操作证及安全生产知认和管理能力考核合格信息查询平台', 10, 10, 40),
      line('没有查询到相关证件信息', 10, 100),
      line('请输入姓名', 10, 200),
      line('查 询', 10, 300),
    ];
    const seen = withPictureText(OFFICIAL_FORM, lines);
    expect(seen.text).toBe(`${OFFICIAL_FORM.text}\n没有查询到相关证件信息`);
    expect(seen.headings).toEqual(OFFICIAL_FORM.headings);
    expect(withPictureText(OFFICIAL_FORM, [lines[0]!])).toBe(OFFICIAL_FORM);
  });

  it('names fields and buttons that have no name from the line beside, above or inside', () => {
    const model = page({
      fields: [
        bare(200, 195),
        bare(200, 245),
        field('已有', { box: { x: 200, y: 295, width: 100, height: 30 } }),
        bare(600, 500),
        bare(200, 600, { visible: false }),
      ],
      buttons: [
        { text: '', box: { x: 420, y: 295, width: 90, height: 34 } },
        { text: '重置', box: null },
      ],
    });
    const above = line('* 手机号码:', 610, 470);
    const seen = withPictureText(model, [...DRAWN, above]);
    expect(seen.fields.map(({ label }) => label)).toEqual(['证件号码', '姓名', '已有', '手机号码', '']);
    expect(seen.buttons.map(({ text }) => text)).toEqual(['查询', '重置']);
    expect(
      withPictureText(page({ fields: [bare(200, 400)] }), [line('请输入证件号码', 210, 405)]).fields[0]!.label,
    ).toBe('请输入证件号码');
  });

  it('takes ordinary, low or long lines for no heading', () => {
    const lines = [
      line('第一行普通文字', 10, 20),
      line('第二行普通文字', 10, 60),
      line('第三行普通文字', 10, 100),
      { text: '只是框高的文字', box: { x: 10, y: 140, width: 140, height: 44 } },
      line('页脚里的大字招牌', 10, 700, 40),
      line('很长的一句话'.repeat(10), 10, 200, 40),
    ];
    expect(withPictureText(page(), lines).headings).toEqual([]);
  });

  it('gives the page itself when there is nothing to add, and the same model for the same lines', () => {
    const model = page({ text: '首页' });
    expect(withPictureText(model, null)).toBe(model);
    expect(withPictureText(model, [])).toBe(model);
    expect(withPictureText(model, [line('首页', 0, 0), line('……', 0, 40)])).toBe(model);
    expect(withPictureText(model, DRAWN)).toBe(withPictureText(model, DRAWN));
    expect(withPictureText(model, DRAWN.slice(0, 1)).text).toBe('首页\n验证码');
    expect(model.text).toBe('首页');
  });

  it('is bounded in lines, and its work grows no faster than page and picture', () => {
    const drawn = (count: number) => ({
      model: page({
        text: '查询'.repeat(count * 5),
        fields: Array.from({ length: 500 }, (_field, index) => bare(300, index * 40)),
      }),
      lines: Array.from({ length: count }, (_line, index) => line(`第${index}行 ${'字'.repeat(500)}`, 10, index * 20)),
    });
    const { model, lines } = drawn(20_000);
    expect(withPictureText(model, lines).text.split('\n')).toHaveLength(501);
    expect(growth(1000, drawn, (seen) => withPictureText(seen.model, seen.lines))).toBeLessThan(TOO_MUCH_GROWTH);
    const odd = [{ text: '怪框', box: { x: Number.NaN, y: Number.NaN, width: -5, height: Number.POSITIVE_INFINITY } }];
    expect(withPictureText(page({ fields: [bare(1, 1)] }), odd).text).toBe('怪框');
  });
});
