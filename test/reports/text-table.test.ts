/** Console tables stay aligned with Chinese in them; progress is drawn on terminals only. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { clipToWidth, displayWidth, padToWidth } from '../../reports/display-width.ts';
import { createProgress, progressLine } from '../../reports/progress.ts';
import { textTable } from '../../reports/text-table.ts';

describe('display width', () => {
  it.each([
    ['abc', 3],
    ['明镜', 4],
    ['a明b', 4],
    ['ＡＢ', 4],
    ['，。', 4],
    ['e\u0301', 1],
    ['👩‍👩‍👧', 2],
    ['𠮷', 2],
    ['a\u200Bb', 2],
    ['', 0],
  ])('of %j is %i', (text, width) => expect(displayWidth(text)).toBe(width));
  it('clips without splitting a wide character', () => {
    expect(clipToWidth('明镜高悬', 6)).toBe('明镜…');
    expect(displayWidth(clipToWidth('明镜高悬', 6))).toBeLessThanOrEqual(6);
  });
  it('pads to columns, not to characters', () => expect(padToWidth('明镜', 6)).toBe('明镜  '));
});

it('aligns columns by what a terminal shows', () => {
  const table = textTable(
    [{ title: '主机' }, { title: 'SCORE', align: 'right' }],
    [
      ['疑似仿冒', '9'],
      ['a.example', '97.4'],
    ],
  );
  const [head, rule, ...rows] = table.split('\n');
  expect(new Set([rule, ...rows].map((line) => displayWidth(line ?? '')))).toEqual(new Set([16]));
  expect(head).toBe('主机       SCORE');
});

describe('progress', () => {
  const terminal = (isTTY: boolean): { stream: NodeJS.WriteStream; text: () => string } => {
    const stream = Object.assign(new PassThrough(), { isTTY, columns: 100, rows: 30 });
    const chunks: string[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    return { stream: stream as unknown as NodeJS.WriteStream, text: () => chunks.join('') };
  };

  it('says stage, counts, rate and time left in both languages', () => {
    const progress = { stage: 'resolve', done: 50, total: 200, rate: 12.3, eta: 725 };
    expect(progressLine(progress, 'zh')).toBe('解析        █████░░░░░░░░░░░░░░░  50/200  12 个/秒  剩余 12m05s');
    expect(progressLine(progress, 'en')).toContain('50/200  12/s  12m05s left');
  });
  it('draws on a terminal, each stage on its own line', () => {
    const { stream, text } = terminal(true);
    const progress = createProgress({ stream, lang: 'zh' });
    progress.update({ stage: 'resolve', done: 1, total: 2 });
    progress.update({ stage: 'probe', done: 0, total: null });
    progress.stop();
    expect(text()).toContain('解析');
    expect(text()).toContain('探测');
  });
  it('draws at most ten times a second', () => {
    const { stream, text } = terminal(true);
    const progress = createProgress({ stream, clock: () => 5000 });
    for (let done = 1; done <= 1000; done += 1) progress.update({ stage: 'resolve', done, total: 1000 });
    expect(text()).toContain('1/1000');
    expect(text()).not.toContain('999/1000');
    progress.stop();
    expect(text()).toContain('1000/1000');
  });
  it('writes nothing where there is no terminal', () => {
    const { stream, text } = terminal(false);
    const progress = createProgress({ stream });
    progress.update({ stage: 'resolve', done: 1, total: 2 });
    progress.stop();
    expect(text()).toBe('');
  });
});
