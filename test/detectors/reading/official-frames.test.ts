/**
 * Official content in a frame imitates nobody and vouches for nothing: the rest of the page is judged as if the frame
 * were not there.
 */
import { describe, expect, it } from 'vitest';
import { assess } from '../../../detectors/assess.ts';
import { ownCapture, ownPage } from '../../../detectors/reading/official-frames.ts';
import type { CaptureView, HostView } from '../../../detectors/host-view.ts';
import type { Assessment } from '../../../storage/vocabulary/detect.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { canvas, portal } from '../drawn-raster.ts';
import { framed, FULL_PAGE, type Frame } from '../framed-page.ts';
import {
  capture,
  context,
  OFFICIAL_FORM,
  OFFICIAL_HOME,
  page,
  queryForm,
  RECORD_TEXT,
  REFERENCES,
  registered,
  hostView,
} from '../page-fixtures.ts';

const ctx = context({
  references: REFERENCES.map((view, index) => ({ ...view, raster: portal(index === 0 ? { seed: 70 } : {}) })),
});
const judge = (host: string, captures: CaptureView[], parts: Partial<HostView> = {}): Assessment =>
  assess(hostView(host, captures, parts), ctx);
const detectorsOf = ({ findings }: Assessment): string[] => findings.map(({ detector }) => detector);
const IMITATING = [
  'words',
  'form-fingerprint',
  'result-page',
  'screenshot-comparison',
  'colour-layout',
  'emblem',
  'copied-analytics',
  'copied-site-id',
  'copied-filing',
  'hot-linked',
];
const ANALYTICS =
  'var _hmt=_hmt||[];var hm=document.createElement("script");hm.src="https://hm.baidu.com/hm.js?0123456789abcdef0123456789abcdef";';

/** The official query with everything the official host serves around it. */
const OFFICIAL: Frame = {
  shows: page({
    ...OFFICIAL_FORM,
    scripts: ['https://cx.works.gov.cn/static/app.3f2a9c1b7d.js'],
    inlineScripts: [ANALYTICS],
    images: [{ src: 'https://cx.works.gov.cn/logo.png', alt: '国徽', box: { x: 20, y: 20, width: 64, height: 64 } }],
    links: OFFICIAL_HOME.links,
    tables: [['证件类型', '身份证']],
  }),
  boxes: [FULL_PAGE],
};
const HOST_PAGE = {
  title: '某某市应急管理局 - 办事服务',
  text: `某某市应急管理局\n首页\n政务公开\n办事服务\n${'本局办理各类许可事项，请携带有关材料到政务服务大厅窗口办理，咨询时间为工作日上午。\n'.repeat(4)}主办单位：某某市应急管理局 某ICP备20990077号`,
  links: ['gk', 'fw', 'hd', 'jg'].map((name) => ({ href: `https://yjj.anycity.gov.cn/${name}`, text: name })),
};

describe('a portal that embeds the official query', () => {
  it.each([
    ['of an organ, below a closed suffix', 'yjj.anycity.gov.cn', HOST_PAGE],
    [
      'of a school, on an open name',
      'www.any-school.example',
      {
        ...HOST_PAGE,
        title: '某某职业培训学校',
        text: HOST_PAGE.text.replaceAll('某某市应急管理局', '某某职业培训学校'),
      },
    ],
    ['that says little itself', 'desk.example', { title: '办事入口', text: '常用查询入口汇总\n下面为官方查询页面' }],
  ])('%s, is accused of nothing', (_what, host, own) => {
    const shown = framed(page({ ...own, url: `https://${host}/cx` }), OFFICIAL);
    const verdict = judge(host, [capture(shown, { raster: portal() })], { registration: registered(4000) });
    expect(verdict.verdict).toBe('benign');
    expect(detectorsOf(verdict)).toContain('frame-left-out');
    expect(IMITATING.filter((detector) => detectorsOf(verdict).includes(detector))).toEqual([]);
    expect(verdict.clues['analytics']).toBeUndefined();
  });

  it('beside other pages of its own is no victim either', () => {
    const home = page({ ...HOST_PAGE, url: 'https://yjj.anycity.gov.cn/' });
    const query = framed(page({ title: '证书查询', text: '证书查询', url: 'https://yjj.anycity.gov.cn/cx' }), OFFICIAL);
    expect(judge('yjj.anycity.gov.cn', [capture(home), capture(query, { raster: portal() })]).verdict).toBe('benign');
  });

  it('scores exactly like the same page without the frame', () => {
    for (const own of [
      page({ ...HOST_PAGE, url: 'https://desk.example/' }),
      page({
        url: 'https://desk.example/',
        title: OFFICIAL_FORM.title,
        text: '应急管理部\n特种作业操作证查询\n证件号码',
        ...queryForm(),
      }),
    ]) {
      const bare = { ...own, frameParts: [], drawings: [], textBoxes: [], qrPlaces: [] };
      const [without, withFrame] = [
        judge('desk.example', [capture(bare)]),
        judge('desk.example', [capture(framed(own, OFFICIAL))]),
      ];
      expect([withFrame.score, withFrame.verdict]).toEqual([without.score, without.verdict]);
    }
  });
});

