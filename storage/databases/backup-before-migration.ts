/** A copy of a SQLite database beside it, made before its schema is changed. */
import { access, rename, rm } from 'node:fs/promises';
import { sql, type Kysely } from 'kysely';
import type { Database } from './schema.ts';

/**
 * Writes `<path>.before-<migration>` once, complete or not at all; one that is already there stays: it is older than
 * whatever was begun since. Several processes may do so at once. PostgreSQL has its own tools (pg_dump); there the
 * migrations run in one transaction, as they do here.
 * @returns the copy's path.
 * @throws the database's own error when the disk has no room for the copy: then nothing is changed.
 */
export async function backupBeforeMigration(db: Kysely<Database>, path: string, migration: string): Promise<string> {
  const copy = `${path}.before-${migration}`;
  if (await exists(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  await rm(unfinished, { force: true });
  try {
    await sql`vacuum into ${unfinished}`.execute(db);
    await rename(unfinished, copy);
  } finally {
    await rm(unfinished, { force: true });
  }
  return copy;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
