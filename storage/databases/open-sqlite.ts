/** Opens a SQLite file as a database handle: one writer connection and two readers. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { DatabaseHandle } from './database-handle.ts';
import { foreignDatabase } from './database-failure.ts';
import { DIALECT_CAPABILITIES } from './dialect-capabilities.ts';
import { isOurs } from './migrate.ts';
import type { Database } from './schema.ts';
import { Sqlite3Connection } from './sqlite/sqlite3-connection.ts';
import { Sqlite3Dialect } from './sqlite/sqlite3-dialect.ts';

/** Each reader occupies one of libuv's four threads while it reads; files, names and compression need the others. */
const READERS = 2;

/**
 * Makes the parent directory. Rejects with the system's or the driver's own error, or DATABASE_INVALID for another
 * program's database.
 */
export async function openSqlite(path: string): Promise<DatabaseHandle> {
  await mkdir(dirname(path), { recursive: true });
  await refuseForeign(path);
  const write = new Kysely<Database>({ dialect: new Sqlite3Dialect({ path, connections: 1, readOnly: false }) });
  const read = new Kysely<Database>({ dialect: new Sqlite3Dialect({ path, connections: READERS, readOnly: true }) });
  return new DatabaseHandle(read, write, DIALECT_CAPABILITIES.sqlite);
}

/** Before anything is changed: another program's database must stay as it is. */
async function refuseForeign(path: string): Promise<void> {
  const connection = await Sqlite3Connection.open(path);
  try {
    await connection.all('pragma busy_timeout = 10000');
    const rows = await connection.all<{ name: string }>(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite%'`,
    );
    const names = rows.map((row) => row.name);
    if (!isOurs(names)) throw foreignDatabase(path, `tables: ${names.slice(0, 5).join(', ')}`);
  } finally {
    await connection.close();
  }
}
