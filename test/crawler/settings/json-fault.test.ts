import { mkdtemp, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonFault } from '../../../crawler/settings/json-fault.ts';
import { loadPlatforms } from '../../../crawler/settings/load-platforms.ts';
import { MingjingError } from '../../../storage/mingjing-error.ts';

const SAMPLE = '{\n  "a": [1, -2.5e3, true, null, {}],\r\n\t"b\\u00e9": {"c": "x\\"y，z", "d": []}\n}';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Where V8 sees the fault, when it says so. */
function positionOf(text: string): number | null {
  try {
    JSON.parse(text);
  } catch (error) {
    const position = /at position (\d+)/.exec(String(error))?.[1];
    return position === undefined ? null : Number(position);
  }
  return null;
}

describe('the fault of a JSON text', () => {
  it('is there exactly when JSON.parse refuses the text, and where V8 names a place it is that place', () => {
    const broken = ['x', ',', '"', '}', '{', ']', '[', '1', '\\', '\n', '', '：', '.', '-', 'e'].flatMap((piece) =>
      Array.from({ length: SAMPLE.length }, (_, at) => [
        SAMPLE.slice(0, at) + piece + SAMPLE.slice(at + 1),
        SAMPLE.slice(0, at) + piece + SAMPLE.slice(at),
      ]).flat(),
    );
    let compared = 0;
    for (const text of broken) {
      const fault = jsonFault(text);
      expect([text, fault === null]).toEqual([text, parses(text)]);
      const position = positionOf(text);
      if (position === null || fault === null) continue;
      const lines = text.split(/\r\n|[\r\n]/);
      const line = text.slice(0, position).split(/\r\n|[\r\n]/).length;
      // V8 goes into a broken number or escape; we name its start
      if (/number|[eE]scape|fraction|exponent/.test(positionError(text))) continue;
      compared += 1;
      expect([text, fault.line]).toEqual([text, Math.min(line, lines.length)]);
    }
    expect(compared).toBeGreaterThan(200);
  });

  it.each([
    ['{"a": 1，"b": 2}', 1, 8, '应为“,”或“}”，实际为“，”（标点须为半角）'],
    ['{“a”: 1}', 1, 2, '应为双引号括起的键名，实际为““”（标点须为半角）'],
    ["{'a': 1}", 1, 2, '须用双引号'],
    ['{\n  // note\n  "a": 1\n}', 2, 3, 'JSON 中不能写注释'],
    ['{"a": 1\n "b": 2}', 2, 2, '前面少了一个逗号'],
    ['[1, 2,\n]', 2, 1, '前面多了一个逗号'],
    ['{"path": "C:\\data"}', 1, 13, '反斜杠本身写作'],
    ['{"a": "x\n"}', 1, 9, '同一行内的右双引号，实际为行尾'],
    ['{"灯塔😀": tru}', 1, 9, '应为一个值，实际为“t”'],
    ['{"a": 1} {"b": 2}', 1, 10, '应为文件结束'],
    ['{"a": 1', 1, 8, '应为“,”或“}”，实际为文件结束'],
    ['', 1, 1, '应为一个值，实际为文件结束'],
    ['{"a"： 1}', 1, 5, '应为“:”，实际为“：”（标点须为半角）'],
    ['\r\n\r\n{"a": 01}', 3, 7, '应为一个值'],
  ])('%j stands in line %d, column %d', (text, line, column, said) => {
    const fault = jsonFault(text);
    expect(fault).toMatchObject({ line, column });
    expect(fault?.because.zh).toContain(said);
  });

  it('shows the place without control characters, and only a piece of a long line', () => {
    const shown = jsonFault(`{"a": "${'x'.repeat(500)}", \u001b[31m"b": ${'y'.repeat(500)}}`)?.because.en ?? '';
    expect(shown).toContain(' >>> ');
    expect(shown).not.toContain('\u001b');
    expect(shown.length).toBeLessThan(200);
  });

  it('of a text nested beyond reason is not searched for', () => {
    expect(jsonFault('['.repeat(200_000))).toBeNull();
  });
});

describe('a platform profile', () => {
  it('may begin with a byte order mark; a syntax error in it names file, line and column', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mingjing-profiles-'));
    await mkdir(join(folder, 'lantern'));
    await mkdir(join(folder, 'no-profile'));
    const file = join(folder, 'lantern', 'profile.json');
    await writeFile(file, '\uFEFF{"id": "lantern", "name": "灯塔查询", "hosts": ["cx.lantern.example"]}');
    expect((await loadPlatforms([folder])).some(({ id }) => id === 'lantern')).toBe(true);
    await writeFile(file, '{"id": "lantern",\n "name": "灯塔查询"\n "hosts": []}');
    const error: unknown = await loadPlatforms([folder]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MingjingError);
    expect((error as MingjingError).sentence.zh).toContain(
      `${file}：第 3 行第 2 列应为“,”或“}”，实际为“"”（前面少了一个逗号）`,
    );
  });
});

const positionError = (text: string): string => {
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    return String(error);
  }
};
