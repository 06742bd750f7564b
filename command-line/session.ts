/**
 * Everything a command works with: flags, settings, stores and worlds, opened on demand and closed together; each room
 * is loaded when first asked for.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Settings } from '../crawler/settings/settings.ts';
import type { World } from '../crawler/world.ts';
import type { SweepState } from '../reports/records/sweep-state.ts';
import { MingjingError } from '../storage/mingjing-error.ts';
import type { DatabaseWorld } from '../storage/databases/database-world.ts';
import type { Store } from '../storage/open-store.ts';
import type { Source } from '../storage/vocabulary/candidates.ts';
import type { Platform } from '../storage/vocabulary/platform.ts';
import type { Sentence } from '../storage/vocabulary/sentence.ts';

/** The flags of all commands; each command declares the ones it takes. */
export interface Flags {
  json?: boolean;
  lang?: 'zh' | 'en';
  config?: string;
  data?: string;
  database?: string;
  range?: string;
  source?: Source[];
  sweep?: string;
  out?: string;
  report?: string;
  channel?: string;
  received?: string;
  note?: string;
  rescore?: boolean;
  against?: string;
  pinned?: boolean;
  dryRun?: boolean;
  without?: string[];
  write?: boolean;
}

/** Everything a command works with; opened on demand, closed by `inSession`. */
export class Session {
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

  /** A word in passing, on standard error; nothing with `--json`. */
  say(sentence: Sentence): void {
    if (!this.flags.json) process.stderr.write(`${sentence[this.lang]}\n`);
  }

  onClose(close: () => Promise<void>): void {
    this.#closers.unshift(close);
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0)) await close();
  }

  /** @param world whose data goes in; none: whatever the database holds. @throws what `openStore` throws. */
  async store(url = this.flags.database ?? this.settings.database, world?: DatabaseWorld): Promise<Store> {
    const { openStore } = await import('../storage/open-store.ts');
    const store = await openStore({ url, world });
    this.onClose(() => store.close());
    return store;
  }

  async platforms(): Promise<Platform[]> {
    const { loadPlatforms } = await import('../crawler/settings/load-platforms.ts');
    return loadPlatforms(this.settings.platformFolders);
  }

  /** The platforms that the sweep named by the flags knows: with `--range` also the corpus's own. */
  async platformsOfRange(): Promise<Platform[]> {
    const shipped = await this.platforms();
    if (this.flags.range === undefined) return shipped;
    const { practicePlatforms } = await import('../test/range/practice-world.ts');
    return practicePlatforms(this.flags.range, shipped);
  }

  /** The world the flags name, its store and the folder its files go to. */
  async world(ids: readonly string[]): Promise<{ world: World; store: Store; folder: string }> {
    const platforms = await this.platforms();
    const data = this.settings.dataDirectory;
    if (this.flags.range === undefined) {
      const { liveWorld } = await import('../crawler/world.ts');
      const { checkNetwork } = await import('../crawler/egress/check-network.ts');
      const world = liveWorld(this.settings, platforms, ids);
      await checkNetwork(world.exits[0], world.targets);
      const sources = this.flags.source;
      const store = await this.store(undefined, { kind: 'live' });
      return { world: sources ? { ...world, sources } : world, store, folder: data };
    }
    // the practice internet is test code: loaded only when asked for
    const { practiceWorld } = await import('../test/range/practice-world.ts');
    const world = await practiceWorld(this.flags.range, platforms, {
      platforms: ids,
      sources: this.flags.source ?? [],
    });
    this.onClose(() => world.close());
    const folder = join(data, 'range', world.folder);
    const url = this.flags.database ?? `sqlite:${join(folder, 'mingjing.db')}`;
    return { world, store: await this.store(url, { kind: 'practice', corpus: world.corpus.name }), folder };
  }

  /** The detectors of `--without`. @throws MingjingError DETECTOR_UNKNOWN (usage). */
  async detectorsLeftOut(): Promise<string[]> {
    const { isSignal, SIGNAL_NAMES } = await import('../detectors/weights.ts');
    const { PICTURE_TEXT } = await import('../detectors/reading/picture-text.ts');
    const asked = this.flags.without ?? [];
    const unknown = asked.find((name) => !isSignal(name) && name !== PICTURE_TEXT);
    if (unknown === undefined) return asked;
    throw new MingjingError('DETECTOR_UNKNOWN', {
      zh: `--without：没有检测器 ${unknown}；可用：${[...SIGNAL_NAMES, PICTURE_TEXT].join('、')}`,
      en: `--without: no detector ${unknown}; known: ${[...SIGNAL_NAMES, PICTURE_TEXT].join(', ')}`,
    });
  }

  /**
   * The sweep that `--sweep` names, else the one begun last, whether finished or not; of an unfinished one a word on
   * standard error says so.
   */
  async sweepId(store: Store): Promise<number> {
    const state = await this.sweepToRead(store);
    if (state.unfinished !== null) {
      const { unfinishedSentence } = await import('../reports/records/sweep-state.ts');
      this.say(unfinishedSentence(state.id, state.unfinished));
    }
    return state.id;
  }

  /** The same sweep with its state, for commands whose result says it. */
  async sweepToRead(store: Store): Promise<SweepState> {
    const wanted =
      this.flags.sweep === undefined ? await store.sweeps.latest() : await store.sweeps.get(Number(this.flags.sweep));
    if (wanted && wanted.finishedAt === null && this.flags.sweep === undefined) await this.#nameFinished(store);
    const { sweepState } = await import('../reports/records/sweep-state.ts');
    if (wanted) return sweepState(store, wanted.id);
    throw new MingjingError('SWEEP_UNKNOWN', {
      zh: '没有这次巡查；请先运行 sweep',
      en: 'no such sweep; run sweep first',
    });
  }

  /** Who reads an unfinished sweep because it is the newest shall know of the last that was finished. */
  async #nameFinished(store: Store): Promise<void> {
    const last = (await store.sweeps.list()).findLast(({ finishedAt }) => finishedAt !== null);
    if (last)
      this.say({ zh: `最近一次已结束的是第 ${last.id} 次巡查。`, en: `The last finished one is sweep ${last.id}.` });
  }

  /** The store that `--range` or the settings name, without starting anything. */
  async storeToRead(): Promise<Store> {
    if (this.flags.range === undefined) return this.store();
    const { practiceDatabase } = await import('../test/range/practice-world.ts');
    const { url, corpus } = await practiceDatabase(this.flags.range, this.settings.dataDirectory);
    return this.store(this.flags.database ?? url, { kind: 'practice', corpus });
  }

  async writeReport(store: Store, sweepId: number, file: string, platforms: Platform[]): Promise<string> {
    const { sweepReport } = await import('../reports/sweep-report/sweep-report.ts');
    const html = await sweepReport({ store, sweepId, platforms, lang: this.lang });
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, html);
    return resolve(file);
  }
}
