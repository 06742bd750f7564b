/** Occasions: who looked, why and under which legal mode. Sweeps have more to them: sweep-repository.ts. */
import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { DatabaseHandle } from '../databases/database-handle.ts';
import type { OccasionTable } from '../databases/schema.ts';
import { storableText } from '../databases/storable-text.ts';
import type { LegalMode, Occasion, OccasionKind } from '../vocabulary/occasions.ts';

/** A look that is no sweep, as it begins. */
export interface NewOccasion {
  kind: Exclude<OccasionKind, 'sweep'>;
  legalMode: LegalMode;
  /** Why, in the words of whoever begins it; null where the kind says it all. */
  purpose: string | null;
  /** Who looks; null = this program by itself. */
  actorId: number | null;
  /** ISO 8601 UTC. */
  startedAt: string;
}

/** Looks of any kind: begun, ended, read. */
export class OccasionRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /** Every call begins one: unlike a sweep, a look is never the same as an earlier one. */
  async begin({ kind, legalMode, purpose, actorId, startedAt }: NewOccasion): Promise<Occasion> {
    const row = await this.#database.write
      .insertInto('occasion')
      .values({
        kind,
        legal_mode: legalMode,
        purpose: storableText(purpose),
        key: `${kind}:${randomUUID()}`,
        parameters: 'null',
        started_at: startedAt,
        finished_at: null,
        worked_ms: null,
        actor_id: actorId,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return occasionOf(row);
  }

  /** The first time stands when repeated. */
  async finish(id: number, at: string): Promise<void> {
    await finishOccasion(this.#database, id, at);
  }

  /** Of any kind, sweeps too. */
  async get(id: number): Promise<Occasion | null> {
    const row = await this.#database.read.selectFrom('occasion').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? occasionOf(row) : null;
  }

  /** Oldest first. */
  async list(kind: OccasionKind): Promise<Occasion[]> {
    const rows = this.#database.read.selectFrom('occasion').selectAll().where('kind', '=', kind).orderBy('id');
    return (await rows.execute()).map(occasionOf);
  }
}

/** Of any kind. The first time stands when repeated. */
export async function finishOccasion(database: DatabaseHandle, id: number, at: string): Promise<void> {
  await database.write
    .updateTable('occasion')
    .set({ finished_at: at })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .execute();
}

function occasionOf(row: Selectable<OccasionTable>): Occasion {
  const { id, kind, legal_mode: legalMode, purpose, actor_id: actorId } = row;
  return { id, kind, legalMode, purpose, actorId, startedAt: row.started_at, finishedAt: row.finished_at };
}
