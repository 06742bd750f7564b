import { describe, expect, it } from 'vitest';
import { matchWords } from '../../../detectors/reading/match-words.ts';
import { talkShare } from '../../../detectors/reading/talk-share.ts';
import { talkingAbout } from '../../../detectors/signals/talking-about.ts';
import { words } from '../../../detectors/signals/words.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { OFFICIAL_HOME, REFERENCES, WORKS, capture, context, page, queryForm } from '../page-fixtures.ts';

const ctx = context({ references: REFERENCES });
const valueOf = (model: PageModel) => words(capture(model), ctx).find((item) => item.platform === 'works')?.value ?? 0;
const NAME = WORKS.name;

const EXPLAINER = page({
  url: 'https://blog.example/1',
  title: '特种作业操作证怎么查询？手把手教你',
  text: `首页\n文章\n特种作业操作证怎么查询\n很多朋友拿到证书以后不知道怎么查。其实很简单，打开浏览器，输入网址 cx.works.gov.cn ，进入“${NAME}”。\n然后点击“特种作业操作证查询”，选择证件类型，填写证件号码、姓名和验证码，点击查询，就可以看到自己的证书信息了。\n需要注意的是，网上有不少假冒网站，大家一定要谨防上当，认准官方网址。\n评论 3`,
});

describe('a page that talks about the platform', () => {
  it.each([
    ['explainer', EXPLAINER],
    [
      'news',
      page({
        title: '警方提醒：谨防假冒证书查询网站',
        text: `近日，警方通报一起案件，嫌疑人搭建假冒的“${NAME}”，为买假证的人提供虚假查询。\n民警提醒广大群众，查询证书请登录官方网站，切勿扫描来历不明的二维码。\n据介绍，该团伙先后制作假证五千余张，涉案金额二百余万元，目前案件正在进一步侦办中。`,
      }),
    ],
    [
      'source code',
      page({
        title: 'cx-query: 爬虫示例 - 代码仓库',
        text: `README\n本项目演示如何用脚本访问 cx.works.gov.cn ，对“${NAME}”返回的页面做解析，仅供学习交流，请勿用于非法用途。\nimport requests\n首先安装依赖，然后运行脚本，即可得到查询结果，如果验证码识别失败，请重试几次。`,
      }),
    ],
  ])('%s is recognised and its names hardly count', (_name, model) => {
    expect(talkShare(model, ctx)).toBeGreaterThan(0.5);
    expect(valueOf(model)).toBeLessThan(0.25);
    expect(talkingAbout(capture(model), ctx)[0]?.weight).toBeLessThan(-1);
  });

  it('counts a quarter of what the same names count on a page that is the platform', () => {
    const quoting = { ...EXPLAINER, title: `${NAME}怎么查询？` };
    const undiscounted = matchWords(quoting, WORKS, ctx).value;
    expect(undiscounted).toBeGreaterThan(0.5);
    expect(valueOf(quoting)).toBeLessThan(undiscounted * 0.4);
  });

  it('a clone with its own short notice is not', () => {
    expect(
      talkShare(
        page({ title: NAME, text: `${OFFICIAL_HOME.text}\n公告：系统已升级，请使用新版浏览器访问。`, ...queryForm() }),
        ctx,
      ),
    ).toBeLessThan(0.2);
  });

  it('links named like the columns that lead to the official site are pointers, not columns', () => {
    const links = (WORKS.sections ?? []).map((text) => ({ href: 'https://cx.works.gov.cn/', text }));
    const text = (WORKS.sections ?? []).join('\n');
    expect(matchWords(page({ text, links }), WORKS, ctx).sections).toBe(0);
    expect(matchWords(page({ text }), WORKS, ctx).sections).toBe(1);
  });
});
