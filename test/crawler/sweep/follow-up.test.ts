/**
 * What judged sites lead to: which relations are followed from which verdicts, what is left out, and that repeating
 * changes nothing.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { followUp } from '../../../crawler/sweep/follow-up.ts';
import type { Store } from '../../../storage/open-store.ts';
import type { Source } from '../../../storage/vocabulary/candidates.ts';
import { begin, judgedSite, fileStore, sweepRun, type JudgedSite } from './sweep-fixture.ts';

let folder = '';
let store: Store;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-follow-'));
});
beforeEach(async () => {
  store = await fileStore(folder, String((files += 1)));
});
afterEach(() => store.close());
afterAll(async () => rm(folder, { recursive: true }));

/** Hosts that a round added, with relation and source. */
async function added(sweepId: number): Promise<string[]> {
  const fresh = await store.candidates.atStage(sweepId, 'candidates', { limit: 1000 });
  const lines: string[] = [];
  for (const { host, kind } of fresh)
    for (const { source, detail } of await store.candidates.sightings(sweepId, host))
      lines.push(`${host} ${kind} ${source} ${detail['rule']} ${detail['depth']}`);
  return [...new Set(lines)].sort();
}

async function follow(site: JudgedSite, { sources, round = 0 }: { sources?: Source[]; round?: number } = {}) {
  const sweepId = await begin(store, `k${(files += 1)}`);
  await judgedSite(store, sweepId, 'fake.test', site);
  const run = await sweepRun(store, sweepId, null, sources ? { sources } : {});
  const found = await followUp(run, round);
  return { sweepId, run, found, added: await added(sweepId), runs: await store.sweeps.sourceRuns(sweepId) };
}

const link = (href: string, text = '') => ({ href, text });

describe('a confirmed fake', () => {
  it('leads to names of its certificate, to redirects, to its links, and to codes on its pages', async () => {
    const result = await follow({
      verdict: 'impersonation',
      certificate: ['fake.test', '*.other.test', 'cx.lantern.gov.cn'],
      hosts: ['landing.test', 'hm.baidu.com'],
      links: [
        link('https://linked.test/a?b=1#c', '备用'),
        link('https://fake.test/x'),
        link('https://www.qq.com/'),
        link('mailto:x@y.test'),
        link('javascript:void(0)'),
      ],
      qrCodes: [
        'https://scanned.test/c?id=1',
        'https://cx.lantern.gov.cn/',
        'CXPT#9f31c0ffee77',
        'https://u.wechat.com/abc',
        'https://fake.test/again',
      ],
    });
    expect(result.added).toEqual([
      'landing.test name pivots redirect 1',
      'linked.test entry pivots link 1',
      'other.test name pivots certificate 1',
      'scanned.test entry qr qr 1',
    ]);
    expect(result.found).toBe(4);
    expect(result.runs.map(({ source, scope, found }) => `${source} ${scope} ${found}`)).toEqual([
      'pivots judged sites, round 1 3',
      'qr captured pages, round 1 1',
    ]);
    expect(result.runs[0]?.note?.en).toBe(
      'by relation: certificate 1, redirect 1, link 1 not taken: known already 1, official 1, public service 2',
    );
    expect(result.runs[1]?.note?.en).toBe('by relation: qr 1 not taken: official 1, public service 1, known already 1');
    const [sighting] = await store.candidates.sightings(result.sweepId, 'other.test');
    expect(sighting?.detail).toMatchObject({
      from: 'fake.test',
      value: '*.other.test',
      because: 'on the same certificate as fake.test',
      becauseZh: '与 fake.test 在同一张证书上',
    });
    expect((await store.candidates.byHost(result.sweepId, 'linked.test'))[0]?.target).toBe(
      'https://linked.test/a?b=1#c',
    );
  });

  it('leads through a certificate of a hoster to look-alikes and its own names only, says how many others it holds, and keeps its bound of links', async () => {
    const links = Array.from({ length: 40 }, (_, index) => link(`https://l${index}.test/`));
    const customers = Array.from({ length: 300 }, (_, index) => `*.customer${index}.test`);
    const {
      added: lines,
      runs,
      sweepId,
    } = await follow({
      verdict: 'impersonation',
      certificate: [...customers, 'fake.test', 'm.fake.test', '*.lantern-chaxun.cn'],
      links: [...links, link('https://cx-lantern-gov.cn/')],
    });
    expect(lines.filter((line) => line.includes('certificate'))).toEqual([
      'lantern-chaxun.cn name pivots certificate 1',
      'm.fake.test name pivots certificate 1',
    ]);
    expect(lines.filter((line) => line.includes('link'))).toHaveLength(20);
    expect(lines).toContain('cx-lantern-gov.cn entry pivots link 1');
    expect(runs[0]?.note?.zh).toContain('fake.test 的证书另有 300 个域名，未跟进。');
    expect(runs[0]?.note?.en).toContain('further names of a shared certificate 300');
    const [sighting] = await store.candidates.sightings(sweepId, 'lantern-chaxun.cn');
    expect(sighting?.detail['becauseZh']).toBe('与 fake.test 在同一张证书上（证书上另有 300 个域名）');
  });

  it('leads nowhere when it is switched off', async () => {
    expect(
      await follow(
        { verdict: 'impersonation', hosts: ['a.test'], qrCodes: ['https://b.test/'] },
        { sources: ['leads'] },
      ),
    ).toMatchObject({ found: 0, added: [], runs: [] });
    const { added: lines } = await follow(
      { verdict: 'impersonation', hosts: ['a.test'], qrCodes: ['https://b.test/'] },
      { sources: ['qr'] },
    );
    expect(lines).toEqual(['b.test entry qr qr 1']);
  });
});

