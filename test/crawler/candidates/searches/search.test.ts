import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { search } from '../../../../crawler/candidates/searches/search.ts';
import { collect, drops, startSourceWorld, type SourceWorld } from '../source-world.ts';

let world: SourceWorld;
afterEach(() => world.close());

const engines = (...names: string[]) => ({
  searchEngines: names.map((name) => ({ name, urlTemplate: `http://${name}.engine.test/s?q={query}&pn={page}` })),
  nameLists: [],
  certificateLogs: [],
  leads: null,
  qrImages: [],
});
const link = (target: string) => `/link?u=${Buffer.from(target).toString('base64url')}`;
const item = (href: string) =>
  `<li class="result"><h3><a href="${href}">题目 ${href}</a></h3><p class="snippet">…</p><cite>cx.mem.gov.cn</cite></li>`;
const page = (items: string[], next: string | null) =>
  `<!doctype html><meta charset="utf-8"><title>结果</title><ol id="results">${items.join('')}</ol>${next === null ? '' : `<a rel="next" href="${next}">下一页</a>`}`;

/** Serves pages by number and answers redirect links. */
function engine(pages: Record<string, string>): RequestListener {
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    if (url.pathname === '/link')
      response.writeHead(302, { location: Buffer.from(url.searchParams.get('u') ?? '', 'base64url').toString() }).end();
    else
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(pages[url.searchParams.get('pn') ?? ''] ?? page([], null));
  };
}

describe('search', () => {
  it('follows the pages, resolves redirect links with their fragment, and never touches a target', async () => {
    world = await startSourceWorld(
      engine({
        1: page(
          [
            item(link('https://a.fake.test/q?id=1#/detail?sn=2')),
            item(link('https://cx.lantern.gov.cn/')),
            item('http://plain.test/x#y'),
          ],
          '/s?q=%E6%93%8D&pn=2',
        ),
        2: page(
          [
            item(link('https://a.fake.test/q?id=1#/detail?sn=2')),
            item(link('http://b.fake.test/')),
            item(link('javascript:alert(1)')),
          ],
          null,
        ),
      }),
    );
    const { found, outcomes } = await collect(search, world.context({ endpoints: engines('one') }));
    expect(
      found.map(({ kind, target, sighting: { detail } }) => [
        kind,
        target,
        detail['engine'],
        detail['query'],
        detail['rank'],
      ]),
    ).toEqual([
      ['entry', 'https://a.fake.test/q?id=1#/detail?sn=2', 'one', '操作证查询', 1],
      ['entry', 'http://plain.test/x#y', 'one', '操作证查询', 3],
      ['entry', 'http://b.fake.test/', 'one', '操作证查询', 12],
    ]);
    expect(outcomes).toMatchObject([{ scope: 'one: 操作证查询', status: 'done', found: 3 }]);
    expect(drops(outcomes[0])).toEqual(['official 1', 'repeated 1', 'scheme 1']);
    expect(world.web.hits.every((hit) => hit.includes('one.engine.test'))).toBe(true);
  });

  it('gives a target without a fragment the fragment of its link', async () => {
    world = await startSourceWorld(engine({ 1: page([item(`${link('https://a.fake.test/')}#/home`)], null) }));
    expect((await collect(search, world.context({ endpoints: engines('one') }))).found[0]?.target).toBe(
      'https://a.fake.test/#/home',
    );
  });

  it('stops at the page limit', async () => {
    world = await startSourceWorld((request, response) => {
      const number = Number(new URL(request.url ?? '/', 'http://x').searchParams.get('pn'));
      response.end(page([item(`http://n${number}.fake.test/`)], `/s?pn=${number + 1}`));
    });
    const { found } = await collect(
      search,
      world.context({ endpoints: engines('one'), limits: { ...world.context().limits, searchPages: 3 } }),
    );
    expect(found.map(({ host }) => host)).toEqual(['n1.fake.test', 'n2.fake.test', 'n3.fake.test']);
  });

  it.each([
    ['a captcha', '<title>请输入验证码</title><ol id="results"></ol>', 200, 'captcha or block page'],
    ['a page that is no result page', '<title>welcome</title><p>hello</p>', 200, 'no result page (title "welcome")'],
    ['a refusal', 'slow down', 429, 'status 429'],
  ])(
    'records %s as blocked, asks that engine no more, and goes on with the next engine',
    async (_what, body, status, words) => {
      world = await startSourceWorld((request, response) => {
        if (request.headers.host?.startsWith('bad'))
          response.writeHead(status, { 'content-type': 'text/html' }).end(body);
        else response.end(page([item('http://a.fake.test/')], null));
      });
      const { found, outcomes } = await collect(
        search,
        world.context({ endpoints: engines('bad', 'good'), keywords: ['甲', '乙'] }),
      );
      expect(outcomes.map(({ scope, status: state, failure }) => [scope, state, failure])).toEqual([
        ['bad: 甲', 'failed', 'blocked'],
        ['bad: 乙', 'failed', 'blocked'],
        ['good: 甲', 'done', null],
        ['good: 乙', 'done', null],
      ]);
      expect(outcomes[0]?.note?.en).toContain(words);
      expect(outcomes[1]?.note?.zh).toContain('未再询问');
      expect(found).toHaveLength(2);
      expect(world.web.hits.filter((hit) => hit.includes('bad.engine.test'))).toHaveLength(1);
    },
  );

  it('keeps what it found before a block, and says on which page it happened', async () => {
    world = await startSourceWorld(
      engine({ 1: page([item('http://a.fake.test/')], '/s?pn=2'), 2: '<title>验证码</title>' }),
    );
    const { found, outcomes } = await collect(search, world.context({ endpoints: engines('one') }));
    expect(found).toHaveLength(1);
    expect(outcomes).toMatchObject([{ status: 'failed', failure: 'blocked', found: 1 }]);
    expect(outcomes[0]?.note?.en).toContain('page 2');
  });

  it('takes an engine without results for done, and a silent one for dead', async () => {
    world = await startSourceWorld((request, response) =>
      request.headers.host?.startsWith('dead') ? request.socket.destroy() : response.end(page([], null)),
    );
    const { outcomes } = await collect(search, world.context({ endpoints: engines('empty', 'dead') }));
    expect(outcomes.map(({ status, failure }) => [status, failure])).toEqual([
      ['done', null],
      ['failed', 'dead'],
    ]);
    expect(outcomes[1]?.note?.en).toContain('dead');
  });

  it('goes on with the page after the last one taken', async () => {
    world = await startSourceWorld(
      engine({ 1: page([item('http://a.fake.test/')], '/s?pn=2'), 2: page([item('http://b.fake.test/')], null) }),
    );
    const context = world.context({ endpoints: engines('one') });
    const killed = await collect(search, context, 2);
    const { found, outcomes } = await collect(search, {
      ...context,
      resume: () => ({ status: 'running', cursor: killed.progress[0]?.cursor ?? null }),
    });
    expect(found.map(({ host }) => host)).toEqual(['b.fake.test']);
    expect(outcomes[0]?.found).toBe(2);
  });
});
