/**
 * Capture against raw Playwright: the same pages through the same egress, equally many at once, the same pictures
 * taken. `--pages 1000` measures memory over a long run instead; `--rounds n` repeats the comparison.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright';
import { defaultCacheDirectory } from '../../crawler/browser/cache-directory.ts';
import { launchBrowser, prepareBrowser } from '../../crawler/browser/prepare-browser.ts';
import { captureSites, type CaptureSettings } from '../../crawler/capture/capture-sites.ts';
import { openDenyingProxy } from '../../crawler/capture/denying-proxy.ts';
import { contextOptions, personaProfile } from '../../crawler/capture/personas/personas.ts';
import { createEgress, type Egress } from '../../crawler/egress/egress.ts';
import { openStore } from '../../storage/open-store.ts';
import { openLoopbackWorld, type LoopbackWorld } from '../crawler/capture/loopback-world.ts';

export interface BenchResult {
  name: string;
  rows: { label: string; value: number; unit: string; ratio?: number }[];
}

const PAGES = 48;
const CONCURRENCY = 4;
const SETTINGS: CaptureSettings = {
  browserPath: null,
  sandbox: true,
  cacheDir: defaultCacheDirectory(),
  concurrency: CONCURRENCY,
  navigationTimeoutMs: 12_000,
  visitTimeoutMs: 30_000,
  settleMaxMs: 10_000,
  maxAttempts: 2,
  leaseMs: 120_000,
  fullPage: true,
  readPictures: true,
};

const host = (index: number): string => `site-${index}.example`;
const marker = (index: number): string => `查询编号${String(index).padStart(5, '0')}`;

/** A query site as they are: header, columns, a form, notices, a footer; own style sheet, script and pictures. */
function site(index: number): RequestListener {
  const rows = Array.from(
    { length: 12 + (index % 20) },
    (_, row) =>
      `<li><a href="/news/${row}">关于做好特种作业人员考核发证工作的通知(第${row}号)</a><span>2026-0${(row % 9) + 1}-11</span></li>`,
  ).join('');
  const page = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>证书查询平台 ${marker(index)}</title><link rel="stylesheet" href="/style.css"><script src="/app.js"></script></head>
<body><header><img src="/logo.svg" width="64" height="64"><h1>安全生产知识和管理能力考核合格信息查询平台</h1></header><nav>${['首页', '证书查询', '政策法规', '通知公告', '联系我们'].map((text) => `<a href="#">${text}</a>`).join('')}</nav>
<form action="/q"><table><tr><td>证件号码:</td><td><input name="id"></td></tr><tr><td>姓名:</td><td><input name="name"></td></tr><tr><td>验证码:</td><td><input name="code"><img src="/code.svg"></td></tr></table><button>查 询</button></form>
<p>${marker(index)}</p><div id="dynamic"></div><ul>${rows}</ul>${'<p>特种作业操作证全国通用,持证人应当妥善保管证件,按期复审。查询结果仅供参考,以发证机关登记信息为准。</p>'.repeat(20 + (index % 15))}<footer>主办单位:示例单位 京ICP备00000000号</footer></body></html>`;
  return (request, response) => {
    const path = request.url ?? '/';
    const type = path.endsWith('.css')
      ? 'text/css'
      : path.endsWith('.js')
        ? 'text/javascript'
        : path.endsWith('.svg')
          ? 'image/svg+xml'
          : 'text/html; charset=utf-8';
    response.writeHead(200, { 'content-type': type });
    if (type === 'text/css')
      response.end(
        'body{font:14px/1.8 sans-serif;margin:0 120px}header{display:flex;background:#1e50a2;color:#fff;padding:20px}nav a{display:inline-block;padding:8px 24px}li{display:flex;justify-content:space-between}',
      );
    else if (type === 'text/javascript')
      response.end(
        `addEventListener('DOMContentLoaded',()=>{document.getElementById('dynamic').textContent='动态内容已载入'})`,
      );
    else if (type === 'image/svg+xml')
      response.end(
        '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><circle cx="32" cy="32" r="30" fill="#d4a017"/><path d="M10 40h44" stroke="#c00" stroke-width="6"/></svg>',
      );
    else response.end(page);
  };
}

async function openSites(count: number): Promise<{ world: LoopbackWorld; egress: Egress }> {
  const world = await openLoopbackWorld();
  for (let index = 0; index < count; index++) world.sites.set(host(index), site(index));
  return { world, egress: createEgress({ exits: [world.exit] }) };
}

/** Our capture stage over `count` pages. @returns seconds; throws when any page's content was not captured. */
async function ours(
  egress: Egress,
  exit: string,
  count: number,
  onVisit: (done: number) => void = () => {},
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'mingjing-bench-'));
  const store = await openStore({ url: `sqlite:${join(folder, 'bench.db')}` });
  try {
    const { id: sweepId } = await store.sweeps.begin({ key: 'bench', parameters: {}, now: new Date().toISOString() });
    await store.jobs.enqueue(
      Array.from({ length: count }, (_, index) => ({
        occasionId: sweepId,
        host: host(index),
        url: `http://${host(index)}/`,
        persona: 'desktop' as const,
        vantage: exit,
      })),
    );
    const started = performance.now();
    let done = 0;
    await captureSites({ store, sweepId, egress, settings: SETTINGS, onVisit: () => onVisit(++done) });
    const seconds = (performance.now() - started) / 1000;
    for (let index = 0; index < count; index++) {
      const [visit] = await store.visits.forHost(sweepId, host(index));
      const kinds = new Set(visit?.artifacts.map((artifact) => artifact.kind));
      const model = visit?.artifacts.find((artifact) => artifact.kind === 'page-model');
      const text = model ? (await store.evidence.read(model.digest)).toString() : '';
      if (
        !kinds.has('screenshot') ||
        !kinds.has('screenshot-full') ||
        !text.includes(marker(index)) ||
        !text.includes('动态内容已载入')
      )
        throw new Error(`page ${index} was not captured whole: ${visit?.outcome} ${[...kinds].join(' ')}`);
    }
    return seconds;
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Playwright alone: the same browser, context per page with an egress session each, goto, both pictures, the DOM. */
async function raw(egress: Egress, exit: string, count: number): Promise<number> {
  const started = performance.now();
  const prepared = await prepareBrowser(SETTINGS);
  const denying = await openDenyingProxy();
  const browser = await launchBrowser(prepared, denying.url);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await rawPage(browser, egress, exit, next++);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  await browser.close();
  await denying.close();
  return (performance.now() - started) / 1000;
}

