/** What a sweep is run against: the live internet, or anything that offers the same (the practice range). */
import type { Source } from '../storage/vocabulary/candidates.ts';
import type { Platform } from '../storage/vocabulary/platform.ts';
import type { Exit } from './egress/exit.ts';
import { MingjingError } from '../storage/mingjing-error.ts';
import type { CandidateEndpoints } from './candidates/candidate-context.ts';
import { searchKeywords } from './candidates/searches/search-keywords.ts';
import { liveExit } from './egress/live-exit.ts';
import type { Settings } from './settings/settings.ts';

export interface World {
  /** Names the world in keys and reports: `live`, or the corpus. */
  name: string;
  exits: Exit[];
  /** The exit everything goes out by, and the other vantages. */
  exit: string;
  furtherExits: string[];
  endpoints: CandidateEndpoints;
  /** Pause between two requests to one search engine, in milliseconds. */
  politeIntervalMs: number;
  /** A certificate log whose newest entry is older is late, in milliseconds; null = lateness is not judged. */
  certificateLogLateMs: number | null;
  registration: {
    whoisServer?: string | undefined;
    rdapBootstrap?: string | undefined;
    minIntervalMs?: number | undefined;
  };
  platforms: Platform[];
  targets: Platform[];
  keywords: string[];
  sources: Source[];
  /** References to capture before the sweep; null = the stored ones are used. */
  referencePages: Record<string, string[]> | null;
  /** The date this world believes in; null = the real one. */
  today: string | null;
  /** Seeds that could not be used, e.g. platform ids without a profile. */
  unusable: string[];
  close(): Promise<void>;
}

/**
 * The live internet, as the settings describe the way to it. @throws MingjingError PLATFORM_UNKNOWN (usage) for an id
 * without a profile.
 */
export function liveWorld(settings: Settings, platforms: Platform[], ids: readonly string[]): World {
  const targets = selectPlatforms(platforms, ids);
  const { resolvers, perResolver, secondOpinion } = settings.resolve;
  const opinion = secondOpinion.resolvers.length > 0 ? secondOpinion : { ...secondOpinion, resolvers };
  const direct = { ...liveExit({ resolvers }), resolverLimits: perResolver, secondOpinion: opinion };
  const vantages = settings.egress.vantages.map((vantage) => ({ ...direct, ...vantage }));
  const { searchEngines, nameLists, certificateLogs, leads, qrImages } = settings.sources;
  const configured: [Source, boolean][] = [
    ['permutations', true],
    ['search', searchEngines.length > 0],
    ['list', nameLists.length > 0],
    ['certificate-log', certificateLogs.length > 0],
    // both have more than their files: leads in the database, codes on the pages visited
    ['leads', true],
    ['qr', true],
    ['pivots', settings.sources.pivots],
  ];
  return {
    name: 'live',
    exits: [direct, ...vantages],
    exit: direct.name,
    furtherExits: vantages.map((vantage) => vantage.name),
    endpoints: { searchEngines, nameLists, certificateLogs, leads, qrImages },
    politeIntervalMs: settings.sources.searchIntervalMs,
    certificateLogLateMs: settings.sources.certificateLogLateHours * 3_600_000,
    registration: { minIntervalMs: 1000 },
    platforms,
    targets,
    keywords: searchKeywords(targets, settings.sources.keywordSets),
    sources: configured.filter(([, usable]) => usable).map(([source]) => source),
    referencePages: null,
    today: null,
    unusable: [],
    close: async () => {},
  };
}

/** The platforms with these ids; all of them when none is named. @throws MingjingError PLATFORM_UNKNOWN (usage). */
export function selectPlatforms(platforms: readonly Platform[], ids: readonly string[]): Platform[] {
  if (ids.length === 0) return [...platforms];
  return ids.map((id) => {
    const found = platforms.find((platform) => platform.id === id);
    if (found) return found;
    const known = platforms.map((platform) => platform.id).join(', ');
    throw new MingjingError('PLATFORM_UNKNOWN', {
      zh: `没有编号为 ${id} 的平台；已有：${known}`,
      en: `no platform with id ${id}; known: ${known}`,
    });
  });
}
