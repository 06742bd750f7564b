/**
 * The candidates stage over a real store: leads with photos, block pages as evidence, logs followed from sweep to
 * sweep.
 */
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { gatherCandidates, retrySearches } from '../../../crawler/sweep/gather-candidates.ts';
import type { Store } from '../../../storage/open-store.ts';
import { startSourceWorld, type SourceWorld } from '../candidates/source-world.ts';
import { createTestAuthority } from '../egress/test-certificates.ts';
import { AT, begin, fileStore, NO_ENDPOINTS, sweepRun } from './sweep-fixture.ts';

const authority = await createTestAuthority();
let folder = '';
let files = 0;
let store: Store;
let world: SourceWorld;
let handler: RequestListener;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-gather-'));
});
beforeEach(async () => {
  store = await fileStore(folder, String((files += 1)));
  world = await startSourceWorld((request, response) => handler(request, response));
});
afterEach(async () => {
  await store.close();
  await world.close();
});
afterAll(async () => rm(folder, { recursive: true }));

it('visits stored leads, each report a sighting, the photo with it as evidence, official ones counted', async () => {
  const { digest: photo } = await store.leads.addPhoto(
    { name: 'card.jpg', mediaType: 'image/jpeg', codes: [], recordedAt: AT, data: Buffer.from('picture') },
    [],
  );
  const report = {
    channel: '12350',
    receivedAt: AT,
    note: null,
    reported: null,
    file: null,
    place: null,
    photo: null,
    recordedAt: AT,
  };
  const lead = { kind: 'entry' as const, target: 'http://a.test/q', host: 'a.test' };
  await store.leads.add([
    { ...lead, report: { ...report, origin: 'add' } },
    { ...lead, report: { ...report, origin: 'photo', channel: null, photo, file: 'card.jpg' } },
    {
      kind: 'entry',
      target: 'https://cx.lantern.gov.cn/',
      host: 'cx.lantern.gov.cn',
      report: { ...report, origin: 'import' },
    },
  ]);
  const sweepId = await begin(store);
  const run = await sweepRun(store, sweepId, world, { sources: ['leads', 'qr'] });
  await gatherCandidates(run);
  await gatherCandidates(run);
  expect(await store.candidates.hosts(sweepId)).toEqual(['a.test']);
  const sightings = await store.candidates.sightings(sweepId, 'a.test');
  expect(sightings.map(({ source, detail }) => [source, detail['origin'], detail['channel']])).toEqual([
    ['leads', 'add', '12350'],
    ['qr', 'photo', null],
  ]);
  expect(
    (await store.evidence.artifacts(sweepId, 'a.test')).map(({ kind, digest, method }) => [kind, digest, method]),
  ).toEqual([['lead-image', photo, 'file card.jpg']]);
  expect(await store.sweeps.sourceRuns(sweepId)).toMatchObject([
    { source: 'leads', scope: 'database', status: 'done', found: 1, note: { en: 'not taken: official 1' } },
    { source: 'qr', scope: 'database', status: 'done', found: 1, note: null },
  ]);
});

it('takes what the settings name into the table of leads first, and finds it there in every later sweep', async () => {
  const sheet = join(folder, 'hotline.csv');
  await writeFile(sheet, 'url,channel\nhttp://reported.test/q,12350\nnothing,12377\n');
  const card = fileURLToPath(new URL('../../corpus/first/qr/card-1.png', import.meta.url));
  const named = { ...NO_ENDPOINTS, leads: sheet, qrImages: [card, join(folder, 'missing.png')] };
  const hosts: string[][] = [];
  for (const [key, endpoints] of [
    ['first', named],
    ['again', named],
    ['without', NO_ENDPOINTS],
  ] as const) {
    const sweepId = await begin(store, key);
    await gatherCandidates(await sweepRun(store, sweepId, world, { sources: ['leads', 'qr'], endpoints }));
    hosts.push(await store.candidates.hosts(sweepId));
    const runs = await store.sweeps.sourceRuns(sweepId);
    expect(runs.map(({ source, scope, status }) => `${source} ${scope.split('/').at(-1)} ${status}`).sort()).toEqual(
      endpoints === named
        ? [
            'leads hotline.csv done',
            'leads database done',
            'qr card-1.png done',
            'qr missing.png failed',
            'qr database done',
          ].sort()
        : ['leads database done', 'qr database done'],
    );
    await store.sweeps.finish(sweepId, AT);
  }
  expect(hosts[0]).toContain('reported.test');
  expect(hosts[0]!.length).toBeGreaterThan(1);
  expect(hosts).toEqual([hosts[0], hosts[0], hosts[0]]);
  expect((await store.leads.list()).map(({ reports }) => reports.map(({ origin }) => origin))).toEqual([
    ['import'],
    ['photo'],
  ]);
});

