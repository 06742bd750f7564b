import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { brokenRules, readSources, type SourceFile } from './import-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;
const product = new Set(Object.keys(manifest.dependencies));
const everything = new Set([...product, ...Object.keys(manifest.devDependencies)]);
const file = (path: string, ...specifiers: string[]): SourceFile => ({
  path,
  imports: specifiers.map((specifier) => ({ specifier, typeOnly: false, dynamic: false })),
});

describe('the import rules', () => {
  it('hold in the product, which uses only declared runtime packages', () => {
    expect(
      brokenRules(readSources(root, ['command-line', 'crawler', 'detectors', 'storage', 'reports']), product),
    ).toEqual([]);
  });

  it('hold in the tests, which may also use development packages', () => {
    expect(brokenRules(readSources(root, ['test']), everything)).toEqual([]);
  });

  it('never let the product load the range or the evaluator', () => {
    const sources = readSources(root, ['crawler', 'detectors', 'storage', 'reports']);
    expect(sources.length).toBeGreaterThan(40);
    expect(sources.filter(({ imports }) => imports.some(({ specifier }) => /(?:^|\/)test\//.test(specifier)))).toEqual(
      [],
    );
  });

  it('catch a wrong direction, a stage importing a stage, an undeclared package, impurity and a cycle', () => {
    const faults = brokenRules(
      [
        file('storage/a.ts', '../crawler/sweep/sweep.ts'),
        file('crawler/capture/b.ts', '../probe/c.ts'),
        file('crawler/probe/c.ts', 'left-pad'),
        file('detectors/d.ts', 'node:fs', './e.ts'),
        file('detectors/e.ts', './d.ts'),
      ],
      product,
    );
    expect(faults.join('\n')).toMatch(/storage may import only storage/);
    expect(faults.join('\n')).toMatch(/stage folders never import each other/);
    expect(faults.join('\n')).toMatch(/left-pad, which package.json does not declare/);
    expect(faults.join('\n')).toMatch(/detectors are pure/);
    expect(faults.join('\n')).toMatch(/import cycle: detectors\/d.ts → detectors\/e.ts → detectors\/d.ts/);
    expect(faults).toHaveLength(5);
  });
});
