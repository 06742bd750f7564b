/** Schema 10: who acts: persons, the units they belong to, and machines. */
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DialectCapabilities } from '../dialect-capabilities.ts';

export function people({ idType, idColumn, keyType, guard }: DialectCapabilities): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable('actor')
        .addColumn('id', idType, idColumn)
        .addColumn('kind', keyType, (column) => column.notNull())
        .addColumn('key', keyType, (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('unit_id', 'bigint', (column) => column.references('actor.id'))
        .addColumn('region', keyType)
        .addColumn('added_at', 'text', (column) => column.notNull())
        .addColumn('retired_at', 'text')
        .addUniqueConstraint('actor_key', ['kind', 'key'])
        .addCheckConstraint(
          'actor_place',
          sql`(kind = 'unit') or (kind = 'person' and unit_id is not null) or (kind = 'machine' and unit_id is null)`,
        )
        .execute();
      await db.schema.createIndex('actor_unit').on('actor').columns(['unit_id', 'kind', 'key']).execute();
      const guards = [
        guard({
          table: 'actor',
          event: 'update',
          when: 'new.id <> old.id or new.kind <> old.kind or new.key <> old.key',
          because: 'an actor stays who it is',
        }),
        guard({ table: 'actor', event: 'delete', when: null, because: 'an actor is retired, never deleted' }),
      ];
      for (const statement of guards.flat()) await statement.execute(db);
    },
  };
}
