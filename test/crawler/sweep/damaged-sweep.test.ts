/**
 * Blobs of every kind are damaged while a whole practice sweep runs: it ends, each of them is one line, and the next
 * sweep mends what it can.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEgress } from '../../../crawler/egress/egress.ts';
import { loadPlatforms } from '../../../crawler/settings/load-platforms.ts';
import { loadSettings } from '../../../crawler/settings/settings.ts';
import { sweep } from '../../../crawler/sweep/sweep.ts';
import type { SweepProgress } from '../../../crawler/sweep/sweep-run.ts';
import { MingjingError } from '../../../storage/mingjing-error.ts';
import { openStore, type Store } from '../../../storage/open-store.ts';
import { practiceWorld } from '../../range/practice-world.ts';
import { damageBlob } from '../../reports/damage-blob.ts';
import { smallCorpus } from '../../small-corpus.ts';

const FAKE = 'cx-yhsb-gov.example';
const OFFICIAL = 'https://cx.yhsb.gov.example/';

let folder: string;
let file: string;
let corpus: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-damaged-sweep-'));
  file = join(folder, 'sweep.db');
  corpus = await smallCorpus();
  await rm(join(corpus, 'sites', 'loop'), { recursive: true });
  // in another colour, so that no blob of its pictures is the official page's as well
  const page = join(corpus, 'sites', 'clone', 'www', 'index.html');
  await writeFile(page, (await readFile(page, 'utf8')).replaceAll('#1456a8', '#14682c'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/**
 * @param until the stage at whose first sign the sweep is stopped; null = it runs to its end. @returns its id, null
 * when stopped.
 */
async function sweepOnce(store: Store, until: SweepProgress['stage'] | null = null): Promise<number | null> {
  const settings = await loadSettings(null, {});
  const world = await practiceWorld(corpus, await loadPlatforms([]), { platforms: [], sources: [] });
  const egress = createEgress({ exits: world.exits });
  Object.assign(settings.capture, { visitTimeoutMs: 8000, navigationTimeoutMs: 6000, settleMaxMs: 4000 });
  const stop = new AbortController();
  const onProgress = ({ stage }: SweepProgress): void => (stage === until ? stop.abort() : undefined);
  try {
    return (await sweep({ world, store, egress, key: 'damaged', settings, signal: stop.signal, onProgress })).sweepId;
  } catch (error) {
    if (error instanceof MingjingError && error.code === 'INTERRUPTED') return null;
    throw error;
  } finally {
    await egress.close();
    await world.close();
  }
}

/** Digests by kind: one of each kind that the visits of the fake, its host and the desktop reference keep. */
async function oneOfEachKind(store: Store, sweepId: number): Promise<Map<string, { digest: string; of: string }>> {
  const chosen = new Map<string, { digest: string; of: string }>();
  for (const { kind, digest } of await store.evidence.artifacts(sweepId, FAKE))
    if (!chosen.has(kind)) chosen.set(kind, { digest, of: FAKE });
  for (const { persona, artifacts } of await store.references.latest()) {
    for (const { kind, digest } of artifacts)
      if (persona === 'desktop' && (kind === 'page-model' || kind === 'raster'))
        chosen.set(`reference ${kind}`, { digest, of: OFFICIAL });
  }
  return chosen;
}

it('ends when blobs of every kind are damaged in its midst, each one line with digest, kind and owner; the next one mends what it can', async () => {
  const store = await openStore({ url: `sqlite:${file}` });
  try {
    // the first host judged is the lead; the fake that is damaged comes later
    expect(await sweepOnce(store, 'detect')).toBeNull();
    const { id = 0 } = (await store.sweeps.latest()) ?? {};
    const spoilt = await oneOfEachKind(store, id);
    expect([...spoilt.keys()]).toEqual(
      expect.arrayContaining([
        'html',
        'screenshot',
        'raster',
        'page-model',
        'headers',
        'network',
        'connections',
        'dns',
        'reference page-model',
        'reference raster',
      ]),
    );
    for (const { digest } of spoilt.values()) await damageBlob(file, digest);

    expect(await sweepOnce(store)).toBe(id);
    const lines = (await store.sweeps.issues(id)).map(({ subject, sentence }) => `${subject}: ${sentence.en}`);
    for (const [kind, { digest, of }] of spoilt) {
      const named = lines.filter((line) => line.includes(digest));
      const owned = new RegExp(`^${of}.*${kind.replace('reference ', '')} of .*${of}`);
      expect([kind, named.length > 0, named.filter((line) => !owned.test(line))]).toEqual([kind, true, []]);
    }
    const verdicts = Object.fromEntries((await store.assessments.list(id)).map(({ host, verdict }) => [host, verdict]));
    expect(verdicts).toMatchObject({
      'yhsb-cx.example': 'impersonation',
      'qinghe-school.example': 'benign',
      'gone-cx.example': 'unreachable',
    });

    // the sweep that went on has captured the official page again
    const references = await store.references.latest();
    for (const { artifacts } of references)
      for (const { digest } of artifacts) expect(await store.evidence.damage(digest)).toBeNull();

    const next = (await sweepOnce(store)) ?? 0;
    expect(next).not.toBe(id);
    expect((await store.assessments.get(next, FAKE))?.verdict).toBe('impersonation');
    // what the registry had said was damaged too: it was asked again
    const damaged = (await store.sweeps.issues(next)).filter(({ sentence }) => /damaged/.test(sentence.en));
    expect(damaged.map(({ stage, subject }) => [stage, subject])).toEqual([
      ['probe', FAKE],
      ['probe', FAKE],
    ]);
    const { whois, rdap } = (await store.candidates.registration(next, FAKE)) ?? {};
    for (const digest of [whois, rdap]) expect(await store.evidence.damage(digest ?? '')).toBeNull();
  } finally {
    await store.close();
  }
});
