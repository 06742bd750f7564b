/** Console tables stay aligned with Chinese in them. */
import { describe, expect, it } from 'vitest';
import { clipToWidth, displayWidth, padToWidth } from '../../../reports/terminal/display-width.ts';
import { textTable } from '../../../reports/terminal/text-table.ts';

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
