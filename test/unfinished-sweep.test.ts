/**
 * A sweep that was stopped or killed: every reader is told, its time is kept, and the evaluation tells what is missing
 * from what is wrong.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSqlite } from '../storage/databases/open-sqlite.ts';
import { openStore } from '../storage/open-store.ts';
import { practiceDatabase } from './range/practice-world.ts';
import { smallCorpus } from './small-corpus.ts';

const mingjing = fileURLToPath(new URL('../mingjing.ts', import.meta.url));
let folder: string;
let corpus: string;
let config: string;
let database: string;
/** Every command is a process of its own, and the machine may be busy. */
const PATIENCE = 300_000;
const flags = () => ['--data', folder, '--config', config];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-unfinished-'));
  corpus = await smallCorpus();
  config = join(folder, 'settings.json');
  await writeFile(config, '{"capture": {"visitTimeoutMs": 8000, "navigationTimeoutMs": 6000, "settleMaxMs": 4000}}');
  const official = join(corpus, 'sites', 'official', 'site.json');
  const clues = { phone: ['010-00000000'] };
  await writeFile(
    official,
    JSON.stringify({
      ...(JSON.parse(await readFile(official, 'utf8')) as object),
      found: [{ by: 'list' }],
      expect: { clues },
    }),
  );
  database = (await practiceDatabase(corpus, folder)).url;
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(corpus, { recursive: true, force: true });
});

function start(...args: string[]) {
  const child = spawn(process.execPath, [mingjing, ...args, ...flags()], { stdio: ['ignore', 'pipe', 'pipe'] });
  const told = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told.stderr += text));
  return { child, told, closed: once(child, 'close') };
}

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { told, closed } = start(...args);
  const [code] = (await closed) as [number];
  return { code, ...told };
}

async function json<T>(...args: string[]): Promise<T> {
  const { stdout } = await run(...args, '--json');
  return JSON.parse(stdout) as T;
}

async function workedSeconds(): Promise<number | null> {
  const store = await openStore({ url: database });
  try {
    return (await store.sweeps.latest())?.workedSeconds ?? null;
  } finally {
    await store.close();
  }
}

interface State {
  id: number;
  finishedAt: string | null;
  seconds: number;
  counted: string;
  unfinished: { candidates: number; waiting: Record<string, number>; visits: { open: number } } | null;
}
interface Evaluation {
  sweep: State;
  pending: string[];
  clusters: object | null;
  cost: { seconds: number; counted: string };
  labels: Record<string, Record<string, number>>;
  discovery: Record<string, { expected: number; leftOut: number; recall: number | null }>;
  clues: Record<string, { expected: number; leftOut: number }>;
  honestUndecided: { count: number; of: number };
  misses: { site: string }[];
  hosts: { host: string; verdict: string }[];
  against?: { differences: { host: string }[] };
}

const waitFor = (isSo: () => boolean | Promise<boolean>) =>
  vi.waitFor(
    async () => {
      if (!(await isSo())) throw new Error('not yet');
    },
    { timeout: PATIENCE, interval: 200 },
  );

