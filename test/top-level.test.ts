/**
 * What lies at the top of the repository, by name: a file that a program left there by mistake does not stay unseen.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const ENTRIES = [
  '.ci',
  '.gitignore',
  '.oxlintrc.json',
  '.prettierignore',
  '.prettierrc.json',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'README.md',
  'README.zh-CN.md',
  'command-line',
  'crawlee.json',
  'crawler',
  'detectors',
  'mingjing.ts',
  'package-lock.json',
  'package.json',
  'reports',
  'setup.mjs',
  'storage',
  'test',
  'tsconfig.json',
  'vitest.config.ts',
];

/** Tracked entries; in a copy without a history everything but what is made here. */
function entries(): string[] {
  if (!existsSync(`${root}/.git`))
    return readdirSync(root).filter((name) => !['node_modules', 'data'].includes(name) && !name.endsWith('.log'));
  const files = execFileSync('git', ['-c', `safe.directory=*`, 'ls-files', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return [
    ...new Set(
      files
        .split('\0')
        .filter((file) => file !== '')
        .map((file) => file.split('/')[0] ?? ''),
    ),
  ];
}

it('holds only what is named here', () => {
  expect(entries().sort()).toEqual(ENTRIES);
});
