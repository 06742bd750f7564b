/**
 * Schema 7: a sweep is one kind of occasion. The table keeps its rows and numbers under its wider name, and whatever
 * belonged to a sweep belongs to an occasion from now on: visits, artefacts, jobs, assessments of a single look or a
 * session have a place too.
 */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const TABLES = [
  'source_run',
  'issue',
  'candidate',
  'resolution',
  'probe',
  'registration',
  'job',
  'visit',
  'omission',
  'artifact',
  'assessment',
  'former_assessment',
  'gang_member',
  'gang_mark',
  'gang_link',
] as const;

export function occasions(): Migration {
  return {
    async up(db) {
      await db.schema.alterTable('sweep').renameTo('occasion').execute();
      await db.schema
        .alterTable('occasion')
        .addColumn('kind', 'text', (column) =>
          column
            .notNull()
            .defaultTo('sweep')
            .check(sql`kind in ('sweep', 'search', 'relook', 'session', 'watch')`),
        )
        .execute();
      await db.schema
        .alterTable('occasion')
        .addColumn('legal_mode', 'text', (column) =>
          column
            .notNull()
            .defaultTo('public-view')
            .check(sql`legal_mode in ('public-view', 'online-extraction', 'remote-inspection')`),
        )
        .execute();
      await db.schema.alterTable('occasion').addColumn('purpose', 'text').execute();
      await db.schema.createIndex('occasion_kind').on('occasion').columns(['kind', 'id']).execute();
      for (const table of TABLES) await db.schema.alterTable(table).renameColumn('sweep_id', 'occasion_id').execute();
    },
  };
}
