/**
 * Killed with SIGKILL at any moment and started again, two processes together: nothing is lost and nothing is there
 * twice.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import type { VisitOutcome } from '../../../storage/vocabulary/capture.ts';
import { seededRandom } from '../../seeded-random.ts';
import { artifactsOf } from './crash-worker.ts';
import { onBothDatabases } from '../databases.ts';
import { AT } from '../samples.ts';

const JOBS = 150;
const ROUNDS = 4;
const WORKERS = 2;
const WORKER = new URL('crash-worker.ts', import.meta.url);

/**
 * Runs workers and kills each so many milliseconds after it is ready; null lets them finish. Answers how many were
 * killed at work.
 */
async function round(url: string, sweepId: number, killWithinMs: (() => number) | null): Promise<number> {
  const killed = await Promise.all(
    Array.from({ length: WORKERS }, async () => {
      const child = fork(WORKER, [url, String(sweepId)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      onTestFinished(() => void child.kill('SIGKILL'));
      const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
      if (killWithinMs !== null) {
        await Promise.race([once(child, 'message'), exit]);
        await sleep(killWithinMs());
        child.kill('SIGKILL');
      }
      const [code, signal] = await exit;
      if (code !== 0 && signal !== 'SIGKILL') throw new Error(`a worker ended with ${code ?? signal}`);
      return Number(signal === 'SIGKILL');
    }),
  );
  return killed.reduce((sum, each) => sum + each, 0);
}

onBothDatabases((databases) => {
  test('killed again and again, the sweep ends as if nothing had happened', async () => {
    const url = await databases.newUrl();
    const store = await databases.store(url);
    const { id: sweepId } = await store.sweeps.begin({ key: 'k', parameters: null, now: AT });
    const hosts = Array.from({ length: JOBS }, (_, index) => `h${index}.test`);
    await store.jobs.enqueue(
      hosts.map((host) => ({
        occasionId: sweepId,
        host,
        url: `http://${host}/`,
        persona: 'desktop',
        vantage: 'range',
      })),
    );

    const random = seededRandom('the moments of the kills');
    let kills = 0;
    for (let index = 0; index < ROUNDS; index += 1) kills += await round(url, sweepId, () => random() * 250);
    expect(kills).toBeGreaterThan(0);
    await round(url, sweepId, null);
    await store.jobs.releaseAll(sweepId);

    expect(await store.jobs.counts(sweepId)).toEqual({ open: 0, leased: 0, done: JOBS });
    const outcomes: Partial<Record<VisitOutcome, number>> = Object.fromEntries(
      (await store.visits.counts(sweepId)).map((row) => [row.outcome, row.count]),
    );
    expect(outcomes.captured).toBe(JOBS);
    expect(outcomes.interrupted ?? 0).toBeLessThanOrEqual(kills * 3);
    for (const host of hosts) {
      const visits = await store.visits.forHost(sweepId, host);
      expect(visits.map((visit) => visit.attempt)).toEqual(visits.map((_, index) => index + 1));
      expect(visits.map((visit) => visit.artifacts.length)).toEqual(
        visits.map(({ outcome }) => ({ captured: 3, timeout: 1 })[outcome as string] ?? 0),
      );
      const kept = visits.at(-1)?.artifacts ?? [];
      for (const [index, { data }] of artifactsOf({ host }).entries())
        expect((await store.evidence.read(kept[index]?.digest ?? '')).equals(data)).toBe(true);
      expect(await store.candidates.sightings(sweepId, host)).toHaveLength(1);
    }
    const [counts] = await databases.query<Record<string, number>>(
      url,
      `select (select count(*) from blob) as blobs, (select count(*) from blob_data) as data, (select count(distinct digest) from artifact) as linked,
        (select count(*) from candidate) as candidates, (select count(*) from artifact where visit_id is null) as dns`,
    );
    expect(counts).toEqual({
      blobs: counts?.linked,
      data: counts?.linked,
      linked: counts?.linked,
      candidates: 2 * JOBS,
      dns: JOBS,
    });
    const checks = databases.dialect === 'sqlite' ? ['pragma integrity_check', 'pragma foreign_key_check'] : [];
    const faults = await Promise.all(checks.map(async (check) => databases.query(url, check)));
    expect(faults.flat().filter((fault) => JSON.stringify(fault) !== '{"integrity_check":"ok"}')).toEqual([]);
  });

  test('the leases of a killed process come back at the next start, not before', async () => {
    const url = await databases.newUrl();
    const store = await databases.store(url);
    const { id: sweepId } = await store.sweeps.begin({ key: 'k', parameters: null, now: AT });
    await store.jobs.enqueue([
      { occasionId: sweepId, host: 'a.test', url: 'http://a.test/', persona: 'desktop', vantage: 'range' },
    ]);
    const holder = `const { openStore } = await import(${JSON.stringify(new URL('../../../storage/open-store.ts', import.meta.url).href)});
      const { jobs } = await openStore({ url: process.argv[1] }); process.send(await jobs.lease(${sweepId}, 1e9, 1, Date.now())); process.on('disconnect', () => process.exit());`;
    const child = fork('', [], {
      execArgv: ['--input-type=module', '--eval', holder, '--', url],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child, 'message');
    expect(await store.jobs.releaseAll(sweepId)).toBe(0);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await store.jobs.isEmpty(sweepId, Date.now())).toBe(true);
    expect(await store.jobs.releaseAll(sweepId)).toBe(1);
    expect((await store.visits.forHost(sweepId, 'a.test')).map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['interrupted', 'process-gone'],
    ]);
    expect(await store.jobs.lease(sweepId, 1000, 1, Date.now())).toHaveLength(1);
  });
});
