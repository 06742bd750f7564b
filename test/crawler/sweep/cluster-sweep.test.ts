/**
 * From stored evidence to kept gangs: marks are read from the store, official pages' marks do not count, domains may
 * rotate, a fault never ends the sweep.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { clusterSweep } from '../../../crawler/sweep/cluster-sweep.ts';
import { openStore, type Store } from '../../../storage/open-store.ts';
import type { NewArtifact } from '../../../storage/vocabulary/artifacts.ts';
import type { Verdict } from '../../../storage/vocabulary/detect.ts';
import type { PageModel } from '../../../storage/vocabulary/page-model.ts';
import { page, WORKS } from '../../detectors/page-fixtures.ts';
import { artifact, assessment, AT, registration, resolution, visitOf } from '../../storage/samples.ts';

let folder = '';
let store: Store;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-gangs-'));
});
beforeEach(async () => {
  store = await openStore({ url: `sqlite:${join(folder, `${(count += 1)}.db`)}` });
});
afterEach(() => store.close());
afterAll(() => rm(folder, { recursive: true, force: true }));

const begin = async (key: string) => (await store.sweeps.begin({ key, parameters: null, now: AT })).id;
const cluster = (sweepId: number) =>
  clusterSweep({ id: sweepId, store, world: { platforms: [WORKS] }, settings: { allowList: [] } });
const rolesOf = async (id: string) => (await store.gangs.get(id))?.members.map(({ host, role }) => `${host} ${role}`);

const artifactsOf = (host: string, model: Partial<PageModel>): NewArtifact[] => [
  artifact('page-model', JSON.stringify(page({ url: `https://${host}/`, ...model }))),
  artifact('html', `<!doctype html><title>${model.title ?? ''}</title><main><p>${model.text ?? ''}</main>`),
  artifact(
    'network',
    JSON.stringify([
      {
        url: `https://${host}/js/kf.js`,
        method: 'GET',
        type: 'script',
        status: 200,
        mediaType: 'text/javascript',
        bytes: 570,
        failure: null,
      },
    ]),
  ),
  artifact(
    'headers',
    JSON.stringify([{ url: `https://${host}/`, status: 200, headers: [{ name: 'server', value: 'nginx' }] }]),
  ),
];

interface Judged {
  text?: string;
  verdict?: Verdict;
  leadsTo?: string;
  address?: string;
}

/** One host as a finished sweep leaves it. */
async function judged(
  sweepId: number,
  host: string,
  { text = '', verdict = 'impersonation', leadsTo, address = '192.0.2.7' }: Judged = {},
): Promise<void> {
  await store.candidates.saveResolutions(sweepId, [{ ...resolution(host), addresses: [address] }], () => []);
  await store.candidates.saveRegistration(
    sweepId,
    { ...registration(host), registrar: `Registrar of ${host}`, nameServers: [] },
    [],
  );
  await store.jobs.enqueue([{ sweepId, host, url: `https://${host}/`, persona: 'desktop', vantage: 'range' }]);
  const [job] = await store.jobs.lease(sweepId, 1000, 1, Date.now());
  if (!job) throw new Error('no job');
  const seen = {
    hosts: leadsTo === undefined ? [host] : [host, leadsTo],
    finalUrl: `https://${leadsTo ?? host}/`,
    peerAddress: address,
  };
  await store.jobs.complete(job, visitOf(job, seen), artifactsOf(leadsTo ?? host, { text }));
  await store.assessments.save(sweepId, assessment(host, { verdict, score: verdict === 'impersonation' ? 97 : 2 }));
}

