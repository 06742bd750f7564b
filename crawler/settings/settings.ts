/**
 * The one table of settings: one validated file (`mingjing.json`) plus environment variables, resolved once and frozen.
 */
import { resolve } from 'node:path';
import { z } from 'zod';
import { namesNothing, shownDatabaseUrl } from '../../storage/databases/database-url.ts';
import { MingjingError } from '../../storage/mingjing-error.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { KEYWORD_CLASSES } from '../candidates/searches/search-keywords.ts';
import { defaultCacheDirectory } from '../browser/cache-directory.ts';
import type { CaptureSettings } from '../capture/capture-settings.ts';
import { readUserJson } from './read-user-json.ts';

const milliseconds = z.int().min(100).max(3_600_000);

const schema = z.strictObject({
  /** Interface language. */
  lang: z.enum(['zh', 'en']).default('zh'),
  /** `sqlite:<path>` or `postgres://…`. */
  database: z.string().default('sqlite:data/mingjing.db'),
  /** Where reports, exports and practice databases go. */
  dataDirectory: z.string().min(1).default('data'),
  browser: z
    .strictObject({
      /** Browser to use before any other; null = look for one. */
      path: z.string().min(1).nullable().default(null),
      /** Chromium's own sandbox. Switch it off only in a container that cannot have it. */
      sandbox: z.boolean().default(true),
      /** Where the unpacked browser and fonts live; must be readable by an unprivileged user when run as root. */
      cacheDirectory: z.string().min(1).default(defaultCacheDirectory()),
    })
    .prefault({}),
  capture: z
    .strictObject({
      concurrency: z.int().min(1).max(32).default(4),
      navigationTimeoutMs: milliseconds.default(12_000),
      visitTimeoutMs: milliseconds.default(25_000),
      /** Longest wait while a page is blank, shows a spinner or still changes. */
      settleMaxMs: milliseconds.default(10_000),
      maxAttempts: z.int().min(1).max(5).default(2),
      fullPage: z.boolean().default(true),
      /** Read screenshots that show text the DOM does not say (needs the optional package; `mingjing doctor` tells). */
      readPictures: z.boolean().default(true),
    })
    .prefault({}),
  resolve: z
    .strictObject({
      /** `address:port`, in order; empty = the system's own. */
      resolvers: z.array(z.string().min(3)).default([]),
      /** Names in flight. */
      concurrency: z.int().min(1).max(512).default(64),
      /**
       * What one resolver may be asked: questions at once, and per second (null = as many as it answers). Public
       * resolvers cut off whoever asks more.
       */
      perResolver: z
        .strictObject({
          inFlight: z.int().min(1).max(512).default(128),
          perSecond: z.int().min(1).max(1_000_000).nullable().default(400),
        })
        .prefault({}),
      /**
       * Resolvers asked again for live names and for `sample` (0 to 1) of the absent ones, to notice poisoning; empty =
       * the others among `resolvers`.
       */
      secondOpinion: z
        .strictObject({
          resolvers: z.array(z.string().min(3)).default([]),
          sample: z.number().min(0).max(1).default(0.01),
        })
        .prefault({}),
    })
    .prefault({}),
  /** A registration found by an earlier sweep is used again for so many days; 0 = always asked anew. */
  registration: z.strictObject({ reuseDays: z.int().min(0).max(365).default(7) }).prefault({}),
  probe: z.strictObject({ concurrency: z.int().min(1).max(64).default(8) }).prefault({}),
  egress: z
    .strictObject({
      /** Networks never to be reached, CIDR. */
      deny: z.array(z.string().min(3)).default([]),
      maxBytesPerVisit: z
        .int()
        .min(65_536)
        .default(64 * 1024 * 1024),
      /** Further vantages: HTTP or SOCKS proxies with a name and the country they stand in. */
      vantages: z
        .array(
          z.strictObject({
            name: z.string().min(1),
            upstream: z.url(),
            country: z.string().length(2).nullable().default(null),
          }),
        )
        .default([]),
    })
    .prefault({}),
  /** Further folders of platform profiles. */
  platformFolders: z.array(z.string()).default([]),
  /** The operator's own official hosts, exact or `.suffix`. */
  allowList: z.array(z.string()).default([]),
  sources: z
    .strictObject({
      permutationLimit: z.int().min(0).max(1_000_000).default(4000),
      /** `urlTemplate` with `{query}` and `{page}` or `{pn}`; one with `format=json` is a SearXNG. */
      searchEngines: z
        .array(
          z.strictObject({
            name: z.string().min(1),
            urlTemplate: z.string().includes('{query}'),
            intervalMs: z.int().min(0).max(3_600_000).optional(),
          }),
        )
        .default([]),
      /** Pause between two requests to one engine. */
      searchIntervalMs: z.int().min(0).max(3_600_000).default(5000),
      /** Classes of `keyword-sets.json` to search for besides the platforms' own words. */
      keywordSets: z.array(z.enum(KEYWORD_CLASSES)).default([...KEYWORD_CLASSES]),
      nameLists: z.array(z.string()).default([]),
      /** URLs of logs (their kind is found out) or of JSON lines of names, or both with the kind. */
      certificateLogs: z
        .array(
          z.union([
            z.string().min(1),
            z.strictObject({ url: z.string().min(1), kind: z.enum(['rfc6962', 'static-ct', 'names']).optional() }),
          ]),
        )
        .default([]),
      /** Most entries read from one log in one sweep. */
      certificateLogEntries: z.int().min(1).max(100_000_000).default(100_000),
      /** A log whose newest entry is older is late. */
      certificateLogLateHours: z.number().positive().max(8760).default(24),
      /** Follow certificates, links, addresses and ids of confirmed sites to further hosts. */
      pivots: z.boolean().default(true),
      leads: z.string().nullable().default(null),
      qrImages: z.array(z.string()).default([]),
    })
    .prefault({}),
});

