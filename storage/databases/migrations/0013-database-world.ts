/** Schema 13: whether a database holds live or practice data, told from the sweeps it already holds. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { DialectCapabilities } from '../dialect-capabilities.ts';

/** What sweeps were begun for when this migration was written. */
const PURPOSES = ['sweep', 'eval'];

export function databaseWorld({ keyType, guard, now }: DialectCapabilities): Migration {
  return {
    async up(db) {
      await db.schema
        .createTable('database_world')
        .addColumn('id', 'integer', (column) => column.primaryKey().check(sql`id = 1`))
        .addColumn('world', keyType, (column) => column.notNull().check(sql`world in ('live', 'practice')`))
        // null in a practice database that was labelled here: a key does not say its corpus
        .addColumn('corpus', keyType)
        .addColumn('labelled_at', 'text', (column) => column.notNull())
        .addCheckConstraint('database_world_corpus', sql`world = 'practice' or corpus is null`)
        .execute();
      const world = await worldOfSweeps(db);
      if (world !== null)
        await sql`insert into database_world (id, world, labelled_at) values (1, ${world}, ${now})`.execute(db);
      const guards = [
        guard({
          table: 'database_world',
          event: 'update',
          when: "new.id <> old.id or new.world <> old.world or coalesce(new.corpus, '') <> coalesce(old.corpus, new.corpus, '')",
          because: 'a database stays in its world',
        }),
        guard({ table: 'database_world', event: 'delete', when: null, because: 'a database stays in its world' }),
      ];
      for (const statement of guards.flat()) await statement.execute(db);
    },
  };
}

/**
 * Live as soon as one sweep is: a key is the digest of world, purpose, platforms, sources and keywords, of which all
 * but world and purpose stand in the parameters, so that of a live sweep can be made again. Practice when one went out
 * by the range's exit and none is live. Null when there is no sweep, or none that says either.
 */
async function worldOfSweeps(db: Kysely<unknown>): Promise<'live' | 'practice' | null> {
  const { rows } = await sql<{
    key: string;
    parameters: string;
  }>`select key, parameters from occasion order by id`.execute(db);
  const worlds = rows.map(({ key, parameters }) => worldOf(key, parameters));
  return worlds.find((world) => world === 'live') ?? worlds.find((world) => world === 'practice') ?? null;
}

function worldOf(key: string, text: string): 'live' | 'practice' | null {
  const parameters = parsed(text);
  if (typeof parameters !== 'object' || parameters === null || !('exit' in parameters)) return null;
  const { targets, sources, keywords, exit } = parameters as Record<string, unknown>;
  const live = PURPOSES.map((purpose) => digest(['live', purpose, targets, sources, keywords]));
  if (live.includes(key)) return 'live';
  return exit === 'range' ? 'practice' : null;
}

/** Null for what no version wrote: it says nothing of a world. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