describe('a fake is accused', () => {
  const ownForm = page({
    url: 'https://tzzy-cx.example/',
    title: '特种作业操作证查询',
    text: '应急管理部\n特种作业操作证及安全生产知识和管理能力考核合格信息查询平台\n证件类型\n证件号码\n姓名\n验证码',
    ...queryForm(),
  });

  it('with a query of its own beside an official frame that makes it look genuine', () => {
    const verdict = judge('tzzy-cx.example', [
      capture(framed(ownForm, { ...OFFICIAL, boxes: [{ x: 0, y: 500, width: 1280, height: 300 }] })),
    ]);
    expect(verdict).toMatchObject({ verdict: 'impersonation', platform: 'works' });
    expect(detectorsOf(verdict)).toContain('form-fingerprint');
  });

  it('with a record of its own beside it', () => {
    const record = page({
      url: 'https://tzzy-cx.example/c/9f3a',
      title: '特种作业操作证查询结果',
      text: RECORD_TEXT,
      images: [{ src: '/p.jpg', alt: '照片', box: null }],
    });
    expect(judge('tzzy-cx.example', [capture(framed(record, OFFICIAL), { persona: 'wechat' })]).verdict).toBe(
      'impersonation',
    );
  });

  it('that is but a frame of another fake, and where that one stands inside an official frame', () => {
    const shell = page({ url: 'https://abc.example/', title: '查询' });
    const fake: Frame = { shows: page({ ...ownForm, url: 'https://kit.example/q' }), boxes: [FULL_PAGE] };
    for (const frames of [[fake], [OFFICIAL, fake]])
      expect(judge('abc.example', [capture(framed(shell, ...frames))]).verdict).toBe('impersonation');
  });

  it('that shows some visitors the official page in a frame and others a query', () => {
    const framedOnly = framed(page({ url: 'https://tzzy-cx.example/' }), OFFICIAL);
    const verdict = judge('tzzy-cx.example', [capture(ownForm, { persona: 'wechat' }), capture(framedOnly)]);
    expect(verdict.verdict).toBe('impersonation');
    expect(detectorsOf(verdict)).toContain('cloaking');
  });
});

describe('the official page in a frame as large as the window', () => {
  const shell = (host: string, own: Partial<PageModel> = {}) =>
    framed(page({ url: `https://${host}/`, ...own }), OFFICIAL);

  it.each([
    ['nothing else', {}],
    ['the official title on the tab', { title: OFFICIAL_FORM.title }],
    [
      'the official title and a line for visitors without frames',
      { title: OFFICIAL_FORM.title, text: '页面加载中，请稍候，如长时间无响应请刷新。' },
    ],
    ['a line for visitors without frames', { text: '页面加载中，请稍候，如长时间无响应请刷新。' }],
  ])('below a look-alike name with %s is undecided, and says why', (_what, own) => {
    const verdict = judge('cx-works-gov.cn', [capture(shell('cx-works-gov.cn', own), { raster: portal() })]);
    expect(verdict).toMatchObject({ verdict: 'undecided', platform: 'works' });
    expect(verdict.score).toBeLessThan(50);
    expect(verdict.because[0]?.zh).toContain('以框架显示真正的官方网站 cx.works.gov.cn');
    expect(verdict.findings.some(({ detector }) => detector === 'domain-similarity')).toBe(true);
  });

  it('below any other name is nobody’s imitation', () => {
    const verdict = judge('desk.example', [capture(shell('desk.example'), { raster: portal() })]);
    expect(verdict.verdict).toBe('benign');
    expect(verdict.because[0]?.zh).toContain('只以框架显示官方网站 cx.works.gov.cn');
  });
});