export type Settings = Readonly<z.output<typeof schema>>;

/** Environment variables and the setting each one overrides. */
export const SETTING_VARIABLES: Record<string, string> = {
  MINGJING_LANG: 'lang',
  MINGJING_DATABASE: 'database',
  MINGJING_DATA: 'dataDirectory',
  MINGJING_BROWSER: 'browser.path',
  MINGJING_SANDBOX: 'browser.sandbox',
  MINGJING_CACHE: 'browser.cacheDirectory',
  MINGJING_CONCURRENCY: 'capture.concurrency',
};

/**
 * The part of the settings that a capture run takes. A lease outlasts the longest visit, so that no live visit loses
 * its job.
 */
export function captureSettings({ browser, capture }: Settings): CaptureSettings {
  return {
    ...capture,
    browserPath: browser.path,
    sandbox: browser.sandbox,
    cacheDir: resolve(browser.cacheDirectory),
    leaseMs: capture.visitTimeoutMs + 60_000,
  };
}

/**
 * Reads the settings file (`--config`, else `MINGJING_CONFIG`, else `mingjing.json` when it exists) and the
 * environment.
 * @throws MingjingError SETTINGS_INVALID (input): names the file or variable, the key, what was expected and what was
 * found.
 */
export async function loadSettings(
  file: string | null,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Settings> {
  const named = file ?? environment['MINGJING_CONFIG'] ?? null;
  const raw = await readSettingsFile(named ?? 'mingjing.json', named !== null);
  const origin = new Map<string, string>();
  for (const [variable, path] of Object.entries(SETTING_VARIABLES)) {
    const value = environment[variable];
    // an empty variable is one that is not set; but who names an empty database has lost the name of his, and must not
    // get another
    if (value === undefined || (value === '' && path !== 'database')) continue;
    assign(raw, path.split('.'), parseVariable(value));
    origin.set(path, variable);
  }
  const whereOf = (path: string) => origin.get(path) ?? named ?? 'mingjing.json';
  const parsed = schema.safeParse(raw);
  if (parsed.success) {
    if (namesNothing(parsed.data.database)) throw noDatabase(whereOf('database'), parsed.data.database);
    return Object.freeze(parsed.data);
  }
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  const where = whereOf(path);
  const found =
    JSON.stringify(
      issue?.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], raw),
    ) ?? 'undefined';
  const key = path === '' ? '' : ` ${path}`;
  throw new MingjingError('SETTINGS_INVALID', {
    zh: `设置有误：${where}${key}：${issue?.message ?? ''}（实际为 ${found}）`,
    en: `invalid setting in ${where}:${key}: ${issue?.message ?? ''} (found ${found})`,
  });
}

function noDatabase(where: string, found: string): MingjingError {
  return new MingjingError('SETTINGS_INVALID', {
    zh: `设置有误：${where} database：没有写出数据库，应为 sqlite:<文件路径> 或 postgres://…（实际为 ${shownDatabaseUrl(found)}）`,
    en: `invalid setting in ${where}: database: no database is named, expected sqlite:<file path> or postgres://… (found ${shownDatabaseUrl(found)})`,
  });
}

async function readSettingsFile(file: string, required: boolean): Promise<Record<string, unknown>> {
  const read = await readUserJson(file);
  if (read.kind === 'missing') {
    const { code, message } = read.cause as NodeJS.ErrnoException;
    if (!required && code === 'ENOENT') return {};
    const found =
      code === 'ENOENT' ? { zh: '没有这个文件', en: 'there is no such file' } : { zh: message, en: message };
    throw settingsFault(file, { zh: `无法读取：${found.zh}`, en: `it cannot be read: ${found.en}` }, read.cause);
  }
  if (read.kind === 'unreadable') throw settingsFault(file, read.found);
  const { value } = read;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw settingsFault(file, { zh: '应为一个 JSON 对象', en: 'expected one JSON object' });
}

function settingsFault(file: string, found: Sentence, cause?: unknown): MingjingError {
  return new MingjingError(
    'SETTINGS_INVALID',
    { zh: `设置文件 ${file}：${found.zh}`, en: `settings file ${file}: ${found.en}` },
    { cause },
  );
}

/** `true`, `false`, `null` and numbers mean themselves; anything else is text. */
function parseVariable(value: string): unknown {
  return /^(?:true|false|null|-?\d+)$/.test(value) ? JSON.parse(value) : value;
}

function assign(target: Record<string, unknown>, [key = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const existing = target[key];
  const inner = typeof existing === 'object' && existing !== null ? (existing as Record<string, unknown>) : {};
  target[key] = inner;
  assign(inner, rest, value);
}
