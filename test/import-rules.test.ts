import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { brokenRules, FOLDER_IMPORTS, readSources, type SourceFile } from './import-rules.ts';

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
    // a stage that imports another breaks the rule of its folder as well
    expect(faults).toHaveLength(6);
  });

  it('catch a folder of a room that reaches up, also for a type, and let it use what it is listed for', () => {
    const type = (path: string, specifier: string): SourceFile => ({
      path,
      imports: [{ specifier, typeOnly: true, dynamic: false }],
    });
    const faults = brokenRules(
      [
        file('detectors/reading/a.ts', '../signals/b.ts', '../names/c.ts', '../finding.ts', './d.ts'),
        file('detectors/signals/b.ts', '../reading/d.ts', '../weights.ts', '../../storage/vocabulary/detect.ts'),
        type('detectors/verdict/e.ts', '../judge-page.ts'),
        file('detectors/judge-page.ts', './signals/b.ts'),
      ],
      product,
    );
    expect(faults).toEqual([
      expect.stringMatching(/^detectors\/reading\/a.ts imports ..\/signals\/b.ts: of its room detectors\/reading may/),
      expect.stringMatching(/^detectors\/verdict\/e.ts imports ..\/judge-page.ts: of its room detectors\/verdict may/),
    ]);
  });

  it('catch a cycle of types where those are held to it, and say each cycle once', () => {
    const cycle = (room: string): SourceFile[] => [
      file(`${room}/x.ts`, './y.ts'),
      { path: `${room}/y.ts`, imports: [{ specifier: './x.ts', typeOnly: true, dynamic: false }] },
    ];
    expect(brokenRules([...cycle('detectors'), ...cycle('test')], product)).toEqual([
      'import cycle of types: detectors/x.ts → detectors/y.ts → detectors/x.ts',
    ]);
  });

  it('name only folders and files that stand there', () => {
    const paths = readSources(root, ['crawler', 'detectors', 'storage', 'reports']).map(({ path }) => path);
    const stands = (entry: string) => paths.some((path) => path === entry || path.startsWith(`${entry}/`));
    for (const [folder, allowed] of Object.entries(FOLDER_IMPORTS))
      expect([folder, ...allowed.map((entry) => `${folder.split('/')[0]}/${entry}`)].filter((e) => !stands(e))).toEqual(
        [],
      );
  });
});
