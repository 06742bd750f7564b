/** Databases as earlier versions of the program left them. */
import { Migrator } from 'kysely/migration';
import type { DatabaseHandle } from '../../storage/databases/database-handle.ts';
import { migrations } from '../../storage/databases/migrate.ts';
import type { TestDatabases } from './databases.ts';

/** The URL of a new database that has had the migrations up to this one, e.g. `0005-omissions`, and no later one. */
export async function earlierSchema(databases: TestDatabases, last: string): Promise<string> {
  const url = await databases.newUrl();
  await migrateUpTo(await databases.handle(url), last);
  return url;
}

/** The same for an open, empty database. */
export async function migrateUpTo({ write, capabilities }: DatabaseHandle, last: string): Promise<void> {
  const had = Object.entries(migrations(capabilities)).filter(([name]) => name <= last);
  const migrator = new Migrator({
    db: write,
    provider: { getMigrations: async () => Object.fromEntries(had) },
    migrationTableName: 'mingjing_migration',
    migrationLockTableName: 'mingjing_migration_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error(`no schema ${last}`, { cause: error });
}
