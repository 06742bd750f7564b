/** Practice data never enters a live database, and a live sweep no practice one. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { DatabaseWorld } from '../../../storage/databases/database-world.ts';
import { openStore } from '../../../storage/open-store.ts';
import { onBothDatabases } from '../databases.ts';
import { earlierSchema } from '../earlier-schema.ts';
import { AT } from '../samples.ts';

const LIVE: DatabaseWorld = { kind: 'live' };
const FIRST: DatabaseWorld = { kind: 'practice', corpus: 'first' };
const SECOND: DatabaseWorld = { kind: 'practice', corpus: 'second' };

const PARAMETERS = { targets: ['mem-cx'], sources: ['permutations', 'search'], keywords: ['免考'] };
const keyOf = (world: string, purpose: string) =>
  createHash('sha256')
    .update(JSON.stringify([world, purpose, PARAMETERS.targets, PARAMETERS.sources, PARAMETERS.keywords]))
    .digest('hex');

onBothDatabases((databases) => {
  /** Opens and closes. */
  async function use(url: string, world?: DatabaseWorld): Promise<DatabaseWorld | null> {
    const store = await openStore(world ? { url, world } : { url });
    await store.close();
    return store.world;
  }

  /** A database from before worlds were kept, holding these sweeps. */
  async function earlier(sweeps: { key: string; exit: string }[]): Promise<string> {
    const url = await earlierSchema(databases, '0012-documents');
    for (const { key, exit } of sweeps)
      await databases.query(
        url,
        `insert into occasion (key, parameters, started_at) values ('${key}', '${JSON.stringify({ ...PARAMETERS, exit })}', '${AT}')`,
      );
    return url;
  }

  test('the first use in a world labels a database for good', async () => {
    const url = await databases.newUrl();
    expect(await use(url)).toBeNull();
    expect(await use(url, LIVE)).toEqual(LIVE);
    expect(await use(url, LIVE)).toEqual(LIVE);
    expect(await use(url)).toEqual(LIVE);
    for (const statement of ["update database_world set world = 'practice'", 'delete from database_world'])
      await expect(databases.query(url, statement)).rejects.toThrow(/stays in its world/);
  });

  test.each([
    [LIVE, FIRST, /实网数据，不能用于演练（first）/],
    [FIRST, LIVE, /演练（first）数据，不能用于实网/],
    [FIRST, SECOND, /演练（first）数据，不能用于演练（second）/],
  ])('one of %j is not opened as %j, and the sentence names both and the database', async (held, asked, sentence) => {
    const url = await databases.newUrl();
    await use(url, held);
    const error = await use(url, asked).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'DATABASE_WORLD', exit: 'input' });
    expect((error as { sentence: { zh: string } }).sentence.zh).toMatch(sentence);
    expect((error as { sentence: { en: string } }).sentence.en).toContain(url.split('/').at(-1));
    expect(await use(url, held)).toEqual(held);
  });

  test('of two worlds that open an empty database at once one gets it', async () => {
    const url = await databases.newUrl();
    await use(url);
    const opened = await Promise.allSettled([use(url, LIVE), use(url, FIRST), use(url, LIVE), use(url, FIRST)]);
    const worlds = opened.flatMap((result) => (result.status === 'fulfilled' ? [JSON.stringify(result.value)] : []));
    expect(worlds).toHaveLength(2);
    expect(new Set(worlds)).toEqual(new Set([JSON.stringify(await use(url))]));
  });

  test('a practice sweep cannot begin in a live database, and one that is there keeps it from becoming live', async () => {
    const url = await databases.newUrl();
    await use(url, LIVE);
    const live = await databases.store(url);
    const practice = { key: `practice:${keyOf('first 1', 'eval')}`, parameters: null, now: AT };
    await expect(live.sweeps.begin(practice)).rejects.toMatchObject({ code: 'DATABASE_WORLD', exit: 'input' });
    expect(await live.sweeps.list()).toEqual([]);
    expect(await live.sweeps.begin({ ...practice, key: keyOf('live', 'sweep') })).toMatchObject({ resumed: false });

    const unlabelled = await databases.newUrl();
    await (await databases.store(unlabelled)).sweeps.begin(practice);
    await expect(use(unlabelled, LIVE)).rejects.toMatchObject({ code: 'DATABASE_WORLD' });
    expect(await use(unlabelled, FIRST)).toEqual(FIRST);
  });

  test('an earlier database is labelled by its sweeps', async () => {
    const swept = await earlier([{ key: keyOf('live', 'sweep'), exit: 'direct' }]);
    expect(await use(swept)).toEqual(LIVE);
    await expect(use(swept, FIRST)).rejects.toMatchObject({ code: 'DATABASE_WORLD' });

    const practised = await earlier([{ key: keyOf('first 1', 'eval'), exit: 'range' }]);
    expect(await use(practised)).toEqual({ kind: 'practice', corpus: null });
    await expect(use(practised, LIVE)).rejects.toMatchObject({ code: 'DATABASE_WORLD' });
    expect(await use(practised, FIRST)).toEqual(FIRST);
    await expect(use(practised, SECOND)).rejects.toMatchObject({ code: 'DATABASE_WORLD' });

    const mixed = [
      { key: keyOf('first 1', 'eval'), exit: 'range' },
      { key: keyOf('live', 'sweep'), exit: 'direct' },
    ];
    expect(await use(await earlier(mixed))).toEqual(LIVE);
    expect(await use(await earlier([]))).toBeNull();
    expect(await use(await earlier([{ key: 'k', exit: 'direct' }]))).toBeNull();
  });
});
