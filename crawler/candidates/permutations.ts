/** Source `permutations`: names a forger could register for each platform, likeliest first, each with the rule that made it. */
import { domainToASCII } from 'node:url';
import { parse } from 'tldts';
import { closedSuffix } from '../../detectors/official-hosts.ts';
import type { Platform } from '../../storage/vocabulary.ts';
import type { CandidateContext, FoundCandidate } from './candidate-context.ts';
import { isOfficial } from './is-official.ts';
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

/**
 * Every name of a platform, lazily, in ascending cost, each once. Nothing below a closed suffix (`gov.cn`, `edu.cn` …):
 * an outsider cannot register there. The platform's own hosts are not left out: that is the caller's official list.
 */
export function* generateNames(platform: Platform): Generator<GeneratedName> {
  const seen = new Set<string>();
  const byStep = cheapestStems(nameStems(platformNames(platform)));
  for (let step = 0; step <= byStep.length + DEAREST_SUFFIX && step <= DEAREST_NAME; step += 1) {
    for (let suffixStep = 0; suffixStep <= Math.min(step, DEAREST_SUFFIX); suffixStep += 1) {
      for (const stem of byStep[step - suffixStep] ?? []) {
        for (const host of namesOf(stem, suffixStep)) {
          if (seen.has(host) || !isRegistrable(host)) continue;
          seen.add(host);
          yield { host, rule: stem.rule, cost: step / STEPS };
        }
      }
    }
  }
}

/** Costs are counted in quarters. */
const STEPS = 4;
const inSteps = (cost: number): number => Math.round(cost * STEPS);
/** A name that ends in `cn` before its suffix already looks complete: another .cn behind it is what nobody does. */
const DOUBLED_CN = 3;

type SuffixTable = string[][];
const OPEN_TABLE = suffixTable(OPEN_SUFFIXES, () => 0);
const AFTER_CN_TABLE = suffixTable(OPEN_SUFFIXES, (suffix) => (suffix.endsWith('cn') ? DOUBLED_CN : 0));
const CHINESE_TABLE = suffixTable(CHINESE_SUFFIXES, () => 0);
const DEAREST_SUFFIX = Math.max(OPEN_TABLE.length, AFTER_CN_TABLE.length, CHINESE_TABLE.length) - 1;
/** The list ends here, some hundred thousand names in: dearer names are noise. */
const DEAREST_NAME = inSteps(8);

/** Suffixes by cost in steps. */
function suffixTable(suffixes: readonly WeightedWord[], extra: (suffix: string) => number): SuffixTable {
  const table: SuffixTable = [];
  for (const { text, cost } of suffixes) (table[inSteps(cost + extra(text))] ??= []).push(text);
  return table;
}

/** Buckets by cost in steps; of a stem made by several rules the cheapest is kept. */
function cheapestStems(stems: Iterable<Stem>): Stem[][] {
  const best = new Map<string, Stem>();
  for (const stem of stems) {
    if (inSteps(stem.cost) > DEAREST_NAME) continue;
    const key = `${stem.suffix} ${stem.text}`;
    const known = best.get(key);
    if (!known || stem.cost < known.cost) best.set(key, stem);
  }
  const buckets: Stem[][] = [];
  for (const stem of best.values()) (buckets[inSteps(stem.cost)] ??= []).push(stem);
  return buckets;
}

/** The stem under every suffix of exactly this cost. */
function* namesOf(stem: Stem, suffixStep: number): Generator<string> {
  if (stem.suffix === 'given') {
    if (suffixStep === 0) yield stem.text;
    return;
  }
  const table = stem.suffix === 'chinese' ? CHINESE_TABLE : stem.text.endsWith('cn') ? AFTER_CN_TABLE : OPEN_TABLE;
  const text = stem.suffix === 'chinese' ? domainToASCII(stem.text) : stem.text;
  for (const suffix of table[suffixStep] ?? []) yield `${text}.${suffix}`;
}

function isRegistrable(host: string): boolean {
  if (!isLabel(host) || host.length > 253 || closedSuffix(host) !== null) return false;
  return parse(host, { allowPrivateDomains: true }).domain !== null;
}

/** One scope a platform; `limits.permutationsPerPlatform` names each. A name made for two platforms is yielded once. */
export async function* permutations(context: CandidateContext): AsyncGenerator<FoundCandidate, void, void> {
  const seen = new Set<string>();
  for (const platform of context.platforms) {
    const run = await SourceRun.open(context, 'permutations', platform.id);
    if (run.alreadyDone) continue;
    let index = 0;
    const at = new Date().toISOString();
    for (const { host, rule } of generateNames(platform)) {
      if (index >= context.limits.permutationsPerPlatform || context.signal.aborted) break;
      index += 1;
      if (index <= (run.startAt ?? 0) || seen.has(host)) continue;
      if (isOfficial(context, host)) {
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
