/** What a site of the range answers: static files, every matcher and every response of a route. */
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCorpus } from './corpus.ts';
import { startRange } from './range.ts';
import { navigation, rangeOf, visit, writeCorpus } from './fixture-corpus.ts';

/** A site that answers `yes` where the route matches and 404 elsewhere. */
const answering = (match: object) => ({
  a: { hosts: ['a.example', 'www.a.example'], routes: [{ match, respond: { body: 'yes' } }] },
});

describe('static files', () => {
  const GBK = Buffer.from('d6d0b9fa', 'hex');
  const files = {
    'sites/a/www/index.html': '<title>home</title>',
    'sites/a/www/dir/index.html': 'in dir',
    'sites/a/www/page.php': GBK,
    'sites/a/www/app.js': '1',
    'sites/a/www/noextension': 'x',
    'sites/a/www/odd.xyz': 'x',
    'sites/a/www/查询.html': 'found',
    'sites/a/secret.txt': 'secret',
  };

  test('are typed by extension, without a charset and byte by byte', async () => {
    const range = await rangeOf({ a: {} }, files);
    const types = await Promise.all(
      ['', 'dir/', 'dir', 'page.php', 'app.js', 'noextension', 'odd.xyz'].map(
        async (path) => (await visit(range, `http://a.example/${path}`)).headers['content-type'],
      ),
    );
    expect(types).toEqual([
      'text/html',
      'text/html',
      'text/html',
      'text/html',
      'text/javascript',
      'text/html',
      'application/octet-stream',
    ]);
    expect((await visit(range, 'http://a.example/page.php?id=1')).body).toEqual(GBK);
    expect((await visit(range, 'http://a.example/dir')).text).toBe('in dir');
  });

  test('are found by percent-encoded UTF-8 and GBK paths', async () => {
    const range = await rangeOf({ a: {} }, files);
    expect((await visit(range, `http://a.example/${encodeURIComponent('查询')}.html`)).text).toBe('found');
    expect((await visit(range, 'http://a.example/', { path: '/%B2%E9%D1%AF.html' })).text).toBe('found');
  });

  test('that are not there are 404', async () => {
    const range = await rangeOf({ a: {}, bare: {} }, files);
    for (const url of ['http://a.example/none.html', 'http://a.example/page.php/', 'http://bare.example/'])
      expect((await visit(range, url)).status).toBe(404);
  });

  test('never come from outside www', async () => {
    const dir = await writeCorpus({ 'sites/a/site.json': { hosts: ['a.example'], label: 'benign' }, ...files });
    await symlink(join(dir, 'sites/a/secret.txt'), join(dir, 'sites/a/www/link.txt'));
    const range = await startRange(await loadCorpus(dir));
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/dir/..%2f..%2fsecret.txt',
      '/..%5csecret.txt',
      '/link.txt',
      '/%00',
      '/..',
      '/%2e%2e/www/../site.json',
    ]) {
      const answer = await visit(range, 'http://a.example/', { path });
      expect([path, answer.status]).toEqual([path, 404]);
    }
    await range.close();
  });

  test('answer HEAD without a body', async () => {
    const answer = await visit(await rangeOf({ a: {} }, files), 'http://a.example/', { method: 'HEAD' });
    expect([answer.status, answer.headers['content-length'], answer.text]).toEqual([200, '19', '']);
  });
});

