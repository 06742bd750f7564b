import { describe, expect, it } from 'vitest';
import { scoreWithOnly, scoreWithout } from '../../detectors/verdict/rescore.ts';
import { combine } from '../../detectors/verdict/score.ts';
import type { CaptureView, HostView } from '../../detectors/host-view.ts';
import type { Assessment } from '../../storage/vocabulary/detect.ts';
import { canvas, portal } from './drawn-raster.ts';
import { judge, at, CLONE_HOME, CLONE_FORM, RECORD, COMPANY, SALE } from './judged-pages.ts';
import { NOW, OFFICIAL_HOME, WORKS, capture, page, queryForm, registered } from './page-fixtures.ts';

describe('an imitation is accused', () => {
  it.each<[string, string, CaptureView[], Partial<HostView>]>([
    ['start page on a look-alike name', 'cx-works-gov.cn', [capture(at(CLONE_HOME, 'https://cx-works-gov.cn/'))], {}],
    [
      'start page with its picture on a quiet name',
      'abc.example',
      [capture(at(CLONE_HOME, 'https://abc.example/'), { raster: portal({ seed: 70, offsetY: 6 }) })],
      {},
    ],
    ['form on a quiet name', 'abc.example', [capture(at(CLONE_FORM, 'https://abc.example/q'))], {}],
    [
      'form in another skin',
      'zs.example',
      [
        capture(
          page({
            url: 'https://zs.example/',
            title: '特种作业操作证查询',
            text: '特种作业操作证查询\n证件类型\n证件号码\n姓名\n验证码',
            ...queryForm(),
          }),
          {
            raster: portal({ bar: [10, 130, 60] }),
          },
        ),
      ],
      {},
    ],
    [
      'mobile form on a composed name',
      'tzzycx-gov.example',
      [
        capture(page({ url: 'https://tzzycx-gov.example/', title: '证书查询', text: '证书查询', ...queryForm() }), {
          persona: 'wechat',
        }),
      ],
      {},
    ],
    [
      'result page behind a QR code',
      'a1b2.example',
      [capture(at(RECORD, 'https://a1b2.example/c/9f3a'), { persona: 'wechat' })],
      { registration: registered(12) },
    ],
    [
      'provincial portal',
      'sx-yjgl-gov.example',
      [
        capture(
          page({
            url: 'https://sx-yjgl-gov.example/',
            title: '某某省应急管理厅证书查询系统',
            text: '某某省应急管理厅\n证书查询系统\n主办单位：某某省应急管理厅',
            ...queryForm(),
          }),
        ),
      ],
      { registration: registered(20) },
    ],
    [
      'saved copy with the official analytics id',
      'copy.example',
      [
        capture(
          page({ url: 'https://copy.example/', title: '查询', text: '证书查询系统正在加载，请稍候再试，谢谢。' }),
          {
            html: '<script src="https://hm.baidu.com/hm.js?0123456789abcdef0123456789abcdef"></script>',
          },
        ),
      ],
      {},
    ],
  ])('%s', (_name, host, captures, parts) => {
    const assessment = judge(host, captures, parts);
    expect(assessment.verdict).toBe('impersonation');
    expect(assessment.platform).toBe('works');
    expect(assessment.score).toBeGreaterThanOrEqual(50);
    expect(assessment.because.length).toBeGreaterThan(0);
    for (const { zh, en } of assessment.because) expect(zh !== '' && en !== '').toBe(true);
  });

  it('when only one kind of visitor sees it, the others being sent to the official site', () => {
    const bounced = capture(at(OFFICIAL_HOME, 'https://cx.works.gov.cn/'), { url: 'https://abc.example/' });
    const shown = capture(
      page({ url: 'https://abc.example/', title: '证书查询', text: '特种作业操作证查询\n证件号码', ...queryForm() }),
      { persona: 'wechat' },
    );
    const assessment = judge('abc.example', [bounced, shown]);
    expect(assessment.verdict).toBe('impersonation');
    expect(assessment.findings.map((item) => item.detector)).toContain('bounce-to-official');
  });

  it('when the host only sends visitors on to the fake', () => {
    const shown = capture(at(CLONE_FORM, 'https://fake.example/q'), { url: 'https://short.example/x' });
    const assessment = judge('short.example', [shown]);
    expect(assessment.verdict).toBe('impersonation');
    expect(assessment.url).toBe('https://short.example/x');
  });

  it('also when it sells on the same page', () => {
    const model = page({
      ...CLONE_FORM,
      url: 'https://abc.example/',
      text: `${CLONE_FORM.text}\n免考包过 加微信：gszs2024`,
    });
    expect(judge('abc.example', [capture(model)]).verdict).toBe('impersonation');
  });
});

