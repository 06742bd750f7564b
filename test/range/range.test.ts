/** The range as a whole: exits, ports, services, size, and closing. */
import { connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { loadCorpus } from './corpus.ts';
import { serveRange } from './range-serve.ts';
import { startRange } from './range.ts';
import { RequestLog } from './request-log.ts';
import { mapped, navigation, rangeOf, visit, writeCorpus } from './fixture-corpus.ts';

test('there is an exit outside China, the default, and one inside, each with a listener of its own', async () => {
  const range = await rangeOf({ a: {} });
  expect(range.exits.map(({ name, country }) => [name, country])).toEqual([
    ['range', 'HK'],
    ['range-china', 'CN'],
  ]);
  for (const exit of range.exits)
    expect(exit).toMatchObject({
      allowDocumentationNetworks: true,
      upstream: null,
      resolvers: [`127.0.0.1:${range.ports.dns}`],
    });
  expect(mapped(range, 'http://a.example/', 'range')).not.toEqual(mapped(range, 'http://a.example/', 'range-china'));
  expect(mapped(range, 'http://a.example/').host).toBe('127.0.0.1');
});

test('an address has the ports of its scheme, nothing else has any', async () => {
  const range = await rangeOf({
    h: { scheme: 'http', dns: { A: ['198.51.100.1'] } },
    s: { scheme: 'https', dns: { A: ['198.51.100.2'], AAAA: ['2001:db8::2'] } },
    b: { dns: { A: ['198.51.100.3', '10.0.0.1'] } },
  });
  const open = (address: string) => [80, 443, 8080].filter((port) => range.exits[0]?.map(address, port));
  expect(
    ['198.51.100.1', '198.51.100.2', '2001:DB8:0::2', '198.51.100.3', '10.0.0.1', '198.51.100.200'].map(open),
  ).toEqual([[80], [443], [443], [80, 443], [80, 443], []]);
});

test('ports that the corpus names are open on the hosts it names them for', async () => {
  const range = await rangeOf(
    {
      entry: { expect: { entry: 'https://entry.example:8443/q' } },
      found: { found: [{ by: 'search', query: 'q', url: 'http://found.example:8081/' }] },
      lead: { scheme: 'https' },
      leap: { routes: [{ match: { path: '^/a' }, respond: { redirect: 'http://land.example:9000/x' } }] },
      land: { scheme: 'https', routes: [{ respond: { body: 'landed' } }] },
      linked: {},
    },
    {
      'leads.csv': 'url,channel,received_at,note\nlead.example:8888/x,12345,,\n',
      'sites/leap/www/index.html': '<script>location="http://linked.example:7001/"</script>',
    },
  );
  for (const url of [
    'https://entry.example:8443/',
    'http://found.example:8081/',
    'http://lead.example:8888/x',
    'http://land.example:9000/x',
    'http://linked.example:7001/',
  ])
    expect(mapped(range, url).port).toBeGreaterThan(0);
  expect((await visit(range, 'http://land.example:9000/x')).text).toBe('landed');
  expect(() => mapped(range, 'http://entry.example:9000/')).toThrow(/nothing listens/);
});

test('the list has the plain hosts of its sites', async () => {
  const range = await rangeOf({
    a: { hosts: ['b.example', '*.w.example', 'a.example'], found: [{ by: 'list' }] },
    c: {},
  });
  expect((await visit(range, range.endpoints.nameLists[0] ?? '')).text).toBe('a.example\nb.example\n');
});

test('leads and pictures are handed out as paths', async () => {
  const range = await rangeOf(
    { a: {} },
    {
      'leads.csv': 'url,channel,received_at,note\n',
      'qr/b.png': Buffer.from('x'),
      'qr/a.jpg': Buffer.from('x'),
      'qr/notes.txt': '',
    },
  );
  expect(range.endpoints.leads).toMatch(/leads\.csv$/);
  expect(range.endpoints.qrImages.map((path) => path.slice(-5))).toEqual(['a.jpg', 'b.png']);
});

test('a thousand sites load and start without a certificate made for any, each with an address', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 1000 }, (_, index) => [
      `sites/s${index}/site.json`,
      { hosts: [`s${index}.example`], label: 'benign', routes: [{ respond: { body: `I am ${index}` } }] },
    ]),
  );
  const corpus = await loadCorpus(await writeCorpus(files));
  const keys = vi.spyOn(crypto.subtle, 'generateKey');
  onTestFinished(() => keys.mockRestore());
  const range = await startRange(corpus);
  // those of its authorities, however many sites there are
  const atStart = keys.mock.calls.length;
  expect(atStart).toBeLessThan(10);
  const addresses = corpus.sites.map(({ hosts }) => range.addressOf(hosts[0] ?? ''));
  expect(addresses).not.toContain(null);
  expect(new Set(addresses).size).toBeGreaterThan(740);
  for (const index of [0, 500, 999])
    expect((await visit(range, `https://s${index}.example/`)).text).toBe(`I am ${index}`);
  expect(keys).toHaveBeenCalledTimes(atStart + 3);
  await range.close();
});

