#!/usr/bin/env node
/** The front door: the command line, which only parses and calls a room. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Argument, Command, CommanderError, Option } from 'commander';
import { prepareBrowser } from './crawler/browser/prepare-browser.ts';
import { runDoctor } from './crawler/doctor/doctor.ts';
import { checkNetwork } from './crawler/egress/check-network.ts';
import { createEgress } from './crawler/egress/egress.ts';
import { loadPlatforms } from './crawler/platforms/load-platforms.ts';
import { captureReferences } from './crawler/references/capture-references.ts';
import { referenceDrift } from './crawler/references/reference-drift.ts';
import { captureSettings, loadSettings, type Settings } from './crawler/settings.ts';
import { sweep, type SweepOptions, type SweepResult } from './crawler/sweep.ts';
import { liveWorld, selectPlatforms, type World } from './crawler/world.ts';
import { exportEvidence } from './reports/evidence-export.ts';
import { doctorText, driftText, referenceOutcomeText, referenceText } from './reports/command-text.ts';
import { createProgress } from './reports/progress.ts';
import { siteRows, siteTable } from './reports/site-list.ts';
import { siteDetail, siteText } from './reports/site-show.ts';
import { createStageRate } from './reports/stage-rate.ts';
import { sweepReport } from './reports/sweep-report.ts';
import { sweepSummary, sweepSummaryText } from './reports/sweep-summary.ts';
import { EXIT_CODES, MingjingError } from './storage/mingjing-error.ts';
import { openStore, type Store } from './storage/open-store.ts';
import { SOURCES, type Platform, type Sentence, type Source } from './storage/vocabulary.ts';

interface Flags { json?: boolean; lang?: 'zh' | 'en'; config?: string; data?: string; database?: string; range?: string; source?: Source[]; sweep?: string; out?: string; report?: string }

/** Everything a command works with; opened on demand, closed by `main`. */
class Session {
  readonly flags: Flags;
  readonly settings: Settings;
  readonly stop = new AbortController();
  readonly #closers: (() => Promise<void>)[] = [];

  constructor(flags: Flags, settings: Settings) {
    this.flags = flags;
    this.settings = settings;
  }

  get lang(): 'zh' | 'en' {
    return this.flags.lang ?? this.settings.lang;
  }

  /** One JSON object with `--json`, else text for people. */
  print(json: unknown, text: () => string): void {
    process.stdout.write(`${this.flags.json ? JSON.stringify(json) : text()}\n`);
  }

  /** A word in passing; nothing in a pipe or with `--json`. */
  say(sentence: Sentence): void {
    if (!this.flags.json) process.stderr.write(`${sentence[this.lang]}\n`);
  }

