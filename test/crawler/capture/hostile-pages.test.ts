/** Pages that try to hurt the crawler: each is survived, recorded as a hazard, and costs its neighbours nothing. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRig, type CaptureRig, type KeptVisit } from './capture-rig.ts';
import { html } from './loopback-world.ts';

let rig: CaptureRig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

/**
 * Most of these pages never hold still: what there is after so long counts, and an honest page has all of it by then.
 */
const HASTY = { settleMaxMs: 4000 };

const kinds = (visit: KeptVisit): string[] => [...new Set(visit.hazards.map((hazard) => hazard.kind))].sort();
/** A page that does not answer counts as busy, whoever kept it: itself, its neighbours or the machine. */
const othersThanBusy = (visit: KeptVisit): string[] => kinds(visit).filter((kind) => kind !== 'busy-loop');

it('survives dialogs, popups, busy loops, endless streams and reload loops beside an honest neighbour', async () => {
  const { sites } = rig.world;
  sites.set(
    'alerts.example',
    html('<h1>请先阅读公告</h1><script>for (let i = 0; i < 5; i++) alert("警告" + i)</script>'),
  );
  sites.set(
    'popups.example',
    html('<h1>弹窗</h1><script>for (let i = 0; i < 5; i++) window.open("http://popped.example/" + i)</script>'),
  );
  sites.set('busy.example', html('<h1>忙碌页面</h1><script>setTimeout(() => { for (;;); }, 50)</script>'));
  sites.set('endless.example', (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.write('<h1>流式页面</h1>');
    const timer = setInterval(() => response.write('<p>更多</p>'), 100);
    response.on('close', () => clearInterval(timer));
  });
  sites.set('reload.example', html('<h1>刷新</h1><script>setTimeout(() => location.reload(), 60)</script>'));
  sites.set('honest.example', html('<h1>诚实的页面</h1>'));
  const names = ['alerts', 'popups', 'busy', 'endless', 'reload', 'honest'];
  const visits = await rig.visitWith(HASTY, ...names.map((name) => ({ url: `http://${name}.example/` })));
  const last: Record<string, KeptVisit | undefined> = Object.fromEntries(
    visits.map((visit) => [visit.host.split('.')[0] ?? '', visit]),
  );
  expect(othersThanBusy(last['alerts']!)).toEqual(['dialog']);
  expect(last['alerts']!.hazards.length).toBeGreaterThanOrEqual(5);
  expect(othersThanBusy(last['popups']!)).toEqual(['popup']);
  expect(kinds(last['busy']!)).toContain('busy-loop');
  // whether the page or the machine had no time is found out by another look
  expect(last['busy']!.unfinished).toBe('no-answer');
  expect(visits.filter(({ host }) => host !== 'reload.example').map(({ host, outcome }) => [host, outcome])).toEqual(
    names.filter((name) => name !== 'reload').map((name) => [`${name}.example`, 'captured']),
  );
  expect((await rig.pageOf(last['busy']!)).text).toContain('忙碌页面');
  expect((await rig.pageOf(last['honest']!)).text).toBe('诚实的页面');
  expect(rig.world.log.some((line) => line.includes('popped.example'))).toBe(false);
});

it('refuses navigations by POST in page, frame and popup, and lets no forged request through', async () => {
  const { sites } = rig.world;
  const post = (target: string): string =>
    `<form method="post" action="http://sink.example/" target="${target}"><input name="a" value="1"></form><script>document.forms[0].submit()</script>`;
  sites.set('sink.example', html('<h1>收到</h1>'));
  sites.set('post.example', html(`<h1>表单</h1>${post('_self')}`));
  sites.set(
    'framed.example',
    html('<h1>框架</h1><iframe src="http://inner.example/" width="300" height="200"></iframe>'),
  );
  sites.set('inner.example', html(`<p>内页</p>${post('_self')}`));
  sites.set('blank.example', html(`<h1>新窗口</h1>${post('_blank')}`));
  const visits = await rig.visitWith(
    HASTY,
    ...['post', 'framed', 'blank'].map((name) => ({ url: `http://${name}.example/` })),
  );
  expect(rig.world.log.filter((line) => line.startsWith('POST'))).toEqual([]);
  expect(visits.map((visit) => [visit.host, visit.outcome])).toEqual(
    ['post', 'framed', 'blank'].map((name) => [`${name}.example`, 'captured']),
  );
  expect(othersThanBusy(visits[0]!)).toEqual(['post-navigation']);
  expect(othersThanBusy(visits[1]!)).toEqual(['post-navigation']);
  expect(kinds(visits[2]!)).toContain('popup');
});

