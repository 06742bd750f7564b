/** Names per second: generated for the shipped platforms, and scanned by the recogniser as a stream would bring them. */
import { generateNames } from '../../crawler/candidates/permutations.ts';
import { recogniseName } from '../../crawler/candidates/recognise.ts';
import { loadPlatforms } from '../../crawler/platforms/load-platforms.ts';
import type { BenchResult } from './run.ts';

const GENERATED = 20_000;
const SCANNED = 300_000;
/** New names in the world each second: certificates and registrations together (FACTS of the project: ~250). */
const WORLD_STREAM = 250;
const WORDS = ['shop', 'cloud', 'mail', 'api', 'cdn', 'blog', 'news', 'city', 'home', 'game', 'auto', 'data', 'health', 'store', 'travel', 'photo', 'school', 'group', 'media', 'green', 'member', 'memory', 'safety', 'check', 'search', 'query', 'cert', 'govern', 'scan', 'moe', 'cx', 'zs'];
const SUFFIXES = ['com', 'cn', 'net', 'com.cn', 'org', 'de', 'top', 'xyz', 'co.uk', 'io'];

export async function run(): Promise<BenchResult> {
  const platforms = await loadPlatforms();
  const generation = platforms.map((platform) => {
    const started = performance.now();
    let count = 0;
    for (const _name of generateNames(platform)) if (++count >= GENERATED) break;
    return { count, seconds: (performance.now() - started) / 1000 };
  });
  const stream = honestNames(SCANNED);
  recogniseName('warm-up.example', platforms);
  const started = performance.now();
  const recognised = stream.filter((name) => recogniseName(name, platforms) !== null).length;
  const scanned = SCANNED / ((performance.now() - started) / 1000);
  const total = generation.reduce((sum, each) => ({ count: sum.count + each.count, seconds: sum.seconds + each.seconds }));
  return {
    name: 'names',
    rows: [
      { label: `generated, ${platforms.length} platforms × ${GENERATED}`, value: total.count / total.seconds, unit: 'names/s' },
      { label: 'scanned by the recogniser, × the world’s stream', value: scanned, unit: 'names/s', ratio: scanned / WORLD_STREAM },
      { label: 'recognised among made-up names meant honestly', value: (recognised / SCANNED) * 1e6, unit: 'per million' },
    ],
  };
}

/** The same names each time: words (some close to ours: member, safety, query) and random-looking labels, none meant to deceive. */
function honestNames(count: number): string[] {
  let state = 20_261_121;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const word = () => WORDS[next(WORDS.length)] ?? '';
  return Array.from({ length: count }, () => {
    const label = `${word()}${next(2) === 0 ? '-' : ''}${next(3) === 0 ? next(0x7fffffff).toString(36) : word()}`;
    return `${['', 'www.', 'api.', `${word()}.`][next(4)]}${label}.${SUFFIXES[next(SUFFIXES.length)]}`;
  });
}
