/** Transactions: whole or not at all, apart from readers, repeated when the database undid them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { DatabaseHandle } from '../../../storage/databases/database-handle.ts';
import { onBothDatabases } from '../databases.ts';
import type { TestDatabases } from '../databases.ts';
import { AT, SWEEP } from '../samples.ts';

async function begun(databases: TestDatabases) {
  const url = await databases.newUrl();
  const { sweeps } = await databases.store(url);
  await sweeps.begin({ key: 'a', parameters: null, now: AT });
  await sweeps.begin({ key: 'b', parameters: null, now: AT });
  return { url, handle: await databases.handle(url) };
}

const keys = async ({ read }: DatabaseHandle) =>
  (await read.selectFrom('occasion').select('key').orderBy('id').execute()).map((row) => row.key);
const rename = { key: 'changed' };

onBothDatabases((databases) => {
  test('readers see nothing of a transaction before its end, and need not wait for it', async () => {
    const { handle } = await begun(databases);
    await handle.transaction(async (transaction) => {
      await transaction.updateTable('occasion').set(rename).where('id', '=', 1).execute();
      expect(await keys(handle)).toEqual(['a', 'b']);
    });
    expect(await keys(handle)).toEqual(['changed', 'b']);
  });

  test('a transaction that fails leaves nothing, and the next one works', async () => {
    const { handle } = await begun(databases);
    const failing = handle.transaction(async (transaction) => {
      await transaction.updateTable('occasion').set(rename).where('id', '=', 1).execute();
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    await expect(
      handle.write
        .insertInto('occasion')
        .values({ ...SWEEP, key: 'a', parameters: '', started_at: AT, finished_at: null })
        .execute(),
    ).rejects.toThrow(/unique/i);
    await handle.transaction(async (transaction) =>
      transaction.updateTable('occasion').set(rename).where('id', '=', 2).execute(),
    );
    expect(await keys(handle)).toEqual(['a', 'changed']);
  });

  test('writers of two processes take turns', async () => {
    const { url, handle } = await begun(databases);
    const other = await databases.handle(url);
    const order: string[] = [];
    const write = async (database: DatabaseHandle, name: string) =>
      database.transaction(async (transaction) => {
        await transaction.updateTable('occasion').set({ key: name }).where('id', '=', 1).execute();
        order.push(`${name} begins`);
        await sleep(50);
        order.push(`${name} ends`);
      });
    await Promise.all([write(handle, 'x'), write(other, 'y'), write(handle, 'z')]);
    expect(order.map((entry) => entry.slice(2))).toEqual(['begins', 'ends', 'begins', 'ends', 'begins', 'ends']);
  });

  test.runIf(databases.dialect === 'sqlite')('the readers of a SQLite file cannot write', async () => {
    const { handle } = await begun(databases);
    await expect(handle.read.deleteFrom('occasion').execute()).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });

  test.runIf(databases.dialect === 'postgres')(
    'of two transactions that wait for each other, the one undone runs again',
    async () => {
      const { handle } = await begun(databases);
      let [runs, holding] = [0, 0];
      const bothHold = Promise.withResolvers<void>();
      const lockBoth = async (first: number, second: number) =>
        handle.transaction(async (transaction) => {
          runs += 1;
          await transaction.updateTable('occasion').set({ parameters: '1' }).where('id', '=', first).execute();
          holding += 1;
          // only when each has its first row can they meet; whoever runs again waits no more
          if (holding >= 2) bothHold.resolve();
          await bothHold.promise;
          await transaction.updateTable('occasion').set({ parameters: '1' }).where('id', '=', second).execute();
        });
      await Promise.all([lockBoth(1, 2), lockBoth(2, 1)]);
      expect(runs).toBeGreaterThan(2);
      const rows = await handle.read.selectFrom('occasion').select('parameters').execute();
      expect(rows).toEqual([{ parameters: '1' }, { parameters: '1' }]);
    },
  );
});
