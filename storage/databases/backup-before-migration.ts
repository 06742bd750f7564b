/** A copy of a SQLite database beside it, made before its schema is changed. */
import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sql, type Kysely } from 'kysely';
import { isProcessAlive } from './is-process-alive.ts';
import { MIGRATION_TABLE } from './migrate.ts';
import type { Database } from './schema.ts';
import { Sqlite3Connection } from './sqlite/sqlite3-connection.ts';

/**
 * Writes `<path>.before-<migration>`, whole or not at all, in the place of one that an attempt which failed has left.
 * Several processes may do so at once: a copy that turns out to be of the changed database is thrown away. PostgreSQL
 * has its own tools (pg_dump); there the migrations run in one transaction, as they do here.
 * @throws the database's own error when the disk has no room for the copy: then nothing is changed.
 */
export async function backupBeforeMigration(db: Kysely<Database>, path: string, migration: string): Promise<void> {
  const copy = `${path}.before-${migration}`;
  await removeLeftovers(copy);
  const unfinished = `${copy}.${process.pid}-${randomUUID()}.part`;
  try {
    await sql`vacuum into ${unfinished}`.execute(db);
    if (!(await hasHad(unfinished, migration))) await rename(unfinished, copy);
  } finally {
    for (const left of [unfinished, `${unfinished}-journal`]) await rm(left, { force: true });
  }
}

/** Another process may have migrated the database between the look that found it old and the copy. */
async function hasHad(copy: string, migration: string): Promise<boolean> {
  const connection = await Sqlite3Connection.open(copy);
  try {
    const had = await connection.all<{ name: string }>(`select name from ${MIGRATION_TABLE}`);
    return had.some(({ name }) => name === migration);
  } finally {
    await connection.close();
  }
}

/** What copies of processes that are gone have left unfinished. */
async function removeLeftovers(copy: string): Promise<void> {
  const folder = dirname(copy);
  for (const name of await readdir(folder)) {
    const pid = name.startsWith(`${basename(copy)}.`)
      ? /\.(\d+)-[\da-f-]+\.part(?:-journal)?$/.exec(name)?.[1]
      : undefined;
    if (pid !== undefined && !isProcessAlive(Number(pid))) await rm(join(folder, name), { force: true });
  }
}