describe('a matcher', () => {
  const cases: [
    string,
    object,
    [string, Record<string, string>, string?][],
    [string, Record<string, string>, string?][],
  ][] = [
    ['host', { host: '^www\\.' }, [['http://www.a.example/', {}]], [['http://a.example/', {}]]],
    [
      'path',
      { path: '^/Q$' },
      [
        ['http://a.example/q', {}],
        ['http://a.example/q?x=1', {}],
      ],
      [['http://a.example/qq', {}]],
    ],
    [
      'path, in Chinese',
      { path: '^/查询$' },
      [[`http://a.example/${encodeURIComponent('查询')}`, {}]],
      [['http://a.example/cx', {}]],
    ],
    [
      'query',
      { query: { id: '^8f3a$' } },
      [
        ['http://a.example/?id=8f3a', {}],
        ['http://a.example/?id=1&id=8F3A', {}],
      ],
      [
        ['http://a.example/', {}],
        ['http://a.example/?id=8f3', {}],
      ],
    ],
    ['absent query', { query: { id: null } }, [['http://a.example/?x=1', {}]], [['http://a.example/?id=', {}]]],
    [
      'userAgent',
      { userAgent: 'micromessenger' },
      [['http://a.example/', navigation('wechat')]],
      [
        ['http://a.example/', navigation('mobile')],
        ['http://a.example/', {}],
      ],
    ],
    [
      'referer',
      { referer: 'baidu' },
      [['http://a.example/', { referer: 'https://www.baidu.com/' }]],
      [['http://a.example/', {}]],
    ],
    [
      'no referer',
      { referer: '^$' },
      [['http://a.example/', {}]],
      [['http://a.example/', { referer: 'http://x.example/' }]],
    ],
    [
      'acceptLanguage',
      { acceptLanguage: '^zh' },
      [['http://a.example/', { 'accept-language': 'zh-CN' }]],
      [['http://a.example/', { 'accept-language': 'en' }]],
    ],
    ['cookie', { cookie: 'seen=1' }, [['http://a.example/', { cookie: 'a=b; seen=1' }]], [['http://a.example/', {}]]],
    ['country', { country: 'CN' }, [['http://a.example/', {}, 'range-china']], [['http://a.example/', {}, 'range']]],
  ];
  test.each(cases)('%s picks its requests', async (_, match, hits, misses) => {
    const range = await rangeOf(answering(match));
    for (const [url, headers, exit] of hits)
      expect([url, (await visit(range, url, { headers, exit })).text]).toEqual([url, 'yes']);
    for (const [url, headers, exit] of misses)
      expect([url, (await visit(range, url, { headers, exit })).status]).toEqual([url, 404]);
  });

  test('method picks its requests', async () => {
    const range = await rangeOf(answering({ method: 'POST' }));
    expect((await visit(range, 'http://a.example/', { method: 'POST' })).text).toBe('yes');
    expect((await visit(range, 'http://a.example/')).status).toBe(404);
  });

  test('needs all of its conditions, and the first route wins', async () => {
    const range = await rangeOf({
      a: {
        routes: [
          { match: { path: '^/q$', query: { id: '1' } }, respond: { body: 'both' } },
          { match: { path: '^/q' }, respond: { body: 'path' } },
          { respond: { body: 'rest' } },
        ],
      },
    });
    const bodies = await Promise.all(
      ['q?id=1', 'q?id=2', 'x'].map(async (path) => (await visit(range, `http://a.example/${path}`)).text),
    );
    expect(bodies).toEqual(['both', 'path', 'rest']);
  });
});

describe('visit: "first"', () => {
  const site = {
    a: {
      hosts: ['a.example', 'b.example'],
      routes: [{ match: { visit: 'first', path: '^/(?:q|go)?$' }, respond: { body: 'bait' } }],
    },
  };
  const files = { 'sites/a/www/index.html': 'harmless', 'sites/a/www/q': 'harmless' };

  test('is one navigation per host, exit and persona', async () => {
    const range = await rangeOf(site, files);
    const see = async (agent: 'desktop' | 'mobile' | 'wechat', host = 'a', exit = 'range') =>
      (await visit(range, `http://${host}.example/`, { headers: navigation(agent), exit })).text;
    expect([await see('desktop'), await see('desktop')]).toEqual(['bait', 'harmless']);
    expect([await see('mobile'), await see('wechat'), await see('wechat')]).toEqual(['bait', 'bait', 'harmless']);
    expect([
      await see('desktop', 'b'),
      await see('desktop', 'a', 'range-china'),
      await see('desktop', 'a', 'range-china'),
    ]).toEqual(['bait', 'bait', 'harmless']);
  });

  test('tells the visitor from a search engine apart', async () => {
    const range = await rangeOf(site, files);
    const search = navigation('desktop', { referer: 'http://search.range.test/s?q=x' });
    const texts = [navigation('desktop'), search, search].map(
      (headers) => async () => (await visit(range, 'http://a.example/', { headers })).text,
    );
    const seen: string[] = [];
    for (const see of texts) seen.push(await see());
    expect(seen).toEqual(['bait', 'bait', 'harmless']);
  });

  test('is not used up by sub-resources, frames and tools', async () => {
    const range = await rangeOf(site, files);
    const { 'user-agent': agent = '' } = navigation('desktop');
    const others: Record<string, string>[] = [
      { 'user-agent': agent, accept: 'image/avif,*/*' },
      { 'user-agent': agent, accept: 'text/html', 'sec-fetch-mode': 'cors' },
      { 'user-agent': agent, accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
      { 'user-agent': agent, accept: 'text/html', 'sec-purpose': 'prefetch' },
      { 'user-agent': 'curl/8', accept: '*/*' },
    ];
    for (const headers of others) expect((await visit(range, 'http://a.example/', { headers })).text).toBe('harmless');
    const navigated = {
      'user-agent': agent,
      accept: '*/*',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect((await visit(range, 'http://a.example/', { headers: navigated })).text).toBe('bait');
  });

  test('lasts through the redirect of the same navigation', async () => {
    const redirecting = {
      a: { routes: [{ match: { path: '^/start$' }, respond: { redirect: '/q' } }, ...site.a.routes] },
    };
    const range = await rangeOf(redirecting, files);
    const headers = navigation('desktop');
    expect((await visit(range, 'http://a.example/start', { headers })).headers.location).toBe('/q');
    expect((await visit(range, 'http://a.example/q', { headers })).text).toBe('bait');
    expect((await visit(range, 'http://a.example/q', { headers })).text).toBe('harmless');
  });
});

describe('a response', () => {
  test('has the status, headers and file that the route gives', async () => {
    const respond = {
      status: 503,
      file: 'www/busy.html',
      headers: {
        'Content-Type': 'text/html; charset=gbk',
        'x-powered-by': 'PHP/7.4',
        'set-cookie': ['a=1', 'b=2'],
        'x-name': '查询',
      },
    };
    const answer = await visit(
      await rangeOf({ a: { routes: [{ respond }] } }, { 'sites/a/www/busy.html': 'busy' }),
      'http://a.example/',
    );
    expect([answer.status, answer.text]).toEqual([503, 'busy']);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=gbk',
      'x-powered-by': 'PHP/7.4',
      'set-cookie': ['a=1', 'b=2'],
      'content-length': '4',
    });
    expect(Buffer.from(String(answer.headers['x-name']), 'latin1').toString()).toBe('查询');
  });

  test('redirects with 302 unless told otherwise, fragment and Chinese kept', async () => {
    const routes = [
      { match: { path: '^/a' }, respond: { redirect: 'https://b.example/查询?x=1#/frag' } },
      { respond: { status: 301, redirect: '/next' } },
    ];
    const range = await rangeOf({ a: { routes } });
    const first = await visit(range, 'http://a.example/a');
    expect([first.status, first.headers.location]).toEqual([
      302,
      `https://b.example/${encodeURIComponent('查询')}?x=1#/frag`,
    ]);
    expect((await visit(range, 'http://a.example/b')).status).toBe(301);
  });

  test('is empty with a status alone, and the static file with headers or a delay alone', async () => {
    const routes = [
      { match: { path: '^/403' }, respond: { status: 403 } },
      { respond: { headers: { 'x-a': '1' }, delayMs: 20 } },
    ];
    const range = await rangeOf({ a: { routes } }, { 'sites/a/www/index.html': 'home' });
    const forbidden = await visit(range, 'http://a.example/403');
    expect([forbidden.status, forbidden.text]).toEqual([403, '']);
    const home = await visit(range, 'http://a.example/');
    expect([home.status, home.text, home.headers['x-a']]).toEqual([200, 'home', '1']);
    expect((await visit(range, 'http://a.example/none')).status).toBe(404);
  });
});

