/** A practice sweep finds the sites that only the sites it found lead to, and no further than it says. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openStore } from '../../../storage/open-store.ts';
import { followUpCorpus, LED_TO } from './follow-up-corpus.ts';

const mingjing = fileURLToPath(new URL('../../../mingjing.ts', import.meta.url));

it('visits what codes, links and certificates of a fake lead to, two steps at most, and says why', async () => {
  const corpus = await followUpCorpus();
  const folder = await mkdtemp(join(tmpdir(), 'mingjing-follow-'));
  const database = `sqlite:${join(folder, 'f.db')}`;
  try {
    await promisify(execFile)(
      process.execPath,
      [
        mingjing,
        'sweep',
        '--range',
        corpus,
        '--database',
        database,
        '--data',
        folder,
        '--source',
        'list',
        '--source',
        'qr',
        '--source',
        'pivots',
        '--json',
      ],
      { maxBuffer: 64 * 1024 * 1024 },
    );
    const store = await openStore({ url: database });
    try {
      const judged = new Map((await store.assessments.list(1)).map(({ host, verdict }) => [host, verdict]));
      for (const host of [LED_TO.qr, LED_TO.link, LED_TO.certificate, LED_TO.second])
        expect([host, judged.get(host)]).toEqual([host, 'impersonation']);
      expect(judged.has(LED_TO.tooFar)).toBe(false);
      expect(judged.has('www.baidu.com')).toBe(false);
      const [code] = await store.candidates.sightings(1, LED_TO.qr);
      expect(code).toMatchObject({
        source: 'qr',
        detail: { seenOn: 'cx-yhsb-gov.example', payload: `https://${LED_TO.qr}/c?id=9`, depth: 1 },
      });
      const [second] = await store.candidates.sightings(1, LED_TO.second);
      expect(second).toMatchObject({ source: 'pivots', detail: { from: LED_TO.link, rule: 'link', depth: 2 } });
      const runs = await store.sweeps.sourceRuns(1);
      expect(runs.map(({ source, scope, found }) => `${source} ${scope} ${found}`)).toEqual(
        expect.arrayContaining([
          'qr captured pages, round 1 1',
          'pivots judged sites, round 1 2',
          'pivots judged sites, round 2 1',
        ]),
      );
      expect(runs.find(({ scope }) => scope === 'judged sites, round 1')?.note?.en).toMatch(
        /certificate 1.*link 1.*official 1.*public service 1/,
      );
    } finally {
      await store.close();
    }
  } finally {
    await Promise.all([rm(folder, { recursive: true, force: true }), rm(corpus, { recursive: true, force: true })]);
  }
});
