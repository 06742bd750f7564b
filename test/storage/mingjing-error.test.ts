import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES, EXIT_CODES } from '../../storage/mingjing-error.ts';
import { readSources } from '../import-rules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const codes = Object.keys(ERROR_CODES);
const text = (path: string) => readFileSync(`${root}/${path}`, 'utf8');

/** Where commands live, and what they load of the range and the evaluator. */
const sources = readSources(root, ['command-line', 'crawler', 'detectors', 'reports', 'storage', 'test'])
  .map(({ path }) => path)
  .filter((path) => path !== 'storage/mingjing-error.ts' && !path.endsWith('.test.ts'))
  .map(text)
  .join('\n');

describe('the error codes', () => {
  it('stand in one sorted table', () => {
    expect(codes).toEqual(codes.toSorted());
  });

  it('are each thrown somewhere, and nothing else is', () => {
    expect(codes.filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
    const thrown = [...sources.matchAll(/new MingjingError\(\s*'([^']+)'/g)].map(([, code]) => code);
    expect(thrown.length).toBeGreaterThan(30);
    expect(thrown.filter((code) => !codes.includes(code ?? ''))).toEqual([]);
  });

  it.each(['README.md', 'README.zh-CN.md'])('end with the exit codes that %s documents', (readme) => {
    const documented = [...text(readme).matchAll(/^\| (\d+) \| /gm)].map(([, code]) => Number(code));
    expect(documented).toEqual(Object.values(EXIT_CODES));
  });
});
