/** SearXNG, keyword sets, the pace of requests, block pages as evidence, and asking again. */
import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { EnginePace } from '../../../../crawler/candidates/searches/engine-pace.ts';
import { KEYWORD_CLASSES, searchKeywords } from '../../../../crawler/candidates/searches/search-keywords.ts';
import { search } from '../../../../crawler/candidates/searches/search.ts';
import { collect, drops, LANTERN, startSourceWorld, type SourceWorld } from '../source-world.ts';

let world: SourceWorld;
const open: SourceWorld[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function serve(handler: RequestListener): Promise<SourceWorld> {
  const started = await startSourceWorld(handler);
  open.push(started);
  return started;
}

const at = (host: string, query: string) => ({
  searchEngines: [{ name: host, urlTemplate: `http://${host}.engine.test/${query}` }],
  nameLists: [],
  certificateLogs: [],
  leads: null,
  qrImages: [],
});
const SEARXNG = 'search?q={query}&format=json&pageno={page}';

function searxng(pages: Record<string, object>) {
  return serve((request, response) => {
    const page = new URL(request.url ?? '/', 'http://x').searchParams.get('pageno') ?? '';
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(pages[page] ?? { results: [] }));
  });
}

describe('SearXNG', () => {
  it('is read page by page until one is empty, official results dropped, silent engines named', async () => {
    world = await searxng({
      1: {
        results: [
          { url: 'https://a.fake.test/q#/x', title: ' 证书\n查询 ' },
          { url: 'https://cx.lantern.gov.cn/', title: '官网' },
        ],
        unresponsive_engines: [['baidu', 'CAPTCHA']],
      },
      2: {
        results: [
          { url: 'http://b.fake.test/', title: null },
          { url: 'https://a.fake.test/q#/x' },
          { url: 'not a url' },
        ],
        unresponsive_engines: ['sogou'],
      },
      3: { results: [], unresponsive_engines: [['baidu', 'CAPTCHA']] },
    });
    const { found, outcomes } = await collect(search, world.context({ endpoints: at('meta', SEARXNG) }));
    expect(found.map(({ target, sighting: { detail } }) => [target, detail['title'], detail['rank']])).toEqual([
      ['https://a.fake.test/q#/x', '证书 查询', 1],
      ['http://b.fake.test/', '', 11],
    ]);
    expect(outcomes[0]).toMatchObject({ status: 'done', found: 2 });
    expect(drops(outcomes[0])).toEqual(['official 1', 'repeated 1']);
    expect(outcomes[0]?.note?.en).toBe('engines that did not answer: baidu: CAPTCHA, sogou');
    expect(world.web.hits).toHaveLength(3);
  });

  it('is blocked when no engine behind it answered', async () => {
    world = await searxng({
      1: {
        results: [],
        unresponsive_engines: [
          ['baidu', 'CAPTCHA'],
          ['bing', 'timeout'],
        ],
      },
    });
    const { outcomes } = await collect(search, world.context({ endpoints: at('meta', SEARXNG) }));
    expect(outcomes[0]).toMatchObject({ status: 'failed', failure: 'blocked' });
    expect(outcomes[0]?.note?.en).toContain('bing: timeout');
  });

  it('says what to change where the instance does not allow JSON, and takes other answers for odd', async () => {
    world = await serve((_request, response) => response.writeHead(403).end('Forbidden'));
    const refused = await collect(search, world.context({ endpoints: at('meta', SEARXNG) }));
    expect(refused.outcomes[0]?.note?.en).toContain('search.formats');
    world = await serve((_request, response) => response.end('<html>SearXNG</html>'));
    const odd = await collect(search, world.context({ endpoints: at('meta', SEARXNG) }));
    expect(odd.outcomes[0]).toMatchObject({ failure: 'blocked' });
  });
});

