/**
 * What could not be looked at changes no verdict: it is held open with the reason first, made up for, and then is what
 * it would have been.
 */
import { readdir, readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import type * as threads from 'node:worker_threads';
import type { Worker } from 'node:worker_threads';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { catchUpEarlier } from '../../../crawler/sweep/catch-up-earlier.ts';
import { catchUp } from '../../../crawler/sweep/catch-up.ts';
import type { SweepRun } from '../../../crawler/sweep/sweep-run.ts';
import { sweepRun } from './sweep-fixture.ts';
import { judgeFromStore } from '../../../crawler/sweep/judge-from-store.ts';
import { loadPlatforms } from '../../../crawler/settings/load-platforms.ts';
import { visitHosts } from '../../../crawler/sweep/visit-hosts.ts';
import type { CandidateKind } from '../../../storage/vocabulary/candidates.ts';
import type { Assessment } from '../../../storage/vocabulary/detect.ts';
import type { Platform } from '../../../storage/vocabulary/platform.ts';
import { openRig, SETTINGS, type CaptureRig } from '../capture/capture-rig.ts';
import { html } from '../capture/loopback-world.ts';

const workers = vi.hoisted(() => new Set<Worker>());
vi.mock('node:worker_threads', async (original) => {
  const actual = await original<typeof threads>();
  class Watched extends actual.Worker {
    constructor(...parameters: ConstructorParameters<typeof actual.Worker>) {
      super(...parameters);
      workers.add(this);
    }
  }
  return { ...actual, Worker: Watched };
});

let rig: CaptureRig;
let platforms: Platform[];
beforeAll(async () => {
  rig = await openRig();
  platforms = await loadPlatforms([]);
});
afterAll(() => rig.close());
beforeEach(() => workers.clear());

/** Processes of ours whose command line holds `text`, below this one at any depth. */
async function processesRunning(text: string): Promise<number[]> {
  const parents = new Map<number, number>();
  const lines = new Map<number, string>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
    parents.set(Number(name), Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? 0));
    lines.set(Number(name), await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => ''));
  }
  const isOurs = (pid: number): boolean => {
    const parent = parents.get(pid) ?? 0;
    return parent === process.pid || (parent > 1 && isOurs(parent));
  };
  return [...lines].filter(([pid, line]) => line.includes(text) && isOurs(pid)).map(([pid]) => pid);
}

async function killAll(text: string): Promise<number> {
  let killed = 0;
  for (const pid of await processesRunning(text)) {
    try {
      process.kill(pid, 'SIGKILL');
      killed += 1;
    } catch {
      // it ended by itself
    }
  }
  return killed;
}

