/**
 * What the store costs: batched inserts against single ones and the bare driver, blobs against files. Run: `node
 * test/bench/storage.bench.ts`.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite3 from 'sqlite3';
import type { NewCandidate } from '../../storage/sweeps/candidate-repository.ts';
import { openStore } from '../../storage/open-store.ts';
import type { Store } from '../../storage/open-store.ts';
import type { NewArtifact } from '../../storage/vocabulary/artifacts.ts';
import { randomBytesFrom, seededRandom } from '../seeded-random.ts';

export interface BenchRow {
  label: string;
  value: number;
  unit: string;
  /** Against the first row of the same unit; 1 for that row itself. Machines differ, ratios much less. */
  ratio: number;
}

const AT = '2026-11-21T08:00:00.000Z';
const BATCHED_ROWS = 20_000;
const SINGLE_ROWS = 1000;
const JOBS = 400;
/** About a screenshot and a page's DOM. */
const PICTURE_BYTES = 217_000;
const PICTURES = 60;
const TEXT_BYTES = 200_000;

const random = seededRandom('pictures and pages');

/** Under five seconds on an idle machine. Leaves nothing behind. */
export async function run(): Promise<{ name: string; rows: BenchRow[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'mingjing-bench-'));
  const store = await openStore({ url: `sqlite:${join(folder, 'bench.db')}` });
  try {
    const { id } = await store.sweeps.begin({ key: 'bench', parameters: null, now: AT });
    return {
      name: 'storage',
      rows: [
        ...(await insertRows(store, id, folder)),
        ...(await jobRows(store, id)),
        ...(await blobRows(store, id, folder)),
      ],
    };
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function insertRows(store: Store, sweepId: number, folder: string): Promise<BenchRow[]> {
  const bare = await perSecond(BATCHED_ROWS, async () => insertBare(join(folder, 'bare.db')));
  const batched = await perSecond(BATCHED_ROWS, async () =>
    store.candidates.add(sweepId, names('batched', BATCHED_ROWS)),
  );
  const again = await perSecond(BATCHED_ROWS, async () =>
    store.candidates.add(sweepId, names('batched', BATCHED_ROWS)),
  );
  const single = await perSecond(SINGLE_ROWS, async () => {
    for (const name of names('single', SINGLE_ROWS)) await store.candidates.add(sweepId, [name]);
  });
  return compared('candidates/s', [
    ['bare sqlite3, the same two tables, VALUES × 500', bare],
    ['store, one call', batched],
    ['store, one call, all known', again],
    ['store, one call each (a transaction each)', single],
  ]);
}

function names(prefix: string, count: number): NewCandidate[] {
  return Array.from({ length: count }, (_, index) => {
    const host = `${prefix}${index}.example`;
    return {
      kind: 'name',
      target: host,
      host,
      sighting: { source: 'permutations', at: AT, detail: { rule: 'omission', index } },
    };
  });
}

/** The same rows without identities, indexes, constraints or a query builder. */
async function insertBare(path: string): Promise<void> {
  const database = new sqlite3.Database(path);
  const run = async (sql: string, parameters: unknown[] = []) =>
    new Promise<void>((resolve, reject) => {
      database.run(sql, parameters, (error) => (error ? reject(error) : resolve()));
    });
  await run('pragma journal_mode = wal');
  await run('create table candidate (id integer primary key, kind text, target text, host text, stage text)');
  await run('create table sighting (id integer primary key, candidate_id integer, source text, at text, detail text)');
  await run('begin');
  for (let start = 0; start < BATCHED_ROWS; start += 500) {
    const rows = names('bare', 500);
    const candidates = rows.flatMap(({ kind, target, host }) => [kind, target, host, 'candidates']);
    const sightings = rows.flatMap(({ sighting }, index) => [
      start + index,
      sighting.source,
      sighting.at,
      JSON.stringify(sighting.detail),
    ]);
    await run(
      `insert into candidate (kind, target, host, stage) values ${Array(500).fill('(?,?,?,?)').join(',')}`,
      candidates,
    );
    await run(
      `insert into sighting (candidate_id, source, at, detail) values ${Array(500).fill('(?,?,?,?)').join(',')}`,
      sightings,
    );
  }
  await run('commit');
  await new Promise((resolve) => {
    database.close(resolve);
  });
}

async function jobRows(store: Store, sweepId: number): Promise<BenchRow[]> {
  await store.jobs.enqueue(
    names('job', JOBS).map(({ host }) => ({
      occasionId: sweepId,
      host,
      url: `http://${host}/`,
      persona: 'desktop',
      vantage: 'range',
    })),
  );
  const rate = await perSecond(JOBS, async () => {
    for (let jobs = await lease(store, sweepId); jobs.length > 0; jobs = await lease(store, sweepId)) {
      for (const job of jobs) {
        const { host, url, persona, vantage, attempt } = job;
        const ended = {
          startedAt: AT,
          endedAt: AT,
          outcome: 'captured' as const,
          reason: null,
          finalUrl: url,
          status: 200,
          title: null,
        };
        const seen = {
          redirects: [],
          hosts: [host],
          peerAddress: null,
          hazards: [],
          userAgent: '',
          browser: '',
          bytesReceived: 0,
        };
        await store.jobs.complete(job, { host, url, persona, vantage, attempt, ...ended, ...seen }, [
          artifact('text/html', Buffer.from(host.repeat(100))),
        ]);
      }
    }
  });
  return compared('visits/s', [['lease and complete, one small page each', rate]]);
}

async function lease(store: Store, sweepId: number) {
  return store.jobs.lease(sweepId, 60_000, 4, Date.now());
}

async function blobRows(store: Store, sweepId: number, folder: string): Promise<BenchRow[]> {
  const owner = { occasionId: sweepId, host: 'bench.example', visitId: null };
  const pictures = Array.from({ length: PICTURES }, () => randomBytesFrom(random, PICTURE_BYTES));
  const texts = Array.from({ length: PICTURES }, pageText);
  const files = join(folder, 'files');
  await mkdir(files);
  const digests: string[] = [];
  const writeFiles = await megabytes(pictures, async (data) => {
    const digest = createHash('sha256').update(data).digest('hex');
    digests.push(digest);
    await writeFile(join(files, digest), data);
  });
  const write = await megabytes(pictures, async (data) => store.evidence.put(artifact('image/png', data), owner));
  const writeText = await megabytes(texts, async (data) => store.evidence.put(artifact('text/html', data), owner));
  const readFiles = await megabytes(pictures, async (_data, index) => readFile(join(files, digests[index] ?? '')));
  const read = await megabytes(pictures, async (_data, index) => store.evidence.read(digests[index] ?? ''));
  const textDigests = texts.map((data) => createHash('sha256').update(data).digest('hex'));
  const readText = await megabytes(texts, async (_data, index) => store.evidence.read(textDigests[index] ?? ''));
  return [
    ...compared('MB/s written', [
      ['files by SHA-256', writeFiles],
      ['pictures: three digests, one transaction each', write],
      ['page text: the same, with zstd', writeText],
    ]),
    ...compared('MB/s read', [
      ['files, unchecked', readFiles],
      ['pictures, SHA-256 checked', read],
      ['page text, unpacked and checked', readText],
    ]),
  ];
}

/** Markup that compresses about as well as a real page. */
function pageText(): Buffer {
  const lines: string[] = [];
  for (let size = 0; size < TEXT_BYTES; size += 60)
    lines.push(`<li class="item"><a href="/${randomBytesFrom(random, 6).toString('hex')}">证书查询</a></li>\n`);
  return Buffer.from(lines.join(''));
}

function artifact(mediaType: string, data: Buffer): NewArtifact {
  return {
    kind: 'html',
    mediaType,
    sourceUrl: null,
    at: AT,
    method: 'bench',
    peerAddress: null,
    derivedFrom: null,
    data,
  };
}

async function megabytes(
  blobs: readonly Buffer[],
  each: (data: Buffer, index: number) => Promise<unknown>,
): Promise<number> {
  const bytes = blobs.reduce((sum, data) => sum + data.length, 0);
  return perSecond(bytes / 1e6, async () => {
    for (const [index, data] of blobs.entries()) await each(data, index);
  });
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
