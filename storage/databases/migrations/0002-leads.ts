/**
 * Schema 2: reported addresses with everything said about each, the photos handed in, and where a source stood in
 * earlier sweeps.
 */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DialectCapabilities } from '../dialect-capabilities.ts';

export function leads(capabilities: DialectCapabilities): Migration {
  const { idType, idColumn, keyType } = capabilities;
  return {
    async up(db) {
      await db.schema
        .createTable('lead')
        .addColumn('id', idType, idColumn)
        .addColumn('identity', keyType, (column) => column.notNull().unique())
        .addColumn('kind', 'text', (column) => column.notNull().check(sql`kind in ('name', 'entry')`))
        .addColumn('target', 'text', (column) => column.notNull())
        .addColumn('host', keyType, (column) => column.notNull())
        .addColumn('added_at', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('lead_report')
        .addColumn('id', idType, idColumn)
        .addColumn('lead_id', 'bigint', (column) => column.notNull().references('lead.id'))
        .addColumn('identity', keyType, (column) => column.notNull())
        .addColumn('origin', 'text', (column) => column.notNull().check(sql`origin in ('add', 'import', 'photo')`))
        .addColumn('channel', 'text')
        .addColumn('received_at', 'text')
        .addColumn('note', 'text')
        .addColumn('reported', 'text')
        .addColumn('file', 'text')
        .addColumn('place', 'text')
        .addColumn('photo', keyType, (column) => column.references('blob.digest'))
        .addColumn('recorded_at', 'text', (column) => column.notNull())
        .addUniqueConstraint('lead_report_identity', ['lead_id', 'identity'])
        .execute();
      await db.schema
        .createTable('lead_photo')
        .addColumn('id', idType, idColumn)
        .addColumn('digest', keyType, (column) => column.notNull().unique().references('blob.digest'))
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('media_type', 'text', (column) => column.notNull())
        .addColumn('codes', 'text', (column) => column.notNull())
        .addColumn('recorded_at', 'text', (column) => column.notNull())
        .execute();
      // A source that follows something asks where the latest sweep before this one stood.
      await db.schema
        .createIndex('source_run_latest')
        .on('source_run')
        .columns(['source', 'scope', 'sweep_id'])
        .execute();
    },
  };
}
