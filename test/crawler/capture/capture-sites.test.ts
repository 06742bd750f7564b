/** The capture stage end to end: real browser, real store, real egress, loopback only. */
import { existsSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RASTER_WIDTH } from '../../../detectors/host-view.ts';
import { openRig, type CaptureRig } from './capture-rig.ts';
import { html } from './loopback-world.ts';

let rig: CaptureRig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

describe('captureSites', () => {
  it('keeps DOM, pictures, raster, body, headers, network, connections and page model of a page', async () => {
    rig.world.sites.set(
      'whole.example',
      html(
        `<h1>特种作业操作证查询</h1><form action="/q" method="post"><label>姓名<input name="xm"></label></form>${'<p>内容</p>'.repeat(120)}`,
      ),
    );
    const [visit] = await rig.visit({ url: 'http://whole.example/' });
    expect(visit).toMatchObject({
      outcome: 'captured',
      status: 200,
      title: '证书查询',
      finalUrl: 'http://whole.example/',
      peerAddress: '198.51.100.7',
      attempt: 1,
    });
    expect(visit!.artifacts.map((artifact) => artifact.kind).sort()).toEqual(
      [
        'connections',
        'headers',
        'html',
        'network',
        'page-model',
        'raster',
        'response-body',
        'screenshot',
        'screenshot-full',
      ].sort(),
    );
    expect((await rig.read(visit!, 'html')).toString()).toContain('特种作业操作证查询');
    expect(await sharp(await rig.read(visit!, 'screenshot')).metadata()).toMatchObject({ width: 1280, height: 800 });
    expect((await sharp(await rig.read(visit!, 'screenshot-full')).metadata()).height).toBeGreaterThan(2000);
    expect(await sharp(await rig.read(visit!, 'raster')).metadata()).toMatchObject({
      width: RASTER_WIDTH,
      height: 250,
    });
    const derived = visit!.artifacts.find((artifact) => artifact.kind === 'raster');
    expect(derived?.derivedFrom).toBe(visit!.artifacts.find((artifact) => artifact.kind === 'screenshot')?.digest);
    expect((await rig.pageOf(visit!)).fields).toMatchObject([{ label: '姓名', name: 'xm', form: 0 }]);
  });

  it('plays each visitor with headers and navigator that agree', async () => {
    rig.world.sites.set('mirror.example', (request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(`<p id="h">${JSON.stringify(request.headers).replaceAll('<', '')}</p><p id="n"></p><script>
        document.getElementById('n').textContent = JSON.stringify([navigator.userAgent, navigator.webdriver, navigator.platform, innerWidth, navigator.maxTouchPoints, document.referrer, navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone, navigator.userAgentData ? navigator.userAgentData.brands.map(b => b.brand) : null]) + '#end'</script>`);
    });
    const personas = ['desktop', 'mobile', 'wechat', 'search'] as const;
    const visits = await rig.visit(...personas.map((persona) => ({ url: 'http://mirror.example/', persona })));
    expect(visits.map((visit) => visit.persona).sort()).toEqual([...personas].sort());
    for (const visit of visits) {
      const [headers, rest = ''] = (await rig.pageOf(visit)).text.split('\n');
      const sent = JSON.parse(headers ?? '') as Record<string, string>;
      const [agent, webdriver, platform, width, touch, referrer, language, zone] = JSON.parse(
        rest.replace(/#end.*/s, ''),
      ) as unknown[];
      expect(sent['user-agent']).toBe(visit.userAgent);
      expect(agent).toBe(visit.userAgent);
      expect(visit.userAgent).not.toContain('Headless');
      expect(sent['proxy-connection']).toBeUndefined();
      expect([webdriver, language, zone]).toEqual([false, 'zh-CN', 'Asia/Shanghai']);
      expect(platform).toBe(visit.persona === 'desktop' || visit.persona === 'search' ? 'Win32' : 'Linux armv81');
      expect([visit.persona, (touch as number) > 0]).toEqual([
        visit.persona,
        visit.persona === 'mobile' || visit.persona === 'wechat',
      ]);
      expect(visit.userAgent.includes('MicroMessenger')).toBe(visit.persona === 'wechat');
      expect(referrer).toMatch(visit.persona === 'search' ? /baidu\.com/ : /^$/);
      expect(sent['accept-language']).toContain('zh-CN');
      expect(width).toBeGreaterThan(visit.persona === 'desktop' ? 1200 : 300);
    }
  });

  it('calls a server that takes the request and says nothing silent', async () => {
    rig.world.sites.set('silent.example', () => {});
    const visits = await rig.visitWith({ navigationTimeoutMs: 2000 }, { url: 'http://silent.example/' });
    expect(visits.map(({ outcome, reason, attempt }) => [outcome, reason, attempt])).toEqual([
      ['timeout', 'no answer in time', 1],
      ['timeout', 'no answer in time', 2],
    ]);
    expect(visits.map(({ artifacts }) => artifacts.map(({ kind }) => kind).sort())).toEqual([
      ['connections', 'network'],
      ['connections', 'network'],
    ]);
  });

  it('names absent names, refused connections, forbidden addresses and broken answers for what they are', async () => {
    rig.world.addresses.set('inside.example', ['127.0.0.1']);
    rig.world.sites.set('broken.example', (request) => request.socket.destroy());
    const visits = await rig.visit(
      { url: 'http://gone.absent.test/' },
      { url: 'http://closed.example:81/' },
      { url: 'http://inside.example/' },
      { url: 'http://broken.example/' },
      { url: 'https://closed2.example/' },
    );
    const seen = visits.map(({ host, outcome, reason, attempt }) => [host, outcome, reason?.split(' ')[0], attempt]);
    expect(seen).toEqual([
      ['gone.absent.test', 'unreachable', 'NXDOMAIN', 1],
      ['closed.example', 'unreachable', 'ECONNREFUSED', 1],
      ['inside.example', 'refused', 'forbidden-address', 1],
      ['broken.example', 'unreachable', 'ECONNRESET', 1],
      ['broken.example', 'unreachable', 'ECONNRESET', 2],
      ['closed2.example', 'unreachable', 'ECONNREFUSED', 1],
    ]);
    expect(
      visits.every(
        (visit) =>
          visit.artifacts.some((artifact) => artifact.kind === 'connections') &&
          !visit.artifacts.some((artifact) => artifact.kind === 'html'),
      ),
    ).toBe(true);
  });

  it('captures error and block pages of the site as they are', async () => {
    rig.world.sites.set('blocked.example', html('<h1>访问被拒绝</h1>', { status: 403 }));
    rig.world.sites.set('bad.example', html('<h1>网关错误</h1>', { status: 502 }));
    const visits = await rig.visit({ url: 'http://blocked.example/' }, { url: 'http://bad.example/' });
    expect(visits.map(({ outcome, status }) => [outcome, status])).toEqual([
      ['captured', 403],
      ['captured', 502],
    ]);
  });

  it('follows redirects of server, meta tag and script, and names every host on the way', async () => {
    rig.world.sites.set('r1.example', (_request, response) =>
      response.writeHead(302, { location: 'http://r2.example/' }).end(),
    );
    rig.world.sites.set(
      'r2.example',
      html('<p>正在跳转</p>', { head: '<meta http-equiv="refresh" content="1;url=http://r3.example/">' }),
    );
    rig.world.sites.set(
      'r3.example',
      html('<p>请稍候</p><script>setTimeout(() => location.replace("http://r4.example/end#f"), 300)</script>'),
    );
    rig.world.sites.set('r4.example', html('<h1>终点</h1>'));
    const [visit] = await rig.visit({ url: 'http://r1.example/' });
    expect(visit).toMatchObject({
      outcome: 'captured',
      finalUrl: 'http://r4.example/end#f',
      hosts: ['r1.example', 'r2.example', 'r3.example', 'r4.example'],
    });
    expect(visit!.redirects).toEqual([
      { url: 'http://r1.example/', status: 302 },
      { url: 'http://r2.example/', status: 200 },
      { url: 'http://r3.example/', status: 200 },
    ]);
  });

  it('waits for content that comes late and tells an empty page', async () => {
    rig.world.sites.set(
      'late.example',
      html(
        '<div id="app"><div class="loading">加载中</div></div><script>setTimeout(() => { document.getElementById("app").innerHTML = "<h1>查询结果已生成</h1>" + "<p>持证人信息</p>".repeat(30) }, 1500)</script>',
      ),
    );
    rig.world.sites.set('empty.example', html(''));
    const [late, empty] = await rig.visit({ url: 'http://late.example/' }, { url: 'http://empty.example/' });
    expect(await rig.pageOf(late!)).toMatchObject({ headings: ['查询结果已生成'] });
    expect(empty).toMatchObject({ outcome: 'blank', status: 200 });
  });

  it('writes no files of Crawlee anywhere', () => {
    expect(
      existsSync('storage/datasets') || existsSync('storage/key_value_stores') || existsSync('storage/request_queues'),
    ).toBe(false);
  });
});