  onClose(close: () => Promise<void>): void {
    this.#closers.unshift(close);
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0)) await close();
  }

  async store(url = this.flags.database ?? this.settings.database): Promise<Store> {
    const store = await openStore({ url });
    this.onClose(() => store.close());
    return store;
  }

  platforms(): Promise<Platform[]> {
    return loadPlatforms(this.settings.platformFolders);
  }

  /** The world the flags name, its store and the folder its files go to. */
  async world(ids: readonly string[]): Promise<{ world: World; store: Store; folder: string }> {
    const platforms = await this.platforms();
    const data = this.settings.dataDirectory;
    if (this.flags.range === undefined) {
      const world = liveWorld(this.settings, platforms, ids);
      await checkNetwork(world.exits[0], world.targets);
      const sources = this.flags.source;
      return { world: sources ? { ...world, sources } : world, store: await this.store(), folder: data };
    }
    // the practice internet is test code: loaded only when asked for
    const { practiceWorld } = await import('./test/range/practice-world.ts');
    const world = await practiceWorld(this.flags.range, platforms, { platforms: ids, sources: this.flags.source ?? [] });
    this.onClose(() => world.close());
    const folder = join(data, 'range', world.folder);
    return { world, store: await this.store(this.flags.database ?? `sqlite:${join(folder, 'mingjing.db')}`), folder };
  }

  async sweep(world: World, store: Store, purpose: string): Promise<SweepResult> {
    const egress = createEgress({ exits: world.exits, deny: [...this.settings.egress.deny], maxBytesPerVisit: this.settings.egress.maxBytesPerVisit });
    this.onClose(() => egress.close());
    const progress = createProgress({ lang: this.lang });
    const rated = createStageRate();
    const { targets, sources, keywords } = world;
    const key = createHash('sha256').update(JSON.stringify([world.name, purpose, targets.map(({ id }) => id), sources, keywords])).digest('hex');
    for (const id of world.unusable) this.say({ zh: `平台 ${id} 没有资料,已跳过`, en: `platform ${id} has no profile: skipped` });
    const options: SweepOptions = {
      ...world, store, egress, key,
      settings: this.settings,
      capture: captureSettings(this.settings),
      signal: this.stop.signal,
      onProgress: (step) => progress.update(rated(step)),
    };
    try {
      return await sweep(options);
    } finally {
      progress.stop();
    }
  }

  async sweepId(store: Store): Promise<number> {
    const wanted = this.flags.sweep === undefined ? await store.sweeps.latest() : await store.sweeps.get(Number(this.flags.sweep));
    if (wanted) return wanted.id;
    throw new MingjingError('SWEEP_UNKNOWN', 'usage', { zh: '没有这次扫描;请先运行 sweep', en: 'no such sweep; run sweep first' });
  }

  /** The store that `--range` or the settings name, without starting anything. */
  async storeToRead(): Promise<Store> {
    if (this.flags.range === undefined || this.flags.database !== undefined) return this.store();
    const { practiceDatabase } = await import('./test/range/practice-world.ts');
    return this.store(await practiceDatabase(this.flags.range, this.settings.dataDirectory));
  }

  async writeReport(store: Store, sweepId: number, file: string, platforms: Platform[]): Promise<string> {
    const html = await sweepReport({ store, sweepId, platforms, lang: this.lang });
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, html);
    return resolve(file);
  }
}

async function sweepCommand(session: Session, ids: string[]): Promise<void> {
  const { world, store, folder } = await session.world(ids);
  const { sweepId, resumed } = await session.sweep(world, store, 'sweep');
  const report = await session.writeReport(store, sweepId, session.flags.report ?? join(folder, 'reports', `sweep-${sweepId}.html`), world.platforms);
  const summary = await sweepSummary({ store, sweepId });
  session.print({ ...summary, sweepId, resumed, report }, () => `${sweepSummaryText(summary, session.lang)}\n${session.lang === 'zh' ? '报告' : 'report'}: ${report}`);
}

async function evalCommand(session: Session, corpus: string): Promise<void> {
  const { practiceWorld } = await import('./test/range/practice-world.ts');
  const { evaluate, siteResults } = await import('./test/evaluator/evaluate.ts');
  const { evaluationText } = await import('./test/evaluator/evaluation-text.ts');
  const world = await practiceWorld(corpus, await session.platforms(), { platforms: [], sources: session.flags.source ?? [] });
  session.onClose(() => world.close());
  const store = await session.store(session.flags.database ?? `sqlite:${join(session.settings.dataDirectory, 'range', world.folder, 'mingjing.db')}`);
  const { sweepId } = await session.sweep(world, store, 'eval');
  const row = await store.sweeps.get(sweepId);
  const seconds = row?.finishedAt ? (Date.parse(row.finishedAt) - Date.parse(row.startedAt)) / 1000 : 0;
  const evaluation = evaluate(world.corpus, await siteResults(world.corpus, store, sweepId), { seconds }, world.unusable);
  session.print(evaluation, () => evaluationText(evaluation, session.lang));
}

async function rangeServeCommand(session: Session, corpus: string): Promise<void> {
  const { loadCorpus } = await import('./test/range/corpus.ts');
  const { serveRange } = await import('./test/range/range-serve.ts');
  const served = await serveRange(await loadCorpus(corpus));
  session.onClose(() => served.close());
  session.print(served.facts, () => served.text(session.lang));
  await new Promise<void>((done) => session.stop.signal.addEventListener('abort', () => done(), { once: true }));
}

