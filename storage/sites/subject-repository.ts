/** Subjects: what is watched and decided on, each once, whoever looked and however often. */
import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import type { Database } from '../databases/schema.ts';
import type { SubjectTable } from '../databases/subject-tables.ts';
import { storableText } from '../databases/storable-text.ts';
import { MingjingError } from '../mingjing-error.ts';
import type { Subject, SubjectKey, SubjectKind } from '../vocabulary/subjects.ts';

const LONGEST_KEY = 1000;

/** What is watched and decided on: noted, found, marked as gone or back. */
export class SubjectRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /**
   * Makes the subject if it is new. `seenAt` = when it was really seen, null = it is only known of; the earliest and
   * the latest such time stay. @throws MingjingError SUBJECT_KEY (input) for an empty or too long key.
   */
  async note(subject: SubjectKey, seenAt: string | null): Promise<Subject> {
    return this.#database.transaction((transaction) => noteSubject(transaction, subject, seenAt));
  }

  async find({ kind, key }: SubjectKey): Promise<Subject | null> {
    const rows = this.#database.read.selectFrom('subject').selectAll().where('kind', '=', kind);
    const row = await rows.where('key', '=', storableText(key)).executeTakeFirst();
    return row ? subjectOf(row) : null;
  }

  async get(id: number): Promise<Subject | null> {
    const row = await this.#database.read.selectFrom('subject').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? subjectOf(row) : null;
  }

  /** By key, at most `limit` after `afterKey`. */
  async list(kind: SubjectKind, { afterKey = '', limit = 500 } = {}): Promise<Subject[]> {
    const rows = this.#database.read.selectFrom('subject').selectAll().where('kind', '=', kind);
    return (await rows.where('key', '>', afterKey).orderBy('key').limit(limit).execute()).map(subjectOf);
  }

  /** Found to be gone: whoever decides that has looked more than once. */
  async gone(id: number, at: string): Promise<void> {
    await this.#database.write.updateTable('subject').set({ gone_at: at }).where('id', '=', id).execute();
  }

  /** Found to be back after it was gone: seen then, too. */
  async back(id: number, at: string): Promise<void> {
    await this.#database.write
      .updateTable('subject')
      .set({ back_at: at, last_seen: sql<string>`case when last_seen >= ${at} then last_seen else ${at} end` })
      .where('id', '=', id)
      .execute();
  }
}

/** Like `note`, within the caller's transaction. */
export async function noteSubject(
  transaction: Transaction<Database>,
  { kind, key }: SubjectKey,
  seenAt: string | null,
): Promise<Subject> {
  const stored = storableText(key);
  if (!isKey(stored)) throw badKey(kind, stored);
  await insertOrSee(transaction, kind, stored, seenAt);
  const row = transaction.selectFrom('subject').selectAll().where('kind', '=', kind).where('key', '=', stored);
  return subjectOf(await row.executeTakeFirstOrThrow());
}

/**
 * Within the caller's transaction: the site of a visited or judged host. What no host can be (nothing, or endless text
 * in its place) is no site; the visit that was tried is kept all the same.
 */
export async function noteSite(transaction: Transaction<Database>, host: string, seenAt: string | null): Promise<void> {
  const key = storableText(host);
  if (isKey(key)) await insertOrSee(transaction, 'site', key, seenAt);
}

const isKey = (key: string): boolean => key !== '' && Buffer.byteLength(key) <= LONGEST_KEY;

async function insertOrSee(database: Kysely<Database>, kind: SubjectKind, key: string, seenAt: string | null) {
  const nothing = { gone_at: null, back_at: null };
  const first = sql<string>`case when subject.first_seen <= excluded.first_seen then subject.first_seen else excluded.first_seen end`;
  const last = sql<string>`case when subject.last_seen >= excluded.last_seen then subject.last_seen else excluded.last_seen end`;
  await database
    .insertInto('subject')
    .values({ kind, key, first_seen: seenAt, last_seen: seenAt, ...nothing })
    .onConflict((conflict) => {
      const known = conflict.columns(['kind', 'key']);
      return seenAt === null ? known.doNothing() : known.doUpdateSet({ first_seen: first, last_seen: last });
    })
    .execute();
}

function badKey(kind: SubjectKind, key: string): MingjingError {
  const found =
    key === '' ? { zh: '为空', en: 'empty' } : { zh: `长 ${key.length} 个字符`, en: `${key.length} characters` };
  return new MingjingError('SUBJECT_KEY', {
    zh: `${kind} 的标识应为 1 至 ${LONGEST_KEY} 字节，实际${found.zh}`,
    en: `the key of a ${kind} must have 1 to ${LONGEST_KEY} bytes, found ${found.en}`,
  });
}

function subjectOf(row: Selectable<SubjectTable>): Subject {
  const { id, kind, key, first_seen: firstSeen, last_seen: lastSeen, gone_at: goneAt, back_at: backAt } = row;
  return { id, kind, key, firstSeen, lastSeen, goneAt, backAt };
}
