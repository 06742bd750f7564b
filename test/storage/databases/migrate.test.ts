/** Databases of earlier versions: what they held is there afterwards, in its new place. */
import { readdir, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../../storage/open-store.ts';
import { onBothDatabases, type TestDatabases } from '../databases.ts';
import { AT, LATER, visitOf } from '../samples.ts';
import { fillSchemaSix, hostOf, judgedOf } from './schema-six.ts';

async function migrated(databases: TestDatabases) {
  const url = await databases.newUrl();
  await fillSchemaSix(await databases.handle(url), { candidates: 20, hosts: 3, failedVisits: 1 });
  return { url, store: await databases.store(url) };
}

onBothDatabases((databases) => {
  describe('a database of schema 6', () => {
    test('keeps its sweep as an occasion under its number, with what belonged to it', async () => {
      const { store } = await migrated(databases);
      expect(await store.sweeps.get(1)).toMatchObject({ key: 'old', finishedAt: LATER, workedSeconds: 1 });
      expect(await store.occasions.get(1)).toEqual({
        id: 1,
        kind: 'sweep',
        legalMode: 'public-view',
        purpose: null,
        actorId: null,
        startedAt: AT,
        finishedAt: LATER,
      });
      expect(await store.candidates.counts(1)).toEqual([{ stage: 'store', outcome: 'absent', count: 20 }]);
      expect((await store.visits.forHost(1, hostOf(0))).map(({ outcome }) => outcome)).toEqual(['captured', 'timeout']);
    });

    test('has a site for every host that was visited, seen when it really was', async () => {
      const { store } = await migrated(databases);
      expect(
        (await store.subjects.list('site')).map(({ key, firstSeen, lastSeen }) => [key, firstSeen, lastSeen]),
      ).toEqual([0, 1, 2].map((index) => [hostOf(index), AT, AT]));
      expect(await store.subjects.list('account')).toEqual([]);
    });

    test('gives every assessment back as it was, its findings now rows', async () => {
      const { url, store } = await migrated(databases);
      expect(await store.assessments.get(1, hostOf(2))).toEqual(judgedOf(2));
      expect(await store.assessments.list(1)).toEqual(
        [2, 1, 0].map(judgedOf).sort((a, b) => (a.host < b.host ? -1 : 1)),
      );
      const [{ count, kept }] = (await databases.query<{ count: number; kept: number }>(
        url,
        `select (select count(*) from finding) as count, (select count(*) from assessment where record like '%"findings"%') as kept`,
      )) as [{ count: number; kept: number }];
      expect([count, kept]).toEqual([3 * judgedOf(0).findings.length, 0]);
    });

    test('goes on with the visits that were open, and its numbers go on too', async () => {
      const { store } = await migrated(databases);
      const now = Date.now();
      const [job] = await store.jobs.lease(1, 60_000, 5, now);
      expect(job).toMatchObject({ id: 2, host: hostOf(1), attempt: 3 });
      expect((await store.jobs.complete(job!, visitOf(job!), [])).accepted).toBe(true);
      await store.jobs.enqueue([
        { occasionId: 1, host: 'new.example', url: 'https://new.example/', persona: 'desktop', vantage: 'direct' },
      ]);
      expect((await store.jobs.lease(1, 60_000, 5, now)).map(({ id }) => id)).toEqual([5]);
    });

    test('has the pictures that are still to be read in its queue', async () => {
      const { store } = await migrated(databases);
      const request = { occasionId: 1, leaseMs: 1000, limit: 5, now: Date.now() };
      const [work, ...more] = await store.work.lease({ kinds: ['read-picture'], ...request });
      expect(more).toEqual([]);
      expect(await store.omissions.ofWork(work!)).toMatchObject({ host: hostOf(0), kind: 'picture-text', visitId: 1 });
      await store.omissions.makeUp((await store.omissions.ofWork(work!))!, [], work!);
      expect(await store.omissions.open(1)).toEqual([]);
    });

    test('still refuses rows that refer to nothing', async () => {
      const { url } = await migrated(databases);
      const orphan = `insert into visit (occasion_id, job_id, attempt, host, persona, vantage, outcome, record) values (1, 999, 1, 'x', 'desktop', 'd', 'captured', '{}')`;
      await expect(databases.query(url, orphan)).rejects.toThrow(/foreign key/i);
      await expect(databases.query(url, `delete from job where id = 1`)).rejects.toThrow(/foreign key/i);
      const badState = `insert into job (occasion_id, identity, kind, priority, state, attempt, not_before) values (1, 'x', 'visit', 0, 'open', 0, 0)`;
      await expect(databases.query(url, badState)).rejects.toThrow(/job_visit|constraint/i);
    });

    test('that was migrated once is left alone', async () => {
      const { url, store } = await migrated(databases);
      const before = await databases.query(url, 'select * from subject order by id');
      await store.subjects.note({ kind: 'account', key: 'weixin:gh_0' }, AT);
      await databases.store(url);
      expect(await databases.query(url, `select * from subject where kind = 'site' order by id`)).toEqual(before);
    });
  });

  test.runIf(databases.dialect === 'sqlite')(
    'a whole copy as it was stands beside the file, in the place of a broken one',
    async () => {
      const url = await databases.newUrl();
      const file = url.slice('sqlite:'.length);
      await fillSchemaSix(await databases.handle(url), { candidates: 20, hosts: 3 });
      const copy = `${file}.before-0007-occasions`;
      // as an attempt that failed, and one that was killed in its copy, have left them
      await writeFile(copy, 'no database');
      await writeFile(`${copy}.999999999-00aa.part`, 'half a copy');
      await databases.store(url);
      expect((await readdir(dirname(file))).filter((name) => name.startsWith(`${basename(file)}.before`))).toEqual([
        basename(copy),
      ]);
      const again = await openStore({ url: `sqlite:${copy}` });
      expect((await again.subjects.list('site')).length).toBe(3);
      await again.close();
    },
  );

  test('may be opened by several at once', async () => {
    const url = await databases.newUrl();
    await fillSchemaSix(await databases.handle(url), { candidates: 200, hosts: 30 });
    const stores = await Promise.all(Array.from({ length: 4 }, () => databases.store(url)));
    for (const store of stores) expect((await store.subjects.list('site')).length).toBe(30);
  });
});
