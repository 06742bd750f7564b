/** Gangs over sweeps: a cluster that contains a known gang keeps its id; two that turn out to be one keep the older. */
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { batches } from '../databases/batches.ts';
import type { DatabaseHandle, Reader } from '../databases/database-handle.ts';
import type { Gang, GangDetail, GangLink, GangMember, GangRole, NewGang, WeighedMark } from './gang-shapes.ts';
import { recordIdentity } from '../databases/record-identity.ts';
import type { Database, GangLinkTable, GangTable } from '../databases/schema.ts';
import { storableText } from '../databases/storable-text.ts';
import type { Sentence } from '../vocabulary/sentence.ts';

const DIGITS = 4;
const idOf = (number: number): string => `G-${String(number).padStart(DIGITS, '0')}`;
const ROLES: readonly GangRole[] = ['member', 'victim', 'possible'];

/** The gangs of all sweeps. A gang's id (`G-0001` …) is given once and outlives every sweep. */
export class GangRepository {
  readonly #database: DatabaseHandle;

  constructor(database: DatabaseHandle) {
    this.#database = database;
  }

  /**
   * Gangs as they stood before this sweep, oldest first, with everything their members ever carried. Victims and
   * possible members are left out.
   */
  async knownBefore(
    sweepId: number,
  ): Promise<{ id: string; members: { host: string; marks: { kind: string; value: string }[] }[] }[]> {
    const { read } = this.#database;
    const heads = headsOf(await read.selectFrom('gang').selectAll().orderBy('number').execute(), sweepId);
    const members = await read
      .selectFrom('gang_member')
      .select(['gang', 'host'])
      .distinct()
      .where('occasion_id', '<', sweepId)
      .where('role', '=', 'member')
      .orderBy('host')
      .execute();
    const marks = await read
      .selectFrom('gang_mark')
      .select(['gang', 'host', 'kind', 'value'])
      .distinct()
      .where('occasion_id', '<', sweepId)
      .orderBy('host')
      .orderBy('kind')
      .orderBy('value')
      .execute();
    const carried = Map.groupBy(marks, ({ gang, host }) => `${heads.get(gang)} ${host}`);
    const byHead = Map.groupBy(members, ({ gang }) => heads.get(gang) ?? gang);
    return [...byHead]
      .toSorted(([a], [b]) => a - b)
      .map(([head, rows]) => ({
        id: idOf(head),
        members: [...new Set(rows.map(({ host }) => host))].map((host) => ({
          host,
          marks: (carried.get(`${head} ${host}`) ?? []).map(({ kind, value }) => ({ kind, value })),
        })),
      }));
  }

