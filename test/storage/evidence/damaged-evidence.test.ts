/** Damaged blobs in everything that reads the store: one named line each, and the rest is used. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { clusterSweep } from '../../../crawler/sweep/cluster-sweep.ts';
import { noteDamage } from '../../../storage/evidence/damaged-evidence.ts';
import { followUp } from '../../../crawler/sweep/follow-up.ts';
import { loadReferences } from '../../../crawler/references/load-references.ts';
import { lostPages } from '../../../crawler/references/lost-pages.ts';
import {
  rescoreSites,
  type Rescored,
  type RescoreOptions,
  type Unjudged,
} from '../../../crawler/sweep/rescore-sites.ts';
import type { Store } from '../../../storage/open-store.ts';
import type { NewArtifact } from '../../../storage/vocabulary/artifacts.ts';
import type { Platform } from '../../../storage/vocabulary/platform.ts';
import { page } from '../../detectors/page-fixtures.ts';
import { damageBlob } from '../../reports/damage-blob.ts';
import { artifact, assessment, AT, visitOf } from '../samples.ts';
import { begin, judgedSite, fileStore, sweepRun } from '../../crawler/sweep/sweep-fixture.ts';

const OFFICIAL = 'https://cx.works.gov.example/';
const WORKS: Platform = {
  id: 'works',
  name: '某某作业证查询',
  hosts: ['cx.works.gov.example'],
  references: [OFFICIAL],
};

let folder: string;
let store: Store;
let file: string;
let sweep: number;
let stores = 0;
let pixels: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-damaged-'));
  pixels = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#268' } })
    .png()
    .toBuffer();
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  const name = `damaged-${(stores += 1)}`;
  file = join(folder, `${name}.db`);
  store = await fileStore(folder, name);
  sweep = await begin(store);
  return () => store.close();
});

const pageModel = (url: string, text: string) =>
  artifact('page-model', JSON.stringify(page({ url, title: text, text })));
/** A script that every page here loads. */
const DESK = { method: 'GET', type: 'script', status: 200, mediaType: 'text/javascript', bytes: 570, failure: null };
const json = (kind: NewArtifact['kind'], value: unknown) => artifact(kind, JSON.stringify(value));

/** One version of the official page; everything in it differs from the other versions. */
async function official(text: string): Promise<void> {
  const raster = artifact('raster', Buffer.concat([pixels, Buffer.from(text)]));
  const artifacts = [
    pageModel(OFFICIAL, text),
    raster,
    artifact('html', `<p>${text}</p>`),
    json('network', [{ ...DESK, url: `${OFFICIAL}kf.js`, status: text.length }]),
    json('headers', [{ url: OFFICIAL, headers: [{ name: 'x', value: text }] }]),
  ];
  await store.references.save({ platform: 'works', url: OFFICIAL, persona: 'desktop', capturedAt: AT, artifacts });
}

async function digestOfReference(version: number, kind: string): Promise<string> {
  const found = (await store.references.list()).find((reference) => reference.version === version);
  return found?.artifacts.find((artefact) => artefact.kind === kind)?.digest ?? '';
}

async function digestOfHost(host: string, kind: string): Promise<string> {
  return (await store.evidence.artifacts(sweep, host)).find((artefact) => artefact.kind === kind)?.digest ?? '';
}

const issues = async () =>
  (await store.sweeps.issues(sweep)).map(({ stage, subject, sentence }) => `${stage} ${subject}: ${sentence.en}`);
const noted = () => noteDamage(store, sweep);