async function referenceCommand(session: Session, action: 'capture' | 'list' | 'drift', ids: string[]): Promise<void> {
  if (action === 'list') {
    const references = await (await session.storeToRead()).references.list();
    return session.print({ references }, () => referenceText(references, session.lang));
  }
  const { world, store } = await session.world(ids);
  const egress = createEgress({ exits: world.exits, deny: [...session.settings.egress.deny] });
  session.onClose(() => egress.close());
  const platforms = selectPlatforms(world.platforms, ids);
  const job = { store, egress, exit: world.exit, settings: captureSettings(session.settings), platforms, pages: world.referencePages ?? undefined, now: () => new Date().toISOString(), signal: session.stop.signal };
  if (action === 'capture') {
    const outcomes = await captureReferences(job);
    return session.print({ references: outcomes }, () => referenceOutcomeText(outcomes, session.lang));
  }
  const drift = await referenceDrift(job);
  session.print({ drift }, () => driftText(drift, session.lang));
}

async function evidenceExportCommand(session: Session, host: string): Promise<void> {
  const store = await session.storeToRead();
  const sweepId = await session.sweepId(store);
  const directory = session.flags.out ?? join(session.settings.dataDirectory, 'evidence', `sweep-${sweepId}-${host.replaceAll(/[^\w.-]+/g, '_')}`);
  const manifest = await exportEvidence({ store, sweepId, host, directory });
  session.print({ directory: resolve(directory), manifest }, () => `${session.lang === 'zh' ? '证据已导出' : 'evidence exported'}: ${resolve(directory)}`);
}

async function siteShowCommand(session: Session, host: string): Promise<void> {
  const store = await session.storeToRead();
  const detail = await siteDetail({ store, sweepId: await session.sweepId(store), host });
  session.print(detail, () => siteText(detail, session.lang));
}

async function siteListCommand(session: Session): Promise<void> {
  const store = await session.storeToRead();
  const sites = await siteRows({ store, sweepId: await session.sweepId(store) });
  session.print({ sites }, () => siteTable(sites, session.lang));
}

async function reportCommand(session: Session): Promise<void> {
  const store = await session.storeToRead();
  const sweepId = await session.sweepId(store);
  const report = await session.writeReport(store, sweepId, session.flags.out ?? join(session.settings.dataDirectory, 'reports', `sweep-${sweepId}.html`), await session.platforms());
  session.print({ sweepId, report }, () => report);
}

async function setupCommand(session: Session): Promise<void> {
  await prepareBrowser(captureSettings(session.settings), (step) => session.say(step));
  session.say({ zh: '明镜:浏览器与字体就绪', en: 'mingjing: browser and fonts are ready' });
}

async function doctorCommand(session: Session): Promise<void> {
  const checks = await runDoctor(session.settings);
  session.print({ checks }, () => doctorText(checks, session.lang));
  if (checks.some((check) => check.state === 'fail')) process.exitCode = EXIT_CODES.environment;
}

type Action = (session: Session, ...args: never[]) => Promise<void>;

/** Adds the flags that every command takes, and runs the action in a session of its own. */
function command(parent: Command, spec: string, description: string, action: Action): Command {
  const made = parent.command(spec).description(description);
  return made
    .option('--json', '标准输出只有一个 JSON 对象 / one JSON object on stdout')
    .addOption(new Option('--lang <zh|en>', '界面语言 / interface language').choices(['zh', 'en']))
    .option('--config <file>', '设置文件 / settings file')
    .option('--data <folder>', '数据文件夹 / data folder')
    .option('--database <url>', 'sqlite:<路径 path> | postgres://…')
    .action(async (...args: unknown[]) => {
      const values = args.slice(0, -2);
      await withSession(made.opts<Flags>(), (session) => (action as (session: Session, ...rest: unknown[]) => Promise<void>)(session, ...values));
    });
}

