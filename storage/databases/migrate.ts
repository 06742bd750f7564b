/** Brings a database to this code's schema, and refuses one that a newer version has already changed. */
import type { Migration } from 'kysely/migration';
import { sql, type Kysely } from 'kysely';
import { openingFailure } from './database-failure.ts';
import type { DialectCapabilities } from './dialect-capabilities.ts';
import { MingjingError } from '../mingjing-error.ts';
import { initial } from './migrations/0001-initial.ts';
import { leads } from './migrations/0002-leads.ts';
import { gangs } from './migrations/0003-gangs.ts';
import { formerAssessments } from './migrations/0004-former-assessments.ts';
import { omissions } from './migrations/0005-omissions.ts';
import { workedTime } from './migrations/0006-worked-time.ts';
import { occasions } from './migrations/0007-occasions.ts';
import { subjects } from './migrations/0008-subjects.ts';
import { jobs } from './migrations/0009-jobs.ts';
import { people } from './migrations/0010-people.ts';
import { ledger } from './migrations/0011-ledger.ts';
import { documents } from './migrations/0012-documents.ts';
import { databaseWorld } from './migrations/0013-database-world.ts';
import { decisions } from './migrations/0014-decisions.ts';
import type { Database } from './schema.ts';

/** Which migrations a database has had. */
export const MIGRATION_TABLE = 'mingjing_migration';

/** In order; a published one is never changed, only followed by the next. */
export function migrations(capabilities: DialectCapabilities): Record<string, Migration> {
  return {
    '0001-initial': initial(capabilities),
    '0002-leads': leads(capabilities),
    '0003-gangs': gangs(capabilities),
    '0004-former-assessments': formerAssessments(capabilities),
    '0005-omissions': omissions(capabilities),
    '0006-worked-time': workedTime(),
    '0007-occasions': occasions(),
    '0008-subjects': subjects(capabilities),
    '0009-jobs': jobs(capabilities),
    '0010-people': people(capabilities),
    '0011-ledger': ledger(capabilities),
    '0012-documents': documents(capabilities),
    '0013-database-world': databaseWorld(capabilities),
    '0014-decisions': decisions(capabilities),
  };
}

/**
 * Runs the migrations this database has not had, all in one transaction; several processes may do so at once, and after
 * a kill the next opening begins anew. `backup` is called with the first of them before a database that holds anything
 * is changed; null = none is made.
 * Throws DATABASE_NEWER when it has had one we do not know, and an opening failure when a migration fails.
 */
export async function migrate(
  db: Kysely<Database>,
  capabilities: DialectCapabilities,
  label: string,
  backup: ((migration: string) => Promise<unknown>) | null = null,
): Promise<void> {
  const known = migrations(capabilities);
  const executed = await executedMigrations(db);
  refuseNewer(executed, known, label);
  // nearly every opening: a migration that was once had is never taken back, so nothing can change behind this look
  const next = Object.keys(known).find((name) => !executed.includes(name));
  if (next === undefined) return;
  if (executed.length > 0) await backup?.(next);
  const { Migrator } = await import('kysely/migration');
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => known },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: `${MIGRATION_TABLE}_lock`,
  });
  const { error } = await withReferencesUnchecked(db, capabilities, () => migrator.migrateToLatest());
  if (error !== undefined) throw openingFailure(error, label);
}

/** A table that is made anew is missing for a moment; the migration itself checks what refers to it (0009-jobs.ts). */
async function withReferencesUnchecked<T>(
  db: Kysely<Database>,
  { altersConstraints }: DialectCapabilities,
  work: () => Promise<T>,
): Promise<T> {
  if (altersConstraints) return work();
  await sql`pragma foreign_keys = off`.execute(db);
  try {
    return await work();
  } finally {
    await sql`pragma foreign_keys = on`.execute(db);
  }
}

/** Whether `tables` are those of a Mingjing database (or none at all). */
export function isOurs(tables: readonly string[]): boolean {
  return tables.length === 0 || tables.some((name) => name.startsWith(MIGRATION_TABLE));
}

async function executedMigrations(db: Kysely<Database>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === MIGRATION_TABLE)) return [];
  const executed = await db
    .withTables<{ [MIGRATION_TABLE]: { name: string } }>()
    .selectFrom(MIGRATION_TABLE)
    .select('name')
    .execute();
  return executed.map((row) => row.name);
}

function refuseNewer(executed: readonly string[], known: Record<string, Migration>, label: string): void {
  const unknown = executed.filter((name) => !(name in known));
  if (unknown.length === 0) return;
  throw new MingjingError('DATABASE_NEWER', {
    zh: `数据库 ${label} 由更新版本的明镜建立（含本版本不认识的结构变更 ${unknown.join('、')}），请升级明镜后再用`,
    en: `The database ${label} was written by a newer Mingjing (schema change unknown to this version: ${unknown.join(', ')}); upgrade to use it`,
  });
}
