/** Which world a database belongs to: the live internet or one practice corpus, never both. */
import { MingjingError } from '../mingjing-error.ts';
import type { Sentence } from '../vocabulary/sentence.ts';
import type { DatabaseHandle, Reader } from './database-handle.ts';
import { storableText } from './storable-text.ts';

/** `corpus` null: a practice database from before worlds were kept, whose corpus is not known. */
export type DatabaseWorld = { kind: 'live' } | { kind: 'practice'; corpus: string | null };

/** What practice sweeps' keys begin with: the row itself says that it is practice. */
export const PRACTICE_KEY = 'practice:';

/** Null: the database was not used in any world yet. */
export async function readWorld(database: Reader): Promise<DatabaseWorld | null> {
  const row = await database.selectFrom('database_world').select(['world', 'corpus']).executeTakeFirst();
  if (!row) return null;
  return row.world === 'live' ? { kind: 'live' } : { kind: 'practice', corpus: row.corpus };
}

/**
 * Labels a database at its first use in a world, and a practice database without corpus with the one asked for.
 * @param label names the database in the sentence.
 * @returns the world as it stands now.
 * @throws MingjingError DATABASE_WORLD (input) when it is another one's; nothing is changed then.
 */
export async function claimWorld(handle: DatabaseHandle, world: DatabaseWorld, label: string): Promise<DatabaseWorld> {
  const held = await readWorld(handle.read);
  if (held && sameWorld(held, world)) return held;
  return handle.transaction(async (transaction) => {
    if (held === null && world.kind === 'live') {
      const practice = await transaction
        .selectFrom('occasion')
        .select('id')
        .where('key', '>=', PRACTICE_KEY)
        .where('key', '<', 'practice;')
        .limit(1)
        .executeTakeFirst();
      if (practice) throw otherWorld(label, { kind: 'practice', corpus: null }, world);
    }
    const corpus = world.kind === 'practice' ? storableText(world.corpus) : null;
    await transaction
      .insertInto('database_world')
      .values({ id: 1, world: world.kind, corpus, labelled_at: handle.capabilities.now })
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet({ corpus })
          .where('database_world.world', '=', world.kind)
          .where('database_world.corpus', 'is', null),
      )
      .execute();
    const now = await readWorld(transaction);
    // it was another one's, or has become so since we looked
    if (!now || !sameWorld(now, world)) throw otherWorld(label, now, world);
    return now;
  });
}

/**
 * Within the caller's transaction. @throws MingjingError DATABASE_WORLD (input) for the key of a practice sweep in a live
 * database.
 */
export async function refuseForeignSweep(transaction: Reader, key: string): Promise<void> {
  if (!key.startsWith(PRACTICE_KEY)) return;
  const held = await readWorld(transaction);
  if (held?.kind === 'live') throw otherWorld(null, held, { kind: 'practice', corpus: null });
}

function sameWorld(held: DatabaseWorld, asked: DatabaseWorld): boolean {
  if (held.kind === 'live' || asked.kind === 'live') return held.kind === asked.kind;
  return asked.corpus === null || held.corpus === storableText(asked.corpus);
}

function otherWorld(label: string | null, held: DatabaseWorld | null, asked: DatabaseWorld): MingjingError {
  const [is, wanted] = [named(held), named(asked)];
  const [zh, en] = label === null ? ['', ''] : [` ${label} `, ` ${label}`];
  return new MingjingError('DATABASE_WORLD', {
    zh: `数据库${zh}存的是${is.zh}数据，不能用于${wanted.zh}`,
    en: `The database${en} holds ${is.en} data and cannot be used for ${wanted.en}`,
  });
}

function named(world: DatabaseWorld | null): Sentence {
  if (world?.kind === 'live') return { zh: '实网', en: 'live' };
  const corpus = world?.corpus ?? null;
  return corpus === null ? { zh: '演练', en: 'practice' } : { zh: `演练（${corpus}）`, en: `practice (${corpus})` };
}