async function withSession(flags: Flags, action: (session: Session) => Promise<void>): Promise<void> {
  const overrides: NodeJS.ProcessEnv = { ...process.env };
  if (flags.data !== undefined) overrides['MINGJING_DATA'] = flags.data;
  const session = new Session(flags, await loadSettings(flags.config ?? null, overrides));
  language = session.lang;
  let signals = 0;
  const stop = () => {
    signals++;
    if (signals > 1) process.exit(EXIT_CODES.interrupted);
    session.say({ zh: '正在停止…(再按一次立即退出)', en: 'stopping… (once more to quit at once)' });
    session.stop.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    await action(session);
  } finally {
    await session.close();
  }
}

const collect = (value: string, previous: Source[] = []): Source[] => {
  const found = SOURCES.find((source) => source === value);
  if (found) return [...previous, found];
  throw new MingjingError('SOURCE_UNKNOWN', 'usage', { zh: `--source:没有来源 ${value};可用:${SOURCES.join('、')}`, en: `--source: no source ${value}; known: ${SOURCES.join(', ')}` });
};

const RANGE = ['--range <corpus>', '在演练网络上运行 / run on the practice internet'] as const;
const SWEEP = ['--sweep <n>', '哪一次扫描,默认最近一次 / which sweep, default the latest'] as const;
const OUT = ['--out <path>', '写到哪里 / where to write'] as const;

function program(): Command {
  const root = new Command('mingjing').description('明镜:发现并证明仿冒官方证书查询平台的网站 / finds and proves fake certificate-query sites').exitOverride();
  command(root, 'sweep [platform...]', '扫描一次 / one sweep', sweepCommand)
    .option(...RANGE)
    .option('--source <source>', `来源,可多次 / source, repeatable: ${SOURCES.join(', ')}`, collect)
    .option('--report <file>', '报告文件 / report file');
  const reference = root.command('reference').description('官方页面参照 / references of the official pages');
  for (const [action, text] of [['capture', '采集 / capture'], ['list', '列出 / list'], ['drift', '与现状比较 / compare with today']] as const) {
    command(reference, `${action} [platform...]`, text, (session: Session, ids: string[]) => referenceCommand(session, action, ids)).option(...RANGE);
  }
  const site = root.command('site').description('网站结论 / verdicts');
  command(site, 'list', '一览 / all sites', siteListCommand).option(...RANGE).option(...SWEEP);
  command(site, 'show', '一个网站 / one site', siteShowCommand).addArgument(new Argument('<host>')).option(...RANGE).option(...SWEEP);
  command(root, 'report', '生成 HTML 报告 / write the HTML report', reportCommand).option(...RANGE).option(...SWEEP).option(...OUT);
  const evidence = root.command('evidence').description('证据 / evidence');
  command(evidence, 'export', '导出一个网站的证据 / export one site', evidenceExportCommand).addArgument(new Argument('<host>')).option(...RANGE).option(...SWEEP).option(...OUT);
  command(root, 'doctor', '检查环境 / check this machine', doctorCommand);
  command(root, 'setup', '准备浏览器与字体 / prepare browser and fonts', setupCommand);
  const range = root.command('range').description('演练网络 / the practice internet');
  command(range, 'serve', '单独启动 / serve it by itself', rangeServeCommand).addArgument(new Argument('<corpus>'));
  command(root, 'eval', '扫描演练语料并评分 / sweep a corpus and score the result', evalCommand)
    .addArgument(new Argument('<corpus>'))
    .option('--source <source>', '来源,可多次 / source, repeatable', collect);
  return root;
}

let language: 'zh' | 'en' = process.argv.includes('en') && process.argv.includes('--lang') ? 'en' : 'zh';

/** Ends with a documented exit code; the message of an expected failure is one sentence on stderr. */
async function main(): Promise<void> {
  try {
    await program().parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
    else if (error instanceof MingjingError) {
      process.stderr.write(`${error.sentence[language]}\n`);
      process.exitCode = EXIT_CODES[error.exit];
    } else {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = EXIT_CODES.internal;
    }
  }
}

await main();
process.exit();
