/** Actors: persons, the tree of units they belong to, and machines; each change is a row of the ledger. */
import { hostname } from 'node:os';
import { sql } from 'kysely';
import type { Selectable, Transaction } from 'kysely';
import type { DatabaseHandle, Reader } from '../databases/database-handle.ts';
import type { ActorTable } from '../databases/people-tables.ts';
import type { Database } from '../databases/schema.ts';
import { storableText } from '../databases/storable-text.ts';
import { appendLedger } from '../ledger/append-ledger.ts';
import type { JsonValue } from '../ledger/ledger-entry.ts';
import { MingjingError } from '../mingjing-error.ts';
import type { Actor, ActorKind, NewActor } from './actor.ts';

/** GB/T 2260: a province, city or county; with three digits more a township, with six a village. */
const REGION = /^\d{6}(?:\d{3}){0,2}$/;
/** Kind and key stand in the ledger and in a unique index. */
const KEY_CHARACTERS = 200;

/** Those who act: added, moved in the tree of units, retired; each change is a row of the ledger. */
export class ActorRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /**
   * @param by the actor that adds it; null = itself (the first one of an installation, a machine).
   * @throws MingjingError ACTOR_INVALID, ACTOR_EXISTS, UNIT_UNKNOWN, ACTOR_UNKNOWN, ACTOR_RETIRED (input).
   */
  async add(actor: NewActor, by: number | null = null): Promise<Actor> {
    check(actor);
    return this.#change(async (transaction) => {
      const unitId = actor.kind === 'machine' ? null : (actor.unitId ?? null);
      if (unitId !== null) await activeUnit(transaction, unitId);
      const row = await transaction
        .insertInto('actor')
        .values({
          kind: actor.kind,
          key: storableText(actor.key),
          name: storableText(actor.name),
          unit_id: unitId,
          region: actor.kind === 'unit' ? (actor.region ?? null) : null,
          added_at: this.#database.capabilities.now,
          retired_at: null,
        })
        .onConflict((conflict) => conflict.columns(['kind', 'key']).doNothing())
        .returningAll()
        .executeTakeFirst();
      if (!row)
        throw new MingjingError('ACTOR_EXISTS', {
          zh: `已有${WORDS[actor.kind].zh} ${actor.key}`,
          en: `there already is a ${actor.kind} ${actor.key}`,
        });
      const { name, region } = row;
      await this.#note(transaction, by ?? row.id, row.id, { change: 'added', name, unitId, region });
      return actorOf(row);
    });
  }

  /** This program on this host, added when it is not there yet. @throws MingjingError ACTOR_RETIRED (input). */
  async machine(): Promise<Actor> {
    const key = hostname();
    const known = await this.find('machine', key);
    if (known) return known;
    try {
      return await this.add({ kind: 'machine', key, name: `明镜 @ ${key}` });
    } catch (error) {
      // another process on this host came first
      const added =
        error instanceof MingjingError && error.code === 'ACTOR_EXISTS' && (await this.find('machine', key));
      if (added) return added;
      throw error;
    }
  }

  /** Null when there is none. */
  async get(id: number): Promise<Actor | null> {
    const row = await this.#database.read.selectFrom('actor').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? actorOf(row) : null;
  }

  /** Null when there is none. */
  async find(kind: ActorKind, key: string): Promise<Actor | null> {
    const actors = this.#database.read.selectFrom('actor').selectAll().where('kind', '=', kind);
    const row = await actors.where('key', '=', storableText(key)).executeTakeFirst();
    return row ? actorOf(row) : null;
  }

  /** Units directly below this one (null: the topmost), retired ones too, in order of their keys. */
  async units(parentId: number | null): Promise<Actor[]> {
    return this.#below(parentId, 'unit');
  }

  /** Persons of exactly this unit, retired ones too, in order of their keys. */
  async persons(unitId: number): Promise<Actor[]> {
    return this.#below(unitId, 'person');
  }

  async #below(unitId: number | null, kind: ActorKind): Promise<Actor[]> {
    const rows = this.#database.read.selectFrom('actor').selectAll().where('kind', '=', kind).orderBy('key');
    const below = unitId === null ? rows.where('unit_id', 'is', null) : rows.where('unit_id', '=', unitId);
    return (await below.execute()).map(actorOf);
  }

  /** The units above a person or unit, from the nearest to the topmost; empty when there are none. */
  async ancestors(id: number): Promise<Actor[]> {
    return (await unitsAbove(this.#database.read, id)).map(actorOf);
  }

  /**
   * A person or a unit, with all below it, into another unit.
   * @param unitId null makes a unit a topmost one.
   * @throws MingjingError UNIT_CYCLE for a unit below itself, ACTOR_INVALID for a machine or a person without unit,
   * UNIT_UNKNOWN, ACTOR_UNKNOWN, ACTOR_RETIRED (input).
   */
  async move(id: number, unitId: number | null, by: number): Promise<void> {
    await this.#change(async (transaction) => {
      const { kind, key, unit_id: from } = await activeActor(transaction, id);
      if (kind === 'machine' || (kind === 'person' && unitId === null)) throw placeless(kind, key);
      if (unitId !== null) {
        const unit = await activeUnit(transaction, unitId);
        const above = await unitsAbove(transaction, unitId);
        if (unitId === id || above.some((ancestor) => ancestor.id === id))
          throw new MingjingError('UNIT_CYCLE', {
            zh: `单位 ${unit.key} 就是 ${key} 或在其之下，不能作为 ${key} 的上级`,
            en: `the unit ${unit.key} is ${key} or below it and cannot stand above it`,
          });
      }
      await transaction.updateTable('actor').set({ unit_id: unitId }).where('id', '=', id).execute();
      await this.#note(transaction, by, id, { change: 'moved', from, to: unitId });
    });
  }

  /**
   * It acts no more; what it did stays. Retiring it again changes nothing.
   * @throws MingjingError UNIT_IN_USE for a unit with somebody below it, ACTOR_UNKNOWN, ACTOR_RETIRED (input).
   */
  async retire(id: number, by: number): Promise<void> {
    await this.#change(async (transaction) => {
      const actor = await knownActor(transaction, id);
      if (actor.retired_at !== null) return;
      const below = await transaction
        .selectFrom('actor')
        .select('key')
        .where('unit_id', '=', id)
        .where('retired_at', 'is', null)
        .limit(1)
        .executeTakeFirst();
      if (below)
        throw new MingjingError('UNIT_IN_USE', {
          zh: `单位 ${actor.key} 之下还有 ${below.key} 等，请先移走或停用`,
          en: `the unit ${actor.key} still has ${below.key} below it: move or retire that first`,
        });
      // who retires itself still has to be able to say so
      await this.#note(transaction, by, id, { change: 'retired' });
      const retired = { retired_at: this.#database.capabilities.now };
      await transaction.updateTable('actor').set(retired).where('id', '=', id).execute();
    });
  }

  /** One change of the tree at a time: two that look first and write then could close a circle together. */
  async #change<T>(work: (transaction: Transaction<Database>) => Promise<T>): Promise<T> {
    return this.#database.transaction(async (transaction) => {
      if (this.#database.capabilities.rowLocks)
        await sql`lock table actor in share row exclusive mode`.execute(transaction);
      return work(transaction);
    });
  }

  async #note(transaction: Transaction<Database>, by: number, id: number, detail: JsonValue): Promise<void> {
    const subject = { kind: 'actor', key: String(id) };
    await appendLedger(transaction, this.#database.capabilities, { actorId: by, action: 'actor', subject, detail });
  }
}

