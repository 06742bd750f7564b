/**
 * Each persona's browser answers a page's questions as its real one does: desktop Chrome, Chrome on Android, WeChat on
 * Android.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERSONAS, type Persona } from '../../../../storage/vocabulary/personas.ts';
import { selfSigned } from '../../egress/test-certificates.ts';
import { openRig, type CaptureRig } from '../capture-rig.ts';
import { html } from '../loopback-world.ts';
import { otherSite, TELL_TALES, tellTalePage, type TellTale } from './tell-tales.ts';

let rig: CaptureRig;
let answers: Map<string, Record<string, unknown>>;

beforeAll(async () => {
  rig = await openRig(await selfSigned('asks.example'));
  rig.world.sites.set('asks.example', tellTalePage('framed.test'));
  rig.world.sites.set('framed.test', otherSite);
  answers = new Map();
  for (const scheme of ['https', 'http']) {
    const sweepId = await rig.plan(PERSONAS.map((persona) => ({ url: `${scheme}://asks.example/`, persona })));
    // the page counts until it has all answers: it is looked at for as long as that takes, however busy the machine
    await rig.run(sweepId, { settings: { settleMaxMs: 150_000 } });
    for (const visit of await rig.store.visits.forHost(sweepId, 'asks.example')) {
      const { text } = await rig.pageOf(visit);
      answers.set(`${scheme} ${visit.persona}`, JSON.parse(text.split('\n', 1)[0] ?? '') as Record<string, unknown>);
    }
  }
});
afterAll(() => rig.close());

type Row = [TellTale, desktop: unknown, mobile: unknown, wechat: unknown];
const all = (name: TellTale, answer: unknown): Row => [name, answer, answer, answer];
const phones = (name: TellTale, desktop: unknown, phone: unknown): Row => [name, desktop, phone, phone];

/** On a secure page; the search visitor is the desktop's browser. */
const EXPECTED: Row[] = [
  ['window.chrome', 'object', 'object', 'undefined'],
  ['members of chrome', 'loadTimes,csi,app', 'loadTimes,csi', 'none'],
  ['chrome.loadTimes and chrome.csi', 'number,number', 'number,number', 'none'],
  phones('plug-ins', '5,2,true,true', '0,0,false,true'),
  phones('the first plug-in', 'PDF Viewer,true,application/pdf,internal-pdf-viewer,[object Plugin]', 'none'),
  ['Notification against its permission', 'default,prompt', 'default,prompt', 'none,prompt'],
  all('webdriver', 'false,0'),
  ['WeixinJSBridge', 'undefined', 'undefined', 'object'],
  ['WeixinJSBridgeReady', 'never', 'never', 'ready'],
  ['what the bridge answers', 'none', 'none', 'network_type:wifi'],
  all('marks of mini programs', 'undefined,undefined'),
  ['brands in the hints', 'Chromium,Google Chrome', 'Chromium,Google Chrome', 'Android WebView,Chromium'],
  phones(
    'more hints',
    'formFactors:[Desktop],mobile:false,model:,platform:Windows',
    'formFactors:[Mobile],mobile:true,model:V2309A,platform:Android',
  ),
  all('versions that agree', true),
  phones('the machine', 'Win32,8,8,0,false', 'Linux armv81,8,8,5,true'),
  all('languages', 'zh-CN,zh-CN+zh,true'),
  phones('connection', '4g,true,', '4g,true,wifi'),
  phones('screen and window', 'true,true,true,24', 'false,true,false,24'),
  phones('pixel ratio', '1,false,false,(max-width: 99999px)', '2.75,true,true,(max-width: 99999px)'),
  phones('pointer and hover', 'false,true,true', 'true,false,false'),
  phones('graphics card', 'true,Intel,true', 'true,Mali,true'),
  all('a canvas that draws otherwise', '[object CanvasRenderingContext2D],'),
  ['voices', true, true, 'none'],
  [
    'interfaces by platform',
    'SharedWorker,PaymentRequest,EyeDropper,HID,share,bluetooth,serial',
    'PaymentRequest,share,bluetooth',
    '',
  ],
  all('cameras and microphones', true),
  all('functions read as built in', 0),
  all('also for another realm', true),
  all('accessors refuse a wrong receiver', 'true,true,true'),
  all('a fresh frame', true),
  all('a frame of markup', true),
  all('a frame of another site', true),
  all('a worker from text', true),
  all('a worker whose text is gone at once', true),
  all('a worker from the site', true),
  all('a module worker', true),
  all('a worker in a worker', true),
  phones('a shared worker', true, 'none'),
  all('the address a worker has', '/aside/where.js,loaded,/aside/near.txt'),
  all('a service worker', 'TypeError'),
  all('traces of automation', ''),
  all('stack of an error', false),
  all('console with a watched error', 0),
  all('focus', 'true,visible'),
  all('time and place', 'Asia/Shanghai,zh-CN,-480'),
  phones('battery', 'true,1,true', 'false,0.76,true'),
  all('media it plays', 'probably'),
];

