/** The practice internet as a world for a sweep: the range's exits, services, platforms, seeds and date. */
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { World } from '../../crawler/world.ts';
import { selectPlatforms } from '../../crawler/world.ts';
import type { Source } from '../../storage/vocabulary/candidates.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { loadCorpus, type Corpus } from './corpus.ts';
import { startRange, type Range } from './range.ts';

export interface PracticeWorld extends World {
  corpus: Corpus;
  range: Range;
  /** Folder name for this corpus's own database: references of stand-ins never mix with those of official pages. */
  folder: string;
}

export interface PracticeChoice {
  /** Platforms in place of the corpus's seed; empty = the seed. */
  platforms: readonly string[];
  /** Sources in place of the corpus's seed; empty = the seed. */
  sources: readonly Source[];
}

/**
 * Loads the corpus and starts its range.
 * @param shipped the product's platforms; the corpus's own are added, one with the same id replaces a shipped one.
 * @throws MingjingError CORPUS_INVALID (input), PLATFORM_UNKNOWN (usage).
 */
export async function practiceWorld(
  directory: string,
  shipped: readonly Platform[],
  choice: PracticeChoice,
): Promise<PracticeWorld> {
  const corpus = await loadCorpus(directory);
  const platforms = withOwn(shipped, corpus);
  const known = new Set(platforms.map((platform) => platform.id));
  const unusable = corpus.seed.brands.filter((id) => !known.has(id));
  const targets = selectPlatforms(
    platforms,
    choice.platforms.length > 0 ? choice.platforms : corpus.seed.brands.filter((id) => known.has(id)),
  );
  const range = await startRange(corpus);
  const [first, ...further] = range.exits.map((exit) => exit.name);
  const { searchEngines, metaSearch, nameLists, certificateLogs, leads, qrImages, whoisServers, rdapBootstrap } =
    range.endpoints;
  return {
    name: `${corpus.name} ${corpus.version}`,
    exits: range.exits,
    exit: first ?? 'range',
    furtherExits: further,
    endpoints: { searchEngines: [...searchEngines, metaSearch], nameLists, certificateLogs, leads, qrImages },
    politeIntervalMs: 0,
    // a small corpus logs few certificates, days apart
    certificateLogLateMs: 30 * 86_400_000,
    registration: { whoisServer: whoisServers.default, rdapBootstrap, minIntervalMs: 0 },
    platforms,
    targets,
    keywords: corpus.seed.keywords,
    sources: choice.sources.length > 0 ? [...choice.sources] : [...corpus.seed.sources, 'pivots'],
    referencePages: Object.fromEntries(Object.entries(corpus.references).filter(([id]) => known.has(id))),
    today: corpus.now,
    unusable,
    close: () => range.close(),
    corpus,
    range,
    folder: folderName(corpus, directory),
  };
}

function withOwn(shipped: readonly Platform[], { brands }: Corpus): Platform[] {
  return [...new Map([...shipped, ...brands].map((platform) => [platform.id, platform])).values()];
}

/** The product's platforms and the corpus's own. @throws MingjingError CORPUS_INVALID (input). */
export async function practicePlatforms(directory: string, shipped: readonly Platform[]): Promise<Platform[]> {
  return withOwn(shipped, await loadCorpus(directory));
}

function folderName(corpus: Corpus, directory: string): string {
  const digest = createHash('sha256').update(resolve(directory)).update(corpus.version).digest('hex');
  return `${corpus.name.replaceAll(/[^\w.-]+/g, '-')}-${digest.slice(0, 10)}`;
}

/** The database that practice sweeps of this corpus use, and the corpus's name. @throws MingjingError CORPUS_INVALID (input). */
export async function practiceDatabase(
  directory: string,
  dataDirectory: string,
): Promise<{ url: string; corpus: string }> {
  const corpus = await loadCorpus(directory);
  const file = join(dataDirectory, 'range', folderName(corpus, directory), 'mingjing.db');
  return { url: `sqlite:${file}`, corpus: corpus.name };
}
