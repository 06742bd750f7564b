/** A corpus of 160 sites, evaluated from the command line: the minutes it takes on this machine. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { multiplyCorpus } from '../corpus/multiply-corpus.ts';
import type { BenchResult } from './run.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export async function run(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'mingjing-160-'));
  try {
    const sites = await multiplyCorpus(path('../corpus/first'), join(folder, 'corpus'), 160);
    const started = performance.now();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [path('../../mingjing.ts'), 'eval', join(folder, 'corpus'), '--data', folder, '--json'],
      {
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    const seconds = (performance.now() - started) / 1000;
    const { cost, impersonation } = JSON.parse(stdout) as {
      cost: { pages: number };
      impersonation: { precision: { value: number }; recall: { value: number } };
    };
    if (cost.pages < sites) throw new Error(`only ${cost.pages} pages for ${sites} sites`);
    const row = (label: string, value: number, unit: string, ratio?: number) => ({ label, value, unit, ratio });
    return {
      name: 'evaluation of a large corpus',
      rows: [
        row('sites', sites, 'sites'),
        row('wall time (ratio: to 15 minutes)', seconds, 's', seconds / 900),
        row('visits', cost.pages, 'visits'),
        row('visits per second, everything included', cost.pages / seconds, 'visits/s'),
        row('precision', impersonation.precision.value, ''),
        row('recall', impersonation.recall.value, ''),
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
