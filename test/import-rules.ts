/**
 * The import rules as data, and the walker that checks them: rooms, folders of rooms, stage folders, cycles, undeclared
 * packages.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** What each room may import besides itself (the rooms: ARCHITECTURE.md). */
export const ROOM_IMPORTS: Record<string, readonly string[]> = {
  storage: [],
  detectors: ['storage'],
  crawler: ['storage', 'detectors'],
  reports: ['storage', 'detectors'],
};

/** Folders of `crawler/` that hold one stage each; they never import each other. */
export const STAGE_FOLDERS = ['candidates', 'resolve', 'probe', 'capture'] as const;

/**
 * What a folder of a room may import of that room besides itself: other folders, and files by name (`x.ts`). Folders
 * that are not listed here are held by the rule of their room alone; what a folder below a listed one may import is the
 * listed one's rule. Other rooms: `ROOM_IMPORTS`.
 */
export const FOLDER_IMPORTS: Record<string, readonly string[]> = {
  'storage/vocabulary': [],
  // the tables name the closed lists of those who own them
  'storage/databases': ['vocabulary', 'people', 'documents', 'ledger', 'sites', 'mingjing-error.ts'],
  'storage/ledger': ['vocabulary', 'databases', 'mingjing-error.ts'],
  'storage/people': ['vocabulary', 'databases', 'ledger', 'mingjing-error.ts'],
  'storage/evidence': ['vocabulary', 'databases', 'mingjing-error.ts'],
  'storage/sites': ['vocabulary', 'databases', 'ledger', 'people', 'mingjing-error.ts'],
  'storage/sweeps': ['vocabulary', 'databases', 'evidence', 'sites'],
  'storage/jobs': ['vocabulary', 'databases', 'evidence', 'sweeps'],
  'storage/cases': ['vocabulary', 'databases', 'evidence'],
  'storage/documents': ['vocabulary', 'databases', 'evidence', 'ledger', 'people', 'mingjing-error.ts'],
  'crawler/reading': [],
  'crawler/egress': [],
  'crawler/browser': [],
  'crawler/candidates': ['egress', 'reading'],
  'crawler/resolve': ['egress'],
  'crawler/probe': ['egress', 'reading'],
  'crawler/capture': ['browser', 'egress', 'reading'],
  'crawler/references': ['capture', 'egress', 'reading', 'in-parallel.ts'],
  'crawler/settings': ['browser', 'candidates', 'capture', 'reading'],
  'crawler/doctor': ['browser', 'egress', 'reading', 'settings'],
  'reports/wording': [],
  'reports/records': ['wording'],
  'reports/terminal': ['wording', 'records'],
  'reports/sweep-report': ['wording', 'records'],
  'reports/evidence-folder': ['wording', 'records'],
  'detectors/text': [],
  'detectors/brands': [],
  'detectors/names': ['text'],
  'detectors/reading': ['text', 'names', 'host-view.ts', 'finding.ts', 'guarded.ts'],
  'detectors/gangs': ['text', 'names', 'reading', 'host-view.ts', 'finding.ts'],
  'detectors/signals': ['text', 'names', 'reading', 'host-view.ts', 'finding.ts', 'weights.ts'],
  'detectors/verdict': [
    'text',
    'names',
    'reading',
    'signals',
    'signals.ts',
    'host-view.ts',
    'finding.ts',
    'weights.ts',
  ],
};

/**
 * Rooms (or folders) in which not even types may be imported in a circle; elsewhere only values are held to that.
 */
export const NO_CYCLES_OF_TYPES: readonly string[] = ['command-line', 'crawler', 'detectors', 'storage', 'reports'];

/**
 * Modules of Node that a pure room must not touch: all but those that only compute (`url` for a name in its ASCII
 * form).
 */
const IMPURE = /^node:(?!assert|util$|url$)/;

export interface SourceFile {
  path: string;
  imports: { specifier: string; typeOnly: boolean; dynamic: boolean }[];
}

/** Reads every TypeScript file below the given folders of `root`; paths are relative to it with forward slashes. */
export function readSources(root: string, folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(
        (entry) =>
          entry.isFile() &&
          entry.name.endsWith('.ts') &&
          !entry.parentPath.includes('node_modules') &&
          !entry.parentPath.includes('corpus/first'),
      )
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return { path: relative(root, file), imports: importsOf(readFileSync(file, 'utf8')) };
      }),
  );
}

