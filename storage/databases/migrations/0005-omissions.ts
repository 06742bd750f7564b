/** Schema 5: what could not be looked at, kept until it is made up for. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DialectCapabilities } from '../dialect-capabilities.ts';

export function omissions({ idType, idColumn, keyType }: DialectCapabilities): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable('omission')
        .addColumn('id', idType, idColumn)
        .addColumn('sweep_id', 'bigint', (column) => column.notNull().references('sweep.id'))
        .addColumn('identity', keyType, (column) => column.notNull())
        .addColumn('host', keyType, (column) => column.notNull())
        .addColumn('kind', 'text', (column) =>
          column.notNull().check(sql`kind in ('picture-text', 'qr-codes', 'visit', 'detector')`),
        )
        .addColumn('job_id', 'bigint', (column) => column.references('job.id'))
        .addColumn('visit_id', 'bigint', (column) => column.references('visit.id'))
        .addColumn('url', 'text')
        .addColumn('persona', 'text')
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull().check(sql`state in ('open', 'made-up', 'given-up')`))
        .addColumn('tries', 'integer', (column) => column.notNull())
        .addUniqueConstraint('omission_key', ['sweep_id', 'identity'])
        .execute();
      await db.schema.createIndex('omission_state').on('omission').columns(['sweep_id', 'state', 'id']).execute();
      await db.schema.createIndex('omission_host').on('omission').columns(['sweep_id', 'host', 'id']).execute();
      // sweeps that left something open are looked for when the next one begins
      await db.schema.createIndex('omission_open').on('omission').columns(['state', 'sweep_id']).execute();
    },
  };
}
