import { describe, expect, it } from 'vitest';
import { words } from '../../../detectors/signals/words.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { LIFTS, OFFICIAL_HOME, REFERENCES, WORKS, capture, context, page } from '../page-fixtures.ts';

const ctx = context({ references: REFERENCES });
const valueOf = (model: PageModel, platform = 'works') =>
  words(capture(model), ctx).find((item) => item.platform === platform)?.value ?? 0;
const NAME = WORKS.name;

describe('a page that is the platform in its words', () => {
  it('has the title, and says what was observed and expected', () => {
    const [finding] = words(capture(page({ title: NAME, text: '请查询' })), ctx);
    expect(finding?.value).toBeGreaterThan(0.8);
    expect(finding?.because[0]?.zh).toContain(`“${NAME}”`);
    expect(finding?.evidence[0]?.digest).toBe('a'.repeat(64));
  });

  it.each([
    ['traditional characters', page({ title: '特種作業操作證及安全生產知識和管理能力考核合格信息查詢平臺' }), 0.6],
    ['one character changed', page({ title: NAME.replace('平台', '平合') }), 0.6],
    ['a suffix in the title', page({ title: `${NAME} - 首页` }), 0.6],
    ['the name as a banner', page({ title: '首页', text: `${NAME}\n证件号码` }), 0.6],
    ['a banner over two lines', page({ text: `${NAME.slice(0, 11)}\n${NAME.slice(11)}\n姓名` }), 0.6],
    ['letters in blocks of their own', page({ text: `${NAME.split('').join('\n')}\n查询一下` }), 0.6],
    ['zero-width characters between', page({ title: NAME.split('').join('\u200b') }), 0.6],
    ['columns only', page({ text: (WORKS.sections ?? []).join('\n进入查询\n') }), 0.6],
    [
      'copied wording',
      page({ ...OFFICIAL_HOME, title: '首页', headings: [], text: OFFICIAL_HOME.text.replace(NAME, '') }),
      0.8,
    ],
  ])('%s', (_name, model, least) => {
    expect(valueOf(model)).toBeGreaterThan(least);
  });

  it('is told from another platform', () => {
    expect(valueOf(page({ title: LIFTS.name }), 'lifts')).toBeGreaterThan(0.8);
    expect(valueOf(page({ title: LIFTS.name }))).toBe(0);
  });
});