describe('other sites', () => {
  it('of a victim only its redirects and telling links are followed, not its certificate and neighbours', async () => {
    const { added: lines } = await follow({
      verdict: 'injected',
      certificate: ['school-mail.test'],
      hosts: ['landing.test'],
      links: [link('https://friend.test/', '友情链接'), link('https://check.test/', '特种作业操作证 证书查询')],
    });
    expect(lines).toEqual(['check.test entry pivots link 1', 'landing.test name pivots redirect 1']);
  });

  it('of an honest page only look-alike names and links about certificates are followed, and its codes', async () => {
    const { added: lines } = await follow({
      verdict: 'benign',
      certificate: ['c.test'],
      hosts: ['h.test'],
      links: [
        link('https://a.test/', '新闻'),
        link('https://cx-lantern-gov.cn/', '这里'),
        link('https://b.test/', '电工证查询'),
      ],
      qrCodes: ['http://q.test/'],
    });
    expect(lines).toEqual([
      'b.test entry pivots link 1',
      'cx-lantern-gov.cn entry pivots link 1',
      'q.test entry qr qr 1',
    ]);
  });

  it.each(['official', 'parked', 'unreachable'] as const)('of one that is %s nothing is followed', async (verdict) => {
    expect(
      (await follow({ verdict, links: [link('https://cx-lantern-gov.cn/')], qrCodes: ['http://q.test/'] })).found,
    ).toBe(0);
  });
});

describe('hosts of earlier sweeps', () => {
  it('come back when they share an address, a name server or an analytics id, but not through a hub', async () => {
    const earlier = await begin(store, 'before');
    await judgedSite(store, earlier, 'same-address.test', {
      verdict: 'benign',
      address: '192.0.2.9',
      nameServers: ['NS1.Gang.test.'],
    });
    await judgedSite(store, earlier, 'same-id.test', {
      verdict: 'undecided',
      address: '192.0.2.50',
      analytics: ['hm:1234567890abcdef'],
    });
    await judgedSite(store, earlier, 'unrelated.test', { verdict: 'impersonation', address: '192.0.2.51' });
    for (let index = 0; index < 13; index += 1)
      await judgedSite(store, earlier, `hoster${index}.test`, {
        verdict: 'benign',
        address: '192.0.2.77',
        nameServers: ['ns.hoster.test'],
      });
    await store.sweeps.finish(earlier, '2026-11-20T00:00:00.000Z');
    const sweepId = await begin(store);
    await judgedSite(store, sweepId, 'fake.test', {
      verdict: 'impersonation',
      address: '192.0.2.9',
      nameServers: ['ns1.gang.test', 'ns.hoster.test'],
      analytics: ['hm:1234567890abcdef'],
    });
    await judgedSite(store, sweepId, 'honest.test', { verdict: 'benign', address: '192.0.2.51' });
    await followUp(await sweepRun(store, sweepId, null), 0);
    expect(await added(sweepId)).toEqual([
      'same-address.test name pivots address 1',
      'same-address.test name pivots name-server 1',
      'same-id.test name pivots analytics 1',
    ]);
    const because = (await store.candidates.sightings(sweepId, 'same-id.test'))[0]?.detail['becauseZh'];
    expect(because).toBe('与 fake.test 使用同一统计编号 hm:1234567890abcdef');
  });
});

describe('rounds', () => {
  it('repeat without a trace, and go on from what the round before found', async () => {
    const { sweepId, run } = await follow({
      verdict: 'impersonation',
      links: [link('https://second.test/')],
      qrCodes: ['https://scanned.test/'],
    });
    const once = [await added(sweepId), await store.sweeps.sourceRuns(sweepId)];
    expect(await followUp(run, 0)).toBe(2);
    const twice = [await added(sweepId), await store.sweeps.sourceRuns(sweepId)];
    expect(JSON.stringify(twice).replaceAll(/"at":"[^"]*"/g, '')).toBe(
      JSON.stringify(once).replaceAll(/"at":"[^"]*"/g, ''),
    );
    // the second round: the new hosts are judged, and lead on; codes go one step only
    await rejudge(sweepId, 'second.test', {
      verdict: 'impersonation',
      links: [link('https://third.test/'), link('https://fake.test/')],
      qrCodes: ['https://code.test/'],
    });
    expect(await followUp(run, 1)).toBe(1);
    expect((await added(sweepId)).filter((line) => line.endsWith('2'))).toEqual(['third.test entry pivots link 2']);
    expect(await followUp(run, 0)).toBe(2);
    expect(await followUp(run, 1)).toBe(1);
  });
});

/** As `judgedSite`, for a host that the follow-up itself has found. */
async function rejudge(sweepId: number, host: string, site: JudgedSite): Promise<void> {
  const other = await begin(store, `scratch ${host}`);
  await judgedSite(store, other, host, site);
  const [visit] = await store.visits.forHost(other, host);
  const assessment = await store.assessments.get(other, host);
  if (!visit || !assessment) throw new Error('not judged');
  await store.assessments.save(sweepId, assessment);
  const url = `https://${host}/`;
  await store.jobs.enqueue([{ occasionId: sweepId, host, url, persona: 'desktop', vantage: 'test' }]);
  const [job] = await store.jobs.lease(sweepId, 1000, 1, Date.now());
  const artifacts = await Promise.all(
    visit.artifacts.map(async ({ digest, bytes: _bytes, ...artifact }) => ({
      ...artifact,
      data: await store.evidence.read(digest),
    })),
  );
  if (job) await store.jobs.complete(job, visit, artifacts);
}