describe('the other verdicts', () => {
  it('a sale is a sale', () => {
    const assessment = judge('sale.example', [capture(at(SALE, 'https://sale.example/'))]);
    expect(assessment.verdict).toBe('certificate-sale');
    expect(assessment.clues.wechat?.[0]?.value).toBe('gszs2024');
  });

  it.each<[string, string, CaptureView[], Partial<HostView>]>([
    ['a sale on a government host', 'www.town.gov.cn', [capture(at(SALE, 'https://www.town.gov.cn/x/1.html'))], {}],
    [
      'a government host that sends WeChat visitors to a fake',
      'www.town.gov.cn',
      [
        capture(at(COMPANY, 'https://www.town.gov.cn/')),
        capture(at(CLONE_FORM, 'https://fake.example/q'), { url: 'https://www.town.gov.cn/', persona: 'wechat' }),
      ],
      {},
    ],
    [
      'an old company that sends WeChat visitors to a fake',
      'cable.example',
      [
        capture(at(COMPANY, 'https://cable.example/')),
        capture(at(page({ ...CLONE_FORM, title: WORKS.name }), 'https://fake.example/q'), {
          url: 'https://cable.example/',
          persona: 'wechat',
        }),
      ],
      { registration: registered(3000) },
    ],
    [
      'a record on a government host of another trade',
      'www.farming.town.gov.cn',
      [capture(at(RECORD, 'https://www.farming.town.gov.cn/files/q?id=1'))],
      {},
    ],
    [
      "a copy in a university's folder",
      'lab.school.edu.cn',
      [capture(at(CLONE_FORM, 'https://lab.school.edu.cn/cx/'), { raster: portal() })],
      {},
    ],
    ['a listed host whose page sells', 'cx.works.gov.cn', [capture(at(SALE, 'https://cx.works.gov.cn/old/1'))], {}],
    [
      'a record on an old company site',
      'cable.example',
      [
        capture(at(COMPANY, 'https://cable.example/')),
        capture(at(page({ ...CLONE_FORM, title: WORKS.name }), 'https://cable.example/uploads/cx/')),
      ],
      { registration: registered(3000) },
    ],
    [
      'a copy in the upload folder alone',
      'cable.example',
      [
        capture(at(page({ ...CLONE_FORM, title: WORKS.name }), 'https://cable.example/uploads/cx/'), {
          raster: portal(),
        }),
      ],
      { registration: registered(3000) },
    ],
  ])('injected: %s', (_name, host, captures, parts) => {
    const assessment = judge(host, captures, parts);
    expect(assessment.verdict).toBe('injected');
    expect(assessment.score).toBeLessThan(50);
  });

  it('a fresh name with a decoy start page is no victim', () => {
    const captures = [
      capture(at(COMPANY, 'https://cable.example/')),
      capture(at(page({ ...CLONE_FORM, title: WORKS.name }), 'https://cable.example/uploads/cx/')),
    ];
    expect(judge('cable.example', captures, { registration: registered(20) }).verdict).toBe('impersonation');
  });

  it.each<[Assessment['verdict'], string, CaptureView[], Partial<HostView>]>([
    ['parked', 'for sale', [capture(page({ text: '该域名正在出售' }))], {}],
    [
      'parked',
      'a for-sale page with certificate links',
      [capture(page({ title: 'site.example 域名出售', text: '相关搜索\n特种作业操作证查询\n电工证' }))],
      {},
    ],
    ['unreachable', 'refused', [capture(null, { visit: { outcome: 'unreachable', reason: 'ECONNREFUSED' } })], {}],
    [
      'unreachable',
      'no name',
      [],
      {
        resolution: {
          host: 'site.example',
          outcome: 'absent',
          wildcard: null,
          addresses: [],
          records: [],
          resolver: null,
          reason: 'NXDOMAIN',
          at: NOW,
        },
      },
    ],
    ['undecided', 'blank', [capture(page({}), { raster: canvas() })], {}],
    [
      'undecided',
      'blocked',
      [capture(page({ title: '403 Forbidden', text: '403 Forbidden' }), { visit: { status: 403 } })],
      {},
    ],
    ['undecided', 'crashed', [capture(null, { visit: { outcome: 'crashed' } })], {}],
    ['undecided', 'never visited', [], {}],
  ])('%s: %s', (verdict, _name, captures, parts) => {
    const assessment = judge('site.example', captures, parts);
    expect(assessment.verdict).toBe(verdict);
    expect(assessment.because.length).toBeGreaterThan(0);
  });

  it('a look-alike that sends everyone to the official site was not seen enough', () => {
    expect(judge('cx-works-gov.cn', [capture(OFFICIAL_HOME, { url: 'https://cx-works-gov.cn/' })]).verdict).toBe(
      'undecided',
    );
  });
});

