/** The queue: one holder per job, one visit per attempt, all of a completion or nothing. */
import { expect, test } from 'vitest';
import type { NewJob } from '../../../storage/jobs/job-queue.ts';
import type { CaptureJob } from '../../../storage/vocabulary/capture.ts';
import { onBothDatabases } from '../databases.ts';
import type { TestDatabases } from '../databases.ts';
import { artifact, AT, visitOf } from '../samples.ts';

const LEASE_MS = 60_000;
const NOW = Date.parse(AT);

async function begun(databases: TestDatabases, url?: string) {
  const store = await databases.store(url);
  const { id: sweepId } = await store.sweeps.begin({ key: 'k', parameters: null, now: AT });
  const job = (host: string, changes: Partial<NewJob> = {}): NewJob => ({
    occasionId: sweepId,
    host,
    url: `http://${host}/`,
    persona: 'desktop',
    vantage: 'range',
    ...changes,
  });
  return { store, jobs: store.jobs, sweepId, job };
}

function one(jobs: CaptureJob[]): CaptureJob {
  const [job] = jobs;
  if (!job) throw new Error('nothing was leased');
  return job;
}

onBothDatabases((databases) => {
  test('a visit is planned once per URL, persona and vantage', async () => {
    const { jobs, job, sweepId } = await begun(databases);
    const planned = [
      job('a.test'),
      job('a.test'),
      job('a.test', { persona: 'wechat' }),
      job('a.test', { vantage: 'range-china' }),
      job('a.test', { url: 'http://a.test/#/x' }),
    ];
    expect(await jobs.enqueue(planned)).toBe(4);
    expect(await jobs.enqueue(planned)).toBe(0);
    expect(await jobs.enqueue([])).toBe(0);
    expect(await jobs.counts(sweepId)).toEqual({ open: 4, leased: 0, done: 0 });
  });

  test('jobs go out oldest first, each to one holder', async () => {
    const url = await databases.newUrl();
    const { jobs, job, sweepId } = await begun(databases, url);
    const other = (await databases.store(url)).jobs;
    await jobs.enqueue(Array.from({ length: 40 }, (_, index) => job(`h${index}.test`)));
    const first = one(await jobs.lease(sweepId, LEASE_MS, 1, NOW));
    expect(first).toMatchObject({
      occasionId: sweepId,
      host: 'h0.test',
      url: 'http://h0.test/',
      persona: 'desktop',
      vantage: 'range',
      attempt: 1,
    });
    const rest = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => (index % 2 ? jobs : other).lease(sweepId, LEASE_MS, 3, NOW)),
    );
    while (!(await jobs.isEmpty(sweepId, NOW))) rest.push(await other.lease(sweepId, LEASE_MS, 3, NOW));
    const all = [first, ...rest.flat()];
    expect(all.map((each) => each.id).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
    expect(new Set(all.map((each) => each.token)).size).toBe(40);
    expect(await jobs.counts(sweepId)).toEqual({ open: 0, leased: 40, done: 0 });
    expect([await jobs.isEmpty(sweepId, NOW), await jobs.isFinished(sweepId)]).toEqual([true, false]);
    expect(await jobs.lease(sweepId + 1, LEASE_MS, 3, NOW)).toEqual([]);
  });

  test('a completed job leaves one visit with its artefacts', async () => {
    const { store, jobs, job, sweepId } = await begun(databases);
    await jobs.enqueue([job('a.test')]);
    const leased = one(await jobs.lease(sweepId, LEASE_MS, 5, NOW));
    const visit = visitOf(leased, { attempt: 77 });
    const kept = [
      artifact('html', '<p>证书</p>'.repeat(50)),
      artifact('screenshot', 'PNG'),
      artifact('screenshot-full', 'PNG'),
    ];
    const done = await jobs.complete(leased, visit, kept);
    expect(done.accepted).toBe(true);
    expect([await jobs.isFinished(sweepId), await jobs.isEmpty(sweepId, NOW)]).toEqual([true, true]);
    const [stored, ...others] = await store.visits.forHost(sweepId, 'a.test');
    expect(others).toEqual([]);
    expect(stored).toMatchObject({ ...visit, attempt: 1, id: done.visitId });
    expect(stored?.artifacts.map(({ kind, bytes }) => [kind, bytes])).toEqual([
      ['html', 650],
      ['screenshot', 3],
      ['screenshot-full', 3],
    ]);
    expect(await store.visits.get(done.visitId ?? 0)).toEqual(stored);
    expect(await store.visits.get(99)).toBeNull();
    expect(await store.visits.counts(sweepId)).toEqual([{ outcome: 'captured', count: 1 }]);
    expect(await jobs.enqueue([job('a.test')])).toBe(0);
  });

  test('a completion with a stale token writes nothing', async () => {
    const url = await databases.newUrl();
    const { jobs, job, sweepId } = await begun(databases, url);
    await jobs.enqueue([job('a.test')]);
    const slow = one(await jobs.lease(sweepId, LEASE_MS, 1, NOW));
    const second = one(await jobs.lease(sweepId, LEASE_MS, 1, NOW + LEASE_MS));
    expect(second.attempt).toBe(2);
    expect(await jobs.complete(slow, visitOf(slow), [artifact('html', 'late')])).toEqual({
      accepted: false,
      visitId: null,
    });
    expect(await jobs.retry(slow, visitOf(slow), [artifact('html', 'late')], 0)).toEqual({
      accepted: false,
      visitId: null,
    });
    expect(await databases.query(url, 'select count(*) as count from blob')).toEqual([{ count: 0 }]);
    expect(await jobs.complete(second, visitOf(second), [])).toMatchObject({ accepted: true });
    expect(await jobs.complete(second, visitOf(second), [])).toEqual({ accepted: false, visitId: null });
    expect(await databases.query(url, 'select attempt, outcome from visit order by id')).toEqual([
      { attempt: 1, outcome: 'interrupted' },
      { attempt: 2, outcome: 'captured' },
    ]);
  });

  test('an expired lease comes back with an interrupted visit for every attempt', async () => {
    const { store, jobs, job, sweepId } = await begun(databases);
    await jobs.enqueue([job('a.test')]);
    await jobs.lease(sweepId, LEASE_MS, 1, NOW);
    expect(await jobs.isEmpty(sweepId, NOW + LEASE_MS - 1)).toBe(true);
    expect(await jobs.lease(sweepId, LEASE_MS, 1, NOW + LEASE_MS - 1)).toEqual([]);
    expect(await jobs.isEmpty(sweepId, NOW + LEASE_MS)).toBe(false);
    await jobs.lease(sweepId, LEASE_MS, 1, NOW + LEASE_MS);
    const third = one(await jobs.lease(sweepId, LEASE_MS, 1, NOW + 2 * LEASE_MS));
    expect(third.attempt).toBe(3);
    const visits = await store.visits.forHost(sweepId, 'a.test');
    expect(visits.map(({ attempt, outcome, reason, startedAt }) => [attempt, outcome, reason, startedAt])).toEqual([
      [1, 'interrupted', 'lease-expired', AT],
      [2, 'interrupted', 'lease-expired', new Date(NOW + LEASE_MS).toISOString()],
    ]);
  });

  test('work that ends after its lease, with nobody else at it, still counts', async () => {
    const { jobs, job, sweepId } = await begun(databases);
    await jobs.enqueue([job('a.test')]);
    const leased = one(await jobs.lease(sweepId, 1, 1, NOW));
    expect(await jobs.complete(leased, visitOf(leased), [])).toMatchObject({ accepted: true });
    expect(await jobs.lease(sweepId, 1, 1, NOW + 9999)).toEqual([]);
  });

  test('a retried job waits for its time and counts its attempts', async () => {
    const { store, jobs, job, sweepId } = await begun(databases);
    await jobs.enqueue([job('a.test')]);
    const first = one(await jobs.lease(sweepId, LEASE_MS, 1, NOW));
    expect(
      await jobs.retry(first, visitOf(first, { outcome: 'timeout' }), [artifact('connections', '[]')], NOW + 500),
    ).toMatchObject({
      accepted: true,
    });
    expect([await jobs.isEmpty(sweepId, NOW + 499), await jobs.isFinished(sweepId)]).toEqual([true, false]);
    expect(await jobs.lease(sweepId, LEASE_MS, 1, NOW + 499)).toEqual([]);
    const second = one(await jobs.lease(sweepId, LEASE_MS, 1, NOW + 500));
    await jobs.complete(second, visitOf(second), []);
    const visits = await store.visits.forHost(sweepId, 'a.test');
    expect(visits.map(({ attempt, outcome, artifacts }) => [attempt, outcome, artifacts.length])).toEqual([
      [1, 'timeout', 1],
      [2, 'captured', 0],
    ]);
  });

  test('leases of a closed store are released, those of an open one are not', async () => {
    const url = await databases.newUrl();
    const { jobs, job, sweepId } = await begun(databases, url);
    const other = await databases.store(url);
    await jobs.enqueue([job('a.test'), job('b.test')]);
    const mine = one(await jobs.lease(sweepId, LEASE_MS, 1, NOW));
    const theirs = one(await other.jobs.lease(sweepId, LEASE_MS, 1, NOW));
    expect(await jobs.releaseAll(sweepId)).toBe(0);
    await other.close();
    expect(await jobs.releaseAll(sweepId)).toBe(1);
    expect(await databases.query(url, 'select job_id, attempt, outcome from visit')).toEqual([
      { job_id: theirs.id, attempt: 1, outcome: 'interrupted' },
    ]);
    expect(one(await jobs.lease(sweepId, LEASE_MS, 5, NOW))).toMatchObject({ id: theirs.id, attempt: 2 });
    expect(await jobs.complete(mine, visitOf(mine), [])).toMatchObject({ accepted: true });
  });

  test('a completion that fails half way leaves the job leased and nothing else', async () => {
    const url = await databases.newUrl();
    const { jobs, job, sweepId } = await begun(databases, url);
    await jobs.enqueue([job('a.test')]);
    const leased = one(await jobs.lease(sweepId, LEASE_MS, 1, NOW));
    const broken = { ...artifact('html', 'x'), at: null as unknown as string };
    await expect(jobs.complete(leased, visitOf(leased), [artifact('headers', '{}'), broken])).rejects.toThrow(
      /null|NULL/,
    );
    expect(
      await databases.query(
        url,
        'select (select count(*) from visit) as visits, (select count(*) from blob) as blobs, (select count(*) from artifact) as links',
      ),
    ).toEqual([{ visits: 0, blobs: 0, links: 0 }]);
    expect(await jobs.complete(leased, visitOf(leased), [artifact('html', 'x')])).toMatchObject({ accepted: true });
  });
});