describe('what stands around an official frame is judged by itself', () => {
  const half = { ...OFFICIAL, boxes: [{ x: 0, y: 400, width: 1280, height: 400 }] };

  it('words that sell certificates', () => {
    const sale = page({
      url: 'https://desk.example/',
      title: '电工证办理',
      text: '电工证、焊工证办理，免考包过，三天拿证\n价格800元，加微信：gszs2024',
    });
    expect(judge('desk.example', [capture(framed(sale, half))]).verdict).toBe('certificate-sale');
  });

  it('a QR code, but not one inside the frame', () => {
    const inside = { text: 'https://cx.works.gov.cn/app', box: { x: 600, y: 600, width: 120, height: 120 } };
    const outside = { text: 'https://pay-desk.example/x', box: { x: 600, y: 100, width: 120, height: 120 } };
    const twice = { ...inside, text: outside.text };
    const shown = ownPage(
      framed(page({ url: 'https://desk.example/', qrPlaces: [outside, twice] }), {
        ...half,
        shows: page({ ...half.shows, qrPlaces: [inside] }),
      }),
      ctx,
    );
    expect(shown.qrCodes).toEqual([outside.text]);
    expect(shown.qrPlaces).toEqual([outside]);
  });

  it('writing read in the picture, but not that inside the frame', () => {
    const lines = [
      { text: '免考包过 三天拿证 办证加微信', box: { x: 100, y: 80, width: 400, height: 30 } },
      { text: OFFICIAL_FORM.title, box: { x: 100, y: 450, width: 400, height: 30 } },
    ];
    expect(ownCapture(capture(framed(page(), half), { pictureText: lines }), ctx).pictureText).toEqual([lines[0]]);
  });

  it('what frames of others show inside the official one', () => {
    const line = { text: '办证加微信 gszs2024', box: { x: 700, y: 450, width: 200, height: 30 } };
    const ad: Frame = {
      shows: page({ url: 'https://ads.example/' }),
      boxes: [{ x: 640, y: 400, width: 320, height: 160 }],
    };
    expect(ownCapture(capture(framed(page(), half, ad), { pictureText: [line] }), ctx).pictureText).toEqual([line]);
    expect(ownCapture(capture(framed(page(), half), { pictureText: [line] }), ctx).pictureText).toEqual([]);
  });

  it('its title, unless there is only a frame that fills the window', () => {
    const titled = page({ title: '特种作业操作证查询' });
    expect(ownPage(framed(titled, half), ctx).title).toBe(titled.title);
    expect(ownPage(framed(titled, OFFICIAL), ctx).title).toBe('');
    for (const own of [queryForm(), { text: RECORD_TEXT }])
      expect(ownPage(framed({ ...titled, ...own }, OFFICIAL), ctx).title).toBe(titled.title);
    expect(ownPage(framed(titled, { ...OFFICIAL, boxes: null }), ctx).title).toBe(titled.title);
  });

  it('the picture, white where the frame is seen and as it was where an inner frame of others lies over it', () => {
    const raster = canvas(400, 250, [10, 90, 200]);
    const inner: Frame = {
      shows: page({ url: 'https://ads.example/' }),
      boxes: [{ x: 640, y: 400, width: 320, height: 160 }],
    };
    const shown = ownCapture(capture(framed(page(), half, inner), { raster }), ctx).raster;
    const at = (x: number, y: number) => [...(shown?.data.subarray((y * 400 + x) * 4, (y * 400 + x) * 4 + 3) ?? [])];
    expect([at(5, 100), at(5, 200), at(250, 150)]).toEqual([
      [10, 90, 200],
      [255, 255, 255],
      [10, 90, 200],
    ]);
    expect([...raster.data.subarray((200 * 400 + 5) * 4, (200 * 400 + 5) * 4 + 3)]).toEqual([10, 90, 200]);
  });
});

