/** Assessments: the latest of each host, whole. */
import { expect, test } from 'vitest';
import { onBothDatabases } from '../databases.ts';
import { assessment, AT, findings } from '../samples.ts';

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

  test('the findings come back whole and in order', async () => {
    const { sweeps, assessments } = await databases.store();
    const { id } = await sweeps.begin({ key: 'k', parameters: null, now: AT });
    const judged = assessment('a.test', { findings: findings(2, 12) });
    await assessments.save(id, judged);
    await assessments.save(id, assessment('b.test', { findings: findings(1) }));
    expect(await assessments.get(id, 'a.test')).toEqual(judged);
    expect((await assessments.list(id)).map(({ host, findings: { length } }) => [host, length])).toEqual([
      ['a.test', 12],
      ['b.test', 3],
    ]);
    await assessments.save(id, { ...judged, findings: [] });
    expect((await assessments.get(id, 'a.test'))?.findings).toEqual([]);
  });

  test('a reader never sees a verdict with the findings of another, whoever saves meanwhile', async () => {
    const url = await databases.newUrl();
    const [writer, reader] = [await databases.store(url), await databases.store(url)];
    const { id } = await writer.sweeps.begin({ key: 'k', parameters: null, now: AT });
    const version = (score: number) => assessment('a.test', { score, findings: findings(score) });
    await writer.assessments.save(id, version(0));
    let saving = true;
    const saved = (async () => {
      for (let score = 1; score <= 120; score++) await writer.assessments.save(id, version(score));
      saving = false;
    })();
    const torn: unknown[] = [];
    while (saving) {
      const read = (await reader.assessments.get(id, 'a.test'))!;
      if (read.findings.length !== 3 || read.findings.some(({ weight }) => weight !== read.score)) torn.push(read);
    }
    await saved;
    expect(torn).toEqual([]);
  });

  test('of several revisions at once each keeps what it really replaced', async () => {
    const url = await databases.newUrl();
    const stores = [await databases.store(url), await databases.store(url)];
    const { id } = await stores[0]!.sweeps.begin({ key: 'k', parameters: null, now: AT });
    const version = (score: number) => assessment('a.test', { score, findings: findings(score) });
    await stores[0]!.assessments.save(id, version(0));
    await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map(async (score) => stores[score % 2]!.assessments.revise(id, version(score), AT)),
    );
    const standing = (await stores[0]!.assessments.get(id, 'a.test'))!;
    const former = await stores[0]!.assessments.former(id, 'a.test');
    const versions = [...former.map((each) => each.assessment), standing];
    expect(versions.map(({ score }) => score).sort((left, right) => left - right)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    for (const each of versions) expect(each.findings.map(({ weight }) => weight)).toEqual(Array(3).fill(each.score));
  });
});
