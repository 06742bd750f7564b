/** Schema 6: how long a sweep was really worked on, over all the runs it took. */
import type { Migration } from 'kysely/migration';

export function workedTime(): Migration {
  return {
    async up(db) {
      // Null in rows from before this was counted: their pauses can no longer be told from work.
      await db.schema.alterTable('sweep').addColumn('worked_ms', 'bigint').execute();
    },
  };
}
