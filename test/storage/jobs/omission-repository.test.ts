/** What could not be looked at: kept with its visit or not at all, made up for once, given up after bounded tries. */
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../storage/open-store.ts';
import type { CaptureJob } from '../../../storage/vocabulary/capture.ts';
import type { Omission } from '../../../storage/vocabulary/omissions.ts';
import { onBothDatabases } from '../databases.ts';
import { artifact, AT, visitOf } from '../samples.ts';

const HOST = 'cx.example';
const URL_ = `https://${HOST}/`;
const unread: Omission = { kind: 'picture-text', reason: 'waiting', url: URL_, persona: 'desktop' };
const crashed: Omission = { kind: 'visit', reason: 'crashed', url: URL_, persona: 'desktop' };

async function leased(store: Store, key = 'k'): Promise<{ sweepId: number; job: CaptureJob }> {
  const { id: sweepId } = await store.sweeps.begin({ key, parameters: null, now: AT });
  await store.jobs.enqueue([{ occasionId: sweepId, host: HOST, url: URL_, persona: 'desktop', vantage: 'range' }]);
  return { sweepId, job: await again(store, sweepId) };
}

async function again(store: Store, sweepId: number): Promise<CaptureJob> {
  const [job] = await store.jobs.lease(sweepId, 60_000, 1, Date.now());
  return job!;
}

onBothDatabases((databases) => {
  const open = () => databases.store();
  describe('an omission', () => {
    it('is kept with its visit, and not when the visit is not', async () => {
      const store = await open();
      const { sweepId, job } = await leased(store);
      await store.jobs.complete({ ...job, token: 'stale' }, visitOf(job), [], [unread]);
      expect(await store.omissions.open(sweepId)).toEqual([]);
      const { visitId } = await store.jobs.complete(job, visitOf(job), [], [unread]);
      expect(await store.omissions.open(sweepId)).toEqual([
        {
          ...unread,
          id: expect.any(Number) as number,
          occasionId: sweepId,
          host: HOST,
          jobId: null,
          visitId,
          state: 'open',
          tries: 0,
        },
      ]);
    });

    it('of a picture ends with what was read, in one step', async () => {
      const store = await open();
      const { sweepId, job } = await leased(store);
      await store.jobs.complete(job, visitOf(job), [artifact('screenshot', 'png')], [unread]);
      const [omission] = await store.omissions.open(sweepId);
      const lease = () =>
        store.work.lease({ kinds: ['read-picture'], occasionId: sweepId, leaseMs: 1000, limit: 1, now: Date.now() });
      const [work] = await lease();
      expect(await store.omissions.ofWork(work!)).toEqual(omission);
      // whoever lost the work writes nothing
      await store.omissions.makeUp(omission!, [artifact('picture-text', '{"lines":[]}')], { ...work!, token: 'stale' });
      expect(await store.omissions.open(sweepId)).toEqual([omission]);
      await store.omissions.makeUp(omission!, [artifact('picture-text', '{"lines":[]}')], work!);
      expect(await store.omissions.standing(sweepId, HOST)).toEqual([]);
      expect(await store.omissions.ofWork(work!)).toBeNull();
      expect(await lease()).toEqual([]);
      const [visit] = await store.visits.forHost(sweepId, HOST);
      expect(visit!.artifacts.map(({ kind }) => kind)).toEqual(['screenshot', 'picture-text']);
    });

    it('of a visit ends when the job is done again and seen to the end', async () => {
      const store = await open();
      const { sweepId, job } = await leased(store);
      await store.jobs.complete(job, visitOf(job, { outcome: 'crashed' }), [], [crashed]);
      const [omission] = await store.omissions.open(sweepId);
      expect(await store.jobs.pending(sweepId, HOST)).toEqual([]);
      expect(await store.jobs.reopen([omission!.jobId!])).toBe(1);
      expect(await store.jobs.pending(sweepId, HOST)).toEqual([{ url: URL_, persona: 'desktop' }]);
      const second = await again(store, sweepId);
      expect(second).toMatchObject({ id: job.id, attempt: 2 });
      await store.jobs.complete(second, visitOf(second), []);
      expect(await store.omissions.standing(sweepId, HOST)).toEqual([]);
    });

    it('of a visit that fails again stands, with one more try', async () => {
      const store = await open();
      const { sweepId, job } = await leased(store);
      await store.jobs.complete(job, visitOf(job, { outcome: 'crashed' }), [], [crashed]);
      await store.jobs.reopen([job.id]);
      const second = await again(store, sweepId);
      await store.jobs.complete(second, visitOf(second, { outcome: 'crashed' }), [], [crashed]);
      expect(await store.omissions.open(sweepId)).toMatchObject([{ state: 'open', tries: 1 }]);
    });

    it('is given up after so many tries, and stands all the same', async () => {
      const store = await open();
      const { sweepId, job } = await leased(store);
      await store.jobs.complete(job, visitOf(job), [], [unread]);
      for (const tries of [1, 2]) {
        const [omission] = await store.omissions.open(sweepId);
        await store.omissions.failed(omission!, 'died', 2);
        expect(await store.omissions.standing(sweepId, HOST)).toMatchObject([
          { reason: 'died', tries, state: tries === 2 ? 'given-up' : 'open' },
        ]);
      }
      expect(await store.omissions.open(sweepId)).toEqual([]);
    });

    it('of a host is noted once, however often its detector fails', async () => {
      const store = await open();
      const { sweepId } = await leased(store);
      const failed: Omission = { kind: 'detector', reason: 'failed', url: null, persona: null };
      await store.omissions.note(sweepId, HOST, failed);
      await store.omissions.note(sweepId, HOST, failed);
      expect(await store.omissions.standing(sweepId, HOST)).toMatchObject([
        { kind: 'detector', reason: 'failed', tries: 1 },
      ]);
    });
  });

  it('of finished sweeps those that left something open are found, newest first', async () => {
    const store = await open();
    const ids: number[] = [];
    for (const key of ['first', 'second', 'unfinished']) {
      const { sweepId, job } = await leased(store, key);
      await store.jobs.complete(job, visitOf(job), [], [unread]);
      if (key !== 'unfinished') await store.sweeps.finish(sweepId, AT);
      ids.push(sweepId);
    }
    const clean = await store.sweeps.begin({ key: 'clean', parameters: null, now: AT });
    await store.sweeps.finish(clean.id, AT);
    expect(await store.omissions.unfinishedSweeps(5)).toEqual([ids[1], ids[0]]);
    expect(await store.omissions.unfinishedSweeps(1)).toEqual([ids[1]]);
  });
});
