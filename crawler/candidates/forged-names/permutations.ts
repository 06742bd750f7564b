/**
 * Source `permutations`: names a forger could register for each platform, likeliest first, each with the rule that made
 * it.
 */
import { generateNames } from './generate-names.ts';
import type { CandidateContext, FoundCandidate } from '../candidate-context.ts';
import { isOfficial } from '../is-official.ts';
import { ScopeRun } from '../scope-run.ts';

/** One scope a platform; `limits.permutationsPerPlatform` names each. A name made for two platforms is yielded once. */
export async function* permutations(context: CandidateContext): AsyncGenerator<FoundCandidate, void, void> {
  const seen = new Set<string>();
  for (const platform of context.platforms) {
    const run = await ScopeRun.open(context, 'permutations', platform.id);
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
      yield {
        kind: 'name',
        target: host,
        host,
        sighting: { source: 'permutations', at, detail: { platform: platform.id, rule, rank: index } },
      };
      if (index % PROGRESS_EVERY === 0) await run.advance(index);
    }
    if (context.signal.aborted) return;
    await run.done(
      index === 0
        ? { zh: `${platform.id} 没有可生成的域名`, en: `no names could be generated for ${platform.id}` }
        : null,
    );
  }
}

const PROGRESS_EVERY = 1000;
