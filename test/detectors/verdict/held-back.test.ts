/**
 * Visits that met something else than the site's page: the verdict is undecided, and whoever got through still judges.
 */
import { describe, expect, it } from 'vitest';
import { assess } from '../../../detectors/assess.ts';
import type { CaptureView, HostView } from '../../../detectors/host-view.ts';
import type { Hazard } from '../../../storage/vocabulary/capture.ts';
import { INTERCEPTED } from '../reading/interception-pages.ts';
import { capture, context, OFFICIAL_FORM, page, REFERENCES, hostView } from '../page-fixtures.ts';

const ctx = context({ references: REFERENCES });
const judge = (host: string, captures: CaptureView[], parts: Partial<HostView> = {}) =>
  assess(hostView(host, captures, parts), ctx);
const warning = INTERCEPTED[0]!;
const stopped = (host: string, url = `http://${host}/`, parts = {}) =>
  capture({ ...warning.page, url, text: warning.page.text.replace(warning.host, host) }, { url, ...parts });
const COMPANY = page({
  title: '某某电缆有限公司',
  text: '某某电缆有限公司\n产品中心\n我们公司主要生产各类电力电缆、控制电缆与特种线材，产品畅销全国各地，欢迎来电洽谈合作。\n版权所有 某某电缆有限公司',
});
const at = (url: string) => ({ ...COMPANY, url });
const handing = (detail: string, kind: Hazard['kind'] = 'protocol-handler'): Hazard => ({ kind, detail, count: 1 });
const unfollowed = (url: string, location: string, parts: Partial<CaptureView['visit']> = {}) =>
  capture(null, {
    url,
    visit: {
      outcome: 'unfollowed',
      status: 302,
      reason: `answered 302 to ${location}, a scheme that is not followed`,
      hazards: [handing(location)],
      ...parts,
    },
  });
const APK = {
  name: '证书查询.apk',
  bytes: 20_123,
  digest: 'd'.repeat(64),
  mediaType: 'application/vnd.android.package-archive',
};
const file = (url: string, downloads: CaptureView['downloads'] = [APK]): CaptureView => ({
  ...capture(null, { url, visit: { outcome: 'download', hazards: [handing(url, 'download')] } }),
  downloads,
});

describe('an interception page', () => {
  it('leaves the site undecided, says so first, and lends the site none of its contacts', () => {
    const url = 'http://works-cx.example/';
    const text = `${warning.page.text}\n投诉电话：0000-12345678 邮箱 fz@police.example`;
    const { verdict, because, clues, platform } = judge('works-cx.example', [
      capture({ ...warning.page, url, text }, { url }),
      stopped('works-cx.example', url, { persona: 'wechat' }),
    ]);
    expect([verdict, because[0]?.zh.slice(0, 11), clues['email'], clues['phone']]).toEqual([
      'undecided',
      '被拦截，后面的内容未知',
      undefined,
      undefined,
    ]);
    expect(platform).toBe('works');
  });

  it('does not keep those who got through from judging, and is no cloaking of the site’s', () => {
    const url = 'http://quiet.example/q';
    const { verdict, because, findings } = judge('quiet.example', [
      stopped('quiet.example', url),
      capture({ ...OFFICIAL_FORM, url }, { url, persona: 'wechat' }),
    ]);
    expect(verdict).toBe('impersonation');
    expect(because.some(({ zh }) => zh.startsWith('被拦截，后面的内容未知'))).toBe(true);
    expect(findings.map(({ detector }) => detector)).not.toContain('cloaking');
    expect(
      judge('cable.example', [stopped('cable.example'), capture(at('http://cable.example/'), { persona: 'mobile' })], {
        urls: [],
      }).verdict,
    ).toBe('benign');
  });

  it('before the reported address is not answered by a harmless root', () => {
    const entry = 'http://cable.example/q?sn=4';
    const assessment = judge('cable.example', [stopped('cable.example', entry), capture(at('http://cable.example/'))], {
      urls: [entry],
    });
    expect([assessment.verdict, assessment.url]).toEqual(['undecided', entry]);
    expect(assessment.because[0]?.zh).toMatch(/^被拦截/);
  });
});