describe('asked on a secure page', () => {
  it.each(EXPECTED)('%s: the desktop says %j, the phone %j, WeChat %j', (name, desktop, mobile, wechat) => {
    const expected: Record<Persona, unknown> = { desktop, mobile, wechat, search: desktop };
    expect(Object.fromEntries(PERSONAS.map((persona) => [persona, answers.get(`https ${persona}`)?.[name]]))).toEqual(
      expected,
    );
  });
  it('nothing is asked without an expectation', () =>
    expect(EXPECTED.map(([name]) => name).sort()).toEqual(Object.keys(TELL_TALES).sort()));
});

describe('asked on a page without encryption', () => {
  it('notifications are denied by both who are asked', () => {
    const name: TellTale = 'Notification against its permission';
    expect(PERSONAS.map((persona) => answers.get(`http ${persona}`)?.[name])).toEqual([
      'denied,denied',
      'denied,denied',
      'none,denied',
      'denied,denied',
    ]);
  });
  it.each([
    'window.chrome',
    'plug-ins',
    'WeixinJSBridge',
    'WeixinJSBridgeReady',
    'graphics card',
    'a fresh frame',
    'a frame of another site',
    'a worker from text',
  ] as const)('%s is the same as on a secure one', (name) => {
    for (const persona of PERSONAS)
      expect([persona, answers.get(`http ${persona}`)?.[name]]).toEqual([
        persona,
        answers.get(`https ${persona}`)?.[name],
      ]);
  });
});

it('a page that shows itself only to a browser that passes is seen', async () => {
  const gates = {
    'parts-hall.example': 'window.chrome && chrome.csi',
    'lift-desk.example': 'navigator.plugins.namedItem("Chrome PDF Viewer")',
    'weld-list.example': 'navigator.connection.rtt && outerHeight - innerHeight > 50',
  };
  for (const [host, passes] of Object.entries(gates))
    rig.world.sites.set(
      host,
      html(`<p id="p">404 Not Found</p><script>if (${passes}) p.textContent = "证书查询大厅"</script>`),
    );
  rig.world.sites.set(
    'chat-only.example',
    html(
      `<p id="p">请在微信客户端打开链接</p><script>document.addEventListener('WeixinJSBridgeReady', () => { p.textContent = "证书查询大厅" }, false)</script>`,
    ),
  );
  const visits = await rig.visit(
    ...Object.keys(gates).map((host) => ({ url: `http://${host}/` })),
    { url: 'http://chat-only.example/', persona: 'wechat' },
    { url: 'http://chat-only.example/', persona: 'mobile' },
  );
  const seen = await Promise.all(
    visits.map(async (visit) => [visit.host, visit.persona, (await rig.pageOf(visit)).text]),
  );
  expect(seen).toEqual(
    expect.arrayContaining([
      ...Object.keys(gates).map((host) => [host, 'desktop', '证书查询大厅']),
      ['chat-only.example', 'wechat', '证书查询大厅'],
      ['chat-only.example', 'mobile', '请在微信客户端打开链接'],
    ]),
  );
});