it('quarantines downloads, records protocol handlers and never reaches loopback', async () => {
  const canary = createServer((_request, response) => {
    reached++;
    response.end('secret');
  }).listen(0, '127.0.0.1');
  let reached = 0;
  await new Promise((resolve) => canary.once('listening', resolve));
  const { port } = canary.address() as AddressInfo;
  const { sites } = rig.world;
  sites.set('file.example', (_request, response) => {
    response.writeHead(200, {
      'content-type': 'application/vnd.android.package-archive',
      'content-disposition': 'attachment; filename="app.apk"',
    });
    response.end('PK-not-really-an-apk');
  });
  sites.set(
    'wx.example',
    html(
      '<h1>请在微信中打开</h1><script>setTimeout(() => { location.href = "weixin://dl/business/?t=1" }, 50)</script>',
    ),
  );
  sites.set(
    'ssrf.example',
    html(
      `<h1>内网探测</h1><img src="http://127.0.0.1:${port}/a"><iframe src="http://localhost:${port}/b"></iframe><img src="http://169.254.169.254/latest/"><script>fetch("http://[::1]:${port}/c").catch(() => {}); new WebSocket("ws://127.0.0.1:${port}/d")</script>`,
    ),
  );
  const visits = await rig.visitWith(
    HASTY,
    { url: 'http://file.example/' },
    { url: 'http://wx.example/' },
    { url: 'http://ssrf.example/' },
  );
  canary.close();
  expect(visits.map(({ outcome }) => outcome)).toEqual(['download', 'captured', 'captured']);
  expect((await rig.read(visits[0]!, 'download')).toString()).toBe('PK-not-really-an-apk');
  expect(othersThanBusy(visits[1]!)).toEqual(['protocol-handler']);
  expect(kinds(visits[2]!)).toContain('forbidden-address');
  expect(reached).toBe(0);
});

it('reads the page with its own JavaScript when the page has rewritten its prototypes, and through frames and shadow roots', async () => {
  rig.world.sites.set(
    'liar.example',
    html(
      '<form><input name="children"><input name="getAttribute"><label>姓名 <input name="xm"></label></form><img name="body"><script>Array.prototype.push = () => { throw 1 }; Document.prototype.querySelectorAll = () => []; JSON.stringify = () => "{}"; Object.defineProperty(HTMLElement.prototype, "innerText", { get: () => "干净" })</script>',
    ),
  );
  rig.world.sites.set(
    'parts.example',
    html(
      '<div id="host"></div><iframe src="http://other.example/" width="400" height="200"></iframe><script>document.getElementById("host").attachShadow({ mode: "open" }).innerHTML = "<label>证书编号<input name=bh></label>"</script>',
    ),
  );
  rig.world.sites.set(
    'other.example',
    html(
      '<table><tr><td>证件号码:</td><td><input name="zj"></td></tr></table><div class="el-form-item"><label class="el-form-item__label">验证码</label><div><input name="yzm" placeholder="请输入"></div></div>',
    ),
  );
  const [liar, parts] = await rig.visit({ url: 'http://liar.example/' }, { url: 'http://parts.example/' });
  expect((await rig.pageOf(liar!)).fields.map(({ name, label }) => [name, label])).toContainEqual(['xm', '姓名']);
  const page = await rig.pageOf(parts!);
  expect(page.fields.map(({ name, label }) => [name, label])).toEqual([
    ['bh', '证书编号'],
    ['zj', '证件号码'],
    ['yzm', '验证码'],
  ]);
  expect(page.fields.every((field) => field.visible && field.box !== null)).toBe(true);
  expect(page.text).toContain('证件号码');
  expect(parts!.hosts).toEqual(['parts.example', 'other.example']);
});