describe('an address that is not followed', () => {
  it('is named with its status, kept as a clue, and leaves the site undecided', () => {
    const url = 'http://works-cx.example/';
    const { verdict, because, clues } = judge('works-cx.example', [unfollowed(url, 'lantern-app://cert/7')]);
    expect(verdict).toBe('undecided');
    expect(because[0]?.zh).toBe(`应答 302，转往“lantern-app://cert/7”，属于不跟随的地址，后面的内容未知（${url}）`);
    expect(because[0]?.en).toContain('Answered 302 to "lantern-app://cert/7", a scheme that is not followed');
    expect(clues['notFollowed']).toEqual([{ value: 'lantern-app://cert/7', seenIn: 'navigation@desktop' }]);
  });

  it('may be called by a page that says little else; a page that says more is judged', () => {
    const url = 'http://card.example/';
    const call = { url, visit: { hazards: [handing('weixin://dl/scan')] } };
    expect(
      judge('card.example', [capture(page({ url, title: '打开', text: '正在打开小程序' }), call)]).because[0]?.zh,
    ).toContain('weixin://dl/scan');
    expect(judge('card.example', [capture(at(url), call)], { urls: [] }).verdict).toBe('benign');
  });

  it('of the reported address is not answered by a harmless root', () => {
    const entry = 'http://cable.example/open';
    expect(
      judge('cable.example', [unfollowed(entry, 'weixin://dl/scan'), capture(at('http://cable.example/'))], {
        urls: [entry],
      }).verdict,
    ).toBe('undecided');
  });
});

describe('a reported file', () => {
  const entry = 'http://cable.example/d/cx.apk';

  it('is named first, with size, type by its bytes and digest, and is not judged by the root', () => {
    const { verdict, because, url } = judge('cable.example', [file(entry), capture(at('http://cable.example/'))], {
      urls: [entry],
    });
    expect([verdict, url]).toEqual(['undecided', entry]);
    expect(because[0]?.zh).toBe(
      `该地址是文件，未作判定：${entry} 给出“证书查询.apk”，20123 字节，按内容是安卓安装包，SHA-256 ${'d'.repeat(64)}；已隔离，未打开`,
    );
    expect(because[1]?.zh).toContain('不能说明上述地址');
  });

  it('on a host below a closed suffix, or beside a parked root, is undecided as well', () => {
    const organ = 'http://www.lake.gov.cn/files/list.pdf';
    const organs = [file(organ), capture({ ...COMPANY, url: 'http://www.lake.gov.cn/' })];
    expect(judge('www.lake.gov.cn', organs, { urls: [organ] }).verdict).toBe('undecided');
    const parked = capture(page({ url: 'http://cable.example/', title: '域名出售', text: '该域名正在出售' }));
    expect(judge('cable.example', [file(entry), parked], { urls: [entry] }).verdict).toBe('undecided');
  });

  it('does not shield a host that its pages convict', () => {
    const root = 'http://quiet.example/';
    const reported = 'http://quiet.example/a.pdf';
    const { verdict, because } = judge(
      'quiet.example',
      [file(reported), capture({ ...OFFICIAL_FORM, url: root }, { url: root })],
      { urls: [reported] },
    );
    expect(verdict).toBe('impersonation');
    expect(because.some(({ zh }) => zh.startsWith('该地址是文件'))).toBe(true);
  });

  it('that did not arrive says so', () => {
    expect(judge('cable.example', [file(entry, [])], { urls: [entry] }).because[0]?.zh).toContain('未能完整取回');
  });
});

describe('a page that leaves after a while', () => {
  const url = 'http://quiet.example/';
  const landing = 'http://other.example/cx';
  const stood = capture(at(url), { url, visit: { hazards: [handing(landing, 'delayed-redirect')] } });

  it('is judged by where it goes as well, says so, and is no cloaking', () => {
    const left = capture({ ...OFFICIAL_FORM, url: landing }, { url, visit: { attempt: 2 } });
    const { verdict, because, findings } = judge('quiet.example', [stood, left], { urls: [] });
    expect(verdict).toBe('impersonation');
    expect(because.map(({ zh }) => zh)).toContain(`页面先显示别的内容，停留后自行转到 ${landing}（${url}）`);
    expect(findings.map(({ detector }) => detector)).not.toContain('cloaking');
  });

  it('for the official site bounces nobody', () => {
    const official = capture(
      { ...OFFICIAL_FORM, url: 'https://cx.works.gov.cn/special' },
      { url, visit: { attempt: 2 } },
    );
    const { verdict, findings } = judge('quiet.example', [stood, official], { urls: [] });
    expect([verdict, findings.map(({ detector }) => detector).includes('bounce-to-official')]).toEqual([
      'benign',
      false,
    ]);
  });
});
