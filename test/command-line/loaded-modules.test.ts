/** A command loads only what it uses: told by the modules its process loaded, never by the time it took. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../storage/open-store.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const hook = fileURLToPath(new URL('list-loaded-modules.ts', import.meta.url));

/** Everything that a list on SQLite may need of others: words, settings, host names, the store. */
const LIST_PACKAGES = new Set(['bindings', 'commander', 'file-uri-to-path', 'kysely', 'sqlite3', 'tldts', 'zod']);
/** The files of the crawler that declarations and settings are made of. */
const CHEAP_CRAWLER = new Set([
  'crawler/browser/cache-directory.ts',
  'crawler/candidates/searches/keyword-sets.json',
  'crawler/candidates/searches/search-keywords.ts',
  'crawler/settings/json-fault.ts',
  'crawler/reading/line-decoder.ts',
  'detectors/names/recognised-from.ts',
  'crawler/settings/read-user-json.ts',
  'crawler/settings/settings.ts',
]);

interface Loaded {
  code: number;
  /** Names of packages, each once. */
  packages: string[];
  /** The product's own files, from its root. */
  files: string[];
}

let folder: string;
let database: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-loaded-'));
  database = `sqlite:${join(folder, 'store.db')}`;
  const store = await openStore({ url: database });
  await store.sweeps.begin({ key: 'k', parameters: null, now: '2026-11-21T08:00:00.000Z' });
  await store.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function loadedBy(...words: string[]): Promise<Loaded> {
  const list = join(folder, 'loaded.txt');
  const child = spawn(process.execPath, ['--import', hook, join(root, 'mingjing.ts'), ...words], {
    stdio: 'ignore',
    env: { ...process.env, LOADED_MODULES_FILE: list },
  });
  const [code] = (await once(child, 'exit')) as [number];
  const paths = (await readFile(list, 'utf8'))
    .split('\n')
    .filter((url) => url.startsWith('file:'))
    .map((url) => relative(root, fileURLToPath(url)));
  const packages = new Set(
    paths
      .map((path) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(path)?.[1])
      .filter((name) => name !== undefined),
  );
  return {
    code,
    packages: [...packages].sort(),
    files: paths.filter((path) => !path.startsWith('node_modules/')).sort(),
  };
}

const notCheap = (files: readonly string[]) =>
  files.filter((file) => /^(?:crawler|detectors|test)\//.test(file) && !CHEAP_CRAWLER.has(file));

describe('help and a mistyped command load the words alone', () => {
  it.each([
    [0, ['--help']],
    [2, []],
    [2, ['sweeep']],
    [2, ['site', 'lsit']],
    [2, ['lead', 'list', '--datbase', 'x']],
    [2, ['sweep', '--source', 'dreams']],
    [2, ['lead', 'list', '--database', 'mysql://x']],
    [0, ['sweep', '--help']],
    [0, ['site', 'rescore', '--help']],
    [0, ['eval', '--help']],
    [0, ['names', 'scan', '--help']],
    [0, ['reference', '--help']],
  ])('ending with %i: mingjing %j', async (code, words) => {
    const loaded = await loadedBy(...words);
    expect({ code: loaded.code, packages: loaded.packages }).toEqual({ code, packages: ['commander'] });
    expect(loaded.files).toContain('command-line/run-command-line.ts');
    expect(notCheap(loaded.files)).toEqual([]);
    expect(
      loaded.files.filter((file) =>
        /^reports\/|^storage\/.*(?:store|repository|migrat)|session\.ts$|settings\.ts$/.test(file),
      ),
    ).toEqual([]);
  });
});

describe('a list loads the store it reads', () => {
  it.each([['site'], ['lead'], ['gang'], ['reference']])(
    '%s list: SQLite, and nothing that visits or judges',
    async (noun) => {
      const { code, packages, files } = await loadedBy(noun, 'list', '--data', folder, '--database', database);
      expect(code).toBe(0);
      expect(packages).toEqual(expect.arrayContaining(['commander', 'kysely', 'sqlite3', 'zod']));
      expect(packages.filter((name) => !LIST_PACKAGES.has(name))).toEqual([]);
      expect(files).toContain('storage/open-store.ts');
      expect(notCheap(files)).toEqual([]);
    },
  );

  it('with the driver of the database that the URL names, and no other', async () => {
    const { code, packages } = await loadedBy(
      'lead',
      'list',
      '--data',
      folder,
      '--database',
      'postgres://clerk:word@127.0.0.1:1/cases',
    );
    expect(code).toBe(4);
    expect(packages).toContain('pg');
    expect(packages).not.toContain('sqlite3');
  });
});
