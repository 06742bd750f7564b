/** Progress of a long command: drawn in place on a terminal, a line now and then everywhere else. */
import { createLogUpdate } from 'log-update';
import { clipToWidth, padToWidth } from './display-width.ts';
import { duration } from '../wording/duration.ts';
import { plainText } from '../wording/plain-text.ts';
import type { ReportLanguage } from '../wording/report-language.ts';
import { say, wordFor } from '../wording/report-language.ts';
import type { PacedProgress, StageProgress } from './stage-progress.ts';
import { createStageRate } from './stage-rate.ts';
import { STEP_WORDS } from '../wording/wording.ts';

export interface ProgressRenderer {
  /**
   * On a terminal draws or redraws the line of that stage, at most ten times a second; elsewhere a change of stage is a
   * line.
   */
  update(progress: StageProgress): void;
  /** Shows the last state and leaves it standing. Harmless when repeated. */
  stop(): void;
}

export interface ProgressSettings {
  /** Default `process.stderr`: standard output is for results. */
  stream?: NodeJS.WriteStream;
  lang?: ReportLanguage;
  /** For tests: milliseconds. Default `Date.now`. */
  clock?: () => number;
}

const REDRAW_MS = 100;
const LINE_MS = 30_000;
const BAR = 20;

/**
 * A renderer for the stream. What is no terminal (a pipe, a log) gets a line at each change of stage and one each 30 s,
 * without control characters.
 */
export function createProgress(settings: ProgressSettings = {}): ProgressRenderer {
  const { stream = process.stderr, lang = 'zh', clock = Date.now } = settings;
  return stream.isTTY ? drawnProgress(stream, lang, clock) : loggedProgress(stream, lang, clock);
}

function drawnProgress(stream: NodeJS.WriteStream, lang: ReportLanguage, clock: () => number): ProgressRenderer {
  const draw = createLogUpdate(stream);
  const paced = createStageRate(clock);
  const lines = new Map<string, PacedProgress>();
  let drawnAt = -Infinity;
  let stopped = false;
  const redraw = (): void => {
    drawnAt = clock();
    draw(
      [...lines.values()].map((line) => clipToWidth(progressLine(line, lang), (stream.columns || 80) - 1)).join('\n'),
    );
  };
  return {
    update(progress) {
      if (stopped) return;
      lines.set(progress.stage, paced(progress));
      if (clock() - drawnAt >= REDRAW_MS) redraw();
    },
    stop() {
      if (stopped) return;
      stopped = true;
      if (lines.size > 0) redraw();
      draw.done();
    },
  };
}

function loggedProgress(stream: NodeJS.WriteStream, lang: ReportLanguage, clock: () => number): ProgressRenderer {
  const paced = createStageRate(clock);
  const begun = clock();
  let latest: StageProgress | null = null;
  let written: StageProgress | null = null;
  let stopped = false;
  const write = (): void => {
    if (stopped || latest === null) return;
    written = latest;
    stream.write(`${loggedLine(paced(latest), (clock() - begun) / 1000, lang)}\n`);
  };
  // also while nothing moves on: a line whose count stands still is news
  const timer = setInterval(write, LINE_MS).unref();
  const end = (): void => {
    stopped = true;
    clearInterval(timer);
  };
  // a reader that went away ends the telling, not the work
  stream.on('error', end);
  return {
    update(progress) {
      if (stopped) return;
      const changed = latest?.stage !== progress.stage;
      latest = progress;
      if (changed) write();
      else paced(progress);
    },
    stop() {
      if (latest !== written) write();
      end();
    },
  };
}

/** One line for a log: stage, counts, rate, time since the command began. */
export function loggedLine(progress: PacedProgress, elapsed: number, lang: ReportLanguage): string {
  const { stage, done, total, rate, detail = null } = progress;
  const parts = [`${wordFor(STEP_WORDS, stage, lang)} ${total === null ? done : `${done}/${total}`}`];
  if (rate !== null) parts.push(paceText(rate, lang));
  parts.push(lang === 'zh' ? `已用 ${duration(elapsed)}` : `${duration(elapsed)} elapsed`);
  if (detail !== null) parts.push(say(detail, lang));
  return plainText(parts.join(lang === 'zh' ? '，' : ', '));
}

/** One line: stage, bar, counts, rate, time left. */
export function progressLine(progress: PacedProgress, lang: ReportLanguage): string {
  const { stage, done, total, rate, eta, detail = null } = progress;
  const parts = [
    padToWidth(wordFor(STEP_WORDS, stage, lang), 10),
    total === null ? '' : bar(done, total),
    total === null ? String(done) : `${done}/${total}`,
  ];
  if (rate !== null) parts.push(paceText(rate, lang));
  if (eta !== null) parts.push(lang === 'zh' ? `剩余 ${duration(eta)}` : `${duration(eta)} left`);
  if (detail !== null) parts.push(say(detail, lang));
  return parts.filter((part) => part !== '').join('  ');
}

function bar(done: number, total: number): string {
  const full = total <= 0 ? BAR : Math.min(BAR, Math.max(0, Math.round((done / total) * BAR)));
  return '█'.repeat(full) + '░'.repeat(BAR - full);
}

function paceText(rate: number, lang: ReportLanguage): string {
  const number = rate.toFixed(rate >= 10 ? 0 : rate >= 1 ? 1 : 2);
  return lang === 'zh' ? `${number} 个/秒` : `${number}/s`;
}
