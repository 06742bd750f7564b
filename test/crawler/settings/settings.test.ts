import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../../crawler/settings/settings.ts';
import { MingjingError } from '../../../storage/mingjing-error.ts';

async function settingsFile(content: string | Buffer): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'mingjing-settings-')), 'mingjing.json');
  await writeFile(file, content);
  return file;
}

const failure = async (file: string | null, environment: NodeJS.ProcessEnv = {}): Promise<MingjingError> => {
  const error: unknown = await loadSettings(file, environment).catch((reason: unknown) => reason);
  if (error instanceof MingjingError) return error;
  throw new Error('the settings were accepted');
};

describe('settings', () => {
  it('have a default for every key, the sandbox on among them', async () => {
    const settings = await loadSettings(await settingsFile('{}'), {});
    expect(settings).toMatchObject({
      lang: 'zh',
      browser: { sandbox: true, path: null },
      capture: { concurrency: 4, settleMaxMs: 10_000 },
    });
    expect(settings.resolve).toMatchObject({
      resolvers: [],
      perResolver: { inFlight: 128, perSecond: 400 },
      secondOpinion: { resolvers: [], sample: 0.01 },
    });
    expect(settings.registration).toEqual({ reuseDays: 7 });
    expect(Object.isFrozen(settings)).toBe(true);
  });

  it('are overridden by environment variables', async () => {
    const file = await settingsFile('{"lang": "zh", "capture": {"concurrency": 2}}');
    const settings = await loadSettings(file, {
      MINGJING_LANG: 'en',
      MINGJING_CONCURRENCY: '6',
      MINGJING_SANDBOX: 'false',
    });
    expect(settings).toMatchObject({ lang: 'en', browser: { sandbox: false }, capture: { concurrency: 6 } });
  });

  it('name the file, the key, what was expected and what was found', async () => {
    const file = await settingsFile('{"capture": {"concurrency": "many"}}');
    const { sentence, code, exit } = await failure(file);
    expect({ code, exit }).toEqual({ code: 'SETTINGS_INVALID', exit: 'input' });
    expect(sentence.en).toContain(`${file}: capture.concurrency`);
    expect(sentence.en).toContain('"many"');
    expect(sentence.en).toMatch(/expected (?:number|int)/i);
  });

  it('name the variable when the environment is wrong', async () => {
    const { sentence } = await failure(await settingsFile('{}'), { MINGJING_LANG: 'fr' });
    expect(sentence.zh).toContain('MINGJING_LANG');
    expect(sentence.zh).toContain('"fr"');
  });

  it.each([
    ['{"database": ""}', {}, /m.*\.json.*database/],
    ['{"database": "   "}', {}, /m.*\.json.*database/],
    ['{"database": null}', {}, /m.*\.json.*database.*null/],
    ['{"database": "sqlite:undefined"}', {}, /m.*\.json.*database.*sqlite:undefined/],
    ['{}', { MINGJING_DATABASE: '' }, /MINGJING_DATABASE/],
    ['{}', { MINGJING_DATABASE: 'undefined' }, /MINGJING_DATABASE.*undefined/],
    ['{"database": "sqlite:x.db"}', { MINGJING_DATABASE: 'null' }, /MINGJING_DATABASE.*null/],
    ['{"database": "sqlite:x.db"}', { MINGJING_DATABASE: 'sqlite:' }, /MINGJING_DATABASE.*sqlite:/],
    ['{}', { MINGJING_DATABASE: 'postgres://clerk:tiger7@db.test/undefined' }, /MINGJING_DATABASE.*postgres:…/],
  ])('name where the database that nobody named stands: %s %j', async (content, environment, where) => {
    const { sentence, code, exit } = await failure(await settingsFile(content), environment);
    expect({ code, exit }).toEqual({ code: 'SETTINGS_INVALID', exit: 'input' });
    for (const text of [sentence.zh, sentence.en]) {
      expect(text).toMatch(where);
      expect(text).not.toContain('tiger7');
    }
  });

  it('take a named database from the environment before an unusable one in the file', async () => {
    expect(
      (await loadSettings(await settingsFile('{"database": "sqlite:undefined"}'), { MINGJING_DATABASE: 'sqlite:x.db' }))
        .database,
    ).toBe('sqlite:x.db');
  });

  it('refuse an unknown key instead of ignoring it', async () => {
    const { sentence } = await failure(await settingsFile('{"captrue": {}}'));
    expect(sentence.en).toContain('captrue');
  });

  it('are read from a file with a byte order mark', async () => {
    expect(await loadSettings(await settingsFile('\uFEFF{\r\n  "lang": "en"\r\n}\r\n'), {})).toMatchObject({
      lang: 'en',
    });
  });

  it('name line and column of a syntax error, and show the place', async () => {
    const file = await settingsFile('{\n  "lang": "zh",\n  "capture": { "concurrency": 2, }\n}\n');
    const { sentence, exit } = await failure(file);
    expect(exit).toBe('input');
    expect(sentence.en).toBe(
      `settings file ${file}: line 3, column 34: expected a key in double quotes, found "}" (there is a comma too many before it): capture": { "concurrency": 2,  >>> }`,
    );
    expect(sentence.zh).toContain(
      `设置文件 ${file}：第 3 行第 34 列应为双引号括起的键名，实际为“}”（前面多了一个逗号）`,
    );
  });

  it.each([
    ['UTF-16', Buffer.from('\uFEFF{"lang": "zh"}', 'utf16le'), '文件编码不是 UTF-8（UTF-16），请另存为 UTF-8'],
    [
      'big-endian UTF-16 without a mark',
      Buffer.from('{"lang": "zh"}', 'utf16le').swap16(),
      '文件编码不是 UTF-8（UTF-16），请另存为 UTF-8',
    ],
    [
      'GBK',
      Buffer.concat([Buffer.from('{"dataDirectory": "'), Buffer.from('cafdbedd', 'hex'), Buffer.from('"}')]),
      '文件编码不是 UTF-8（可能是 GBK），请另存为 UTF-8',
    ],
  ])('in %s are refused in one sentence', async (_name, bytes, said) => {
    const file = await settingsFile(bytes);
    expect((await failure(file)).sentence.zh).toBe(`设置文件 ${file}：${said}`);
  });

  it('that are there but cannot be read are never taken for missing ones', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mingjing-settings-'));
    expect((await failure(folder)).sentence.en).toContain('cannot be read: EISDIR');
  });

  it('refuse a file that is no JSON object, and a named file that is missing', async () => {
    expect((await failure(await settingsFile('[1]'))).sentence.en).toContain('expected one JSON object');
    expect((await failure('/nonexistent/mingjing.json')).sentence.en).toContain('/nonexistent/mingjing.json');
  });
});