function importsOf(text: string): SourceFile['imports'] {
  const found: SourceFile['imports'] = [];
  for (const match of text.matchAll(/^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm)) {
    found.push({ specifier: match[2] ?? '', typeOnly: match[1] !== undefined, dynamic: false });
  }
  for (const match of text.matchAll(/\bimport\('([^']+)'\)/g))
    found.push({ specifier: match[1] ?? '', typeOnly: false, dynamic: true });
  return found;
}

const target = (from: string, specifier: string) => relative('/', resolve('/', dirname(from), specifier));

/** One line per broken rule; empty when all hold. */
export function brokenRules(sources: readonly SourceFile[], declared: ReadonlySet<string>): string[] {
  return [
    ...directionFaults(sources),
    ...folderFaults(sources),
    ...stageFaults(sources),
    ...packageFaults(sources, declared),
    ...cyclesOfValues(sources),
    ...cyclesOfTypes(sources, NO_CYCLES_OF_TYPES),
  ];
}

function directionFaults(sources: readonly SourceFile[]): string[] {
  const faults: string[] = [];
  for (const { path, imports } of sources) {
    const room = path.split('/')[0] ?? '';
    const allowed = ROOM_IMPORTS[room];
    if (!allowed) continue;
    for (const { specifier } of imports) {
      if (specifier.startsWith('.')) {
        const to = target(path, specifier).split('/')[0] ?? '';
        if (to !== room && !allowed.includes(to))
          faults.push(`${path} imports ${specifier}: ${room} may import only ${[room, ...allowed].join(', ')}`);
      } else if (room === 'detectors' && IMPURE.test(specifier)) {
        faults.push(`${path} imports ${specifier}: detectors are pure`);
      }
    }
  }
  return faults;
}

function folderFaults(sources: readonly SourceFile[]): string[] {
  const folders = Object.keys(FOLDER_IMPORTS).sort((left, right) => right.length - left.length);
  const folderOf = (path: string) => folders.find((folder) => path.startsWith(`${folder}/`));
  return sources.flatMap(({ path, imports }) => {
    const folder = folderOf(path);
    if (folder === undefined) return [];
    const room = path.split('/')[0] ?? '';
    const allowed = [folder, ...(FOLDER_IMPORTS[folder] ?? []).map((entry) => `${room}/${entry}`)];
    const mayImport = (to: string) => allowed.some((entry) => to === entry || to.startsWith(`${entry}/`));
    return imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .filter(({ specifier }) => target(path, specifier).startsWith(`${room}/`))
      .filter(({ specifier }) => !mayImport(target(path, specifier)))
      .map(
        ({ specifier }) => `${path} imports ${specifier}: of its room ${folder} may import only ${allowed.join(', ')}`,
      );
  });
}

function stageFaults(sources: readonly SourceFile[]): string[] {
  const stageOf = (path: string) => STAGE_FOLDERS.find((stage) => path.startsWith(`crawler/${stage}/`));
  return sources.flatMap(({ path, imports }) =>
    imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .filter(({ specifier }) => {
        const [from, to] = [stageOf(path), stageOf(target(path, specifier))];
        return from && to && from !== to;
      })
      .map(({ specifier }) => `${path} imports ${specifier}: stage folders never import each other`),
  );
}

function packageFaults(sources: readonly SourceFile[], declared: ReadonlySet<string>): string[] {
  const nameOf = (specifier: string) =>
    specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/');
  return sources.flatMap(({ path, imports }) =>
    imports
      .filter(
        ({ specifier }) =>
          !specifier.startsWith('.') && !specifier.startsWith('node:') && !declared.has(nameOf(specifier)),
      )
      .map(({ specifier }) => `${path} imports ${specifier}, which package.json does not declare`),
  );
}

/** Cycles over value imports; dynamic imports break a cycle at load time and are left out. */
function cyclesOfValues(sources: readonly SourceFile[]): string[] {
  const edges = edgesOf(sources, ({ typeOnly, dynamic }) => !typeOnly && !dynamic);
  return cyclesOf(edges).map((cycle) => `import cycle: ${cycle}`);
}

/** Cycles of types included, over the files below the given folders. */
export function cyclesOfTypes(sources: readonly SourceFile[], folders: readonly string[]): string[] {
  const inside = sources.filter(({ path }) => folders.some((folder) => path.startsWith(`${folder}/`)));
  const values = new Set(cyclesOf(edgesOf(inside, ({ typeOnly, dynamic }) => !typeOnly && !dynamic)));
  return cyclesOf(edgesOf(inside, ({ dynamic }) => !dynamic))
    .filter((cycle) => !values.has(cycle))
    .map((cycle) => `import cycle of types: ${cycle}`);
}

type Edges = ReadonlyMap<string, readonly string[]>;

function edgesOf(sources: readonly SourceFile[], counts: (item: SourceFile['imports'][number]) => boolean): Edges {
  return new Map(
    sources.map(({ path, imports }) => [
      path,
      imports
        .filter((item) => item.specifier.startsWith('.') && counts(item))
        .map(({ specifier }) => target(path, specifier)),
    ]),
  );
}

/** Each cycle once, as its files in a row. */
function cyclesOf(edges: Edges): string[] {
  const cycles: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (path: string, trail: string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    state.set(path, 'open');
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of edges.keys()) visit(path, []);
  return cycles;
}
