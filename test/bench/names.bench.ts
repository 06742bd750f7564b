/**
 * Names: generated a second against dnstwist's own generator, scanned a minute against 50 platforms, coverage of
 * dnstwist, the generator's recall by number of names, the recogniser's recall and its false alarms. Sample lists come
 * from the folder `MINGJING_DATA_SAMPLES` (`dnstwist/*.csv`, `plausible-fakes-dev.txt`, `reported-lookalikes.csv`);
 * without it those rows use the small copies in test/data.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CURVE, evaluateNames, readLabelled } from '../../crawler/candidates/forged-names/evaluate-names.ts';
import { generateNames } from '../../crawler/candidates/forged-names/generate-names.ts';
import { recogniseName } from '../../detectors/names/recognise-name.ts';
import { RECOGNISED_FROM } from '../../detectors/names/recognised-from.ts';
import { isRegistrableName } from '../../detectors/names/suffix-rules.ts';
import { loadPlatforms } from '../../crawler/settings/load-platforms.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { honestNames } from './honest-names.ts';
import { manyPlatforms } from './many-platforms.ts';
import type { BenchResult, BenchRow } from './run.ts';

const GENERATED = 20_000;
const HONEST = 200_000;
const PLATFORMS = 50;
/**
 * dnstwist v20250130, its `Fuzzer` alone, `cx.mem.gov.cn`: 562 names in 28 ms, measured once on a quiet two-core
 * machine; not run here (no package of it in the registry).
 */
const DNSTWIST_NAMES_PER_SECOND = 562 / 0.028;
/** What was asked for. */
const WANTED_PER_MINUTE = 1_000_000;
const SAMPLES = process.env['MINGJING_DATA_SAMPLES'] ?? fileURLToPath(new URL('../data/names/', import.meta.url));

export async function run(): Promise<BenchResult> {
  const platforms = await loadPlatforms();
  return {
    name: 'names',
    rows: [
      ...generation(platforms),
      ...(await scanning(platforms)),
      ...dnstwistCoverage(platforms),
      ...lists(platforms),
      ...(await bands(platforms)),
    ],
  };
}

/** Setting a platform up is part of the time; CPU seconds, because others may share the machine. */
function generation(platforms: readonly Platform[]): BenchRow[] {
  const rounds = Array.from({ length: 3 }, () => {
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    let count = 0;
    for (const platform of platforms) count += take(platform, GENERATED);
    const { user, system } = process.cpuUsage(cpu);
    return { wall: count / ((performance.now() - wall) / 1000), cpu: count / ((user + system) / 1e6) };
  });
  const best = (key: 'wall' | 'cpu') => Math.max(...rounds.map((round) => round[key]));
  return [
    {
      label: `generated, ${platforms.length} platforms × ${GENERATED}, per CPU second; × dnstwist (as measured)`,
      value: best('cpu'),
      unit: 'names/s',
      ratio: best('cpu') / DNSTWIST_NAMES_PER_SECOND,
    },
    {
      label: 'generated, by the clock; × dnstwist (as measured)',
      value: best('wall'),
      unit: 'names/s',
      ratio: best('wall') / DNSTWIST_NAMES_PER_SECOND,
    },
  ];
}

function take(platform: Platform, most: number): number {
  let count = 0;
  for (const _name of generateNames(platform)) if (++count >= most) break;
  return count;
}

async function scanning(shipped: readonly Platform[]): Promise<BenchRow[]> {
  const platforms = manyPlatforms(shipped, PLATFORMS);
  const { names } = await honestNames(HONEST);
  recogniseName('warm-up.example', platforms);
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  const alarms = names.flatMap((host) => recogniseName(host, platforms) ?? []);
  const { user, system } = process.cpuUsage(cpu);
  const minutes = { cpu: (user + system) / 60e6, wall: (performance.now() - wall) / 60_000 };
  const shippedAlarms = names.filter((host) => recogniseName(host, shipped) !== null).length;
  const above = (score: number) => (alarms.filter((alarm) => alarm.score >= score).length / names.length) * 1e6;
  return [
    {
      label: `scanned against ${platforms.length} platforms, per CPU minute; × 1 M wanted`,
      value: names.length / minutes.cpu,
      unit: 'names/min',
      ratio: names.length / minutes.cpu / WANTED_PER_MINUTE,
    },
    {
      label: 'scanned, by the clock; × 1 M wanted',
      value: names.length / minutes.wall,
      unit: 'names/min',
      ratio: names.length / minutes.wall / WANTED_PER_MINUTE,
    },
    {
      label: `false alarms on ${names.length} honest names, ${shipped.length} platforms`,
      value: (shippedAlarms / names.length) * 1e6,
      unit: 'per million',
    },
    {
      label: `false alarms from ${RECOGNISED_FROM}, ${platforms.length} platforms`,
      value: above(RECOGNISED_FROM),
      unit: 'per million',
    },
    { label: `false alarms from 0.6, ${platforms.length} platforms`, value: above(0.6), unit: 'per million' },
  ];
}

