/** Which of a page's content came from which frame, and where the frame is seen: with real frames in a real browser. */
import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NetworkEntry } from '../../../../storage/vocabulary/capture.ts';
import type { FramePart, FrameShare, PageModel } from '../../../../storage/vocabulary/page-model.ts';
import { openRig, type CaptureRig, type KeptVisit } from '../capture-rig.ts';
import { html } from '../loopback-world.ts';

const WRITTEN = '<h2>写入的标题</h2>';
const INNER =
  '<h2>框内标题</h2><form action="/q"><label>证书编号<input name=bh></label><button>查询</button></form><a href="/far">框内链接</a><table><tr><td>框内单元格</td></tr></table><script src="/kit.js"></script><script>var inside = 1;</script>';
const MANY = 34;

/** What the frames show. */
const FRAMED: Record<string, RequestListener> = {
  'inner.test': (request, response) => {
    if (request.url === '/kit.js')
      response.writeHead(200, { 'content-type': 'text/javascript' }).end('window.kit = 1;');
    else html(INNER)(request, response);
  },
  'end.test': html('<h2>终点</h2>'),
  'hop.test': (request, response) => {
    if (request.url === '/server') response.writeHead(302, { location: 'http://end.test/server' }).end();
    else html('<script>location.replace("http://end.test/script")</script>')(request, response);
  },
  'away.test': (_request, response) => response.writeHead(302, { location: 'http://other-end.test/' }).end(),
  'other-end.test': html('<h2>他处</h2>'),
  'third.test': html('<h2>第三方</h2>'),
  'second.test': html(
    '<h2>第二方</h2><iframe src="http://third.test/" width="300" height="120" style="border:0"></iframe><iframe srcdoc="<h2>第二方所写</h2>"></iframe>',
  ),
  'refuses.test': (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html', 'x-frame-options': 'DENY' }).end('<h2>不许嵌入</h2>'),
  'under.test': html('<h2>被盖住的</h2>'),
  'below.test': html('<h2>下面的</h2>'),
  'many.test': html('<p>小框</p>'),
};

/** What is visited. */
const PAGES: Record<string, RequestListener> = {
  'outer.test': html(
    '<h1>框外标题</h1><form action="/own"><label>姓名<input name=xm></label></form><a href="/near">框外链接</a><iframe src="http://inner.test/" width="600" height="320" style="border:0"></iframe><script>var outside = 1;</script>',
  ),
  'sent.test': html(
    '<h1>转向</h1><iframe src="http://hop.test/server"></iframe><iframe src="http://hop.test/script"></iframe><iframe src="http://away.test/"></iframe>',
  ),
  'writer.test': html(
    `<h1>外框</h1><iframe srcdoc="${WRITTEN}"></iframe><iframe id=blank></iframe><iframe src="data:text/html;charset=utf-8,${encodeURIComponent(WRITTEN)}"></iframe><iframe id=blob></iframe>
     <script>document.getElementById('blank').contentDocument.body.innerHTML = '${WRITTEN}'; document.getElementById('blob').src = URL.createObjectURL(new Blob(['${WRITTEN}'], { type: 'text/html;charset=utf-8' }))</script>`,
  ),
  'first.test': html(
    '<h1>第一方</h1><iframe src="http://second.test/" width="700" height="500" style="border:0"></iframe>',
  ),
  'frames-it.test': html('<h1>外框</h1><iframe src="http://refuses.test/"></iframe>'),
  'covering.test': html(
    '<div style="position:relative"><iframe src="http://under.test/" width="640" height="400" style="border:0"></iframe><div style="position:absolute;left:0;top:0;width:320px;height:400px;background:#fff">盖在上面</div></div><div style="height:2000px"></div><iframe src="http://below.test/"></iframe>',
  ),
  'crowd.test': html(
    `<h1>许多框</h1>${Array.from({ length: MANY }, (_, at) => `<iframe src="http://many.test/${at}" width="60" height="30"></iframe>`).join('')}`,
  ),
};

let rig: CaptureRig;
let visits: KeptVisit[];
beforeAll(async () => {
  rig = await openRig();
  for (const [host, site] of Object.entries({ ...FRAMED, ...PAGES })) rig.world.sites.set(host, site);
  const sweepId = await rig.plan(Object.keys(PAGES).map((host) => ({ url: `http://${host}/` })));
  await rig.run(sweepId, { settings: { readPictures: false, visitTimeoutMs: 60_000 } });
  visits = (await Promise.all(Object.keys(PAGES).map((host) => rig.store.visits.forHost(sweepId, host)))).flat();
});
afterAll(() => rig.close());

const visitOf = (host: string): KeptVisit => {
  const visit = visits.find((candidate) => candidate.host === host && candidate.outcome === 'captured');
  if (!visit)
    throw new Error(
      `${host} was not captured: ${visits.map(({ host: name, outcome, reason }) => `${name} ${outcome} ${reason}`).join(', ')}`,
    );
  return visit;
};
const seen = (host: string): Promise<PageModel> => rig.pageOf(visitOf(host));
const partOf = (model: PageModel, host: string): FramePart => {
  const part = model.frameParts?.find((candidate) => candidate.host === host);
  if (!part)
    throw new Error(
      `no part of ${host} among ${model.frameParts?.map((other) => `${other.host} ${other.url}`).join(', ')}`,
    );
  return part;
};
const shareOf = (model: PageModel, part: FramePart, share: FrameShare): unknown[] | string =>
  (model[share] ?? []).slice(...part.shares[share]);
const area = ({ boxes }: FramePart): number =>
  (boxes ?? []).reduce((sum, { width, height }) => sum + width * height, 0);

describe('a frame of another host', () => {
  it('has its own share of every list, and the rest is the page’s', async () => {
    const model = await seen('outer.test');
    const part = partOf(model, 'inner.test');
    expect(model.frameParts).toHaveLength(1);
    expect(shareOf(model, part, 'text')).toContain('框内单元格');
    expect(shareOf(model, part, 'headings')).toEqual(['框内标题']);
    expect(shareOf(model, part, 'fields')).toMatchObject([{ name: 'bh', form: 1 }]);
    expect(shareOf(model, part, 'forms')).toMatchObject([{ action: 'http://inner.test/q' }]);
    expect(shareOf(model, part, 'links')).toMatchObject([{ href: 'http://inner.test/far' }]);
    expect(shareOf(model, part, 'scripts')).toEqual(['http://inner.test/kit.js']);
    expect(shareOf(model, part, 'inlineScripts')).toEqual(['var inside = 1;']);
    expect(shareOf(model, part, 'tables')).toEqual([['框内单元格']]);
    expect(model.headings).toEqual(['框外标题', '框内标题']);
    expect(model.links.map(({ text }) => text)).toEqual(['框外链接', '框内链接']);
  });

  it('is seen where it stands, with its fields inside', async () => {
    const model = await seen('outer.test');
    const part = partOf(model, 'inner.test');
    expect(area(part)).toBeGreaterThan(600 * 320 * 0.9);
    expect(area(part)).toBeLessThan(600 * 320 * 1.1);
    const [box] = part.boxes ?? [];
    const field = model.fields.find(({ name }) => name === 'bh')?.box;
    expect(field && box && field.x >= box.x && field.y >= box.y && field.y < box.y + box.height).toBe(true);
  });

  it('asks for its files by itself', async () => {
    const network = JSON.parse((await rig.read(visitOf('outer.test'), 'network')).toString()) as NetworkEntry[];
    expect(network.find(({ url }) => url.endsWith('/kit.js'))?.frame).toBe('http://inner.test/');
    expect(network.filter(({ url }) => url === 'http://outer.test/').map(({ frame }) => frame)).toEqual([undefined]);
  });
});

describe('a frame belongs to', () => {
  it('whoever is shown in the end, after redirects of server and script', async () => {
    const { frameParts } = await seen('sent.test');
    expect(frameParts?.map(({ host, url }) => `${host} ${url}`).toSorted()).toEqual([
      'end.test http://end.test/script',
      'end.test http://end.test/server',
      'other-end.test http://other-end.test/',
    ]);
  });

  it('the page around it when it has no address of its own', async () => {
    const model = await seen('writer.test');
    expect(model.frameParts).toHaveLength(4);
    for (const part of model.frameParts ?? []) {
      expect(part.host).toBe('writer.test');
      expect(shareOf(model, part, 'headings')).toEqual(['写入的标题']);
    }
  });

  it('whoever serves it, however deep it stands in frames of others', async () => {
    const model = await seen('first.test');
    expect(model.frameParts?.map((part) => [part.host, shareOf(model, part, 'headings')])).toEqual(
      expect.arrayContaining([
        ['second.test', ['第二方']],
        ['second.test', ['第二方所写']],
        ['third.test', ['第三方']],
      ]),
    );
    const [outer, third] = [partOf(model, 'second.test'), partOf(model, 'third.test')];
    expect(area(third)).toBeGreaterThan(300 * 120 * 0.8);
    const [inner] = third.boxes ?? [];
    expect(
      outer.boxes?.some(
        (box) =>
          inner && inner.x >= box.x && inner.y >= box.y && inner.x < box.x + box.width && inner.y < box.y + box.height,
      ),
    ).toBe(true);
  });

  it('nobody when the browser refused to show it', async () => {
    const model = await seen('frames-it.test');
    expect(model.frameParts?.map(({ host }) => host)).toEqual(['']);
    expect(model.text).not.toContain('不许嵌入');
  });

  it('its host also where there are too many frames to look into, then with its place unknown', async () => {
    const { frameParts = [] } = await seen('crowd.test');
    expect(new Set(frameParts.map(({ url }) => url)).size).toBe(MANY);
    expect(new Set(frameParts.map(({ host }) => host))).toEqual(new Set(['many.test']));
    expect(frameParts.filter(({ boxes }) => boxes === null).length).toBeGreaterThan(0);
  });
});

it('what covers a frame is not the frame’s, and a frame out of sight is seen nowhere', async () => {
  const model = await seen('covering.test');
  const under = partOf(model, 'under.test');
  expect(area(under)).toBeGreaterThan(320 * 400 * 0.85);
  expect(area(under)).toBeLessThan(320 * 400 * 1.15);
  expect(partOf(model, 'below.test').boxes ?? []).toEqual([]);
});