  /**
   * Replaces what was kept of this sweep, in one transaction: safe to repeat, also with other clusters. A new cluster
   * that was kept in this sweep before keeps its id. @returns the id of each cluster, in order.
   */
  async save(sweepId: number, clusters: readonly NewGang[], at: string): Promise<string[]> {
    return this.#database.transaction(async (transaction) => {
      if (this.#database.capabilities.rowLocks)
        await sql`lock table gang in share row exclusive mode`.execute(transaction);
      await transaction
        .updateTable('gang')
        .set({ merged_into: null, merged_sweep: null })
        .where('merged_sweep', '=', sweepId)
        .execute();
      const rows = await transaction.selectFrom('gang').selectAll().orderBy('number').execute();
      const before = await transaction
        .selectFrom('gang_member')
        .select(['gang', 'host'])
        .where('occasion_id', '=', sweepId)
        .execute();
      for (const table of ['gang_member', 'gang_mark', 'gang_link'] as const)
        await transaction.deleteFrom(table).where('occasion_id', '=', sweepId).execute();
      const numbers = new Numbers(rows, before, sweepId);
      const ids: string[] = [];
      for (const cluster of clusters) {
        const { number, isNew, merged } = numbers.of(cluster);
        if (isNew)
          await transaction
            .insertInto('gang')
            .values({ number, created_sweep: sweepId, created_at: at, merged_into: null, merged_sweep: null })
            .execute();
        for (const other of merged)
          await transaction
            .updateTable('gang')
            .set({ merged_into: number, merged_sweep: sweepId })
            .where('number', '=', other)
            .execute();
        await insertParts(transaction, { gang: number, occasion_id: sweepId }, cluster);
        ids.push(idOf(number));
      }
      return ids;
    });
  }

  /**
   * All gangs that ever had a member, oldest first; `sweepId`: those seen in that sweep. Gangs merged into another
   * stand in its `merged`.
   */
  async list({ sweepId }: { sweepId?: number } = {}): Promise<Gang[]> {
    const { read } = this.#database;
    const rows = await read.selectFrom('gang').selectAll().orderBy('number').execute();
    const heads = headsOf(rows, Infinity);
    if (sweepId === undefined) return this.#gangs(rows, heads, new Set(heads.values()));
    const seen = await read
      .selectFrom('gang_member')
      .select('gang')
      .distinct()
      .where('occasion_id', '=', sweepId)
      .execute();
    return this.#gangs(rows, heads, new Set(seen.flatMap(({ gang }) => heads.get(gang) ?? [])));
  }

  /**
   * Null when there is none. The id of a gang that was merged gives the gang it is part of. `sweepId`: links of that
   * sweep instead of the last.
   */
  async get(id: string, { sweepId }: { sweepId?: number } = {}): Promise<GangDetail | null> {
    const { read, capabilities } = this.#database;
    const rows = await read.selectFrom('gang').selectAll().orderBy('number').execute();
    const heads = headsOf(rows, Infinity);
    const asked = rows.find(({ number }) => idOf(number) === id);
    const [gang] = asked ? await this.#gangs(rows, heads, new Set([heads.get(asked.number) ?? asked.number])) : [];
    if (!gang) return null;
    const numbers = [gang.id, ...gang.merged].map((part) => Number(part.slice(2)));
    return {
      ...gang,
      links: await this.#links(numbers, sweepId ?? gang.lastSweep),
      marks: await sharedMarks(read, capabilities.isAnyOf('gang', numbers)),
    };
  }

  async #gangs(
    rows: readonly GangTable[],
    heads: ReadonlyMap<number, number>,
    wanted: ReadonlySet<number>,
  ): Promise<Gang[]> {
    const parts = rows.filter(({ number }) => wanted.has(heads.get(number) ?? number));
    if (parts.length === 0) return [];
    const isWanted = this.#database.capabilities.isAnyOf(
      'gang',
      parts.map(({ number }) => number),
    );
    const members = await this.#database.read
      .selectFrom('gang_member')
      .selectAll()
      .where(isWanted)
      .orderBy('occasion_id')
      .orderBy('host')
      .execute();
    const byHead = Map.groupBy(members, ({ gang }) => heads.get(gang) ?? gang);
    return parts.flatMap((row) => {
      const own = byHead.get(row.number) ?? [];
      const merged = parts
        .filter(({ number }) => number !== row.number && heads.get(number) === row.number)
        .map(({ number }) => idOf(number));
      return own.length === 0 ? [] : [gangOf(row, merged, own)];
    });
  }

  async #links(numbers: readonly number[], sweepId: number): Promise<GangLink[]> {
    const rows = await this.#database.read
      .selectFrom('gang_link')
      .selectAll()
      .where(this.#database.capabilities.isAnyOf('gang', numbers))
      .where('occasion_id', '=', sweepId)
      .orderBy('weight', 'desc')
      .orderBy('host')
      .orderBy('other_host')
      .execute();
    return rows.map(linkOf);
  }
}

/** The gang each one is part of, merges at and after `sweepId` not counted. */
function headsOf(rows: readonly GangTable[], sweepId: number): Map<number, number> {
  const into = new Map(
    rows.flatMap(({ number, merged_into: head, merged_sweep: sweep }) =>
      head !== null && sweep !== null && sweep < sweepId ? [[number, head] as const] : [],
    ),
  );
  return new Map(
    rows.map(({ number }) => {
      let head = number;
      for (let next = into.get(head); next !== undefined; next = into.get(head)) head = next;
      return [number, head];
    }),
  );
}

/** Which number each cluster of a sweep gets. */
class Numbers {
  #next: number;
  readonly #heads: Map<number, number>;
  /** Gangs first kept in this very sweep, with the hosts they had: free to be taken up again. */
  readonly #own: Map<number, Set<string>>;

