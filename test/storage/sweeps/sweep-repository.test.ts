/** Sweeps go on where they stopped; sources and issues are kept once. */
import { expect, test } from 'vitest';
import type { SourceRun } from '../../../storage/sweeps/sweep-repository.ts';
import { onBothDatabases } from '../databases.ts';
import { AT, LATER } from '../samples.ts';

onBothDatabases((databases) => {
  test('an unfinished sweep with the same key goes on, a finished one does not', async () => {
    const { sweeps } = await databases.store();
    expect(await sweeps.begin({ key: 'daily', parameters: { a: 1 }, now: AT })).toEqual({ id: 1, resumed: false });
    expect(await sweeps.begin({ key: 'daily', parameters: { a: 2 }, now: LATER })).toEqual({ id: 1, resumed: true });
    const other = await sweeps.begin({ key: 'weekly', parameters: [], now: AT });
    expect(other.resumed).toBe(false);
    await sweeps.finish(1, LATER);
    await sweeps.finish(1, '2027-01-01T00:00:00.000Z');
    const next = await sweeps.begin({ key: 'daily', parameters: null, now: LATER });
    expect(next.resumed).toBe(false);
    expect(await sweeps.get(1)).toEqual({
      id: 1,
      key: 'daily',
      parameters: { a: 1 },
      startedAt: AT,
      finishedAt: LATER,
      workedSeconds: 0,
    });
    expect(await sweeps.latest()).toEqual({
      id: next.id,
      key: 'daily',
      parameters: null,
      startedAt: LATER,
      finishedAt: null,
      workedSeconds: 0,
    });
    expect((await sweeps.list()).map((sweep) => sweep.id)).toEqual([1, other.id, next.id]);
    expect(await sweeps.get(99)).toBeNull();
  });

  test('two processes that begin the same sweep at once get the same one', async () => {
    const url = await databases.newUrl();
    const stores = [await databases.store(url), await databases.store(url)];
    const begun = await Promise.all(
      [...stores, ...stores].map(async (store) => store.sweeps.begin({ key: 'k', parameters: null, now: AT })),
    );
    expect(new Set(begun.map((sweep) => sweep.id)).size).toBe(1);
    expect(begun.filter((sweep) => !sweep.resumed)).toHaveLength(1);
  });

  test('time worked adds up over the runs of a sweep, and stays unknown for one begun before it was counted', async () => {
    const url = await databases.newUrl();
    const { sweeps } = await databases.store(url);
    const { id } = await sweeps.begin({ key: 'k', parameters: null, now: AT });
    const other = await sweeps.begin({ key: 'old', parameters: null, now: AT });
    await databases.query(url, `update occasion set worked_ms = null where id = ${other.id}`);
    for (const sweepId of [id, other.id]) {
      await sweeps.addWork(sweepId, 2000);
      await sweeps.begin({ key: sweepId === id ? 'k' : 'old', parameters: null, now: LATER });
      await sweeps.addWork(sweepId, 1500.4);
    }
    expect((await sweeps.list()).map(({ workedSeconds }) => workedSeconds)).toEqual([3.5, null]);
  });

  test("a source's run is replaced by its next state", async () => {
    const { sweeps } = await databases.store();
    const { id: sweepId } = await sweeps.begin({ key: 'k', parameters: null, now: AT });
    const run: SourceRun = {
      sweepId,
      source: 'search',
      scope: 'mem',
      status: 'running',
      found: 3,
      note: null,
      cursor: 'page 2',
      at: AT,
    };
    await sweeps.saveSourceRun(run);
    expect(await sweeps.sourceRun(sweepId, 'search', 'mem')).toEqual(run);
    const failed: SourceRun = {
      ...run,
      status: 'failed',
      found: 5,
      note: { zh: '超时', en: 'timed out' },
      cursor: null,
      at: LATER,
    };
    await sweeps.saveSourceRun(failed);
    await sweeps.saveSourceRun({ ...run, scope: 'other' });
    expect(await sweeps.sourceRuns(sweepId)).toEqual([failed, { ...run, scope: 'other' }]);
    expect(await sweeps.sourceRun(sweepId, 'qr', 'mem')).toBeNull();
  });

  test('an issue is noted once per stage, subject and text', async () => {
    const { sweeps } = await databases.store();
    const { id } = await sweeps.begin({ key: 'k', parameters: null, now: AT });
    const issue = { stage: 'probe' as const, subject: 'a.test', sentence: { zh: '甲', en: 'one' }, at: AT };
    await sweeps.noteIssue(id, issue);
    await sweeps.noteIssue(id, { ...issue, at: LATER });
    await sweeps.noteIssue(id, { ...issue, sentence: { zh: '甲', en: 'two' } });
    expect(await sweeps.issues(id)).toEqual([issue, { ...issue, sentence: { zh: '甲', en: 'two' } }]);
  });
});
