/**
 * What it costs to bring a database of version 0.1.0 to today's schema, its copy included, against copying the file.
 * Run: `node test/bench/migrate.bench.ts`.
 */
import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '../../storage/databases/open-sqlite.ts';
import { openStore } from '../../storage/open-store.ts';
import { fillSchemaSix } from '../storage/databases/schema-six.ts';
import type { BenchRow } from './storage.bench.ts';

const SIZE = { candidates: 100_000, hosts: 2500, failedVisits: 3 };

/** Leaves nothing behind. */
export async function run(): Promise<{ name: string; rows: BenchRow[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'mingjing-bench-'));
  try {
    const path = join(folder, 'old.db');
    const old = await openSqlite(path);
    await fillSchemaSix(old, SIZE);
    await old.close();
    const copied = await seconds(async () => copyFile(path, join(folder, 'copy.db')));
    const migrated = await seconds(async () => (await openStore({ url: `sqlite:${path}` })).close());
    const opened = await seconds(async () => (await openStore({ url: `sqlite:${path}` })).close());
    const megabytes = ((await stat(path)).size / 1e6).toFixed(0);
    const visits = SIZE.hosts * (1 + SIZE.failedVisits);
    const row = (label: string, value: number): BenchRow => ({ label, value, unit: 's', ratio: value / copied });
    return {
      name: 'migrate',
      rows: [
        row(`plain copy of the file (${megabytes} MB)`, copied),
        row(`migrated, with a copy first: ${SIZE.candidates} candidates, ${visits} visits`, migrated),
        row('opened again', opened),
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

if (import.meta.main) {
  const { name, rows } = await run();
  const lines = rows.map(
    ({ label, value, unit, ratio }) =>
      `${name.padEnd(9)}${value.toFixed(2).padStart(8)} ${unit.padEnd(4)}${ratio.toFixed(1).padStart(8)}  ${label}`,
  );
  process.stdout.write(`${lines.join('\n')}\n`);
}
