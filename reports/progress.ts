/** Progress of a long command, drawn in place on a terminal and silent everywhere else. */
import { createLogUpdate } from 'log-update';
import type { Sentence } from '../storage/vocabulary.ts';
import { clipToWidth, padToWidth } from './display-width.ts';
import type { ReportLanguage } from './report-language.ts';
import { say, wordFor } from './report-language.ts';
import { STEP_WORDS } from './wording.ts';

/** How far one stage has come. Stages may overlap: each keeps its own line. */
export interface StageProgress {
  /** A stage of the flow, or any other short word. */
  stage: string;
  done: number;
  /** Null while the total is not known yet. */
  total: number | null;
  /** Items per second; null when too early to say. */
  rate?: number | null;
  /** Seconds left; null when not to be foretold. */
  eta?: number | null;
  /** A few words on what is under way, e.g. a count by outcome. Must be plain text. */
  detail?: Sentence | null;
}

export interface ProgressRenderer {
  /** Draws or redraws the line of that stage. Cheap: draws at most ten times a second. */
  update(progress: StageProgress): void;
  /** Draws the last state and leaves it standing. Harmless when repeated. */
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
const BAR = 20;

/** A renderer for the stream; on anything but a terminal it does nothing at all. */
export function createProgress(settings: ProgressSettings = {}): ProgressRenderer {
  const { stream = process.stderr, lang = 'zh', clock = Date.now } = settings;
  if (!stream.isTTY) return { update: () => {}, stop: () => {} };
  const draw = createLogUpdate(stream);
  const lines = new Map<string, StageProgress>();
  let drawnAt = -Infinity;
  let stopped = false;
  const redraw = (): void => {
    drawnAt = clock();
    draw([...lines.values()].map((line) => clipToWidth(progressLine(line, lang), (stream.columns || 80) - 1)).join('\n'));
  };
  return {
    update(progress) {
      if (stopped) return;
      lines.set(progress.stage, progress);
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

/** One line: stage, bar, counts, rate, time left. */
export function progressLine(progress: StageProgress, lang: ReportLanguage): string {
  const { stage, done, total, rate = null, eta = null, detail = null } = progress;
  const parts = [padToWidth(wordFor(STEP_WORDS, stage, lang), 10), total === null ? '' : bar(done, total), total === null ? String(done) : `${done}/${total}`];
  if (rate !== null) parts.push(lang === 'zh' ? `${rateText(rate)} 个/秒` : `${rateText(rate)}/s`);
  if (eta !== null) parts.push(lang === 'zh' ? `剩余 ${duration(eta)}` : `${duration(eta)} left`);
  if (detail !== null) parts.push(say(detail, lang));
  return parts.filter((part) => part !== '').join('  ');
}

function bar(done: number, total: number): string {
  const full = total <= 0 ? BAR : Math.min(BAR, Math.max(0, Math.round((done / total) * BAR)));
  return '█'.repeat(full) + '░'.repeat(BAR - full);
}

function rateText(rate: number): string {
  return rate >= 10 ? String(Math.round(rate)) : rate.toFixed(1);
}

/** `5s`, `2m05s`, `1h02m`. */
function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}s`;
  const minutes = Math.floor(whole / 60);
  const padded = (value: number): string => String(value).padStart(2, '0');
  return minutes < 60 ? `${minutes}m${padded(whole % 60)}s` : `${Math.floor(minutes / 60)}h${padded(minutes % 60)}m`;
}
