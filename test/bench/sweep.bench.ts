/** A whole practice sweep from the command line: how long, and how much of it is spent outside visits. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../storage/open-store.ts';
import type { BenchResult } from './run.ts';

const mingjing = fileURLToPath(new URL('../../mingjing.ts', import.meta.url));

/** Milliseconds covered by at least one interval. */
function covered(intervals: [number, number][]): number {
  let sum = 0;
  let until = -Infinity;
  for (const [start, end] of intervals.sort((a, b) => a[0] - b[0])) {
    if (end <= until) continue;
    sum += end - Math.max(start, until);
    until = end;
  }
  return sum;
}

export async function run(): Promise<BenchResult> {
  const corpus = process.env['BENCH_CORPUS'] ?? fileURLToPath(new URL('../corpus/first', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'mingjing-sweep-'));
  const database = `sqlite:${join(folder, 'sweep.db')}`;
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [mingjing, 'sweep', '--range', corpus, '--database', database, '--data', folder, '--json'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const [code] = (await once(child, 'exit')) as [number];
  const wall = performance.now() - started;
  if (code !== 0) throw new Error(`the sweep ended with ${code}`);
  const store = await openStore({ url: database });
  try {
    const sweep = await store.sweeps.latest();
    if (!sweep?.finishedAt) throw new Error('the sweep is not finished');
    const hosts = await store.candidates.hosts(sweep.id);
    const visits = (await Promise.all(hosts.map((host) => store.visits.forHost(sweep.id, host)))).flat();
    const captured = visits.filter((visit) => visit.outcome === 'captured').length;
    if (captured < hosts.length / 100) throw new Error('hardly anything was captured');
    const inVisits = covered(visits.map((visit) => [Date.parse(visit.startedAt), Date.parse(visit.endedAt)]));
    const row = (label: string, value: number, unit: string, ratio?: number) => ({ label, value, unit, ratio });
    return {
      name: 'practice sweep',
      rows: [
        row('wall time, process start and report included', wall / 1000, 's'),
        row('candidates', hosts.length, 'hosts'),
        row('visits', visits.length, 'visits', captured / visits.length),
        row('visits per second while visiting', visits.length / (inVisits / 1000), 'visits/s'),
        row('time with a visit under way', inVisits / 1000, 's', inVisits / wall),
        row('time outside visits', (wall - inVisits) / 1000, 's', (wall - inVisits) / wall),
      ],
    };
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}
