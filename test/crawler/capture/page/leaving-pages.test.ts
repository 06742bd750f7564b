/**
 * Pages that show ordinary text and leave after seconds: found out by running their clock forward, and followed by a
 * visit that waits.
 */
import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRig, type CaptureRig, type KeptVisit } from '../capture-rig.ts';
import { html } from '../loopback-world.ts';

let rig: CaptureRig;
beforeAll(async () => {
  rig = await openRig();
  rig.world.sites.set('landing.example', html('<h1>证书核验入口</h1><p>这里是另一个页面。</p>'));
});
afterAll(() => rig.close());

const PROSE =
  '<h1>服务公告</h1><p>本平台面向用人单位提供电子证照下载与复审提醒，相关业务由各地窗口办理，请按要求准备材料。</p>';
const to = '"http://landing.example/cx"';

/** Visits `/` of a host of its own for each kind, all in one run; the visits by kind, oldest first. */
async function visitAll(kinds: readonly Kind[]): Promise<[kind: string, visits: KeptVisit[]][]> {
  for (const [kind, pages] of kinds)
    rig.world.sites.set(`${kind}.leave.example`, (request, response) =>
      (pages[request.url ?? ''] ?? html('<h1>没有这个页面</h1>', { status: 404 }))(request, response),
    );
  const visits = await rig.visit(...kinds.map(([kind]) => ({ url: `http://${kind}.leave.example/` })));
  return kinds.map(([kind]) => [
    kind,
    visits.filter(({ host }) => host === `${kind}.leave.example`).sort((left, right) => left.attempt - right.attempt),
  ]);
}

type Kind = [kind: string, pages: Record<string, RequestListener>];
const script = (code: string): RequestListener => html(`${PROSE}<script>${code}</script>`);
const code =
  (text: string): RequestListener =>
  (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(text);

const LEAVING: Kind[] = [
  ['timer', { '/': script(`setTimeout(() => { location.href = ${to} }, 6000)`) }],
  [
    'obscured',
    {
      '/': html(`${PROSE}<script src="/k.js"></script>`),
      '/k.js': code(
        'var w=this,a="ass"+"ign";w["set"+"Interval"](function(){w["loca"+"tion"][a](atob("aHR0cDovL2xhbmRpbmcuZXhhbXBsZS9jeA=="))},4500)',
      ),
    },
  ],
  [
    'countdown',
    {
      '/': html(
        `${PROSE}<p><b id="n">9</b> 秒后自动跳转</p><script>let n = 9; setInterval(() => { document.getElementById("n").textContent = --n; if (n === 0) location.replace(${to}) }, 1000)</script>`,
      ),
    },
  ],
  [
    'refresh-header',
    {
      '/': (_request, response) =>
        response
          .writeHead(200, { 'content-type': 'text/html; charset=utf-8', refresh: `7; url=${to.slice(1, -1)}` })
          .end(`<!doctype html>${PROSE}`),
    },
  ],
  ['late-meta', { '/': html(PROSE, { head: `<meta http-equiv="refresh" content="12;url=${to.slice(1, -1)}">` }) }],
  [
    'own-clock',
    {
      '/': script(
        `const start = Date.now(); (function wait() { if (Date.now() - start > 5000) location.href = ${to}; else setTimeout(wait, 200) })()`,
      ),
    },
  ],
  [
    'asks-first',
    {
      '/': script('setTimeout(async () => { location.href = await (await fetch("/where")).text() }, 4000)'),
      '/where': (_request, response) => response.end(to.slice(1, -1)),
    },
  ],
  [
    'from-a-frame',
    {
      '/': html(`${PROSE}<iframe src="/inner" width="10" height="10"></iframe>`),
      '/inner': html(`<script>setTimeout(() => { top.location.href = ${to} }, 5000)</script>`),
    },
  ],
  [
    'link',
    {
      '/': html(
        `${PROSE}<a id="go" href=${to}></a><script>setTimeout(() => document.getElementById("go").click(), 8000)</script>`,
      ),
    },
  ],
];

it('follows a page that leaves by itself, and keeps it as it stood', async () => {
  const all = await visitAll(LEAVING);
  for (const [kind, visits] of all) {
    const left = visits.at(-1)!;
    expect([kind, left.outcome, left.finalUrl]).toEqual([kind, 'captured', 'http://landing.example/cx']);
    expect((await rig.pageOf(left)).text).toContain('这里是另一个页面');
    expect(left.redirects).toContainEqual({ url: `http://${kind}.leave.example/`, status: 200 });
    expect(left.hosts).toEqual([`${kind}.leave.example`, 'landing.example']);
    // on a slow machine a page may have left before it was looked at: then one visit has seen it all
    for (const stood of visits.slice(0, -1)) {
      expect([kind, stood.outcome, stood.finalUrl]).toEqual([kind, 'captured', `http://${kind}.leave.example/`]);
      expect(stood.hazards.map(({ kind: hazard, detail }) => [hazard, detail])).toContainEqual([
        'delayed-redirect',
        'http://landing.example/cx',
      ]);
      expect((await rig.pageOf(stood)).text).toContain('服务公告');
    }
  }
  expect(all.some(([, visits]) => visits.length === 2)).toBe(true);
});

it('visits a page that stays once, and asks the site for nothing more than a visitor would', async () => {
  const query =
    '<form><label>证件号码 <input name="zjhm"></label><label>姓名 <input name="xm"></label><button>查询</button></form>';
  const all = await visitAll([
    ['still', { '/': html(PROSE) }],
    ['carousel', { '/': script('setInterval(() => document.body.classList.toggle("b"), 800)') }],
    [
      'poll',
      { '/': script('setInterval(() => fetch("/poll"), 2000)'), '/poll': (_request, response) => response.end('{}') },
    ],
    ['renews', { '/': script('setTimeout(() => location.reload(), 14_000)') }],
    ['query', { '/': html(`${query}<script>setTimeout(() => { location.href = ${to} }, 14_000)</script>`) }],
    [
      'spins',
      {
        '/': script('setInterval(() => { const end = performance.now() + 40; while (performance.now() < end); }, 50)'),
      },
    ],
  ]);
  for (const [kind, visits] of all) {
    expect([kind, ...visits.map(({ outcome }) => outcome)]).toEqual([kind, 'captured']);
    expect(visits[0]!.hazards.map(({ kind: hazard }) => hazard)).not.toContain('delayed-redirect');
  }
});

it('notes the app that a page calls after a while', async () => {
  const [[, visits] = ['', []]] = await visitAll([
    ['app', { '/': script('setTimeout(() => { location.href = "weixin://dl/business/?t=later" }, 9000)') }],
  ]);
  expect(visits.map(({ hazards }) => hazards.map(({ kind, detail }) => [kind, detail]))).toEqual([
    [['protocol-handler', 'weixin://dl/business/?t=later']],
  ]);
});
