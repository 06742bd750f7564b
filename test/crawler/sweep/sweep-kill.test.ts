import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seededRandom } from '../../seeded-random.ts';
import { smallCorpus } from '../../small-corpus.ts';
import { killAndResume } from './kill-and-resume.ts';

it('goes on after kill -9 at any moment: nothing lost, no visit or blob twice', async () => {
  const corpus = await smallCorpus();
  const settings = join(corpus, 'settings.json');
  await writeFile(
    settings,
    '{"capture": {"visitTimeoutMs": 120000, "navigationTimeoutMs": 60000, "settleMaxMs": 4000}}',
  );
  const { kills, resumed, sites, visits, blobs } = await killAndResume(
    corpus,
    4,
    [2500, 20_000],
    seededRandom('the moments of the kills'),
    { MINGJING_CONFIG: settings },
  );
  expect(kills).toBeGreaterThan(0);
  expect(resumed).toBeGreaterThan(0);
  expect(sites.map(({ host, verdict }) => `${host} ${verdict}`)).toEqual(
    expect.arrayContaining([
      'cx-yhsb-gov.example impersonation',
      'yhsb-cx.example impersonation',
      'qinghe-school.example benign',
      'gone-cx.example unreachable',
    ]),
  );
  expect(visits.duplicates).toBe(0);
  expect(visits.interrupted).toBeLessThanOrEqual(kills * 4);
  expect(blobs.stored).toBeGreaterThan(10);
  expect(blobs.damaged).toBe(0);
});
