/** The URL of a database that nobody named is refused, and the sentence says where it was read. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namesNothing, parseDatabaseUrl } from '../../../storage/databases/database-url.ts';
import { MingjingError } from '../../../storage/mingjing-error.ts';
import { openStore } from '../../../storage/open-store.ts';

function refusal(url: string, origin?: string): MingjingError {
  try {
    parseDatabaseUrl(url, origin);
  } catch (error) {
    if (error instanceof MingjingError) return error;
  }
  throw new Error(`${url} was accepted`);
}

const UNNAMED = [
  '',
  '  ',
  '\t\n',
  'undefined',
  'null',
  ' undefined ',
  'sqlite:',
  'sqlite: ',
  'sqlite://',
  'sqlite:///',
  'sqlite:undefined',
  'sqlite:null',
  'sqlite: undefined',
  'sqlite:./undefined',
  'sqlite:undefined.db',
  'sqlite:data/null.sqlite',
  'sqlite:undefined/mingjing.db',
  'sqlite:///srv/undefined/range/mingjing.db',
  'postgres://clerk:tiger7@db.test/undefined',
  'postgresql://clerk:tiger7@undefined/cases',
  'postgres://undefined:undefined@db.test/cases',
];

describe('the URL of a database', () => {
  let folder: string;
  const home = process.cwd();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mingjing-url-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(UNNAMED)('%j names nothing: refused, with its origin', (url) => {
    expect(namesNothing(url)).toBe(true);
    const { code, exit, sentence } = refusal(url, '--database');
    expect({ code, exit }).toEqual({ code: 'DATABASE_URL_INVALID', exit: 'usage' });
    for (const text of [sentence.zh, sentence.en]) {
      expect(text).toContain('--database');
      expect(text).not.toContain('tiger7');
    }
  });

  it.each([undefined, null])('that is %s in place of a string is refused like one that was written', async (value) => {
    await expect(openStore({ url: value as unknown as string })).rejects.toMatchObject({
      code: 'DATABASE_URL_INVALID',
      sentence: { en: expect.stringContaining(String(value)) },
    });
    await expect(openStore({ url: `sqlite:${value}` })).rejects.toMatchObject({ code: 'DATABASE_URL_INVALID' });
    expect(existsSync(join(home, String(value)))).toBe(false);
  });

  it.each([
    'sqlite:data/undefined-cases.db',
    'sqlite:nullarbor.db',
    'sqlite:cases of undefined origin.db',
    'postgres://clerk:null@db.test/cases',
  ])('%s names something', (url) => {
    expect(namesNothing(url)).toBe(false);
    expect(() => parseDatabaseUrl(url)).not.toThrow();
  });

  it('is repeated as it was written when it is a path, and without its password when it is not', () => {
    expect(refusal('sqlite:undefined').sentence.en).toContain('"sqlite:undefined"');
    expect(refusal('cases.db', 'MINGJING_DATABASE').sentence.zh).toMatch(/MINGJING_DATABASE.*cases\.db/);
    expect(refusal('mysql://clerk:tiger7@db.test/cases').sentence.en).toContain('mysql:…');
  });

  it('leaves nothing behind when refused', async () => {
    for (const url of [`sqlite:${folder}/undefined`, `sqlite:${folder}/null/x.db`])
      await expect(openStore({ url })).rejects.toThrow(folder);
    expect(await readdir(folder)).toEqual([]);
  });
});
