/** Kills a practice sweep with SIGKILL at random moments, then lets it end, and says what the store holds. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const mingjing = fileURLToPath(new URL('../../../mingjing.ts', import.meta.url));

export interface KillReport {
  kills: number;
  /** Starts that found the sweep unfinished and went on with it. */
  resumed: number;
  sites: { host: string; verdict: string; platform: string | null }[];
  visits: { completed: number; interrupted: number; duplicates: number };
  blobs: { stored: number; damaged: number };
}

/**
 * @param corpus folder of the practice internet to sweep.
 * @param kills how often the running sweep is killed, each time `minMs`..`maxMs` after its database was there.
 * @param environment settings of the sweep, by variable.
 * @param random 0..1, the moment of the next kill; seedable so that a failure can be replayed.
 */
export async function killAndResume(
  corpus: string,
  kills: number,
  [minMs, maxMs]: [number, number],
  random: () => number,
  environment: NodeJS.ProcessEnv = {},
): Promise<KillReport> {
  const folder = await mkdtemp(join(tmpdir(), 'mingjing-kill-'));
  const database = `sqlite:${join(folder, 'kill.db')}`;
  try {
    let [done, resumed] = [0, 0];
    // a kill may also come between the end of the sweep and that of its command: the next run would begin another sweep
    for (
      let open = await isOpen(database, folder);
      done < kills && open !== false;
      open = await isOpen(database, folder)
    ) {
      if (open) resumed++;
      const child = start(corpus, database, folder, environment);
      const exited = once(child, 'exit');
      // a run killed before it opened its database has done nothing that could be resumed
      while (!existsSync(join(folder, 'kill.db')) && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 50));
      const killed = await Promise.race([
        exited.then(() => false),
        new Promise<boolean>((resolve) => setTimeout(() => resolve(true), minMs + random() * (maxMs - minMs))),
      ]);
      if (!killed) break;
      child.kill('SIGKILL');
      await exited;
      done++;
    }
    if ((await isOpen(database, folder)) !== false) {
      const last = start(corpus, database, folder, environment);
      const output = await collect(last.stdout);
      const [code] = (await once(last, 'exit')) as [number];
      if (code !== 0) throw new Error(`the last run ended with ${code}`);
      if ((JSON.parse(output) as { resumed: boolean }).resumed) resumed++;
    }
    return { kills: done, resumed, ...(await inspect(database)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function start(corpus: string, database: string, folder: string, environment: NodeJS.ProcessEnv) {
  const args = [mingjing, 'sweep', '--range', corpus, '--database', database, '--data', folder, '--json'];
  return spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...environment },
  });
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks).toString('utf8');
}

/** Whether the sweep is still to be finished; null when none was begun yet. */
async function isOpen(url: string, folder: string): Promise<boolean | null> {
  if (!existsSync(join(folder, 'kill.db'))) return null;
  const { openStore } = await import('../../../storage/open-store.ts');
  const store = await openStore({ url });
  const sweep = await store.sweeps.latest();
  await store.close();
  return sweep && sweep.finishedAt === null;
}

async function inspect(url: string): Promise<Pick<KillReport, 'sites' | 'visits' | 'blobs'>> {
  const { openStore } = await import('../../../storage/open-store.ts');
  const store = await openStore({ url });
  try {
    const sweeps = await store.sweeps.list();
    const sweepId = sweeps[0]?.id ?? 0;
    if (sweeps.length !== 1) throw new Error(`expected one sweep, found ${sweeps.length}`);
    const assessments = await store.assessments.list(sweepId);
    const sites = assessments
      .map(({ host, verdict, platform }) => ({ host, verdict, platform }))
      .sort((a, b) => a.host.localeCompare(b.host));
    const visits = { completed: 0, interrupted: 0, duplicates: 0 };
    const digests = new Set<string>();
    for (const host of await store.candidates.hosts(sweepId)) {
      const seen = new Set<string>();
      for (const visit of await store.visits.forHost(sweepId, host)) {
        const key = `${visit.url} ${visit.persona} ${visit.vantage} ${visit.attempt}`;
        if (seen.has(key)) visits.duplicates++;
        seen.add(key);
        visits[visit.outcome === 'interrupted' ? 'interrupted' : 'completed']++;
      }
      for (const artifact of await store.evidence.artifacts(sweepId, host)) digests.add(artifact.digest);
    }
    let damaged = 0;
    for (const digest of digests) await store.evidence.read(digest).catch(() => damaged++);
    return { sites, visits, blobs: { stored: digests.size, damaged } };
  } finally {
    await store.close();
  }
}