describe('a reference', () => {
  it.each(['page-model', 'raster'])(
    'whose newest %s is damaged is read in the version before, and the blob is named once',
    async (kind) => {
      for (const text of ['first', 'second', 'third']) await official(text);
      const digest = await digestOfReference(3, kind);
      await damageBlob(file, digest);
      for (const _again of [1, 2])
        expect(
          (await loadReferences(store, [WORKS], noted())).map(({ version, page: { text } }) => [version, text]),
        ).toEqual([[2, 'second']]);
      expect(await issues()).toEqual([
        expect.stringMatching(
          new RegExp(
            `^store ${OFFICIAL}: Evidence ${digest} \\(${kind} of the reference ${OFFICIAL}, desktop, version 3\\)`,
          ),
        ),
      ]);
    },
  );

  it('with several damaged blobs has each named; with no intact version left it is left out and has to be captured again', async () => {
    for (const text of ['first', 'second']) await official(text);
    const digests = await Promise.all(
      [1, 2].flatMap((version) => ['page-model', 'raster'].map((kind) => digestOfReference(version, kind))),
    );
    for (const digest of digests) await damageBlob(file, digest);
    expect(await loadReferences(store, [WORKS], noted())).toEqual([]);
    const lines = await issues();
    expect(lines).toHaveLength(4);
    for (const digest of digests) expect(lines.filter((line) => line.includes(digest))).toHaveLength(1);
    expect(await lostPages(store, [WORKS], noted())).toEqual(new Map([['works', new Set([OFFICIAL])]]));
    await official('second');
    expect(await lostPages(store, [WORKS], noted())).toEqual(new Map());
    expect((await loadReferences(store, [WORKS], noted())).map(({ version }) => version)).toEqual([2]);
  });

  it('that is intact is read in its newest version, without a line', async () => {
    for (const text of ['first', 'second']) await official(text);
    expect((await loadReferences(store, [WORKS], noted())).map(({ version }) => version)).toEqual([2]);
    expect(await lostPages(store, [WORKS], noted())).toEqual(new Map());
    expect(await issues()).toEqual([]);
  });
});

describe('following up', () => {
  it.each(['page-model', 'tls'])('goes on from what is intact when the %s is damaged', async (kind) => {
    await judgedSite(store, sweep, 'fake.example', {
      verdict: 'impersonation',
      links: [{ href: 'https://linked.example/', text: '操作证查询' }],
      certificate: ['fake.example', 'sibling.example'],
    });
    await judgedSite(store, sweep, 'other.example', {
      verdict: 'impersonation',
      links: [{ href: 'https://from-other.example/', text: '查询' }],
    });
    const digest = await digestOfHost('fake.example', kind);
    await damageBlob(file, digest);
    await followUp(await sweepRun(store, sweep, null, { sources: ['pivots'] }), 0);
    const hosts = await store.candidates.hosts(sweep);
    expect(hosts).toContain('from-other.example');
    expect(hosts).toContain(kind === 'tls' ? 'linked.example' : 'sibling.example');
    expect(hosts).not.toContain(kind === 'tls' ? 'sibling.example' : 'linked.example');
    expect(await issues()).toEqual([
      expect.stringMatching(new RegExp(`^store fake.example: Evidence ${digest} \\(${kind} of fake.example\\)`)),
    ]);
  });
});

describe('gangs', () => {
  /** A judged site with contact and desk script, as a finished sweep leaves it. */
  async function site(
    host: string,
    text: string,
    verdict: 'impersonation' | 'benign' = 'impersonation',
  ): Promise<void> {
    const url = `https://${host}/`;
    await store.jobs.enqueue([{ occasionId: sweep, host, url, persona: 'desktop', vantage: 'range' }]);
    const [job] = await store.jobs.lease(sweep, 1000, 1, Date.now());
    if (!job) throw new Error('no job');
    await store.jobs.complete(job, visitOf(job, { peerAddress: `198.51.100.${host.length}:443` }), [
      pageModel(url, `${text} ${host}`),
      artifact('html', `<html><body><p>${text}</p><p>${host}</p></body></html>`),
      json('network', [{ ...DESK, url: `${url}kf.js` }]),
      json('headers', [{ url, status: 200, headers: [{ name: 'server', value: host }] }]),
    ]);
    await store.assessments.save(sweep, assessment(host, { verdict, score: verdict === 'benign' ? 2 : 97 }));
  }
  const cluster = () => clusterSweep({ id: sweep, store, world: { platforms: [WORKS] }, settings: { allowList: [] } });

  it.each(['html', 'network', 'headers'])(
    'are found by the other marks of a site whose %s is damaged',
    async (kind) => {
      await site('one-fake.example', '办证微信:boss_2031');
      await site('two-fake.example', '办证微信:boss_2031');
      const digest = await digestOfHost('one-fake.example', kind);
      await damageBlob(file, digest);
      expect(await cluster()).toEqual(['G-0001']);
      expect(await issues()).toEqual([
        expect.stringMatching(
          new RegExp(`^store one-fake.example: Evidence ${digest} \\(${kind} of one-fake.example\\)`),
        ),
      ]);
    },
  );

  it('are not made of what a damaged official page shows, when an older version of it tells so', async () => {
    const contact = '客服微信:official_desk_7';
    await official(contact);
    await official(`${contact} 新版`);
    await damageBlob(file, await digestOfReference(2, 'page-model'));
    await site('one-copy.example', contact);
    await site('another-copy.example', contact);
    expect(await cluster()).toEqual([]);
    expect(await issues()).toHaveLength(1);
  });
});

