/** Schema 11: the ledger, one hash-linked chain of rows that the database itself neither changes nor takes away. */
import type { Migration } from 'kysely/migration';
import type { DialectCapabilities } from '../dialect-capabilities.ts';

export function ledger({ idType, keyType, guard }: DialectCapabilities): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable('ledger')
        // numbered by the append, not by a sequence: a sequence leaves gaps where transactions were undone
        .addColumn('seq', idType, (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('behind_ms', 'bigint', (column) => column.notNull())
        .addColumn('actor_id', 'bigint', (column) => column.notNull().references('actor.id'))
        .addColumn('actor', keyType, (column) => column.notNull())
        .addColumn('action', keyType, (column) => column.notNull())
        .addColumn('subject_kind', keyType, (column) => column.notNull())
        .addColumn('subject_key', keyType, (column) => column.notNull())
        .addColumn('detail', 'text', (column) => column.notNull())
        .addColumn('previous_hash', keyType, (column) => column.notNull())
        .addColumn('hash', keyType, (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex('ledger_subject')
        .on('ledger')
        .columns(['subject_kind', 'subject_key', 'seq'])
        .execute();
      await db.schema.createIndex('ledger_actor').on('ledger').columns(['actor_id', 'seq']).execute();
      const guards = [
        // also what keeps SQLite's `insert or replace` out, which takes rows away without a delete trigger
        guard({
          table: 'ledger',
          event: 'insert',
          when: 'new.seq <> (select coalesce(max(seq), 0) + 1 from ledger)',
          because: 'the ledger is only continued at its end',
        }),
        guard({ table: 'ledger', event: 'update', when: null, because: 'the ledger is append-only' }),
        guard({ table: 'ledger', event: 'delete', when: null, because: 'the ledger is append-only' }),
      ];
      for (const statement of guards.flat()) await statement.execute(db);
    },
  };
}
