/** Schema 14: what people decided on a subject, and which actor an occasion or a job is owed to. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DialectCapabilities } from '../dialect-capabilities.ts';

export function decisions({ idType, idColumn, keyType, guard }: DialectCapabilities): Migration {
  return {
    async up(db) {
      for (const table of ['occasion', 'job'])
        await db.schema
          .alterTable(table)
          .addColumn('actor_id', 'bigint', (column) => column.references('actor.id'))
          .execute();
      await db.schema
        .createTable('decision')
        .addColumn('id', idType, idColumn)
        .addColumn('subject_id', 'bigint', (column) => column.notNull().references('subject.id'))
        .addColumn('occasion_id', 'bigint', (column) => column.references('occasion.id'))
        .addColumn('actor_id', 'bigint', (column) => column.notNull().references('actor.id'))
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('verdict', keyType)
        .addColumn('reason', 'text', (column) => column.notNull().check(sql`reason <> ''`))
        .execute();
      await db.schema.createIndex('decision_subject').on('decision').columns(['subject_id', 'id']).execute();
      // a dossier reads what was judged of one host on any occasion
      await db.schema.createIndex('assessment_of_host').on('assessment').columns(['host', 'occasion_id']).execute();
      await db.schema.createIndex('former_of_host').on('former_assessment').columns(['host', 'id']).execute();
      const because = 'a decision is withdrawn by another one, never changed';
      for (const event of ['update', 'delete'] as const)
        for (const statement of guard({ table: 'decision', event, when: null, because })) await statement.execute(db);
    },
  };
}
