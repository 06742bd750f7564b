/**
 * What the ledger costs: appends in transactions of their own, one after the other and 50 at once, against plain rows
 * without hash, turn and guards in the same database. Run: `node test/bench/ledger.bench.ts`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { DatabaseHandle } from '../../storage/databases/database-handle.ts';
import { openPostgres } from '../../storage/databases/open-postgres.ts';
import { openSqlite } from '../../storage/databases/open-sqlite.ts';
import { openStore } from '../../storage/open-store.ts';
import type { Store } from '../../storage/open-store.ts';
import { PostgresServer } from '../storage/postgres-server.ts';

export interface BenchRow {
  label: string;
  value: number;
  unit: string;
  /** Against the plain rows written in the same way; 1 for those themselves. Machines differ, ratios much less. */
  ratio: number;
}

const ROWS = 1000;
const WRITERS = 50;
const CHECKED_ROWS = 5000;
const AT = '2026-11-21T08:00:00.000Z';

/** About half a minute on an idle machine. The PostgreSQL server is a test's: it does not wait for the disk. */
export async function run(): Promise<{ name: string; rows: BenchRow[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'mingjing-bench-'));
  const server = await PostgresServer.start();
  try {
    const file = join(folder, 'bench.db');
    const sqlite = await measured('SQLite', `sqlite:${file}`, () => openSqlite(file));
    const url = await server.newDatabase();
    const postgres = await measured('PostgreSQL', url, async () => openPostgres(url));
    return { name: 'ledger', rows: [...sqlite, ...postgres] };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measured(name: string, url: string, open: () => Promise<DatabaseHandle>): Promise<BenchRow[]> {
  const store = await openStore({ url });
  const handle = await open();
  try {
    const { id } = await store.actors.machine();
    await sql`create table plain (at text, actor_id bigint, action text, subject_key text, detail text)`.execute(
      handle.write,
    );
    const plain = (row: number) => insertPlain(handle, id, row);
    const append = (row: number) => appendRow(store, id, row);
    await inTurn(200, plain);
    await inTurn(200, append);
    const rows = [
      ...compared('rows/s', [
        [`${name}: plain rows, a transaction each`, await inTurn(ROWS, plain)],
        [`${name}: appends, a transaction each`, await inTurn(ROWS, append)],
      ]),
      ...compared('rows/s', [
        [`${name}: plain rows, ${WRITERS} writers at once`, await atOnce(ROWS, plain)],
        [`${name}: appends, ${WRITERS} writers at once`, await atOnce(ROWS, append)],
      ]),
    ];
    await atOnce(CHECKED_ROWS - 2 * ROWS, append);
    const head = await store.ledger.head();
    let intact = false;
    const checked = await perSecond(head?.seq ?? 0, async () => {
      ({ intact } = await store.ledger.verify(head));
    });
    if (!intact) throw new Error('the chain is broken');
    return [...rows, ...compared('rows/s', [[`${name}: checked, ${head?.seq} rows`, checked]])];
  } finally {
    await handle.close();
    await store.close();
  }
}

async function insertPlain(handle: DatabaseHandle, actorId: number, row: number): Promise<void> {
  const detail = JSON.stringify(detailOf(row));
  await handle.transaction(async (transaction) => {
    await sql`insert into plain values (${AT}, ${actorId}, 'decision', ${`s${row}.example`}, ${detail})`.execute(
      transaction,
    );
  });
}

async function appendRow({ ledger }: Store, actorId: number, row: number): Promise<void> {
  const subject = { kind: 'site', key: `s${row}.example` };
  await ledger.append({ actorId, action: 'decision', subject, detail: detailOf(row) });
}

function detailOf(row: number) {
  return { row, verdict: 'impersonation', because: '标题与官方平台相同，主机不在官方名单' };
}

async function inTurn(count: number, write: (row: number) => Promise<void>): Promise<number> {
  return perSecond(count, async () => {
    for (let row = 0; row < count; row += 1) await write(row);
  });
}

async function atOnce(count: number, write: (row: number) => Promise<void>): Promise<number> {
  let next = 0;
  const writer = async () => {
    while (next < count) {
      next += 1;
      await write(next);
    }
  };
  return perSecond(count, async () => Promise.all(Array.from({ length: WRITERS }, writer)));
}

async function perSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (count * 1000) / (performance.now() - started);
}

function compared(unit: string, values: readonly [label: string, value: number][]): BenchRow[] {
  const first = values[0]?.[1] ?? 1;
  return values.map(([label, value]) => ({ label, value, unit, ratio: value / first }));
}

if (import.meta.main) {
  const { name, rows } = await run();
  const lines = rows.map(
    ({ label, value, unit, ratio }) =>
      `${name.padEnd(9)}${value.toFixed(0).padStart(8)} ${unit.padEnd(13)}${ratio.toFixed(2).padStart(6)}  ${label}`,
  );
  process.stdout.write(`${lines.join('\n')}\n`);
}
