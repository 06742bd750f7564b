/** The practice search engine: ranks, pages, redirect links, and what it indexes. */
import { describe, expect, test } from 'vitest';
import { rangeOf, visit } from './fixture-corpus.ts';
import type { Range } from './range.ts';

const QUERY = '特种作业操作证查询';

interface Result {
  link: string;
  title: string;
  snippet: string;
  cite: string;
}

async function resultPage(
  range: Range,
  query: string,
  page: number,
  engine = 0,
): Promise<{ results: Result[]; next: string | null }> {
  const template = range.endpoints.searchEngines[engine]?.urlTemplate ?? '';
  const { text, headers } = await visit(
    range,
    template.replace('{query}', encodeURIComponent(query)).replace('{page}', String(page)),
  );
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(text).toContain('<ol id="results">');
  const items = text.matchAll(
    /<li class="result"><h3><a href="([^"]*)">([^<]*)<\/a><\/h3><p class="snippet">([^<]*)<\/p><cite>([^<]*)<\/cite><\/li>/g,
  );
  const results = [...items].map(([, link = '', title = '', snippet = '', cite = '']) => ({
    link,
    title,
    snippet,
    cite,
  }));
  return {
    results,
    next: /<a rel="next" href="([^"]*)">下一页<\/a>/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? null,
  };
}

async function target(range: Range, result: Result | undefined): Promise<string | undefined> {
  const { status, headers } = await visit(range, new URL(result?.link ?? '', 'http://search.range.test/').href);
  expect(status).toBe(302);
  return headers.location;
}

const found = (more: object = {}) => ({ found: [{ by: 'search', engine: 'any', query: QUERY, ...more }] });
const page = (title: string, body = '') =>
  `<html><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`;

describe('result pages', () => {
  test('hold ten results each, by rank with gaps, ties by site name, unranked last', async () => {
    const sites = Object.fromEntries(
      Array.from({ length: 23 }, (_, index) => [
        `s${String(index).padStart(2, '0')}`,
        found({ rank: 40 - Math.floor(index / 2) * 2 }),
      ]),
    );
    const range = await rangeOf({ ...sites, aa: found() });
    const pages = [
      await resultPage(range, QUERY, 1),
      await resultPage(range, QUERY, 2),
      await resultPage(range, QUERY, 3),
      await resultPage(range, QUERY, 4),
    ];
    expect(pages.map(({ results }) => results.length)).toEqual([10, 10, 4, 0]);
    const order = pages.flatMap(({ results }) => results.map(({ cite }) => cite.replace('.example', '')));
    expect(order.slice(0, 5)).toEqual(['s22', 's20', 's21', 's18', 's19']);
    expect(order.at(-1)).toBe('aa');
    expect(pages.map(({ next }) => next)).toEqual([
      `/s?q=${encodeURIComponent(QUERY)}&pn=2`,
      `/s?q=${encodeURIComponent(QUERY)}&pn=3`,
      null,
      null,
    ]);
    expect((await resultPage(range, QUERY, 0)).results).toEqual(pages[0]?.results);
  });

  test('answer their own queries only, whatever the width and spaces', async () => {
    const range = await rangeOf({ a: found({ query: 'ABC 查询' }), b: found({ query: '别的' }) });
    expect((await resultPage(range, 'ａｂｃ查询', 1)).results.map(({ cite }) => cite)).toEqual(['a.example']);
    expect((await resultPage(range, '<script>"', 1)).results).toEqual([]);
  });

  test('belong to an engine, or to all of them', async () => {
    const range = await rangeOf({ a: found({ engine: 'baidu' }), b: found({ engine: '必应' }), c: found() });
    expect(range.endpoints.searchEngines.map(({ name }) => name)).toEqual(['baidu', '必应']);
    const cites = async (engine: number) => (await resultPage(range, QUERY, 1, engine)).results.map(({ cite }) => cite);
    expect([await cites(0), await cites(1)]).toEqual([
      ['a.example', 'c.example'],
      ['b.example', 'c.example'],
    ]);
  });
});

describe('a result', () => {
  test('leads to the url given, else the entry, else the home page, fragment kept', async () => {
    const range = await rangeOf({
      a: found({ rank: 1, url: 'https://a.example/#/cert?id=1' }),
      b: { ...found({ rank: 2 }), expect: { entry: '/q?id=8f3a' } },
      c: { ...found({ rank: 3 }), scheme: 'http', hosts: ['*.c.example', 'm.c.example'] },
    });
    const { results } = await resultPage(range, QUERY, 1);
    expect(await Promise.all(results.map(async (result) => target(range, result)))).toEqual([
      'https://a.example/#/cert?id=1',
      'https://b.example/q?id=8f3a',
      'http://m.c.example/',
    ]);
  });

  test('shows title and text of the page, decoded and escaped', async () => {
    const gbk = Buffer.concat([
      Buffer.from('<meta charset=gbk><title>'),
      Buffer.from('d6d0b9fa', 'hex'),
      Buffer.from('</title>'),
    ]);
    const range = await rangeOf(
      { a: found({ rank: 1 }), b: found({ rank: 2 }) },
      {
        'sites/a/www/index.html': page('A &amp; B', '<script>var x=1</script><p>证书&nbsp;查询 &#x4e2d;&lt;b&gt;</p>'),
        'sites/b/www/index.html': gbk,
      },
    );
    const { results } = await resultPage(range, QUERY, 1);
    expect(results.map(({ title, snippet }) => [title, snippet])).toEqual([
      ['A &amp; B', '证书 查询 中&lt;b&gt;'],
      ['中国', ''],
    ]);
  });

  test('is what a spider saw, through redirects and without using up a first visit', async () => {
    const range = await rangeOf(
      {
        a: {
          ...found({ rank: 1 }),
          routes: [
            { match: { userAgent: 'baiduspider' }, respond: { body: page('for spiders') } },
            { match: { visit: 'first' }, respond: { body: 'first' } },
          ],
        },
        b: { ...found({ rank: 2 }), routes: [{ respond: { redirect: 'http://c.example/' } }] },
        c: {},
        d: { ...found({ rank: 3 }), routes: [{ respond: { fault: 'reset' } }] },
      },
      { 'sites/c/www/index.html': page('landing') },
    );
    const { results } = await resultPage(range, QUERY, 1);
    expect(results.map(({ title }) => title)).toEqual(['for spiders', 'landing', 'd.example']);
    expect((await visit(range, 'http://a.example/', { headers: { accept: 'text/html' } })).text).toBe('first');
  });
});

test('a link that is no address leads nowhere', async () => {
  const range = await rangeOf({ a: {} });
  for (const u of ['', 'xx', Buffer.from('javascript:alert(1)').toString('base64url')]) {
    expect((await visit(range, `http://search.range.test/link?u=${u}`)).status).toBe(404);
  }
});