async function rawPage(browser: Browser, egress: Egress, exit: string, index: number): Promise<void> {
  const session = await egress.open({ exit });
  const context = await browser.newContext(
    contextOptions(personaProfile('desktop', browser.version()), session.proxyUrl),
  );
  const page = await context.newPage();
  await page.goto(`http://${host(index)}/`);
  const pictures = [await page.screenshot(), await page.screenshot({ fullPage: true })];
  const content = await page.content();
  if (
    !content.includes(marker(index)) ||
    !content.includes('动态内容已载入') ||
    pictures.some((picture) => picture.length < 10_000)
  )
    throw new Error(`page ${index} was not captured whole`);
  await context.close();
  await session.close();
}

/** Interleaved rounds, because the machine's speed wanders; the ratio is of the totals. */
export async function run({ rounds = 2 }: { rounds?: number } = {}): Promise<BenchResult> {
  const { world, egress } = await openSites(PAGES);
  try {
    await raw(egress, world.exit.name, 8);
    let [oursSeconds, rawSeconds] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      rawSeconds += await raw(egress, world.exit.name, PAGES);
      oursSeconds += await ours(egress, world.exit.name, PAGES);
    }
    const speed = (seconds: number): number => Number(((PAGES * rounds) / seconds).toFixed(2));
    return {
      name: `capture, ${PAGES} pages × ${rounds}, ${CONCURRENCY} at once`,
      rows: [
        {
          label: 'captureSites',
          value: speed(oursSeconds),
          unit: 'pages/s',
          ratio: Number((rawSeconds / oursSeconds).toFixed(2)),
        },
        { label: 'raw Playwright', value: speed(rawSeconds), unit: 'pages/s' },
      ],
    };
  } finally {
    await egress.close();
    await world.close();
  }
}

/** Resident memory of this process and everything below it, MiB. */
async function treeMemory(): Promise<{ own: number; browsers: number }> {
  const parents = new Map<number, { parent: number; kib: number }>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
    const number = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    parents.set(Number(name), { parent: number('PPid'), kib: number('VmRSS') });
  }
  const below = (pid: number): boolean => {
    for (let at = parents.get(pid)?.parent; at; at = parents.get(at)?.parent) if (at === process.pid) return true;
    return false;
  };
  let browsers = 0;
  for (const [pid, { kib }] of parents) if (below(pid)) browsers += kib;
  return { own: Math.round((parents.get(process.pid)?.kib ?? 0) / 1024), browsers: Math.round(browsers / 1024) };
}

/** Memory at 10 %, 50 % and (nearly) 100 % of a long run. */
export async function runMemory(pages: number): Promise<BenchResult> {
  const { world, egress } = await openSites(pages);
  const rows: BenchResult['rows'] = [];
  // Just before the end: afterwards the browsers are closed.
  const marks = new Set([0.1, 0.5, 0.97].map((part) => Math.round(pages * part)));
  const pending: Promise<void>[] = [];
  try {
    const seconds = await ours(egress, world.exit.name, pages, (done) => {
      if (!marks.has(done)) return;
      pending.push(
        treeMemory().then(
          ({ own, browsers }) =>
            void rows.push(
              { label: `after ${done}: this process`, value: own, unit: 'MiB' },
              { label: `after ${done}: browsers`, value: browsers, unit: 'MiB' },
            ),
        ),
      );
    });
    await Promise.all(pending);
    rows.push({ label: 'captureSites', value: Number((pages / seconds).toFixed(2)), unit: 'pages/s' });
    return { name: `capture, memory over ${pages} pages`, rows };
  } finally {
    await egress.close();
    await world.close();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { pages: { type: 'string' }, rounds: { type: 'string' } } });
  const result = values.pages
    ? await runMemory(Number(values.pages))
    : await run({ rounds: Number(values.rounds ?? 2) });
  process.stdout.write(
    `${result.name}\n${result.rows.map((row) => `  ${row.label.padEnd(32)} ${row.value} ${row.unit}${row.ratio === undefined ? '' : `  ratio ${row.ratio}`}`).join('\n')}\n`,
  );
}
