/** Work that is no visit: order, leases, fencing, dead letters. */
import { describe, expect, test } from 'vitest';
import type { Work } from '../../../storage/jobs/work-queue.ts';
import type { Store } from '../../../storage/open-store.ts';
import { onBothDatabases } from '../databases.ts';
import { AT } from '../samples.ts';

const NOW = Date.parse(AT);
const relook = { kind: 'relook', legalMode: 'public-view', purpose: null, actorId: null, startedAt: AT } as const;

async function begun(store: Store) {
  const { id: occasionId } = await store.occasions.begin(relook);
  const lease = (more: Partial<Parameters<Store['work']['lease']>[0]> = {}) =>
    store.work.lease({ kinds: ['notice', 'export'], leaseMs: 1000, limit: 10, now: NOW, ...more });
  return { occasionId, lease };
}

const names = (works: readonly Pick<Work, 'payload'>[]) => works.map(({ payload }) => payload);

onBothDatabases((databases) => {
  test('goes out by priority, then by age, each to one holder, and only what is asked for', async () => {
    const store = await databases.store();
    const { occasionId, lease } = await begun(store);
    await store.work.add([
      { occasionId, kind: 'notice', identity: [1], payload: 'old' },
      { occasionId, kind: 'notice', identity: [2], payload: 'urgent', priority: 4.6 },
      { occasionId, kind: 'export', identity: [1], payload: 'new' },
      { occasionId, kind: 'time-stamp', identity: [1], payload: 'not asked for' },
      { occasionId, kind: 'notice', identity: [3], payload: 'later', notBefore: NOW + 1 },
    ]);
    expect(names(await lease({ limit: 2 }))).toEqual(['urgent', 'old']);
    expect(names(await lease())).toEqual(['new']);
    expect(names(await lease({ now: NOW + 1, leaseMs: 1 }))).toEqual(['later']);
    expect(await store.jobs.isFinished(occasionId)).toBe(true);
  });

  test('is one within its occasion, and another in another', async () => {
    const store = await databases.store();
    const { occasionId } = await begun(store);
    const other = await begun(store);
    const work = { kind: 'notice' as const, identity: ['host', 1] };
    expect(await store.work.add([{ occasionId, ...work }])).toBe(1);
    expect(await store.work.add([{ occasionId, ...work, payload: 'again' }])).toBe(0);
    expect(await store.work.add([{ occasionId: other.occasionId, ...work }])).toBe(1);
  });

  describe('a lease', () => {
    test('that ran out is lost: the work goes to the next holder, a late result is refused and nothing of it written', async () => {
      const store = await databases.store();
      const { occasionId, lease } = await begun(store);
      await store.work.add([{ occasionId, kind: 'notice', identity: [1] }]);
      const [first] = await lease();
      const [second] = await lease({ now: NOW + 1001 });
      expect([first?.attempt, second?.attempt]).toEqual([1, 2]);
      let written = false;
      expect(await store.work.complete(first!, async () => void (written = true))).toBe(false);
      expect(await store.work.fail(first!, 'late', null)).toBe(false);
      expect(await store.work.extend(first!, 1000, NOW)).toBe(false);
      expect(written).toBe(false);
      expect(await store.work.complete(second!)).toBe(true);
    });

    test('that is extended is kept', async () => {
      const store = await databases.store();
      const { occasionId, lease } = await begun(store);
      await store.work.add([{ occasionId, kind: 'notice', identity: [1] }]);
      const [work] = await lease();
      expect(await store.work.extend(work!, 5000, NOW)).toBe(true);
      expect(await lease({ now: NOW + 1001 })).toEqual([]);
    });

    test('of a store that was closed is free at once', async () => {
      const url = await databases.newUrl();
      const store = await databases.store(url);
      const { occasionId, lease } = await begun(store);
      await store.work.add([{ occasionId, kind: 'notice', identity: [1] }]);
      await lease();
      await store.close();
      const next = await begun(await databases.store(url));
      expect((await next.lease()).map(({ attempt }) => attempt)).toEqual([2]);
    });
  });

  test('what is made is written with the end of the work, or the work is not ended', async () => {
    const store = await databases.store();
    const { occasionId, lease } = await begun(store);
    await store.work.add([{ occasionId, kind: 'export', identity: [1] }]);
    const [work] = await lease();
    const failing = store.work.complete(work!, async () => Promise.reject(new Error('disk full')));
    await expect(failing).rejects.toThrow('disk full');
    expect(await store.work.complete(work!)).toBe(true);
  });

  test('work that cannot be done is dead with its reason, until somebody says again', async () => {
    const store = await databases.store();
    const { occasionId, lease } = await begun(store);
    await store.work.add([{ occasionId, kind: 'notice', identity: [1], host: 'a.example', payload: { to: 'x' } }]);
    const [first] = await lease();
    expect(await store.work.fail(first!, 'no answer', NOW + 500)).toBe(true);
    expect(await lease()).toEqual([]);
    const [second] = await lease({ now: NOW + 500 });
    expect(await store.work.fail(second!, 'refused: 403', null)).toBe(true);
    expect(await lease({ now: NOW + 10_000 })).toEqual([]);
    const [dead] = await store.work.dead();
    expect(dead).toMatchObject({
      kind: 'notice',
      host: 'a.example',
      payload: { to: 'x' },
      attempt: 2,
      reason: 'refused: 403',
    });
    expect(await store.work.dead({ kinds: ['export'] })).toEqual([]);
    expect(await store.work.dead({ kinds: [] })).toEqual([]);
    expect(await store.work.again([dead!.id])).toBe(1);
    expect((await lease()).map(({ attempt }) => attempt)).toEqual([3]);
    expect(await store.work.dead()).toEqual([]);
  });
});
