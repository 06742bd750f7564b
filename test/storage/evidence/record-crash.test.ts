/** Killed with SIGKILL at any moment: no record that stands names bytes that the store does not hold. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { onBothDatabases } from '../databases.ts';
import { AT } from '../samples.ts';

const KILLS = 6;
const WORKER = new URL('record-worker.ts', import.meta.url);

/** Lets a worker write for a random while, and kills it. */
async function killedAtWork(url: string, sweepId: number): Promise<void> {
  const child = fork(WORKER, [url, String(sweepId)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
  await Promise.race([once(child, 'message'), exit]);
  await sleep(50 + Math.random() * 250);
  child.kill('SIGKILL');
  const [code, signal] = await exit;
  if (signal !== 'SIGKILL') throw new Error(`a worker ended with ${code ?? signal}`);
}

onBothDatabases((databases) => {
  test('every digest that a record names can be read back after each kill', async () => {
    const url = await databases.newUrl();
    const { sweeps, candidates, evidence } = await databases.store(url);
    const { id } = await sweeps.begin({ key: 'k', parameters: null, now: AT });
    let records = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      await Promise.all([killedAtWork(url, id), killedAtWork(url, id)]);
      for (const host of Array.from({ length: 7 }, (_, index) => `h${index}.test`)) {
        const registered = await candidates.registration(id, host);
        const sightings = await candidates.sightings(id, host);
        const named = [
          registered?.whois,
          registered?.rdap,
          (await candidates.probe(id, host))?.reason,
          (await candidates.resolution(id, host))?.reason,
          ...sightings.map(({ detail }) => detail['photo']),
        ];
        const kept = new Set((await evidence.artifacts(id, host)).map(({ digest }) => digest));
        for (const digest of named) {
          if (typeof digest !== 'string') continue;
          records += 1;
          expect(await evidence.damage(digest)).toBeNull();
          expect(kept).toContain(digest);
        }
      }
    }
    expect(records).toBeGreaterThan(20);
    const [counts] = await databases.query<Record<string, number>>(
      url,
      'select (select count(*) from blob) as blobs, (select count(*) from blob_data) as data, (select count(distinct digest) from artifact) as linked',
    );
    expect(counts).toEqual({ blobs: counts?.linked, data: counts?.linked, linked: counts?.linked });
  });
});
