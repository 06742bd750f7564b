/** Assessments: the latest of each host, whole. */
import { expect, test } from 'vitest';
import { onBothDatabases } from '../databases.ts';
import { assessment, AT } from '../samples.ts';

onBothDatabases((databases) => {
  test('the latest assessment of a host stands, and the list is ordered by score', async () => {
    const { sweeps, assessments } = await databases.store();
    const { id } = await sweeps.begin({ key: 'k', parameters: null, now: AT });
    await assessments.save(id, assessment('a.test'));
    await assessments.save(id, assessment('a.test', { verdict: 'benign', score: 2.25, platform: null }));
    await assessments.save(id, assessment('B.test', { score: 50 }));
    await assessments.save(id, assessment('c.test', { score: 50 }));
    expect(await assessments.get(id, 'a.test')).toEqual(
      assessment('a.test', { verdict: 'benign', score: 2.25, platform: null }),
    );
    expect((await assessments.list(id)).map(({ host }) => host)).toEqual(['B.test', 'c.test', 'a.test']);
    expect(await assessments.get(id, 'd.test')).toBeNull();
    expect(await assessments.get(id + 1, 'a.test')).toBeNull();
  });

  test('a revised assessment keeps what it replaced, oldest first', async () => {
    const { sweeps, assessments } = await databases.store();
    const { id } = await sweeps.begin({ key: 'k', parameters: null, now: AT });
    await assessments.revise(id, assessment('a.test', { score: 90 }), '2026-11-21T09:00:00Z');
    expect(await assessments.former(id, 'a.test')).toEqual([]);
    await assessments.revise(id, assessment('a.test', { score: 40, verdict: 'benign' }), '2026-11-21T10:00:00Z');
    await assessments.revise(id, assessment('a.test', { score: 80 }), '2026-11-21T11:00:00Z');
    expect((await assessments.get(id, 'a.test'))?.score).toBe(80);
    expect(
      (await assessments.former(id, 'a.test')).map(({ replacedAt, assessment: { score } }) => [replacedAt, score]),
    ).toEqual([
      ['2026-11-21T10:00:00Z', 90],
      ['2026-11-21T11:00:00Z', 40],
    ]);
    expect(await assessments.former(id, 'b.test')).toEqual([]);
  });
});
