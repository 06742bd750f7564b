/** Reads a corpus folder into memory and checks every file of it against the corpus format. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { readUserJson } from '../../crawler/settings/read-user-json.ts';
import { parsePlatform } from '../../detectors/brands/platform-schema.ts';
import { MingjingError } from '../../storage/mingjing-error.ts';
import { parseCorpusDate } from './corpus-date.ts';
import { corpusError, problem, schemaProblems } from './corpus-problem.ts';
import { corpusSchema, siteSchema } from './corpus-schema.ts';
import { crossProblems } from './corpus-cross-check.ts';
import { readLeads } from './leads-file.ts';
import type { z } from 'zod';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import type {
  CorpusFile,
  DnsFacts,
  Expectation,
  FoundBy,
  Label,
  RouteMatch,
  RouteResponse,
  SiteFile,
} from './corpus-schema.ts';
import type { Lead } from './leads-file.ts';

/** First match wins; `match` null = every request. */
export interface Route {
  match: RouteMatch | null;
  respond: RouteResponse;
}

/** One corpus site. Hosts are lower-case ASCII; a null means the corpus says nothing. */
export interface CorpusSite {
  name: string;
  /** Absolute folder of the site; `www/` below it may be missing. */
  dir: string;
  hosts: string[];
  /** Default `both`. */
  scheme: 'http' | 'https' | 'both';
  tls: SiteFile['tls'];
  dns: DnsFacts | null;
  network: SiteFile['network'];
  /** ISO time of registration, already counted from `corpus.now`. */
  registeredAt: string | null;
  found: FoundBy[];
  routes: Route[];
  note: string | null;
  /** Raw bytes of whois.txt. */
  whois: Buffer | null;
  /** Parsed rdap.json. */
  rdap: Record<string, unknown> | null;
  /** What the evaluator alone may use (the range takes `expect.entry`, for addresses it must hand out). */
  truth: { label: Label; brand: string | null; expect: Expectation | null };
}

export interface Corpus {
  /** Absolute or as given to loadCorpus. */
  dir: string;
  name: string;
  version: string;
  description: string | null;
  /** ISO time that relative dates count from; default the time of loading. */
  now: string;
  seed: CorpusFile['seed'];
  /** Platform id → official pages to capture as references. */
  references: Record<string, string[]>;
  /** Sorted by name. */
  sites: CorpusSite[];
  brands: Platform[];
  leads: Lead[];
  /** Path of leads.csv, null when the corpus has none. */
  leadsFile: string | null;
  /** Paths of the pictures in qr/, sorted. */
  qrImages: string[];
}

/**
 * Loads and checks a whole corpus; nothing is served yet.
 * @throws MingjingError CORPUS_INVALID (exit `input`) listing each problem with file, key, expected and found.
 */
export async function loadCorpus(dir: string): Promise<Corpus> {
  const problems: Sentence[] = [];
  const file = await readChecked(dir, 'corpus.json', corpusSchema, problems);
  const now = parseCorpusDate(file?.now ?? '', 0) ?? Date.now();
  const [sites, brands, leads] = [
    await readSites(dir, now, problems),
    await readBrands(dir, problems),
    await readLeads(dir, now, problems),
  ];
  const qrImages = (await list(join(dir, 'qr')))
    .filter((name) => /\.(?:png|jpe?g)$/i.test(name))
    .map((name) => join(dir, 'qr', name));
  problems.push(...crossProblems(dir, sites));
  // Files are read side by side; a message is read file by file.
  if (problems.length > 0 || !file) throw corpusError(problems.sort((a, b) => (a.en < b.en ? -1 : 1)));
  return {
    dir,
    name: file.name,
    version: file.version,
    description: file.description,
    now: new Date(now).toISOString(),
    seed: file.seed,
    references: file.references ?? {},
    sites,
    brands,
    leads,
    leadsFile: existsSync(join(dir, 'leads.csv')) ? join(dir, 'leads.csv') : null,
    qrImages,
  };
}