test('closing does not wait for connections that hang, and frees the ports', async () => {
  const corpus = await loadCorpus(
    await writeCorpus({
      'sites/a/site.json': {
        hosts: ['a.example'],
        label: 'hostile',
        routes: [{ match: { path: '^/e' }, respond: { fault: 'endless' } }, { respond: { fault: 'hang' } }],
      },
    }),
  );
  const range = await startRange(corpus);
  const open = Promise.allSettled(
    ['http://a.example/', 'https://a.example/', 'http://a.example/e', 'https://a.example/e'].map(async (url) =>
      visit(range, url, { headers: navigation('desktop') }),
    ),
  );
  await expect.poll(() => range.log().length, { timeout: 240_000 }).toBe(4);
  await range.close();
  expect((await open).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
  const refused = await new Promise((resolve) => {
    connect(range.ports.web['range'] ?? 0, '127.0.0.1')
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      .on('connect', () => resolve('open'));
  });
  expect(refused).toBe('ECONNREFUSED');
});

test('range serve shows hosts, addresses and ports, and no truth', async () => {
  const corpus = await loadCorpus(
    await writeCorpus({
      'sites/a/site.json': {
        hosts: ['a.example', '*.w.example'],
        label: 'impersonation',
        brand: 'mem-cx',
        scheme: 'http',
      },
      'sites/d/site.json': { hosts: ['d.example'], label: 'dead', dns: { fail: 'servfail' } },
    }),
  );
  const served = await serveRange(corpus);
  const text = served.text('zh');
  expect(served.facts.hosts.map(({ host, fails, scheme }) => [host, fails, scheme])).toEqual([
    ['a.example', null, 'http'],
    ['*.w.example', null, 'http'],
    ['d.example', 'servfail', 'both'],
  ]);
  expect(served.facts.commands[0]).toBe(
    `curl --connect-to ::127.0.0.1:${served.range.ports.web['range']} http://a.example/`,
  );
  for (const shown of [
    'a.example',
    String(served.facts.dnsPort),
    served.facts.hosts[0]?.address ?? '?',
    'servfail',
    '出口 range-china',
  ])
    expect(text).toContain(shown);
  expect(JSON.stringify(served.facts) + text + served.text('en')).not.toMatch(/impersonation|mem-cx/);
  await served.close();
});

test('the log is bounded and keeps the newest', () => {
  const log = new RequestLog(10);
  for (let index = 0; index < 1005; index += 1)
    log.add({
      service: 'dns',
      exit: null,
      host: String(index),
      method: '',
      path: '',
      headers: {},
      site: null,
      answer: '',
    });
  expect(log.entries().map(({ host }) => host)).toEqual(Array.from({ length: 10 }, (_, index) => String(995 + index)));
});