it('a picture of which nobody knows what an official frame shows counts for nothing, and that is said', () => {
  const lines = [{ text: OFFICIAL_FORM.title, box: { x: 100, y: 450, width: 400, height: 30 } }];
  const shown = capture(framed(page({ ...HOST_PAGE, url: 'https://desk.example/' }), { ...OFFICIAL, boxes: null }), {
    raster: portal(),
    pictureText: lines,
  });
  expect(ownCapture(shown, ctx)).toMatchObject({ raster: null, pictureText: null });
  const verdict = judge('desk.example', [shown]);
  expect(IMITATING.filter((detector) => detectorsOf(verdict).includes(detector))).toEqual([]);
  expect(verdict.findings.find(({ detector }) => detector === 'capture-quality')?.because[0]?.zh).toContain('位置未知');
});

describe('whose a frame is', () => {
  const inner: Frame = {
    shows: page({ url: 'https://cx.works.gov.cn/special', text: '官方的字', headings: ['官方标题'] }),
  };

  it('goes by who serves it, inside frames of others too', () => {
    const other: Frame = { shows: page({ url: 'https://other.example/', text: '他人的字', headings: ['他人标题'] }) };
    expect(ownPage(framed(page({ text: '自己的字' }), other, inner), ctx)).toMatchObject({
      text: '自己的字\n他人的字',
      headings: ['他人标题'],
    });
    expect(ownPage(framed(page({ text: '自己的字' }), inner, other), ctx)).toMatchObject({
      text: '自己的字\n他人的字',
      headings: ['他人标题'],
    });
  });

  it('goes by the frame around it where it has no address of its own', () => {
    const written: Frame = { shows: page({ url: 'about:srcdoc', text: '写入的字' }), host: 'site.example' };
    const official: Frame = { shows: page({ url: 'about:blank', text: '官方写入的字' }), host: 'cx.works.gov.cn' };
    expect(ownPage(framed(page({ text: '自己的字' }), written, inner, official), ctx).text).toBe('自己的字\n写入的字');
  });

  it('keeps fields with their forms, and everything else with its frame, when frames before them go', () => {
    const other: Frame = {
      shows: page({
        ...OFFICIAL_FORM,
        url: 'https://other.example/q',
        forms: [{ action: 'https://other.example/post', method: 'post', frame: null }],
      }),
    };
    const own = ownPage(framed(page({ ...queryForm() }), OFFICIAL, other), ctx);
    expect(own.fields.map(({ form }) => own.forms[form]?.action)).toEqual([
      ...Array.from({ length: 4 }, () => null),
      ...Array.from({ length: 4 }, () => 'https://other.example/post'),
    ]);
    const [gone, kept] = own.frameParts ?? [];
    expect(gone?.shares.text[0]).toBe(gone?.shares.text[1]);
    expect(own.text.slice(...(kept?.shares.text ?? [0, 0]))).toBe(`\n${OFFICIAL_FORM.text}`);
    expect(own.elementCount).toBe(100);
    expect(ownPage(own, ctx)).toMatchObject({ text: own.text, fields: own.fields });
  });

  it('of the operator’s own listed hosts is official as well, and the page of an official host is left whole', () => {
    const shown = framed(page({ text: '自己的字' }), { shows: page({ url: 'https://in.own.example/', text: '框内' }) });
    expect(ownPage(shown, { ...ctx, allowList: ['.own.example'] }).text).toBe('自己的字');
    expect(ownPage(shown, ctx)).toBe(shown);
    const official = framed(page({ url: 'https://cx.works.gov.cn/' }), inner);
    expect(ownPage(official, ctx)).toBe(official);
  });
});

it('a model that does not say what came from where is judged as before: the frame exonerates where no query stands beside it', () => {
  const { frameParts: _gone, ...older } = framed(page({ ...HOST_PAGE, url: 'https://desk.example/cx' }), OFFICIAL);
  const verdict = judge('desk.example', [capture(older)]);
  expect(verdict.findings.find(({ detector }) => detector === 'official-frame')?.weight).toBeLessThan(-2);
  expect(detectorsOf(verdict)).not.toContain('frame-left-out');
});
