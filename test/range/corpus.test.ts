/** The corpus format: what loads, with which defaults, and what is refused with file, key, expected and found. */
import { join } from 'node:path';
import { domainToASCII } from 'node:url';
import { describe, expect, test } from 'vitest';
import { MingjingError } from '../../storage/mingjing-error.ts';
import { loadCorpus } from './corpus.ts';
import { parseCorpusDate } from './corpus-date.ts';
import { CORPUS_JSON, writeCorpus } from './fixture-corpus.ts';
import type { CorpusFiles } from './fixture-corpus.ts';

const SITE = { hosts: ['one.example'], label: 'benign' };
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

/** The English sentence of the refusal. */
async function refusal(files: CorpusFiles): Promise<string> {
  const error: unknown = await loadCorpus(await writeCorpus({ 'sites/one/site.json': SITE, ...files })).catch(
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof MingjingError)) throw new Error(`not refused: ${JSON.stringify(error)}`);
  expect([error.code, error.exit]).toEqual(['CORPUS_INVALID', 'input']);
  expect(error.sentence.zh).toMatch(/应为|不符合/);
  return error.sentence.en;
}

const site = (change: object): CorpusFiles => ({ 'sites/one/site.json': { ...SITE, ...change } });
const route = (match: object, respond: object = { status: 200 }): CorpusFiles => site({ routes: [{ match, respond }] });

describe('a corpus that follows the format', () => {
  test('keeps truth apart and fills in the defaults', async () => {
    const dir = await writeCorpus(
      site({ brand: 'mem-cx', expect: { entry: '/q', clues: { analytics: ['hm:9f'] } }, registered: '-10d' }),
    );
    const corpus = await loadCorpus(dir);
    const [one] = corpus.sites;
    expect(one).toMatchObject({
      name: 'one',
      hosts: ['one.example'],
      scheme: 'both',
      dns: null,
      tls: null,
      routes: [],
      found: [],
      registeredAt: '2026-11-11T00:00:00.000Z',
    });
    expect(one?.truth).toMatchObject({ label: 'benign', brand: 'mem-cx', expect: { entry: '/q', cloaked: null } });
    expect(corpus).toMatchObject({
      now: '2026-11-21T00:00:00.000Z',
      version: '1',
      references: {},
      leads: [],
      leadsFile: null,
      qrImages: [],
    });
  });

  test('counts from today when it names no date', async () => {
    const { now: _, ...undated } = CORPUS_JSON;
    const before = Date.now();
    const corpus = await loadCorpus(await writeCorpus({ 'corpus.json': undated, ...site({}) }));
    expect(Date.parse(corpus.now)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(corpus.now)).toBeLessThanOrEqual(Date.now());
  });

  test('reads leads, pictures, brands, whois and rdap', async () => {
    const dir = await writeCorpus({
      ...site({
        found: [
          { by: 'qr', image: 'qr/card.png' },
          { by: 'link', from: 'one' },
        ],
      }),
      'leads.csv': '\uFEFFurl,channel,received_at,note\n"http://one.example/#/a",12345,-3d,"说明, 含逗号"\n',
      'qr/card.png': PNG,
      'brands/demo/profile.json': { id: 'demo', name: '演示平台', hosts: ['demo.example'] },
      'sites/one/whois.txt': 'Domain Name: one.example\n',
      'sites/one/rdap.json': { ldhName: 'one.example' },
    });
    const corpus = await loadCorpus(dir);
    expect(corpus.leads).toEqual([
      { url: 'http://one.example/#/a', channel: '12345', receivedAt: '2026-11-18T00:00:00.000Z', note: '说明, 含逗号' },
    ]);
    expect(corpus.leadsFile).toBe(join(dir, 'leads.csv'));
    expect(corpus.qrImages).toEqual([join(dir, 'qr', 'card.png')]);
    expect(corpus.brands.map(({ id }) => id)).toEqual(['demo']);
    expect(corpus.sites[0]?.whois?.toString()).toContain('one.example');
    expect(corpus.sites[0]?.rdap).toEqual({ ldhName: 'one.example' });
  });

  test('writes host names in one spelling', async () => {
    const corpus = await loadCorpus(
      await writeCorpus(site({ hosts: ['WWW.Example', '查询.example', '*.X.example', '2001:DB8::1'] })),
    );
    expect(corpus.sites[0]?.hosts).toEqual([
      'www.example',
      domainToASCII('查询.example'),
      '*.x.example',
      '2001:db8::1',
    ]);
  });

  test('takes null for absent everywhere', async () => {
    const nothing = {
      brand: null,
      expect: null,
      scheme: null,
      tls: null,
      dns: { A: null, rebind: null, fail: null },
      network: null,
      registered: null,
      found: null,
      note: null,
    };
    const corpus = await loadCorpus(
      await writeCorpus(
        site({ ...nothing, routes: [{ match: null, respond: { redirect: null, body: null, fault: null } }] }),
      ),
    );
    expect(corpus.sites).toHaveLength(1);
  });
});