async function readSites(dir: string, now: number, problems: Sentence[]): Promise<CorpusSite[]> {
  const names = await list(join(dir, 'sites'), 'folders');
  if (names.length === 0)
    problems.push(
      problem('sites', '', { zh: '至少一个网站目录', en: 'at least one site folder' }, { zh: '没有', en: 'none' }),
    );
  const sites = await Promise.all(names.map((name) => readSite(dir, name, now, problems)));
  return sites.filter((site) => site !== null);
}

async function readSite(dir: string, name: string, now: number, problems: Sentence[]): Promise<CorpusSite | null> {
  const folder = posix.join('sites', name);
  const file = await readChecked(dir, posix.join(folder, 'site.json'), siteSchema, problems);
  const rdap = existsSync(join(dir, folder, 'rdap.json'))
    ? await readJson(dir, posix.join(folder, 'rdap.json'), problems)
    : null;
  if (rdap !== null && (typeof rdap !== 'object' || Array.isArray(rdap))) {
    problems.push(
      problem(
        posix.join(folder, 'rdap.json'),
        '',
        { zh: 'JSON 对象', en: 'a JSON object' },
        JSON.stringify(rdap).slice(0, 60),
      ),
    );
  }
  if (!file) return null;
  const registered = file.registered === null ? null : parseCorpusDate(file.registered, now);
  return {
    name,
    dir: join(dir, folder),
    hosts: [...new Set(file.hosts)],
    scheme: file.scheme ?? 'both',
    tls: file.tls,
    dns: file.dns,
    network: file.network,
    registeredAt: registered === null ? null : new Date(registered).toISOString(),
    found: file.found ?? [],
    routes: file.routes ?? [],
    note: file.note,
    whois: existsSync(join(dir, folder, 'whois.txt')) ? await readFile(join(dir, folder, 'whois.txt')) : null,
    rdap: rdap as Record<string, unknown> | null,
    truth: { label: file.label, brand: file.brand, expect: file.expect },
  };
}

async function readBrands(dir: string, problems: Sentence[]): Promise<Platform[]> {
  const brands: Platform[] = [];
  for (const name of await list(join(dir, 'brands'), 'folders')) {
    const file = posix.join('brands', name, 'profile.json');
    const json = await readJson(dir, file, problems);
    if (json === undefined) continue;
    try {
      const platform = parsePlatform(json, file);
      if (platform.id === name) brands.push(platform);
      else
        problems.push(
          problem(
            file,
            'id',
            { zh: `目录名“${name}”`, en: `the folder's name "${name}"` },
            JSON.stringify(platform.id),
          ),
        );
    } catch (error) {
      if (!(error instanceof MingjingError)) throw error;
      problems.push(error.sentence);
    }
  }
  return brands;
}

async function readChecked<T extends z.ZodType>(
  dir: string,
  file: string,
  schema: T,
  problems: Sentence[],
): Promise<z.output<T> | null> {
  const json = await readJson(dir, file, problems);
  if (json === undefined) return null;
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  problems.push(...schemaProblems(file, json, result.error));
  return null;
}

/** The parsed file; undefined, and a problem noted, when it is missing or no JSON. */
async function readJson(dir: string, file: string, problems: Sentence[]): Promise<unknown> {
  const read = await readUserJson(join(dir, file));
  if (read.kind === 'read') return read.value;
  problems.push(
    problem(
      file,
      '',
      { zh: ' JSON 文件', en: 'a JSON file' },
      read.kind === 'unreadable' ? read.found : { zh: '没有这个文件', en: 'no such file' },
    ),
  );
  return undefined;
}

/** Names in a folder, sorted by code unit, hidden ones left out; empty when there is no such folder. */
async function list(dir: string, kind: 'files' | 'folders' = 'files'): Promise<string[]> {
  if (!existsSync(dir)) return [];
  const entries = await readdir(dir, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.name.startsWith('.') && entry.isDirectory() === (kind === 'folders'))
    .map(({ name }) => name)
    .sort();
}