describe('judging again', () => {
  /** What judging the stored captures again gives; damage of references is collected. */
  async function rescored(
    more: Partial<RescoreOptions> = {},
  ): Promise<{ judged: string[]; unjudged: Unjudged[]; damage: string[] }> {
    const damage: string[] = [];
    const found: (Rescored | Unjudged)[] = [];
    const options: RescoreOptions = {
      store,
      sweepId: sweep,
      hosts: [],
      platforms: [WORKS],
      allowList: [],
      off: [],
      pinned: false,
      signal: new AbortController().signal,
      onDamage: async (_url, { message }) => void damage.push(message),
      ...more,
    };
    for await (const each of rescoreSites(options)) found.push(each);
    return {
      judged: found.flatMap((each) => (each.unjudged === null ? [each.after.host] : [])),
      unjudged: found.filter((each) => each.unjudged !== null),
      damage,
    };
  }

  it('leaves out the host whose evidence is damaged, with its reason, and judges all others', async () => {
    for (const host of ['a.example', 'b.example', 'c.example'])
      await judgedSite(store, sweep, host, {
        verdict: 'undecided',
        links: [{ href: `https://${host}/x`, text: host }],
        certificate: [host],
      });
    const [digest, other] = [await digestOfHost('b.example', 'page-model'), await digestOfHost('b.example', 'tls')];
    for (const each of [digest, other]) await damageBlob(file, each);
    const { judged, unjudged, damage } = await rescored();
    expect(judged).toEqual(['a.example', 'c.example']);
    expect(unjudged).toEqual([
      {
        host: 'b.example',
        unjudged: expect.objectContaining({
          en: expect.stringMatching(`${digest} \\(page-model of b.example.*${other} \\(tls of b.example`) as string,
        }) as object,
      },
    ]);
    expect(damage).toEqual([]);
  });

  it('leaves the verdicts alone that rest on a reference no version of which is intact, and judges the others', async () => {
    await official('only');
    const references = { [`works desktop ${OFFICIAL}`]: 1 };
    for (const [host, platform] of [
      ['rests.example', 'works'],
      ['free.example', null],
    ] as const) {
      await judgedSite(store, sweep, host, {
        verdict: 'undecided',
        links: [{ href: `https://${host}/y`, text: host }],
      });
      await store.assessments.save(
        sweep,
        assessment(host, { platform, versions: { code: '', weights: '', profiles: {}, references } }),
      );
    }
    await damageBlob(file, await digestOfReference(1, 'raster'));
    const { judged, unjudged, damage } = await rescored();
    expect(judged).toEqual(['free.example']);
    expect(unjudged).toEqual([
      {
        host: 'rests.example',
        unjudged: expect.objectContaining({ zh: expect.stringContaining(OFFICIAL) as string }) as object,
      },
    ]);
    expect(damage).toHaveLength(1);
  });

  it('takes an older version of the reference, unless the stored verdict is to be judged with its own', async () => {
    for (const text of ['first', 'second']) await official(text);
    await judgedSite(store, sweep, 'rests.example', { verdict: 'undecided' });
    const references = { [`works desktop ${OFFICIAL}`]: 2 };
    await store.assessments.save(
      sweep,
      assessment('rests.example', { platform: 'works', versions: { code: '', weights: '', profiles: {}, references } }),
    );
    await damageBlob(file, await digestOfReference(2, 'page-model'));
    expect(await rescored()).toMatchObject({
      judged: ['rests.example'],
      unjudged: [],
      damage: [expect.stringContaining('page-model')],
    });
    expect(await rescored({ pinned: true })).toMatchObject({
      judged: [],
      unjudged: [{ host: 'rests.example' }],
      damage: [expect.stringContaining('page-model')],
    });
  });
});
