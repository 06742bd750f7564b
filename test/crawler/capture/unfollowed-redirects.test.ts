/** A server that answers with a redirect the browser refuses has answered: status, headers and the address are kept. */
import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRig, type CaptureRig, type KeptVisit } from './capture-rig.ts';
import { html } from './loopback-world.ts';

let rig: CaptureRig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

const redirect =
  (location: string, status = 302): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { location, 'x-served-by': 'edge-3' }).end('<h1>不会显示</h1>');
  };
const headersOf = async (
  visit: KeptVisit,
): Promise<{ url: string; status: number; headers: { name: string; value: string }[] }[]> =>
  JSON.parse((await rig.read(visit, 'headers')).toString()) as never;

const ADDRESSES: [name: string, location: string, hazard: string][] = [
  ['messenger', 'weixin://dl/officialaccounts?x=1', 'protocol-handler'],
  ['wallet', 'alipays://platformapi/startapp?appId=0', 'protocol-handler'],
  ['android', 'intent://open/#Intent;scheme=lantern;package=com.lantern.example;end', 'protocol-handler'],
  ['mail', 'mailto:nobody@lantern.example', 'protocol-handler'],
  ['phone', 'tel:0000-000', 'protocol-handler'],
  ['own-app', 'lantern-app://cert/7', 'protocol-handler'],
  ['script', 'javascript:void(0)', 'forbidden-scheme'],
  ['data', 'data:text/html,<h1>in-line</h1>', 'forbidden-scheme'],
  ['blob', 'blob:http://blob.left.example/0000', 'forbidden-scheme'],
  ['file', 'file:///C:/lantern.html', 'forbidden-scheme'],
];

it('keeps status, headers and the address of a redirect to what is not followed', async () => {
  for (const [name, location] of ADDRESSES) rig.world.sites.set(`${name}.left.example`, redirect(location));
  const visits = await rig.visit(...ADDRESSES.map(([name]) => ({ url: `http://${name}.left.example/q?sn=1` })));
  expect(visits.map(({ outcome, status, reason }) => [outcome, status, reason])).toEqual(
    ADDRESSES.map(([, location]) => ['unfollowed', 302, `answered 302 to ${location}, a scheme that is not followed`]),
  );
  expect(visits.map(({ hazards }) => hazards.map(({ kind, detail }) => [kind, detail]))).toEqual(
    ADDRESSES.map(([, location, hazard]) => [[hazard, location]]),
  );
  expect(visits.map(({ attempt }) => attempt)).toEqual(ADDRESSES.map(() => 1));
  for (const [index, [name, location]] of ADDRESSES.entries()) {
    const [hop] = await headersOf(visits[index]!);
    expect([hop?.url, hop?.status]).toEqual([`http://${name}.left.example/q?sn=1`, 302]);
    const headers = Object.fromEntries((hop?.headers ?? []).map((header) => [header.name.toLowerCase(), header.value]));
    expect([headers['location'], headers['x-served-by']]).toEqual([location, 'edge-3']);
  }
});

it('keeps the chain before it, and a page that was shown before it', async () => {
  const { sites } = rig.world;
  sites.set('hop.left.example', (request, response) => {
    if (request.url === '/go') redirect('weixin://dl/scan', 301)(request, response);
    else response.writeHead(302, { location: '/go' }).end();
  });
  sites.set('page.left.example', (request, response) => {
    if (request.url === '/go') redirect('lantern-app://open')(request, response);
    else
      html('<h1>证书核验</h1><p>本页为持证人员提供说明。</p><script>location.href = "/go"</script>')(request, response);
  });
  sites.set(
    'meta.left.example',
    html('<p>正在打开应用</p>', { head: '<meta http-equiv="refresh" content="0;url=weixin://dl/business/?t=9">' }),
  );
  const [hop, shown, meta] = await rig.visit(
    ...['hop', 'page', 'meta'].map((name) => ({ url: `http://${name}.left.example/` })),
  );
  expect([hop!.outcome, hop!.status, hop!.finalUrl]).toEqual(['unfollowed', 301, 'http://hop.left.example/go']);
  expect(hop!.redirects).toContainEqual({ url: 'http://hop.left.example/', status: 302 });
  expect([shown!.outcome, shown!.hazards.map(({ detail }) => detail)]).toEqual(['captured', ['lantern-app://open']]);
  expect((await rig.pageOf(shown!)).text).toContain('证书核验');
  expect([meta!.outcome, meta!.hazards.map(({ detail }) => detail)]).toEqual([
    'captured',
    ['weixin://dl/business/?t=9'],
  ]);
});

it('names what else the browser gives up: an empty answer, a file, a redirect to no address, a page that moves on at once', async () => {
  const { sites } = rig.world;
  sites.set('empty.left.example', (_request, response) => response.writeHead(204).end());
  sites.set('zip.left.example', (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/zip' }).end('PK\u0003\u0004'),
  );
  sites.set('broken.left.example', redirect('http://['));
  sites.set('nowhere.left.example', (_request, response) =>
    response.writeHead(302, { 'content-type': 'text/html; charset=utf-8' }).end('<h1>请稍后再来，本页没有去处。</h1>'),
  );
  sites.set('quick.left.example', (request, response) =>
    html(request.url === '/b' ? '<h1>第二页</h1>' : '<script>location.replace("/b")</script>')(request, response),
  );
  const visits = await rig.visit(
    ...['empty', 'zip', 'broken', 'nowhere', 'quick'].map((name) => ({ url: `http://${name}.left.example/` })),
  );
  expect(visits.map(({ outcome, status }) => [outcome, status])).toEqual([
    ['blank', 204],
    ['download', 200],
    ['unfollowed', null],
    ['captured', 302],
    ['captured', 200],
  ]);
  expect(visits[2]!.reason).toContain('redirect to what is no address');
  expect((await rig.pageOf(visits[4]!)).text).toBe('第二页');
});
