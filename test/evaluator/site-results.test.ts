/** From what the store holds of a sweep to one verdict for each site of the corpus. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openStore, type Store } from '../../storage/open-store.ts';
import type { Assessment, Verdict } from '../../storage/vocabulary/detect.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { Stage } from '../../storage/vocabulary/stages.ts';
import { writeCorpus } from '../range/fixture-corpus.ts';
import { loadCorpus, type Corpus } from '../range/corpus.ts';
import { siteResults, type SiteVerdict } from './site-results.ts';

const AT = '2026-11-21T08:00:00.000Z';
const PLATFORM: Platform = { id: 'reed', name: '芦苇岛船员证书查询', hosts: ['cx.ludao.gov.example', '.reed.example'] };

let store: Store;
let sweepId: number;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mingjing-results-'));
  store = await openStore({ url: `sqlite:${join(folder, 'results.db')}` });
  sweepId = (await store.sweeps.begin({ key: 'k', parameters: null, now: AT })).id;
  onTestFinished(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
});

/** Site name → site.json, with label `benign` unless given. */
async function corpusOf(sites: Record<string, object>): Promise<Corpus> {
  const files = Object.entries(sites).map(([name, site]) => [
    `sites/${name}/site.json`,
    { label: 'benign', brand: null, ...site },
  ]);
  return loadCorpus(await writeCorpus(Object.fromEntries(files) as Record<string, object>));
}

const assessment = (host: string, verdict: Verdict, more: Partial<Assessment> = {}): Assessment => ({
  host,
  verdict,
  url: null,
  platform: null,
  score: 10,
  because: [],
  wouldChange: [],
  findings: [],
  clues: {},
  confidence: { low: 0, high: 0 },
  asOf: AT,
  off: [],
  versions: { code: '', weights: '', profiles: {}, references: {} },
  ...more,
});

async function candidate(host: string, stage: Stage, outcome: string | null): Promise<void> {
  await store.candidates.add(sweepId, [
    { kind: 'name', target: host, host, sighting: { source: 'list', at: AT, detail: {} } },
  ]);
  const [added] = await store.candidates.byHost(sweepId, host);
  if (added) await store.candidates.advance(sweepId, [{ id: added.id, stage, outcome }]);
}

async function judged(host: string, verdict: Verdict, more: Partial<Assessment> = {}): Promise<void> {
  await candidate(host, 'store', verdict);
  await store.assessments.save(sweepId, assessment(host, verdict, more));
}

async function verdicts(corpus: Corpus): Promise<Record<string, SiteVerdict>> {
  const results = await siteResults(corpus, store, sweepId, { platforms: [PLATFORM] });
  return Object.fromEntries(results.map(({ site, verdict }) => [site.name, verdict]));
}

describe('a site with several hosts', () => {
  test.each<[Verdict[], SiteVerdict]>([
    [['benign', 'impersonation', 'undecided'], 'impersonation'],
    [['impersonation', 'injected'], 'injected'],
    [['certificate-sale', 'undecided'], 'certificate-sale'],
    [['benign', 'undecided'], 'undecided'],
    [['parked', 'undecided', 'unreachable'], 'undecided'],
    [['official', 'benign'], 'official'],
    [['unreachable', 'benign'], 'benign'],
    [['unreachable', 'parked'], 'parked'],
  ])('judged %j is %s', async (hosts, expected) => {
    const names = hosts.map((_, index) => `h${index}.shop.example`);
    const corpus = await corpusOf({ shop: { hosts: names } });
    for (const [index, verdict] of hosts.entries()) await judged(names[index] ?? '', verdict);
    await store.sweeps.finish(sweepId, AT);
    expect(await verdicts(corpus)).toEqual({ shop: expected });
  });

  test('takes platform and reasons from the host that settled it', async () => {
    const corpus = await corpusOf({
      fake: { hosts: ['a.fake.example', 'b.fake.example'], label: 'impersonation', brand: 'reed' },
    });
    await judged('a.fake.example', 'benign', { score: 40 });
    await judged('b.fake.example', 'impersonation', {
      score: 91,
      platform: 'reed',
      because: [{ zh: '甲', en: 'one' }],
    });
    await store.sweeps.finish(sweepId, AT);
    const [result] = await siteResults(corpus, store, sweepId, { platforms: [PLATFORM] });
    expect(result).toMatchObject({ verdict: 'impersonation', platform: 'reed', score: 91, because: [{ en: 'one' }] });
  });

  test('has its hosts as the range answers for them: wildcards, addresses and the closest name', async () => {
    const corpus = await corpusOf({
      'all-below': { hosts: ['*.broom.example'] },
      'one-below': { hosts: ['own.broom.example'] },
      'by-address': { hosts: ['heath.example'], dns: { A: ['192.0.2.44'], AAAA: ['2001:db8::44'] } },
      'same-address': { hosts: ['moor.example'], dns: { A: ['192.0.2.44'] } },
    });
    await judged('x.y.broom.example', 'parked');
    await judged('own.broom.example', 'undecided');
    await judged('192.0.2.44', 'benign');
    await judged('[2001:db8::44]', 'undecided');
    await store.sweeps.finish(sweepId, AT);
    expect(await verdicts(corpus)).toEqual({
      'all-below': 'parked',
      'one-below': 'undecided',
      'by-address': 'undecided',
      'same-address': 'undiscovered',
    });
  });
});