test('a delay holds back the answer it belongs to, and no other', async () => {
  const range = await rangeOf({
    a: {
      routes: [
        { match: { path: '^/late' }, respond: { body: 'late', delayMs: 3_600_000 } },
        { respond: { body: 'soon' } },
      ],
    },
  });
  let answered = false;
  // cut off when the range closes
  visit(range, 'http://a.example/late').then(
    () => (answered = true),
    () => {},
  );
  await expect.poll(() => range.log().length, { timeout: 240_000 }).toBe(1);
  for (let index = 0; index < 20; index += 1) expect((await visit(range, 'http://a.example/')).text).toBe('soon');
  expect(answered).toBe(false);
});

describe('a request', () => {
  test('for an address goes to the site that owns it', async () => {
    const range = await rangeOf({
      a: { hosts: ['a.example', '198.51.100.9'], routes: [{ respond: { body: 'a' } }] },
      b: { dns: { A: ['198.51.100.9', '198.51.100.10'], AAAA: ['2001:db8::7'] }, routes: [{ respond: { body: 'b' } }] },
    });
    expect((await visit(range, 'http://198.51.100.9/')).text).toBe('a');
    expect((await visit(range, 'http://198.51.100.10/')).text).toBe('b');
    expect((await visit(range, 'http://[2001:db8::7]/')).text).toBe('b');
  });

  test('for a name nobody has is told so', async () => {
    const range = await rangeOf({ a: {} });
    expect((await visit(range, 'http://a.example/', { headers: { host: 'unknown.example' } })).status).toBe(421);
  });

  test('in absolute form is understood', async () => {
    const range = await rangeOf({
      a: { routes: [{ match: { path: '^/q$', query: { x: '1' } }, respond: { body: 'yes' } }] },
    });
    expect((await visit(range, 'http://a.example/', { path: 'http://a.example/q?x=1' })).text).toBe('yes');
  });

  test('is written down with exit, headers and answer', async () => {
    const range = await rangeOf({ a: { routes: [{ match: { path: '^/x' }, respond: { status: 410 } }] } });
    await visit(range, 'https://a.example/x?y=1', { headers: { 'user-agent': 'probe' }, exit: 'range-china' });
    expect(range.log()).toMatchObject([
      {
        service: 'https',
        exit: 'range-china',
        host: 'a.example',
        method: 'GET',
        path: '/x?y=1',
        headers: { 'user-agent': 'probe' },
        site: 'a',
        answer: '410',
      },
    ]);
  });
});