/** Does something again and again until told to stop. */
function keepDoing(work: () => Promise<void> | void): () => Promise<void> {
  let on = true;
  const done = (async () => {
    while (on) {
      await work();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  return async () => {
    on = false;
    await done;
  };
}

/** Its limits are the rig's: nothing here may hang on how fast the machine is. */
async function patientRun(sweepId: number): Promise<SweepRun> {
  const run = await sweepRun(rig.store, sweepId, rig, { exit: rig.world.exit.name, platforms });
  return { ...run, settings: { ...run.settings, capture: SETTINGS } };
}

interface Sweep {
  sweepId: number;
  run(): Promise<void>;
  verdict(host: string): Promise<Assessment>;
}

async function sweepOver(...hosts: string[]): Promise<Sweep> {
  const { store } = rig;
  const sweepId = await rig.plan([]);
  const at = new Date().toISOString();
  const kind: CandidateKind = 'entry';
  await store.candidates.add(
    sweepId,
    hosts.map((host) => ({
      kind,
      target: `http://${host}/`,
      host,
      sighting: { source: 'leads' as const, at, detail: {} },
    })),
  );
  for (const host of hosts) {
    const candidates = await store.candidates.byHost(sweepId, host);
    await store.candidates.advance(
      sweepId,
      candidates.map(({ id }) => ({ id, stage: 'probe', outcome: 'web' })),
    );
  }
  const context = { platforms, references: [], allowList: [], now: at };
  const run = await patientRun(sweepId);
  return {
    sweepId,
    run: () => visitHosts(run, context),
    async verdict(host) {
      await judgeFromStore(run, context, host, 'final');
      return (await store.assessments.get(sweepId, host))!;
    },
  };
}

const PLATFORM = 'mem-cx';
/** A query page of which the DOM says nothing: everything is drawn. */
function drawnQuery(): RequestListener {
  const { name, sections = [], fields = [], owner = '' } = platforms.find(({ id }) => id === PLATFORM)!;
  const labels = fields.slice(0, 3).map(({ label }) => label);
  return html(
    `<canvas id="c" width="1200" height="700"></canvas>${labels.map((_label, index) => `<input style="position:absolute;left:420px;top:${230 + index * 60}px;width:260px;height:30px">`).join('')}
    <button style="position:absolute;left:420px;top:430px;width:120px;height:36px"></button><script>
    const pen = document.getElementById('c').getContext('2d');
    pen.fillStyle = '#fff'; pen.fillRect(0, 0, 1200, 700); pen.fillStyle = '#123';
    pen.font = '34px sans-serif'; pen.fillText(${JSON.stringify(name)}, 60, 80);
    pen.font = '20px sans-serif'; ${JSON.stringify(sections.slice(0, 3))}.forEach((text, index) => pen.fillText(text, 60 + index * 340, 150));
    ${JSON.stringify(labels)}.forEach((label, index) => pen.fillText(label, 300, 252 + index * 60)); pen.fillText('查询', 460, 456);
    pen.fillText(${JSON.stringify(`主办单位：${owner}`)}, 60, 640);
    </script>`,
    { title: '', head: '<style>body{margin:0}</style>' },
  );
}

const catchUpNow = (sweepId: number) =>
  catchUp({ store: rig.store, egress: rig.egress, capture: SETTINGS, signal: new AbortController().signal }, sweepId);

const kindsOf = ({ omissions = [] }: Assessment) => [...new Set(omissions.map(({ kind }) => kind))];

describe('a page that draws its text, when the text reader dies', () => {
  const host = 'cx-mem-gov.example';

  it('stays undecided with the reason first, and is judged as on a calm machine once the picture is read', async () => {
    rig.world.sites.set(host, drawnQuery());
    const calm = await sweepOver(host);
    await calm.run();
    const expected = await calm.verdict(host);
    expect(expected).toMatchObject({ verdict: 'impersonation', platform: PLATFORM, omissions: [] });

    const disturbed = await sweepOver(host);
    const stop = keepDoing(async () => void (await killAll('reading-process')));
    await disturbed.run();
    await stop();
    const held = await disturbed.verdict(host);
    expect({ verdict: held.verdict, kinds: kindsOf(held) }).toEqual({ verdict: 'undecided', kinds: ['picture-text'] });
    expect(held.because[0]).toEqual({
      zh: expect.stringMatching(/^尚未看全.*截图中的文字/) as unknown,
      en: expect.stringMatching(/^Not everything could be looked at.*text in the picture/) as unknown,
    });
    expect(
      (await rig.store.omissions.open(disturbed.sweepId)).map(({ kind, reason }) => `${kind} ${reason}`),
    ).toContain('picture-text died');

    // what this sweep could not make up for, the next one does before it begins
    await rig.store.sweeps.finish(disturbed.sweepId, new Date().toISOString());
    const next = await rig.plan([]);
    expect(await catchUpEarlier(await patientRun(next))).toBe(1);
    const after = (await rig.store.assessments.get(disturbed.sweepId, host))!;
    expect(
      (await rig.store.assessments.former(disturbed.sweepId, host)).map(({ assessment }) => assessment.verdict),
    ).toEqual(['undecided']);
    expect({
      verdict: after.verdict,
      platform: after.platform,
      score: after.score,
      omissions: after.omissions,
    }).toEqual({
      verdict: expected.verdict,
      platform: expected.platform,
      score: expected.score,
      omissions: [],
    });
  });
});

describe('a page with a QR code, when the QR reader dies', () => {
  const host = 'notice-board.example';

  it('stays undecided with the reason first, and is judged as on a calm machine once the picture is searched', async () => {
    const code = await sharp(await readFile(new URL('../../corpus/first/qr/card-1.png', import.meta.url)))
      .resize(300)
      .png()
      .toBuffer();
    rig.world.sites.set(
      host,
      html(
        `<h1>夜校招生</h1><p>${'本校开设插花、书法与太极课程，欢迎街坊报名。'.repeat(20)}</p><img width="300" src="data:image/png;base64,${code.toString('base64')}">`,
      ),
    );
    const calm = await sweepOver(host);
    await calm.run();
    expect(await calm.verdict(host)).toMatchObject({ verdict: 'benign', omissions: [] });

    const disturbed = await sweepOver(host);
    const stop = keepDoing(async () => {
      for (const worker of workers) await worker.terminate();
    });
    await disturbed.run();
    await stop();
    const held = await disturbed.verdict(host);
    expect({ verdict: held.verdict, kinds: kindsOf(held) }).toEqual({ verdict: 'undecided', kinds: ['qr-codes'] });
    expect(held.because[0]?.zh).toMatch(/^尚未看全.*二维码/);

    await catchUpNow(disturbed.sweepId);
    expect(await disturbed.verdict(host)).toMatchObject({ verdict: 'benign', omissions: [] });
    const [visit] = await rig.store.visits.forHost(disturbed.sweepId, host);
    const model = visit!.artifacts.findLast(({ kind }) => kind === 'page-model');
    expect(
      (JSON.parse((await rig.store.evidence.read(model!.digest)).toString()) as { qrCodes: string[] }).qrCodes,
    ).toHaveLength(1);
  });
});

describe('a page that shows its fake to one visitor only, when the browser dies under that one', () => {
  const host = 'cx-mem.example';

  it('stays undecided with the reason first, and is judged as on a calm machine once that visitor came', async () => {
    const { name, sections = [], fields = [], owner = '' } = platforms.find(({ id }) => id === PLATFORM)!;
    const fake = html(
      `<h1>${name}</h1><nav>${sections.map((section) => `<a href="#">${section}</a>`).join(' ')}</nav><form>${fields.map(({ label }) => `<p><label>${label} <input></label></p>`).join('')}<button>查询</button></form><p>主办单位：${owner}</p>`,
      { title: name },
    );
    const plain = html(`<h1>山野徒步日记</h1><p>${'今天走了十二公里，山口风大，晚上在溪边扎营。'.repeat(20)}</p>`, {
      title: '山野徒步日记',
    });
    let killing = false;
    rig.world.sites.set(host, (request, response) => {
      if (!(request.headers['user-agent'] ?? '').includes('MicroMessenger')) return plain(request, response);
      if (!killing) return fake(request, response);
      void killAll('--user-data-dir');
    });
    const calm = await sweepOver(host);
    await calm.run();
    const expected = await calm.verdict(host);
    expect(expected).toMatchObject({ verdict: 'impersonation', omissions: [] });

    killing = true;
    const disturbed = await sweepOver(host);
    await disturbed.run();
    const held = await disturbed.verdict(host);
    expect({ verdict: held.verdict, omissions: held.omissions }).toEqual({
      verdict: 'undecided',
      omissions: [{ kind: 'visit', reason: 'crashed', url: `http://${host}/`, persona: 'wechat' }],
    });
    expect(held.because[0]?.zh).toMatch(/^尚未看全.*微信访客/);

    killing = false;
    await catchUpNow(disturbed.sweepId);
    const after = await disturbed.verdict(host);
    expect({
      verdict: after.verdict,
      platform: after.platform,
      score: after.score,
      omissions: after.omissions,
    }).toEqual({
      verdict: expected.verdict,
      platform: expected.platform,
      score: expected.score,
      omissions: [],
    });
  });
});