  constructor(rows: readonly GangTable[], before: readonly { gang: number; host: string }[], sweepId: number) {
    this.#next = Math.max(0, ...rows.map(({ number }) => number)) + 1;
    this.#heads = headsOf(rows, sweepId);
    this.#own = new Map(
      rows
        .filter((row) => row.created_sweep === sweepId)
        .map(({ number }) => [number, new Set(before.filter(({ gang }) => gang === number).map(({ host }) => host))]),
    );
  }

  of({ known, sites }: NewGang): { number: number; isNew: boolean; merged: number[] } {
    const heads = new Set(known.map((id) => Number(id.slice(2))).map((number) => this.#heads.get(number) ?? number));
    const [oldest, ...others] = [...heads].toSorted((a, b) => a - b);
    if (oldest !== undefined) return { number: oldest, isNew: false, merged: others };
    const shared = [...this.#own].map(([number, hosts]) => ({
      number,
      count: sites.filter(({ host }) => hosts.has(host)).length,
    }));
    const [best] = shared.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count || a.number - b.number);
    if (best) {
      this.#own.delete(best.number);
      return { number: best.number, isNew: false, merged: [] };
    }
    return { number: this.#next++, isNew: true, merged: [] };
  }
}

async function insertParts(
  transaction: Transaction<Database>,
  key: { gang: number; occasion_id: number },
  { sites, links, marks }: NewGang,
): Promise<void> {
  const members = new Map(sites.map(({ host, role }) => [host, { ...key, host: storableText(host), role }]));
  for (const batch of batches([...members.values()]))
    await transaction.insertInto('gang_member').values(batch).execute();
  const carried = new Map(
    marks.map(({ host, kind, value, weight }) => {
      const identity = recordIdentity(kind, value);
      return [
        `${host} ${identity}`,
        { ...key, host: storableText(host), identity, kind, value: storableText(value), weight },
      ];
    }),
  );
  for (const batch of batches([...carried.values()])) await transaction.insertInto('gang_mark').values(batch).execute();
  const tied = new Map(
    links.map(({ hosts: [host, other], weight, marks: shared, because }) => [
      `${host} ${other}`,
      {
        ...key,
        host: storableText(host),
        other_host: storableText(other),
        weight,
        marks: JSON.stringify(shared),
        because: JSON.stringify(because),
      },
    ]),
  );
  for (const batch of batches([...tied.values()])) await transaction.insertInto('gang_link').values(batch).execute();
}

function gangOf(
  { number, created_sweep: createdSweep, created_at: createdAt }: GangTable,
  merged: string[],
  rows: readonly { host: string; role: GangRole; occasion_id: number }[],
): Gang {
  const members = [...Map.groupBy(rows, ({ host }) => host)].map(([host, seen]): GangMember => {
    const lastSweep = seen.at(-1)?.occasion_id ?? 0;
    const roles = new Set(seen.filter((row) => row.occasion_id === lastSweep).map(({ role }) => role));
    return {
      host,
      role: ROLES.find((role) => roles.has(role)) ?? 'possible',
      firstSweep: seen[0]?.occasion_id ?? 0,
      lastSweep,
    };
  });
  members.sort(
    (a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || (a.host < b.host ? -1 : Number(a.host > b.host)),
  );
  return {
    id: idOf(number),
    createdSweep,
    createdAt,
    merged,
    firstSweep: rows[0]?.occasion_id ?? 0,
    lastSweep: rows.at(-1)?.occasion_id ?? 0,
    members,
  };
}

async function sharedMarks(
  read: Reader,
  isOurs: ReturnType<DatabaseHandle['capabilities']['isAnyOf']>,
): Promise<GangDetail['marks']> {
  const rows = await read
    .selectFrom('gang_mark')
    .select(['host', 'identity', 'kind', 'value', 'weight'])
    .where(isOurs)
    .orderBy('occasion_id')
    .orderBy('host')
    .execute();
  return [...Map.groupBy(rows, ({ identity }) => identity).values()]
    .map((same): WeighedMark & { hosts: string[] } => {
      const latest = same.at(-1);
      return {
        kind: latest?.kind ?? '',
        value: latest?.value ?? '',
        weight: latest?.weight ?? 0,
        hosts: [...new Set(same.map(({ host }) => host))].toSorted(),
      };
    })
    .filter(({ hosts }) => hosts.length > 1)
    .toSorted((a, b) => b.weight - a.weight || (a.kind + a.value < b.kind + b.value ? -1 : 1));
}

function linkOf({ host, other_host: other, weight, marks, because }: GangLinkTable): GangLink {
  return {
    hosts: [host, other],
    weight,
    marks: JSON.parse(marks) as WeighedMark[],
    because: JSON.parse(because) as Sentence,
  };
}