describe('what has no verdict', () => {
  test('of a finished sweep is undiscovered, or undecided when it was found and could not be judged', async () => {
    const corpus = await corpusOf({
      gone: { hosts: ['gone.example'] },
      damaged: { hosts: ['damaged.example'] },
      absent: { hosts: ['absent.example'] },
    });
    await candidate('damaged.example', 'store', 'undecided');
    await candidate('absent.example', 'store', 'absent');
    await store.sweeps.finish(sweepId, AT);
    expect(await verdicts(corpus)).toEqual({ gone: 'undiscovered', damaged: 'undecided', absent: 'undiscovered' });
  });

  test('of an unfinished sweep is pending, but an accusation stands', async () => {
    const corpus = await corpusOf({
      unseen: { hosts: ['unseen.example'] },
      waiting: { hosts: ['waiting.example'] },
      half: { hosts: ['a.half.example', 'b.half.example'] },
      unsure: { hosts: ['a.unsure.example', 'b.unsure.example'] },
      accused: { hosts: ['a.accused.example', 'b.accused.example'] },
      through: { hosts: ['through.example'] },
    });
    await candidate('waiting.example', 'probe', 'web');
    await judged('a.half.example', 'benign');
    await candidate('b.half.example', 'candidates', null);
    await judged('a.unsure.example', 'undecided');
    await candidate('b.unsure.example', 'capture', 'visited');
    await judged('a.accused.example', 'certificate-sale');
    await candidate('b.accused.example', 'resolve', 'live');
    await judged('through.example', 'benign');
    const pending = 'pending';
    expect(await verdicts(corpus)).toEqual({
      unseen: pending,
      waiting: pending,
      half: pending,
      unsure: pending,
      accused: 'certificate-sale',
      through: 'benign',
    });
  });

  test('is left out when it is official and on the list that sources drop by, and only then', async () => {
    const corpus = await corpusOf({
      listed: { hosts: ['cx.ludao.gov.example', 'www.reed.example'], label: 'official', brand: 'reed' },
      partly: { hosts: ['m.reed.example', 'ludao-ferry.example'], label: 'official', brand: 'reed' },
      unlisted: { hosts: ['port.ludao.gov.example'], label: 'official' },
      'fake-on-listed': { hosts: ['old.reed.example'], label: 'injected', brand: 'reed' },
    });
    expect((await verdicts(corpus))['listed']).toBe('left-out');
    await store.sweeps.finish(sweepId, AT);
    expect(await verdicts(corpus)).toEqual({
      listed: 'left-out',
      partly: 'undiscovered',
      unlisted: 'undiscovered',
      'fake-on-listed': 'undiscovered',
    });
    await judged('www.reed.example', 'official');
    expect((await verdicts(corpus))['listed']).toBe('official');
  });

  test("the operator's own list counts as well", async () => {
    const corpus = await corpusOf({ own: { hosts: ['portal.own.example'], label: 'official' } });
    await store.sweeps.finish(sweepId, AT);
    const [result] = await siteResults(corpus, store, sweepId, { platforms: [], allowList: ['.own.example'] });
    expect(result?.verdict).toBe('left-out');
  });
});