describe('an engine that blocks', () => {
  it('has its page kept as evidence', async () => {
    world = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<title>百度安全验证</title>'),
    );
    const { outcomes } = await collect(
      search,
      world.context({ endpoints: at('one', 's?q={query}'), keywords: ['甲', '乙'] }),
    );
    const [artifact] = outcomes[0]?.artifacts ?? [];
    expect(artifact).toMatchObject({
      kind: 'response-body',
      mediaType: 'text/html',
      sourceUrl: `http://one.engine.test/s?q=${encodeURIComponent('甲')}`,
      method: 'GET status 200',
    });
    expect(artifact?.data.toString()).toBe('<title>百度安全验证</title>');
    expect(outcomes[1]?.artifacts).toBeUndefined();
  });

  it('is asked first what it did not answer last time', async () => {
    world = await serve((_request, response) => response.end('<ol id="results"></ol>'));
    const lastStatus = async ({ scope }: { scope: string }) =>
      scope.endsWith('丙') ? ('failed' as const) : scope.endsWith('甲') ? ('done' as const) : null;
    const { outcomes } = await collect(
      search,
      world.context({ endpoints: at('one', 's?q={query}'), keywords: ['甲', '乙', '丙'], lastStatus }),
    );
    expect(outcomes.map(({ scope }) => scope)).toEqual(['one: 丙', 'one: 甲', 'one: 乙']);
  });

  it('goes on at the page where it was blocked when it is asked again', async () => {
    world = await serve((request, response) =>
      response.end(
        `<ol id="results"><li class="result"><h3><a href="http://p${new URL(request.url ?? '/', 'http://x').searchParams.get('pn')}.test/">x</a></h3></li></ol>`,
      ),
    );
    const cursor = JSON.stringify({ at: 2, found: 4, dropped: [] });
    const { found, outcomes } = await collect(
      search,
      world.context({ endpoints: at('one', 's?q={query}&pn={page}'), resume: () => ({ status: 'failed', cursor }) }),
    );
    expect(found.map(({ host }) => host)).toEqual(['p3.test']);
    expect(outcomes[0]).toMatchObject({ status: 'done', found: 5 });
  });
});

describe('the pace', () => {
  it('keeps requests of one engine apart, keywords and redirect links included', async () => {
    // asks for a turn are counted: a real pause would only be waited for
    const turns = vi.spyOn(EnginePace.prototype, 'turn');
    onTestFinished(() => turns.mockRestore());
    const order: string[] = [];
    turns.mockImplementation(async () => order.push('turn') > 0);
    world = await serve((request, response) => {
      order.push(request.url?.startsWith('/link') ? 'link' : 'page');
      if (request.url?.startsWith('/link')) response.writeHead(302, { location: 'http://a.fake.test/' }).end();
      else response.end('<ol id="results"><li class="result"><h3><a href="/link?u=1">x</a></h3></li></ol>');
    });
    await collect(search, world.context({ endpoints: at('one', 's?q={query}'), keywords: ['甲', '乙'] }));
    expect(order).toEqual(['turn', 'page', 'turn', 'link', 'turn', 'page', 'turn', 'link']);
  });

  it('lets the first request out at once, and the next not before its interval', async () => {
    const stop = new AbortController();
    const pace = new EnginePace(3_600_000, stop.signal);
    expect(await pace.turn()).toBe(true);
    let out = false;
    const next = pace.turn().then((free) => (out = free));
    // other engines go on meanwhile
    for (let index = 0; index < 100; index += 1) expect(await new EnginePace(3_600_000, stop.signal).turn()).toBe(true);
    expect(out).toBe(false);
    stop.abort();
    await next;
    const quick = new EnginePace(1, new AbortController().signal);
    expect([await quick.turn(), await quick.turn()]).toEqual([true, true]);
  });

  it('ends at once when the run is stopped', async () => {
    const stop = new AbortController();
    const pace = new EnginePace(60_000, stop.signal);
    expect(await pace.turn()).toBe(true);
    const next = pace.turn();
    stop.abort();
    expect(await next).toBe(false);
  });
});

describe('searchKeywords', () => {
  it("gives a platform's own words first, then the sets that are for it, each once", () => {
    const words = searchKeywords([{ ...LANTERN, id: 'mem-cx', keywords: ['特种作业操作证查询'] }]);
    expect(words.slice(0, 2)).toEqual([LANTERN.name, '特种作业操作证查询']);
    expect(new Set(words).size).toBe(words.length);
    expect(words).toEqual(
      expect.arrayContaining(['国家安全生产考试', '电工证', '特种作业操作证 免考', '证书真伪查询']),
    );
    expect(words).not.toContain('学信网 学历证书电子注册备案表验证');
    expect(words.length).toBeLessThan(60);
  });

  it('leaves out classes that are not wanted, and never asks for a selling word alone', () => {
    const none = searchKeywords([LANTERN], []);
    expect(none).toEqual([LANTERN.name, '特种作业操作证查询']);
    const all = searchKeywords([{ ...LANTERN, id: 'mem-cx' }], KEYWORD_CLASSES);
    expect(all).not.toContain('免考');
    expect(all.filter((word) => / /.test(word) && /免考|速成|包过/.test(word)).length).toBeGreaterThan(0);
  });
});