it('accused sites with one contact are one gang; a copied official contact and a shared hoster with a harmless neighbour are none', async () => {
  const sweep = await begin('a');
  await store.references.save({
    platform: 'works',
    url: 'https://cx.works.gov.cn/',
    persona: 'desktop',
    capturedAt: AT,
    artifacts: artifactsOf('cx.works.gov.cn', { text: '客服微信:official_desk 电话 13800000099' }),
  });
  await judged(sweep, 'one-fake.example', { text: '微信:boss_2024' });
  await judged(sweep, 'two-fake.example', { text: '办证微信:boss_2024' });
  await judged(sweep, 'three-clone.example', {
    text: '客服微信:official_desk 电话 13800000099',
    address: '198.51.100.1',
  });
  await judged(sweep, 'four-clone.example', {
    text: '客服微信:official_desk 电话 13800000099',
    address: '198.51.100.1',
  });
  await judged(sweep, 'school.example', { verdict: 'benign' });
  expect(await cluster(sweep)).toEqual(['G-0001']);
  expect(await rolesOf('G-0001')).toEqual(['one-fake.example member', 'two-fake.example member']);
  // the reference loads kf.js as well: then it is no mark, and address alone ties nothing
  expect((await store.gangs.get('G-0001'))?.links[0]?.because.en).not.toContain('kf.js');
  expect(await cluster(sweep)).toEqual(['G-0001']);
});

it('a gang that moves to a new domain is known by what it carries, and its earlier domains stay on record', async () => {
  const [first, second] = [await begin('a'), await begin('b')];
  await judged(first, 'one-fake.example', { text: '微信:boss_2024' });
  await judged(first, 'two-fake.example', { text: '微信:boss_2024' });
  expect(await cluster(first)).toEqual(['G-0001']);
  await judged(second, 'brand-new.example', { text: '加微信:boss_2024', address: '203.0.113.77' });
  await judged(second, 'unrelated.example', { text: '微信:somebody_9', address: '203.0.113.99' });
  expect(await cluster(second)).toEqual(['G-0001']);
  expect(await rolesOf('G-0001')).toEqual([
    'brand-new.example member',
    'one-fake.example member',
    'two-fake.example member',
  ]);
  expect((await store.gangs.get('G-0001'))?.links[0]?.hosts).toContain('brand-new.example');
  expect(await cluster(second)).toEqual(['G-0001']);
});

it('a victim is listed by where it leads, a dead host that a member leads to as possible', async () => {
  const sweep = await begin('a');
  await judged(sweep, 'one-fake.example', { text: '微信:boss_2024' });
  await judged(sweep, 'two-fake.example', { text: '微信:boss_2024', leadsTo: 'next-hop.example' });
  await judged(sweep, 'honest.example', {
    text: '电话 13800000021',
    verdict: 'injected',
    leadsTo: 'one-fake.example',
    address: '198.51.100.9',
  });
  await store.assessments.save(sweep, assessment('next-hop.example', { verdict: 'unreachable', score: 0 }));
  await cluster(sweep);
  expect(await rolesOf('G-0001')).toEqual([
    'one-fake.example member',
    'two-fake.example member',
    'honest.example victim',
    'next-hop.example possible',
  ]);
});

it('a host whose evidence is damaged is one issue, and the others are clustered', async () => {
  const sweep = await begin('a');
  await judged(sweep, 'one-fake.example', { text: '微信:boss_2024' });
  await judged(sweep, 'two-fake.example', { text: '微信:boss_2024' });
  const [job] = (await store.jobs.enqueue([
    { sweepId: sweep, host: 'bad.example', url: 'https://bad.example/', persona: 'desktop', vantage: 'range' },
  ]))
    ? await store.jobs.lease(sweep, 1000, 1, Date.now())
    : [];
  await store.jobs.complete(job!, visitOf(job!), [artifact('page-model', '{"not a page')]);
  await store.assessments.save(sweep, assessment('bad.example'));
  expect(await cluster(sweep)).toEqual(['G-0001']);
  expect((await store.sweeps.issues(sweep)).map(({ stage, subject }) => [stage, subject])).toEqual([
    ['store', 'bad.example'],
  ]);
});

it('a fault in the whole is one issue and no gang', async () => {
  const sweep = await begin('a');
  await judged(sweep, 'one-fake.example');
  const broken = {
    ...store,
    references: { latest: async () => Promise.reject(new Error('disk gone')) },
  } as unknown as Store;
  expect(
    await clusterSweep({ id: sweep, store: broken, world: { platforms: [WORKS] }, settings: { allowList: [] } }),
  ).toEqual([]);
  expect((await store.sweeps.issues(sweep))[0]?.sentence.en).toBe('gangs could not be clustered: disk gone');
});