/**
 * Every name dnstwist makes that an outsider can register; the platform is the one whose host the file is named after.
 */
function dnstwistCoverage(platforms: readonly Platform[]): BenchRow[] {
  const folder = join(SAMPLES, 'dnstwist');
  if (!existsSync(folder)) return [{ label: `no ${folder}: dnstwist coverage left out`, value: NaN, unit: '' }];
  let [wanted, covered] = [0, 0];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.csv'))) {
    const host = file.replace(/\.csv$/, '');
    const platform = platforms.find(({ hosts }) => hosts.includes(host));
    if (!platform) continue;
    const names = new Set(
      readFileSync(join(folder, file), 'utf8')
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => (line.split(',')[1] ?? '').trim())
        .filter((name) => name !== '' && name !== host && isRegistrableName(name)),
    );
    wanted += names.size;
    let rank = 0;
    for (const made of generateNames(platform)) {
      if (names.delete(made.host)) covered += 1;
      if (names.size === 0 || ++rank >= GENERATED) break;
    }
  }
  return [
    {
      label: `dnstwist's registrable names (${wanted}) within ${GENERATED} a platform`,
      value: (covered / wanted) * 100,
      unit: '%',
    },
  ];
}

function lists(platforms: readonly Platform[]): BenchRow[] {
  return ['plausible-fakes-dev.txt', 'reported-lookalikes.csv'].flatMap((file): BenchRow[] => {
    const path = join(SAMPLES, file);
    if (!existsSync(path)) return [{ label: `no ${path}: left out`, value: NaN, unit: '' }];
    const { rows, unreadable } = readLabelled(readFileSync(path, 'utf8'), path);
    const { imitations, honest, recogniser, generator } = evaluateNames(rows, unreadable, platforms);
    const curve = file.endsWith('.txt')
      ? generator.curve.map(({ names, recall }) => ({
          label: `${file}: generator's recall of ${generator.registrable} registrable, first ${names}`,
          value: (recall ?? 0) * 100,
          unit: '%',
        }))
      : [];
    return [
      ...curve,
      { label: `${file}: recogniser's recall of ${imitations}`, value: (recogniser.recall ?? 0) * 100, unit: '%' },
      ...(honest > 0
        ? [{ label: `${file}: traps taken for imitations, of ${honest}`, value: recogniser.falseAlarms, unit: '' }]
        : []),
    ];
  });
}

/** Of the hits in each band of scores, how many are imitations when the sample lists stand among the honest names. */
async function bands(platforms: readonly Platform[]): Promise<BenchRow[]> {
  const files = ['plausible-fakes-dev.txt', 'reported-lookalikes.csv']
    .map((file) => join(SAMPLES, file))
    .filter((path) => existsSync(path));
  const rows = files.flatMap((path) => readLabelled(readFileSync(path, 'utf8'), path).rows);
  const honest = [
    ...rows.filter(({ imitation }) => !imitation).map(({ host }) => host),
    ...(await honestNames(HONEST)).names,
  ];
  const scoresOf = (hosts: readonly string[]) => hosts.map((host) => recogniseName(host, platforms)?.score ?? 0);
  const [good, bad] = [scoresOf(honest), scoresOf(rows.filter(({ imitation }) => imitation).map(({ host }) => host))];
  return [
    [RECOGNISED_FROM, 0.6],
    [0.6, 0.8],
    [0.8, 1.01],
  ].map(([from = 0, to = 1]) => {
    const within = (scores: readonly number[]) => scores.filter((score) => score >= from && score < to).length;
    return {
      label: `imitations among hits scored ${from} to ${Math.min(1, to)} (${within(bad)} + ${within(good)} honest)`,
      value: (within(bad) / Math.max(1, within(bad) + within(good))) * 100,
      unit: '%',
    };
  });
}

if (CURVE.at(-1) !== GENERATED) throw new Error('the curve and the bench disagree about the budget');
