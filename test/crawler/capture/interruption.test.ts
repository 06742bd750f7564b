/** Stopping, crashing and losing a lease: nothing lost, nothing twice. */
import { readFile, readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRig, type CaptureRig } from './capture-rig.ts';
import { html } from './loopback-world.ts';

let rig: CaptureRig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

/** Our own process's browsers: the launcher's children. */
async function browserPids(): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
    if (
      new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(status) &&
      (await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')).includes('--user-data-dir')
    )
      found.push(Number(name));
  }
  return found;
}

it('keeps visits under way as interrupted when stopped, and goes on with their jobs in the next run', async () => {
  rig.world.sites.set('slow.example', html('<p class="loading">加载中</p>'));
  const sweepId = await rig.plan([{ url: 'http://slow.example/' }]);
  const stop = new AbortController();
  // a page that never settles, and nobody here to lose patience: only the stop can end this visit
  const running = rig.run(sweepId, {
    signal: stop.signal,
    settings: { settleMaxMs: 1_000_000, visitTimeoutMs: 1_000_000, navigationTimeoutMs: 1_000_000 },
  });
  await expect.poll(() => rig.world.log, { timeout: 240_000 }).toContain('GET slow.example /');
  stop.abort();
  await running;
  expect(await rig.store.jobs.isFinished(sweepId)).toBe(false);
  rig.world.sites.set('slow.example', html('<h1>好了</h1>'));
  await rig.run(sweepId);
  const visits = await rig.store.visits.forHost(sweepId, 'slow.example');
  expect(visits.map(({ outcome }) => outcome)).toEqual(['interrupted', 'captured']);
  expect(await rig.store.jobs.isFinished(sweepId)).toBe(true);
});

it('loses only the visits in it when a browser dies, and visits those again', async () => {
  let killed = 0;
  rig.world.sites.set('killer.example', (request, response) => {
    if (killed++ > 0) return html('<h1>第二次</h1>')(request, response);
    void browserPids().then((pids) => pids.forEach((pid) => process.kill(pid, 'SIGKILL')));
  });
  for (let index = 0; index < 4; index++) rig.world.sites.set(`after-${index}.example`, html(`<h1>之后${index}</h1>`));
  const sweepId = await rig.plan([
    { url: 'http://killer.example/' },
    ...[0, 1, 2, 3].map((index) => ({ url: `http://after-${index}.example/` })),
  ]);
  await rig.run(sweepId, { settings: { concurrency: 1 } });
  expect((await rig.store.visits.forHost(sweepId, 'killer.example')).map(({ outcome }) => outcome)).toEqual([
    'crashed',
    'captured',
  ]);
  for (let index = 0; index < 4; index++)
    expect((await rig.store.visits.forHost(sweepId, `after-${index}.example`)).map(({ outcome }) => outcome)).toEqual([
      'captured',
    ]);
});

it('never visits what is not the web', async () => {
  const sweepId = await rig.plan([{ url: 'file:///etc/passwd' }]);
  await rig.run(sweepId);
  const counts = await rig.store.jobs.counts(sweepId);
  expect(counts.done).toBe(1);
});