describe('a sweep stopped while it captures', () => {
  let ended: unknown;
  let told: { stdout: string; stderr: string };
  beforeAll(async () => {
    const started = start('eval', corpus, '--json', '--lang', 'en');
    ({ told } = started);
    await waitFor(() => /^capture /m.test(told.stderr));
    started.child.kill('SIGINT');
    ended = await started.closed;
  });

  it('has told how far it came in plain lines, and ends with 130', () => {
    expect(ended).toEqual([130, null]);
    expect(told.stdout).toBe('');
    expect(told.stderr).toMatch(/^candidates \d.*elapsed$/m);
    expect(told.stderr).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  it('is told apart by the evaluator: pending sites are no misses', async () => {
    const evaluation = await json<Evaluation>('eval', corpus, '--rescore');
    expect(evaluation.sweep).toMatchObject({ id: 1, finishedAt: null, counted: 'worked' });
    expect(evaluation.sweep.unfinished?.waiting).toMatchObject({ probe: expect.any(Number) as unknown });
    expect(evaluation.pending).toContain('school');
    // an accusation is stored as soon as it is known, and stands; whatever rests on nothing having been found is
    // pending
    const { impersonation = 0, pending = 0, ...others } = evaluation.labels['impersonation'] ?? {};
    expect({ known: impersonation + pending, others }).toEqual({ known: 2, others: {} });
    expect(evaluation.labels['official']).toEqual({ 'left-out': 1 });
    expect(evaluation).toMatchObject({ misses: [], clusters: null });
  });

  it('is named by the lists and the report', async () => {
    const { stdout } = await run('site', 'list', '--range', corpus, '--lang', 'en');
    expect(stdout).toMatch(/^sweep 1: .*not finished\nNote: sweep 1 is not finished .*are not through .*visits open/);
    expect(await json('gang', 'list', '--range', corpus)).toEqual({ gangs: [], unfinished: [1] });
    const { report, sweep } = await json<{ report: string; sweep: State }>(
      'report',
      '--range',
      corpus,
      '--out',
      join(folder, 'half.html'),
    );
    expect(sweep.unfinished?.candidates).toBeGreaterThan(3);
    expect(await readFile(report, 'utf8')).toContain('第 1 次巡查没有结束');
  });
});

describe('the same sweep resumed an hour later', () => {
  let evaluation: Evaluation;
  let file: string;
  let before: number | null;
  beforeAll(async () => {
    const handle = await openSqlite(database.slice('sqlite:'.length));
    await handle.write
      .updateTable('occasion')
      .set({ started_at: new Date(Date.now() - 3_600_000).toISOString() })
      .execute();
    await handle.close();
    before = await workedSeconds();
    evaluation = await json<Evaluation>('eval', corpus);
    file = join(folder, 'earlier.json');
    await writeFile(file, JSON.stringify(evaluation));
  });

  it('costs the time worked and not the pause', () => {
    expect(evaluation.sweep).toMatchObject({ id: 1, unfinished: null, counted: 'worked' });
    expect(before).toBeGreaterThan(0);
    expect(evaluation.cost.seconds).toBeGreaterThan(before ?? Infinity);
    expect(evaluation.cost.seconds).toBeLessThan(3600);
  });

  it('counts an official site that was left out on purpose apart, in discovery and clues', () => {
    expect(evaluation.discovery['list']).toMatchObject({ leftOut: 1, recall: 1 });
    expect(evaluation.clues['phone']).toMatchObject({ expected: 0, leftOut: 1 });
    expect(evaluation.labels['official']).toEqual({ 'left-out': 1 });
    expect(evaluation.misses.map(({ site }) => site)).not.toContain('official');
    expect(evaluation.honestUndecided).toMatchObject({ count: 0, of: 1 });
  });

  it('is equal to itself, and a changed verdict is named and ends with 7', async () => {
    const same = await run('eval', corpus, '--rescore', '--against', file, '--json');
    expect(same.code).toBe(0);
    expect((JSON.parse(same.stdout) as Evaluation).against).toMatchObject({ differences: [] });
    const hosts = evaluation.hosts.map((host) =>
      host.host === 'qinghe-school.example' ? { ...host, verdict: 'parked' } : host,
    );
    await writeFile(join(folder, 'other.json'), JSON.stringify({ ...evaluation, hosts }));
    const other = await run('eval', corpus, '--rescore', '--against', join(folder, 'other.json'));
    expect(other.code).toBe(7);
    expect(other.stdout).toContain('  qinghe-school.example: parked → benign');
  });

  it('is scored as asked or not at all', async () => {
    const wrong = await run('eval', corpus, '--rescore', '--against', config, '--lang', 'en');
    expect([wrong.code, wrong.stdout]).toEqual([3, '']);
    expect(wrong.stderr).toMatch(/settings\.json, corpus: expected/);
    const idle = await run('eval', corpus, '--without', 'words', '--lang', 'en');
    expect([idle.code, idle.stderr]).toEqual([
      2,
      expect.stringContaining('--without goes with --rescore only') as unknown,
    ]);
  });
});

describe('a sweep killed', () => {
  beforeAll(async () => {
    const { child, closed } = start('eval', corpus, '--json');
    await waitFor(async () => (await newest()) === 2 && ((await workedSeconds()) ?? 0) > 0);
    child.kill('SIGKILL');
    await closed;
  });

  it('has kept the time worked so far', async () => {
    expect(await workedSeconds()).toBeGreaterThan(0);
  });

  it('is still the one that is read, and the last finished one is named', async () => {
    const { stdout, stderr } = await run('site', 'list', '--range', corpus, '--lang', 'en');
    expect(stdout).toMatch(/^sweep 2: .*not finished/);
    expect(stderr).toContain('The last finished one is sweep 1.');
  });
});

async function newest(): Promise<number> {
  const store = await openStore({ url: database });
  try {
    return (await store.sweeps.latest())?.id ?? 0;
  } finally {
    await store.close();
  }
}