const WORDS = {
  person: { zh: '人员', en: 'person' },
  unit: { zh: '单位', en: 'unit' },
  machine: { zh: '机器', en: 'machine' },
} as const;

function check(actor: NewActor): void {
  const region = actor.kind === 'unit' ? (actor.region ?? null) : null;
  if (actor.key !== '' && actor.key.length <= KEY_CHARACTERS && actor.name !== '')
    if (region === null || REGION.test(region)) return;
  throw new MingjingError('ACTOR_INVALID', {
    zh: `标识应为 1 至 ${KEY_CHARACTERS} 字，名称不得为空，行政区划代码应为 6、9 或 12 位数字，实际为 ${actor.key}、${actor.name}、${region}`,
    en: `a key has 1 to ${KEY_CHARACTERS} characters, a name at least one, a region code 6, 9 or 12 digits; found ${actor.key}, ${actor.name}, ${region}`,
  });
}

function placeless(kind: ActorKind, key: string): MingjingError {
  return new MingjingError('ACTOR_INVALID', {
    zh: `${WORDS[kind].zh} ${key} ${kind === 'machine' ? '不属于任何单位' : '必须属于一个单位'}`,
    en: `the ${kind} ${key} ${kind === 'machine' ? 'belongs to no unit' : 'must belong to a unit'}`,
  });
}

/** @throws MingjingError ACTOR_UNKNOWN (input). */
export async function knownActor(database: Reader, id: number): Promise<Selectable<ActorTable>> {
  const row = await database.selectFrom('actor').selectAll().where('id', '=', id).executeTakeFirst();
  if (row) return row;
  throw new MingjingError('ACTOR_UNKNOWN', { zh: `没有编号为 ${id} 的操作者`, en: `no actor ${id}` });
}

async function activeActor(database: Reader, id: number): Promise<Selectable<ActorTable>> {
  const row = await knownActor(database, id);
  if (row.retired_at === null) return row;
  throw new MingjingError('ACTOR_RETIRED', {
    zh: `${WORDS[row.kind].zh} ${row.key} 已停用`,
    en: `the ${row.kind} ${row.key} is retired`,
  });
}

async function activeUnit(database: Reader, id: number): Promise<Selectable<ActorTable>> {
  const row = await database.selectFrom('actor').selectAll().where('id', '=', id).executeTakeFirst();
  if (row?.kind === 'unit' && row.retired_at === null) return row;
  throw new MingjingError('UNIT_UNKNOWN', {
    zh: `没有编号为 ${id} 的在用单位`,
    en: `no unit ${id} that is in use`,
  });
}

/** From the nearest to the topmost. `union` keeps each unit once, so that even a circle made by hand comes to an end. */
export async function unitsAbove(database: Reader, id: number): Promise<Selectable<ActorTable>[]> {
  const rows = await database
    .withRecursive('above(id, unit_id)', (query) =>
      query
        .selectFrom('actor')
        .select(['actor.id', 'actor.unit_id'])
        .where('actor.id', '=', id)
        .union(
          query
            .selectFrom('actor')
            .innerJoin('above', 'above.unit_id', 'actor.id')
            .select(['actor.id', 'actor.unit_id']),
        ),
    )
    .selectFrom('actor')
    .innerJoin('above', 'above.id', 'actor.id')
    .selectAll('actor')
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const ordered: Selectable<ActorTable>[] = [];
  let next = byId.get(id)?.unit_id ?? null;
  for (; next !== null && ordered.length < rows.length; next = ordered.at(-1)?.unit_id ?? null) {
    const unit = byId.get(next);
    if (!unit) break;
    ordered.push(unit);
  }
  return ordered;
}

function actorOf({
  id,
  kind,
  key,
  name,
  unit_id: unitId,
  region,
  added_at: addedAt,
  retired_at: retiredAt,
}: Selectable<ActorTable>): Actor {
  return { id, kind, key, name, unitId, region, addedAt, retiredAt };
}
