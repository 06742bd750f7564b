/**
 * Progress where there is no terminal: lines for a log, at each change of stage and each half minute, and on a terminal
 * as before.
 */
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProgress, progressLine, type ProgressSettings } from '../../../reports/terminal/progress.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A stream that keeps what is written to it. */
function openStream(isTTY: boolean) {
  const written: string[] = [];
  const stream = Object.assign(new EventEmitter(), {
    isTTY,
    columns: 100,
    rows: 30,
    write: (text: string) => written.push(text) > 0,
  });
  const text = () => written.join('');
  return {
    stream: stream as unknown as NonNullable<ProgressSettings['stream']>,
    text,
    lines: () => text().split('\n').slice(0, -1),
  };
}

const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

describe('in a log', () => {
  it('a change of stage is one line, and so is each half minute', () => {
    const { stream, lines } = openStream(false);
    const progress = createProgress({ stream, lang: 'en' });
    progress.update({ stage: 'probe', done: 0, total: 60 });
    for (let done = 1; done <= 20; done++) {
      pass(2);
      progress.update({ stage: 'probe', done, total: 60 });
    }
    expect(lines()).toEqual(['probe 0/60, 0s elapsed', 'probe 14/60, 0.47/s, 30s elapsed']);
    progress.update({ stage: 'capture', done: 0, total: null });
    expect(lines().slice(2)).toEqual(['capture 0, 40s elapsed']);
    progress.stop();
    progress.stop();
    expect(lines()).toHaveLength(3);
  });

  it('a standstill shows: the count stays and the rate sinks', () => {
    const { stream, lines } = openStream(false);
    const progress = createProgress({ stream, lang: 'zh' });
    progress.update({ stage: 'capture', done: 0, total: 9 });
    pass(10);
    progress.update({ stage: 'capture', done: 6, total: 9 });
    pass(80);
    expect(lines()).toEqual([
      '采集 0/9，已用 0s',
      '采集 6/9，0.20 个/秒，已用 30s',
      '采集 6/9，0.10 个/秒，已用 1m00s',
      '采集 6/9，0.07 个/秒，已用 1m30s',
    ]);
    progress.stop();
  });

  it('the last state is told at the end, and nothing after it', () => {
    const { stream, lines } = openStream(false);
    const progress = createProgress({ stream, lang: 'en' });
    progress.stop();
    expect(lines()).toEqual([]);
    const second = createProgress({ stream, lang: 'en' });
    second.update({ stage: 'detect', done: 0, total: 4 });
    pass(1);
    second.update({ stage: 'detect', done: 4, total: 4 });
    second.stop();
    pass(300);
    second.update({ stage: 'store', done: 1, total: 1 });
    expect(lines()).toEqual(['detect 0/4, 0s elapsed', 'detect 4/4, 4.0/s, 1s elapsed']);
  });

  it('a stage that comes round again is told of again, with a rate of its own', () => {
    const { stream, lines } = openStream(false);
    const progress = createProgress({ stream, lang: 'en' });
    progress.update({ stage: 'resolve', done: 0, total: 50 });
    pass(5);
    progress.update({ stage: 'resolve', done: 50, total: 50 });
    progress.update({ stage: 'probe', done: 0, total: 2 });
    progress.update({ stage: 'resolve', done: 0, total: 8 });
    pass(2);
    progress.update({ stage: 'resolve', done: 4, total: 8 });
    progress.stop();
    expect(lines()).toEqual([
      'resolve 0/50, 0s elapsed',
      'probe 0/2, 5s elapsed',
      'resolve 0/8, 5s elapsed',
      'resolve 4/8, 2.0/s, 7s elapsed',
    ]);
  });

  it('holds no control characters, whatever a stage is called', () => {
    const { stream, lines, text } = openStream(false);
    const progress = createProgress({ stream, lang: 'zh' });
    progress.update({ stage: 'cap\u001B[31mture\r\n', done: 1, total: 2, detail: { zh: '甲\u0007乙\u202E', en: '' } });
    progress.stop();
    expect(lines()).toHaveLength(1);
    expect(text()).not.toMatch(/(?!\n)[\p{Cc}\u202E]/u);
  });

  it('a reader that goes away ends it quietly', () => {
    const { stream, lines } = openStream(false);
    const progress = createProgress({ stream });
    progress.update({ stage: 'probe', done: 0, total: 2 });
    stream.emit('error', new Error('EPIPE'));
    progress.update({ stage: 'capture', done: 0, total: 2 });
    pass(60);
    progress.stop();
    expect(lines()).toHaveLength(1);
  });

  it('takes its time from the clock it is given', () => {
    const { stream, lines } = openStream(false);
    let now = 1000;
    const progress = createProgress({ stream, lang: 'en', clock: () => now });
    now += 3_725_000;
    progress.update({ stage: 'probe', done: 0, total: 2 });
    progress.stop();
    expect(lines()).toEqual(['probe 0/2, 1h02m elapsed']);
  });
});

describe('on a terminal', () => {
  it('says stage, counts, rate and time left in both languages', () => {
    const progress = { stage: 'resolve', done: 50, total: 200, rate: 12.3, eta: 725 };
    expect(progressLine(progress, 'zh')).toBe('解析        █████░░░░░░░░░░░░░░░  50/200  12 个/秒  剩余 12m05s');
    expect(progressLine(progress, 'en')).toContain('50/200  12/s  12m05s left');
  });
  it('draws each stage on its own line', () => {
    const { stream, text } = openStream(true);
    const progress = createProgress({ stream, lang: 'zh' });
    progress.update({ stage: 'resolve', done: 1, total: 2 });
    progress.update({ stage: 'probe', done: 0, total: null });
    progress.stop();
    expect(text()).toContain('解析');
    expect(text()).toContain('探测');
  });
  it('draws at most ten times a second', () => {
    const { stream, text } = openStream(true);
    const progress = createProgress({ stream, clock: () => 5000 });
    for (let done = 1; done <= 1000; done += 1) progress.update({ stage: 'resolve', done, total: 1000 });
    expect(text()).toContain('1/1000');
    expect(text()).not.toContain('999/1000');
    progress.stop();
    expect(text()).toContain('1000/1000');
  });
});
