/** Schema 3: gangs that keep their number over sweeps: who belonged when, what each carried, and what tied them. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DialectCapabilities } from '../dialect-capabilities.ts';

export function gangs({ idType, keyType }: DialectCapabilities): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable('gang')
        .addColumn('number', idType, (column) => column.primaryKey())
        .addColumn('created_sweep', 'bigint', (column) => column.notNull().references('sweep.id'))
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('merged_into', 'bigint', (column) => column.references('gang.number'))
        .addColumn('merged_sweep', 'bigint', (column) => column.references('sweep.id'))
        .addCheckConstraint('gang_merged', sql`(merged_into is null) = (merged_sweep is null)`)
        .execute();
      await db.schema
        .createTable('gang_member')
        .addColumn('gang', 'bigint', (column) => column.notNull().references('gang.number'))
        .addColumn('sweep_id', 'bigint', (column) => column.notNull().references('sweep.id'))
        .addColumn('host', keyType, (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull().check(sql`role in ('member', 'victim', 'possible')`))
        .addPrimaryKeyConstraint('gang_member_key', ['gang', 'sweep_id', 'host'])
        .execute();
      await db.schema
        .createTable('gang_mark')
        .addColumn('gang', 'bigint', (column) => column.notNull().references('gang.number'))
        .addColumn('sweep_id', 'bigint', (column) => column.notNull().references('sweep.id'))
        .addColumn('host', keyType, (column) => column.notNull())
        .addColumn('identity', keyType, (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('value', 'text', (column) => column.notNull())
        .addColumn('weight', 'double precision', (column) => column.notNull())
        .addPrimaryKeyConstraint('gang_mark_key', ['gang', 'sweep_id', 'host', 'identity'])
        .execute();
      await db.schema
        .createTable('gang_link')
        .addColumn('gang', 'bigint', (column) => column.notNull().references('gang.number'))
        .addColumn('sweep_id', 'bigint', (column) => column.notNull().references('sweep.id'))
        .addColumn('host', keyType, (column) => column.notNull())
        .addColumn('other_host', keyType, (column) => column.notNull())
        .addColumn('weight', 'double precision', (column) => column.notNull())
        .addColumn('marks', 'text', (column) => column.notNull())
        .addColumn('because', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('gang_link_key', ['gang', 'sweep_id', 'host', 'other_host'])
        .execute();
      // One sweep's part is read, and replaced, as a whole.
      for (const table of ['gang_member', 'gang_mark', 'gang_link'])
        await db.schema.createIndex(`${table}_sweep`).on(table).column('sweep_id').execute();
    },
  };
}
