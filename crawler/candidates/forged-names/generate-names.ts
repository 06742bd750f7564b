/** Names a forger could register for a platform, likeliest first, each with the rule that made it; lazy and pure. */
import type { Platform } from '../../../storage/vocabulary/platform.ts';
import { namePatterns } from './name-patterns.ts';
import { platformNames } from '../../../detectors/names/platform-names.ts';
import { STEPS, namesOfCost } from './ranked-patterns.ts';
import { RegistrableNames, checkSuffixData } from '../../../detectors/names/suffix-rules.ts';

export interface GeneratedName {
  host: string;
  /** Rules of `name-rules.ts`, joined by `+` when several steps were taken. */
  rule: string;
  /** Implausibility; names come in ascending order of it. One more = about half as likely. */
  cost: number;
}

/** The list ends here, some million names in: dearer names are noise. */
const DEAREST_NAME = 10 * STEPS;

/**
 * Every name of a platform, lazily, in ascending cost, each once. Nothing below a closed suffix (`gov.cn`, `edu.cn`,
 * another state's `gov.*`): an outsider cannot register there. The platform's own hosts are not left out: that is the
 * caller's official list.
 * @throws MingjingError SUFFIX_DATA_MISSING when the public suffix list is unusable.
 */
export function* generateNames(platform: Platform): Generator<GeneratedName> {
  checkSuffixData();
  const patterns = namePatterns(platformNames(platform));
  const registrable = new RegistrableNames();
  const seen = new Set<string>();
  for (let steps = 0; steps <= DEAREST_NAME; steps += 1) {
    for (const each of patterns) {
      for (const { stem, suffix, rule } of namesOfCost(each, steps)) {
        const host = `${stem}.${suffix}`;
        if (seen.has(host) || stem.length < SHORTEST_STEM || !registrable.has(stem, suffix)) continue;
        seen.add(host);
        yield { host, rule, cost: steps / STEPS };
      }
    }
  }
}

/** Shorter names (`cx`, `zs`) are everybody's. */
const SHORTEST_STEM = 3;
