/** Opening: what a good database becomes, and what a bad one says. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite3 from 'sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDatabaseUrl } from '../../storage/databases/database-url.ts';
import { MingjingError } from '../../storage/mingjing-error.ts';
import { openStore } from '../../storage/open-store.ts';
import { onBothDatabases } from './databases.ts';
import { earlierSchema } from './earlier-schema.ts';
import { AT } from './samples.ts';

async function failureOf(url: string): Promise<MingjingError> {
  const error: unknown = await openStore({ url }).then(
    async (store) => store.close(),
    (reason: unknown) => reason,
  );
  if (!(error instanceof MingjingError)) throw new Error(`expected a MingjingError for ${url}`, { cause: error });
  return error;
}

describe('a database that cannot be used', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingjing-open-'));
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  test.each([
    'mysql://root:secret@localhost/x',
    'data/mingjing.db',
    'sqlite:',
    'sqlite::memory:',
    'postgres://',
    'postgres://u:secret@/x',
  ])('%s is not a database URL', async (url) => {
    const error = await failureOf(url);
    expect(error).toMatchObject({ code: 'DATABASE_URL_INVALID', exit: 'usage' });
    expect(JSON.stringify(error.sentence)).not.toContain('secret');
  });

  test('a path under a file is unavailable, and the sentence names it', async () => {
    await writeFile(join(folder, 'file'), '');
    const error = await failureOf(`sqlite:${folder}/file/deeper/x.db`);
    expect(error).toMatchObject({ code: 'DATABASE_UNAVAILABLE', exit: 'environment' });
    expect(error.sentence.zh).toContain(folder);
  });

  test('a folder in the place of the file is unavailable', async () => {
    await mkdir(join(folder, 'folder.db'));
    expect(await failureOf(`sqlite:${folder}/folder.db`)).toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });

  test('a file that is no database is refused and stays as it is', async () => {
    const path = join(folder, 'notes.txt');
    const text = 'not a database at all, but long enough to be looked at\n'.repeat(40);
    await writeFile(path, text);
    expect(await failureOf(`sqlite:${path}`)).toMatchObject({ code: 'DATABASE_INVALID', exit: 'input' });
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  test("another program's database is refused and stays as it is", async () => {
    const path = join(folder, 'browser-history.db');
    await new Promise((resolve) => {
      const database = new sqlite3.Database(path);
      database.exec('create table visits (url text)', () => database.close(resolve));
    });
    const before = await readFile(path);
    expect(await failureOf(`sqlite:${path}`)).toMatchObject({ code: 'DATABASE_INVALID' });
    expect((await readFile(path)).equals(before)).toBe(true);
  });

  test('a PostgreSQL server that is not there is unavailable, and the password is not repeated', async () => {
    const error = await failureOf('postgres://someone:secret@127.0.0.1:1/mingjing');
    expect(error).toMatchObject({ code: 'DATABASE_UNAVAILABLE', exit: 'environment' });
    expect(error.sentence.en).toContain('127.0.0.1:1/mingjing');
    expect(JSON.stringify(error.sentence)).not.toContain('secret');
  });

  test('a relative path is taken from the working directory', () => {
    expect(parseDatabaseUrl('sqlite:data/x.db')).toMatchObject({ path: join(process.cwd(), 'data/x.db') });
    expect(parseDatabaseUrl('sqlite:///var/x.db')).toMatchObject({ path: '/var/x.db' });
  });

  test('missing folders are made, and the file is in write-ahead mode', async () => {
    const store = await openStore({ url: `sqlite:${folder}/a/b/c.db` });
    await store.sweeps.begin({ key: 'k', parameters: null, now: AT });
    expect((await readFile(join(folder, 'a/b/c.db')))[18]).toBe(2); // file format: 2 = WAL (sqlite.org/fileformat.html)
    await store.close();
    await store.close();
  });
});

onBothDatabases((databases) => {
  test('what was written is there when opened again', async () => {
    const url = await databases.newUrl();
    const first = await databases.store(url);
    await first.sweeps.begin({ key: 'k', parameters: { a: 1 }, now: AT });
    await first.close();
    expect(await (await databases.store(url)).sweeps.list()).toEqual([
      { id: 1, key: 'k', parameters: { a: 1 }, startedAt: AT, finishedAt: null, workedSeconds: 0 },
    ]);
  });

  test('several openings at once make one schema', async () => {
    const url = await databases.newUrl();
    const stores = await Promise.all(Array.from({ length: 4 }, async () => databases.store(url)));
    expect(new Set(stores.map((store) => store.dialect))).toEqual(new Set([databases.dialect]));
    expect(await databases.query(url, 'select name from mingjing_migration order by name')).toEqual([
      { name: '0001-initial' },
      { name: '0002-leads' },
      { name: '0003-gangs' },
      { name: '0004-former-assessments' },
      { name: '0005-omissions' },
      { name: '0006-worked-time' },
      { name: '0007-occasions' },
      { name: '0008-subjects' },
      { name: '0009-jobs' },
      { name: '0010-people' },
      { name: '0011-ledger' },
      { name: '0012-documents' },
      { name: '0013-database-world' },
      { name: '0014-decisions' },
    ]);
  });

  test('sweeps of a schema without time worked are kept, their time unknown', async () => {
    const url = await earlierSchema(databases, '0005-omissions');
    await databases.query(url, `insert into sweep (key, parameters, started_at) values ('k', 'null', '${AT}')`);
    const { sweeps } = await databases.store(url);
    expect(await sweeps.get(1)).toMatchObject({ key: 'k', workedSeconds: null });
  });

  test('a schema newer than this code is refused and stays as it is', async () => {
    const url = await databases.newUrl();
    await (await databases.store(url)).close();
    await databases.query(url, `insert into mingjing_migration (name, timestamp) values ('9999-later', '${AT}')`);
    const error = await failureOf(url);
    expect(error).toMatchObject({ code: 'DATABASE_NEWER', exit: 'environment' });
    expect(error.sentence.en).toContain('9999-later');
  });
});