it('keeps a block page as evidence of the engine, and asks again until it is answered', async () => {
  let blocked = true;
  handler = (_request, response) =>
    response.end(
      blocked
        ? '<title>安全验证</title>'
        : '<ol id="results"><li class="result"><h3><a href="http://a.test/">x</a></h3></li></ol>',
    );
  const endpoints = {
    ...NO_ENDPOINTS,
    searchEngines: [{ name: 'one', urlTemplate: 'http://one.engine.test/s?q={query}' }],
  };
  const sweepId = await begin(store);
  const run = await sweepRun(store, sweepId, world, { sources: ['search'], endpoints });
  await gatherCandidates(run);
  const [artifact] = await store.evidence.artifacts(sweepId, 'one.engine.test');
  expect(artifact).toMatchObject({
    kind: 'response-body',
    sourceUrl: expect.stringContaining('http://one.engine.test/s?q=') as string,
  });
  const [asked] = await store.sweeps.sourceRuns(sweepId);
  expect(asked).toMatchObject({ status: 'failed', found: 0 });
  expect(asked?.note?.en).toContain(artifact?.digest);
  expect((await store.sweeps.issues(sweepId))[0]?.sentence.zh).toContain(artifact?.digest);
  expect(await store.candidates.hosts(sweepId)).toEqual([]);
  expect(await retrySearches(run)).toBe(0);
  blocked = false;
  expect(await retrySearches(run)).toBe(1);
  expect(await store.candidates.hosts(sweepId)).toEqual(['a.test']);
  expect((await store.sweeps.sourceRuns(sweepId))[0]?.status).toBe('done');
  const hits = world.web.hits.length;
  expect(await retrySearches(run)).toBe(0);
  expect(world.web.hits).toHaveLength(hits);
});

it('reads each log entry in one sweep only, and every sweep knows all finds', async () => {
  const leaf = async (name: string) => {
    const certificate = new X509Certificate((await authority.issue([name])).cert).raw;
    const head = Buffer.alloc(15);
    head.writeBigUInt64BE(BigInt(Date.parse(AT)), 2);
    head.writeUIntBE(certificate.length, 12, 3);
    return { leaf_input: Buffer.concat([head, certificate, Buffer.alloc(2)]).toString('base64'), extra_data: '' };
  };
  const entries = [await leaf('lantern-gov1.cn')];
  const asked: string[] = [];
  handler = (request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const isHead = url.pathname.endsWith('get-sth');
    if (!isHead) asked.push(url.search);
    if (isHead) response.end(JSON.stringify({ tree_size: entries.length, timestamp: Date.parse(AT) }));
    else
      response.end(
        JSON.stringify({
          entries: entries.slice(Number(url.searchParams.get('start')), Number(url.searchParams.get('end')) + 1),
        }),
      );
  };
  const logs = {
    sources: ['certificate-log' as const],
    endpoints: { ...NO_ENDPOINTS, certificateLogs: ['http://ct.engine.test/'] },
  };
  const hosts: string[][] = [];
  for (const sweep of ['first', 'second', 'third']) {
    const sweepId = await begin(store, sweep);
    await gatherCandidates(await sweepRun(store, sweepId, world, logs));
    hosts.push(await store.candidates.hosts(sweepId));
    await store.sweeps.finish(sweepId, AT);
    entries.push(await leaf(`lantern-gov${entries.length + 1}.cn`));
  }
  expect(hosts).toEqual([
    ['lantern-gov1.cn'],
    ['lantern-gov1.cn', 'lantern-gov2.cn'],
    ['lantern-gov1.cn', 'lantern-gov2.cn', 'lantern-gov3.cn'],
  ]);
  expect(asked).toEqual(['?start=0&end=0', '?start=1&end=1', '?start=2&end=2']);
});

it('takes what a sheet brings that could not be read before the sweep was stopped', async () => {
  const sheet = join(folder, 'late.csv');
  const sweepId = await begin(store);
  const run = await sweepRun(store, sweepId, world, {
    sources: ['leads', 'qr'],
    endpoints: { ...NO_ENDPOINTS, leads: sheet },
  });
  await gatherCandidates(run);
  expect(await store.candidates.hosts(sweepId)).toEqual([]);
  await writeFile(sheet, 'url\nhttp://late.test/q\n');
  await gatherCandidates(run);
  expect(await store.candidates.hosts(sweepId)).toEqual(['late.test']);
  const runs = await store.sweeps.sourceRuns(sweepId);
  expect(runs.find(({ source, scope }) => source === 'leads' && scope === 'database')).toMatchObject({ found: 1 });
  await gatherCandidates(run);
  expect(await store.sweeps.sourceRuns(sweepId)).toEqual(runs);
});
