/** Source `permutations`: names a forger could register for each platform, likeliest first, each with the rule that made it. */
import { domainToASCII } from 'node:url';
import { parse } from 'tldts';
import { CLOSED_SUFFIXES, closedSuffix, isOfficialHost } from '../../detectors/official-hosts.ts';
import type { Platform } from '../../storage/vocabulary.ts';
import type { CandidateContext, FoundCandidate } from './candidate-context.ts';
import { isLabel } from './label-mutations.ts';
import { nameStems, type Stem } from './name-stems.ts';
import { CHINESE_SUFFIXES, OPEN_SUFFIXES, type WeightedWord } from './name-words.ts';
import { platformNames } from './platform-names.ts';
import { SourceRun } from './source-run.ts';

export interface GeneratedName {
  host: string;
  rule: string;
  /** Implausibility; names come in ascending order of it. */
  cost: number;
}

/** A name that ends in `cn` before its suffix already looks complete: another .cn behind it is what nobody does. */
const DOUBLED_CN = 3;

/**
 * Every name of a platform, lazily, in ascending cost, each once. Nothing below a closed suffix (`gov.cn`, `edu.cn` …):
 * an outsider cannot register there. The platform's own hosts are not left out: that is the caller's official list.
 */
export function* generateNames(platform: Platform): Generator<GeneratedName> {
  const seen = new Set<string>();
  const byCost = cheapestStems(nameStems(platformNames(platform)));
  const dearestSuffix = Math.max(...OPEN_SUFFIXES.map(({ cost }) => cost)) + DOUBLED_CN;
  for (let cost = 0; cost < byCost.length + dearestSuffix; cost += 1) {
    for (let stemCost = Math.max(0, cost - dearestSuffix); stemCost <= cost; stemCost += 1) {
      for (const stem of byCost[stemCost] ?? []) {
        for (const host of namesOf(stem, cost - stemCost)) {
          if (seen.has(host) || !isRegistrable(host)) continue;
          seen.add(host);
          yield { host, rule: stem.rule, cost };
        }
      }
    }
  }
}

/** Buckets by cost; of a stem made by several rules the cheapest is kept. */
function cheapestStems(stems: Iterable<Stem>): Stem[][] {
  const best = new Map<string, Stem>();
  for (const stem of stems) {
    const key = `${stem.suffix} ${stem.text}`;
    const known = best.get(key);
    if (!known || stem.cost < known.cost) best.set(key, stem);
  }
  const buckets: Stem[][] = [];
  for (const stem of best.values()) (buckets[stem.cost] ??= []).push(stem);
  return buckets;
}

/** The stem under every suffix of exactly this cost. */
function* namesOf(stem: Stem, suffixCost: number): Generator<string> {
  if (stem.suffix === 'given') {
    if (suffixCost === 0) yield stem.text;
    return;
  }
  const text = stem.suffix === 'chinese' ? domainToASCII(stem.text) : stem.text;
  for (const suffix of stem.suffix === 'chinese' ? CHINESE_SUFFIXES : OPEN_SUFFIXES) {
    if (costOf(text, suffix) === suffixCost) yield `${text}.${suffix.text}`;
  }
}

function costOf(text: string, suffix: WeightedWord): number {
  return suffix.cost + (text.endsWith('cn') && suffix.text.endsWith('cn') ? DOUBLED_CN : 0);
}

function isRegistrable(host: string): boolean {
  if (!isLabel(host) || host.length > 253 || closedSuffix(host) !== null) return false;
  if (CLOSED_SUFFIXES.some((suffix) => suffix === host)) return false;
  return parse(host, { allowPrivateDomains: true }).domain !== null;
}

/** One scope a platform; `limits.permutationsPerPlatform` names each. A name made for two platforms is yielded once. */
export async function* permutations(context: CandidateContext): AsyncGenerator<FoundCandidate, void, void> {
  const seen = new Set<string>();
  const officials = context.officialPlatforms ?? context.platforms;
  for (const platform of context.platforms) {
    const run = await SourceRun.open(context, 'permutations', platform.id);
    if (run.alreadyDone) continue;
    let index = 0;
    const at = new Date().toISOString();
    for (const { host, rule } of generateNames(platform)) {
      if (index >= context.limits.permutationsPerPlatform || context.signal.aborted) break;
      index += 1;
      if (index <= (run.startAt ?? 0) || seen.has(host)) continue;
      if (isOfficialHost(host, officials, context.allowList)) {
        run.drop('official');
        continue;
      }
      seen.add(host);
      run.found();
      yield { kind: 'name', target: host, host, sighting: { source: 'permutations', at, detail: { platform: platform.id, rule, rank: index } } };
      if (index % PROGRESS_EVERY === 0) await run.advance(index);
    }
    if (context.signal.aborted) return;
    await run.done(index === 0 ? { zh: `${platform.id} 没有可生成的域名`, en: `no names could be generated for ${platform.id}` } : null);
  }
}

const PROGRESS_EVERY = 1000;