describe('a corpus that does not is refused', () => {
  const cases: [string, CorpusFiles, RegExp][] = [
    ['an unknown key', site({ labels: 'x' }), /sites\/one\/site\.json, labels: .*unknown key "labels"/],
    ['an unknown key deep inside', route({ path: '/', pathname: '/' }), /routes\[0\]\.match\.pathname: .*unknown key/],
    ['an unknown label', site({ label: 'phishing' }), /label: expected one of impersonation, .*found "phishing"/],
    [
      'a missing label',
      { 'sites/one/site.json': { hosts: ['one.example'] } },
      /site\.json, label: expected one of .*found nothing/,
    ],
    ['no hosts', site({ hosts: [] }), /hosts: expected at least 1, found \[\]/],
    [
      'a host with a port',
      site({ hosts: ['one.example:80'] }),
      /hosts\[0\]: expected a host name.*found "one\.example:80"/,
    ],
    [
      'a name of the range itself',
      site({ hosts: ['search.range.test'] }),
      /hosts\[0\]: expected a name outside range\.test/,
    ],
    [
      'a host of two sites',
      { ...site({}), 'sites/two/site.json': SITE },
      /sites\/two\/site\.json, hosts\[0\]: .*also a host of site one/,
    ],
    [
      'a regular expression that does not compile',
      route({ path: '(' }),
      /routes\[0\]\.match\.path: expected a JavaScript regular expression.*found "\("/,
    ],
    [
      'a query pattern that does not compile',
      route({ query: { id: '[' } }),
      /routes\[0\]\.match\.query\.id: expected a JavaScript regular/,
    ],
    ['a country in words', route({ country: 'China' }), /match\.country: expected a two-letter/],
    ['an unknown method', route({ method: 'FETCH' }), /match\.method: expected an HTTP method/],
    ['an unknown visit', route({ visit: 'second' }), /match\.visit: expected one of first, found "second"/],
    ['an unknown fault', route({}, { fault: 'explode' }), /respond\.fault: expected reset, hang.*found "explode"/],
    ['a fault without its number', route({}, { fault: 'slow' }), /respond\.fault: expected/],
    ['a fault with a bad number', route({}, { fault: 'slow:0' }), /respond\.fault: expected/],
    ['a plain fault with a number', route({}, { fault: 'reset:3' }), /respond\.fault: expected/],
    ['a status out of range', route({}, { status: 42 }), /respond\.status: expected at least 200, found 42/],
    [
      'a header with a line break',
      route({}, { headers: { 'x-a': 'a\r\nb: c' } }),
      /respond\.headers\.x-a: expected .*without control characters/,
    ],
    [
      'a header that is no name',
      route({}, { headers: { 'x a': 'b' } }),
      /respond\.headers\.x a: expected a header name/,
    ],
    [
      'a route file that is missing',
      route({}, { file: 'www/gone.html' }),
      /routes\[0\]\.respond\.file: expected an existing file/,
    ],
    [
      'a route file outside the site',
      route({}, { file: '../../corpus.json' }),
      /routes\[0\]\.respond\.file: expected an existing file/,
    ],
    ['a date that is none', site({ registered: 'yesterday' }), /registered: expected an ISO date.*found "yesterday"/],
    ['an impossible date', site({ registered: '2026-13-45' }), /registered: expected an ISO date/],
    [
      'a relative corpus date',
      { 'corpus.json': { ...CORPUS_JSON, now: '-1d' } },
      /corpus\.json, now: expected an ISO date/,
    ],
    ['an A record that is no address', site({ dns: { A: ['one.example'] } }), /dns\.A\[0\]: expected an IPv4 address/],
    [
      'an unknown dns failure',
      site({ dns: { fail: 'drop' } }),
      /dns\.fail: expected one of nxdomain, servfail, timeout, refused/,
    ],
    [
      'an unknown way of being found',
      site({ found: [{ by: 'luck' }] }),
      /found\[0\]\.by: expected one of .*search.*found "luck"/,
    ],
    ['an unknown key of a finding', site({ found: [{ by: 'lead', row: 1 }] }), /found\[0\]\.row: .*unknown key/],
    [
      'a QR picture that is missing',
      site({ found: [{ by: 'qr', image: 'qr/none.png' }] }),
      /found\[0\]\.image: expected an existing png/,
    ],
    [
      'a link from no site',
      site({ found: [{ by: 'link', from: 'nobody' }] }),
      /found\[0\]\.from: expected the name of a site/,
    ],
    [
      'a result address that is none',
      site({ found: [{ by: 'search', query: 'q', url: 'x y' }] }),
      /found\[0\]\.url: expected a path/,
    ],
    ['an entry that is no address', site({ expect: { entry: 'http://' } }), /expect\.entry: expected a path/],
    ['an unknown clue', site({ expect: { clues: { telegram: ['x'] } } }), /expect\.clues\.telegram: .*unknown key/],
    [
      'an analytics id of no known kind',
      site({ expect: { clues: { analytics: ['ga:1'] } } }),
      /clues\.analytics\[0\]: expected "hm:"/,
    ],
    [
      'an unknown persona',
      site({ expect: { personas: ['spider'] } }),
      /expect\.personas\[0\]: expected one of desktop/,
    ],
    [
      'an unknown source',
      { 'corpus.json': { ...CORPUS_JSON, seed: { ...CORPUS_JSON.seed, sources: ['luck'] } } },
      /corpus\.json, seed\.sources\[0\]: expected one of permutations/,
    ],
    [
      'a reference that is no URL',
      { 'corpus.json': { ...CORPUS_JSON, references: { a: ['x'] } } },
      /references\.a\[0\]: expected an http\(s\) URL/,
    ],
    [
      'leads with other columns',
      { 'leads.csv': 'url,note\nhttp://x/,\n' },
      /leads\.csv, line 1: expected the columns url,channel,received_at,note/,
    ],
    [
      'a lead with a bad date',
      { 'leads.csv': 'url,channel,received_at,note\nhttp://x/,a,soon,\n' },
      /leads\.csv, row 1, received_at: .*"soon"/,
    ],
    [
      'a lead without URL',
      { 'leads.csv': 'url,channel,received_at,note\n,a,,\n' },
      /leads\.csv, row 1, url: expected a URL/,
    ],
    [
      'leads that are no CSV',
      { 'leads.csv': 'url,channel,received_at,note\n"open\n' },
      /leads\.csv: expected a CSV file/,
    ],
    [
      'a brand with a bad profile',
      { 'brands/demo/profile.json': { id: 'demo', name: 'x' } },
      /brands\/demo\/profile\.json.*hosts/,
    ],
    [
      'a brand in the wrong folder',
      { 'brands/demo/profile.json': { id: 'other', name: 'x', hosts: ['a.example'] } },
      /profile\.json, id: expected the folder's name "demo", found "other"/,
    ],
    [
      'a site folder without site.json',
      { 'sites/empty/www/index.html': 'x' },
      /sites\/empty\/site\.json: expected a JSON file, found no such file/,
    ],
    [
      'broken JSON',
      { 'sites/one/site.json': '{"hosts": [' },
      /sites\/one\/site\.json: expected a JSON file, found line 1, column 12: expected a value, found the end of the file/,
    ],
    ['rdap that is no object', { 'sites/one/rdap.json': '[]' }, /sites\/one\/rdap\.json: expected a JSON object/],
  ];
  test.each(cases)('%s', async (_, files, message) => {
    expect(await refusal(files)).toMatch(message);
  });

  test('with every problem of every file at once', async () => {
    const message = await refusal({ ...site({ label: 'x', scheme: 'ftp' }), 'sites/two/site.json': '{' });
    expect(message).toMatch(/label[\s\S]*scheme[\s\S]*sites\/two/);
  });

  test('when the folder is no corpus', async () => {
    await expect(loadCorpus('/nonexistent-corpus')).rejects.toMatchObject({ code: 'CORPUS_INVALID', exit: 'input' });
  });
});

test.each([
  ['-12d', '2026-11-09T00:00:00.000Z'],
  ['+70d', '2027-01-30T00:00:00.000Z'],
  ['0d', '2026-11-21T00:00:00.000Z'],
  ['-6h', '2026-11-20T18:00:00.000Z'],
  ['2020-02-29', '2020-02-29T00:00:00.000Z'],
  ['2020-02-29T08:00:00+08:00', '2020-02-29T00:00:00.000Z'],
  ['2020-02-29 08:00', '2020-02-29T08:00:00.000Z'],
])('the date %s is %s', (text, iso) => {
  expect(new Date(parseCorpusDate(text, Date.parse('2026-11-21')) ?? Number.NaN).toISOString()).toBe(iso);
});

test.each(['', 'd', '12', '2020-2-1', '2020-02-30x', '-1m'])('%j is no date', (text) => {
  expect(parseCorpusDate(text, 0)).toBeNull();
});
