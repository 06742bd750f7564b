/** Whether a host is on the official list of the context; such finds are dropped and counted. */
import { isOfficialHost } from '../../detectors/names/official-hosts.ts';
import type { CandidateContext } from './candidate-context.ts';

/** True for an official host of any known platform or of the operator's list. */
export function isOfficial(context: CandidateContext, host: string): boolean {
  return isOfficialHost(host, context.officialPlatforms ?? context.platforms, context.allowList);
}
