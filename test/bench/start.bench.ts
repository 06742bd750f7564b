/**
 * What it costs to start a command, against bare Node: help, a mistyped command, lists of a small store. Run: `npm run
 * bench start`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../storage/open-store.ts';
import type { BenchResult, BenchRow } from './run.ts';

const mingjing = fileURLToPath(new URL('../../mingjing.ts', import.meta.url));
const ROUNDS = 9;
/** Says on stderr how much memory the process took at most, in KiB. */
const MEMORY = `data:text/javascript,process.on("exit",()=>process.stderr.write("\\nRSS "+process.resourceUsage().maxRSS))`;

/**
 * Side by side, round by round: whatever else the machine does then falls on all of them alike. The best round of each
 * counts.
 */
export async function run(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'mingjing-start-'));
  try {
    const database = `sqlite:${join(folder, 'start.db')}`;
    const store = await openStore({ url: database });
    await store.sweeps.begin({ key: 'bench', parameters: null, now: '2026-11-21T08:00:00.000Z' });
    await store.close();
    const list = (noun: string) => [mingjing, noun, 'list', '--data', folder, '--database', database];
    const commands: [label: string, words: string[], code: number][] = [
      ['bare Node', ['-e', '0'], 0],
      ['--help', [mingjing, '--help'], 0],
      ['a mistyped command', [mingjing, 'sweeep'], 2],
      ['site list', list('site'), 0],
      ['lead list', list('lead'), 0],
      ['gang list', list('gang'), 0],
    ];
    const best = commands.map(() => Number.POSITIVE_INFINITY);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [index, [label, words, code]] of commands.entries()) {
        const started = performance.now();
        const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
        const took = performance.now() - started;
        if (status !== code) throw new Error(`${label} ended with ${status}: ${stderr}`);
        best[index] = Math.min(best[index] ?? took, took);
      }
    }
    const row = (unit: string, values: readonly number[]): BenchRow[] =>
      commands.map(([label], index) => ({
        label,
        value: values[index] ?? 0,
        unit,
        ratio: (values[index] ?? 0) / (values[0] ?? 1),
      }));
    return {
      name: 'start of a command',
      rows: [
        ...row('ms', best),
        ...row(
          'MiB',
          commands.map(([, words]) => memoryOf(words)),
        ),
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function memoryOf(words: string[]): number {
  const { stderr } = spawnSync(process.execPath, ['--import', MEMORY, ...words], { encoding: 'utf8' });
  return Number(/RSS (\d+)$/.exec(stderr)?.[1]) / 1024;
}
