/** Runs storage tests on both databases: each test gets stores on an empty database of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { sql } from 'kysely';
import type { DatabaseHandle } from '../../storage/databases/database-handle.ts';
import { openPostgres } from '../../storage/databases/open-postgres.ts';
import { openSqlite } from '../../storage/databases/open-sqlite.ts';
import { openStore } from '../../storage/open-store.ts';
import type { Store } from '../../storage/open-store.ts';
import { PostgresServer } from './postgres-server.ts';

export interface TestDatabases {
  dialect: 'sqlite' | 'postgres';
  /** The URL of a new, empty database. */
  newUrl(): Promise<string>;
  /** A store on `url`, or on a new database; closed after the test. */
  store(url?: string): Promise<Store>;
  /** A handle of its own, without schema unless a store was opened on `url`; closed after the test. */
  handle(url: string): Promise<DatabaseHandle>;
  /** The rows behind the repositories, or any statement of one's own. */
  query<R>(url: string, text: string): Promise<R[]>;
}

/** Declares the same tests once per database. */
export function onBothDatabases(declare: (databases: TestDatabases) => void): void {
  describe('on SQLite', () => {
    declareOn('sqlite', declare);
  });
  describe('on PostgreSQL', () => {
    declareOn('postgres', declare);
  });
}

function declareOn(dialect: TestDatabases['dialect'], declare: (databases: TestDatabases) => void): void {
  let folder = '';
  let server: PostgresServer | undefined;
  let files = 0;
  const open: Store[] = [];
  const handles: DatabaseHandle[] = [];
  const queried = new Map<string, DatabaseHandle>();

  beforeAll(async () => {
    if (dialect === 'postgres') server = await PostgresServer.start();
    else folder = await mkdtemp(join(tmpdir(), 'mingjing-storage-'));
  });
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
    for (const handle of handles.splice(0)) await handle.close();
    queried.clear();
  });
  afterAll(async () => {
    await server?.stop();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  const newUrl = async () => (server ? server.newDatabase() : `sqlite:${join(folder, `${(files += 1)}.db`)}`);
  const handle = async (url: string) => {
    const opened = server ? openPostgres(url) : await openSqlite(url.slice('sqlite:'.length));
    handles.push(opened);
    return opened;
  };
  declare({
    dialect,
    newUrl,
    handle,
    async store(url) {
      const store = await openStore({ url: url ?? (await newUrl()) });
      open.push(store);
      return store;
    },
    async query<R>(url: string, text: string) {
      const asking = queried.get(url) ?? (await handle(url));
      queried.set(url, asking);
      const result = await asking.write.executeQuery(sql.raw<R>(text).compile(asking.write));
      return result.rows;
    },
  });
}
