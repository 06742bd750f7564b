/** Schema 4: assessments that a re-scoring replaced, kept so that every change of a verdict can be shown. */
import type { Migration } from 'kysely/migration';
import type { DialectCapabilities } from '../dialect-capabilities.ts';

export function formerAssessments({ idType, idColumn, keyType }: DialectCapabilities): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable('former_assessment')
        .addColumn('id', idType, idColumn)
        .addColumn('sweep_id', 'bigint', (column) => column.notNull().references('sweep.id'))
        .addColumn('host', keyType, (column) => column.notNull())
        .addColumn('replaced_at', 'text', (column) => column.notNull())
        .addColumn('record', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('former_assessment_host')
        .on('former_assessment')
        .columns(['sweep_id', 'host', 'id'])
        .execute();
    },
  };
}
