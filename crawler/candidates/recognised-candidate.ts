/** What a stream of names passes on: recognised names only, everything else counted. */
import type { Sighting } from '../../storage/vocabulary/candidates.ts';
import { canonicalHost } from '../reading/canonical-target.ts';
import type { CandidateContext, FoundCandidate } from './candidate-context.ts';
import { isOfficial } from './is-official.ts';
import { recogniseName } from '../../detectors/names/recognise-name.ts';
import type { ScopeRun } from './scope-run.ts';

/**
 * The candidate for a name seen in a stream; null (and counted in `run`) when it is nonsense, official or says nothing.
 */
export function recognisedCandidate(
  context: CandidateContext,
  run: ScopeRun,
  name: string,
  sighting: Sighting,
): FoundCandidate | null {
  const target = canonicalHost(name);
  if (!target.ok) {
    run.drop(target.fault);
    return null;
  }
  const { host } = target;
  if (isOfficial(context, host)) {
    run.drop('official');
    return null;
  }
  const recognised = recogniseName(host, context.platforms);
  if (!recognised) {
    run.drop('not-recognised');
    return null;
  }
  run.found();
  const { platform, score, because } = recognised;
  return {
    kind: 'name',
    target: host,
    host,
    sighting: {
      ...sighting,
      detail: { ...sighting.detail, platform, score, because: because.en, becauseZh: because.zh },
    },
  };
}
