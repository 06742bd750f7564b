import { describe, expect, it } from 'vitest';
import { compactText, normaliseText } from '../../../detectors/reading/normalise-text.ts';
import { ownIdentity, organClaim } from '../../../detectors/signals/organ-claim.ts';
import { talkShare, talkingAbout } from '../../../detectors/signals/talking-about.ts';
import { matchWords, words } from '../../../detectors/signals/words.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { LIFTS, OFFICIAL_HOME, REFERENCES, WORKS, capture, context, page, queryForm } from '../page-fixtures.ts';

const ctx = context({ references: REFERENCES });
const valueOf = (model: PageModel, platform = 'works') =>
  words(capture(model), ctx).find((item) => item.platform === platform)?.value ?? 0;
const NAME = WORKS.name;

describe('one spelling', () => {
  it.each([
    ['特種作業操作證査詢', '特种作业操作证查询'],
    ['特 种 作 业\u200b操\u00ad作 证', '特种作业操作证'],
    ['ＣＸ．ｍｅｍ', 'cxmem'],
    ['⼯作', '工作'],
    ['「證書」編號：', '证书编号'],
  ])('%s becomes %s', (disguised, plain) => {
    expect(compactText(disguised)).toBe(plain);
  });

  it('keeps line breaks', () => {
    expect(normaliseText('姓\u200b名\nＡ')).toBe('姓名\na');
  });
});

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

  it('a directory of official sites is recognised', () => {
    const hosts = [
      'cx.works.gov.cn',
      'cnse.e-lifts.cn',
      'www.a.gov.cn',
      'www.b.gov.cn',
      'www.c.gov.cn',
      'www.d.gov.cn',
      'www.e.gov.cn',
    ];
    const model = page({
      title: '常用查询网址',
      url: 'https://nav.example/',
      links: hosts.map((host) => ({ href: `https://${host}/`, text: host })),
    });
    expect(talkingAbout(capture(model), ctx).map((item) => item.detector)).toContain('link-directory');
  });
});

describe('in whose name a page speaks', () => {
  const claim = (model: PageModel) =>
    organClaim(capture(model), [WORKS, LIFTS], { record: false, app: false }, 0)[0]?.value ?? 0;

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

  it("an owner of its own exonerates, but hardly when the page wears the platform's name", () => {
    const own = page({ title: '证书查询 - 某某职业培训学校', text: '版权所有：某某职业培训学校' });
    expect(ownIdentity(capture(own), [WORKS])[0]?.weight).toBeLessThan(-1);
    expect(ownIdentity(capture({ ...own, title: `${NAME} - 某某有限公司` }), [WORKS])[0]?.weight ?? 0).toBeGreaterThan(
      -0.6,
    );
    expect(ownIdentity(capture(page({ title: '首页' })), [WORKS])).toEqual([]);
  });
});