describe('an assessment', () => {
  const assessment = judge('cx-works-gov.cn', [
    capture(at(CLONE_FORM, 'https://cx-works-gov.cn/'), { raster: portal() }),
  ]);

  it('is recomputable from its findings', () => {
    expect(Math.round(combine(assessment.findings).likelihood * 1000) / 10).toBe(assessment.score);
  });

  it('names its versions', () => {
    expect(assessment.versions.profiles.works).toBe(3);
    expect(Object.keys(assessment.versions.references)).toHaveLength(2);
  });

  it('says what would change it', () => {
    expect(assessment.wouldChange.some(({ zh }) => zh.startsWith('去掉任何一类证据'))).toBe(true);
    expect(assessment.wouldChange.some(({ zh }) => zh.includes('同时不计'))).toBe(true);
    const close = judge('a1b2.example', [capture(at(RECORD, 'https://a1b2.example/c/9f3a'), { persona: 'wechat' })]);
    expect(close.wouldChange.some(({ zh }) => zh.includes('若不计“查询结果页”') && zh.includes('结论将改变'))).toBe(
      true,
    );
    expect(close.wouldChange.some(({ en }) => en.includes('desktop'))).toBe(true);
  });

  it('can be rescored without a detector', () => {
    const plain = judge('abc.example', [capture(at(CLONE_FORM, 'https://abc.example/'))]);
    expect(scoreWithout(plain, 'words').score).toBeLessThan(plain.score);
    expect(scoreWithOnly(assessment, 'words')).toBeLessThan(50);
    expect(scoreWithOnly(assessment, 'result-page')).toBe(0);
  });

  it('is the same for the same input', () => {
    const again = judge('cx-works-gov.cn', [capture(at(CLONE_FORM, 'https://cx-works-gov.cn/'), { raster: portal() })]);
    expect(again).toEqual(assessment);
  });

  it('never rests on one family alone', () => {
    expect(
      judge('abc.example', [
        capture(page({ url: 'https://abc.example/', title: '首页', text: '欢迎', ...queryForm() })),
      ]).verdict,
    ).toBe('benign');
    expect(
      judge('cx-works-gov.cn', [
        capture(
          page({
            url: 'https://cx-works-gov.cn/',
            title: '首页',
            text: '欢迎访问本站，内容正在整理之中，请稍后再来。',
          }),
        ),
      ]).verdict,
    ).toBe('benign');
  });
});

describe('a detector that fails', () => {
  it('costs only its own finding', () => {
    const broken = page({ ...CLONE_FORM, url: 'https://cx-works-gov.cn/' });
    Object.defineProperty(broken, 'scripts', {
      get: () => {
        throw new Error('boom');
      },
    });
    const assessment = judge('cx-works-gov.cn', [capture(broken)]);
    expect(assessment.verdict).toBe('impersonation');
    expect(assessment.because.some(({ en }) => en.includes('boom'))).toBe(true);
  });
});
