/** What the hosts of a sweep are judged against. */
import type { DetectionContext } from '../../detectors/host-view.ts';
import { noteDamage } from '../../storage/evidence/damaged-evidence.ts';
import { loadReferences } from '../references/load-references.ts';
import type { SweepRun } from './sweep-run.ts';

/** The platforms, their references as they stand in the store now, the operator's own list, and the world's date. */
export async function detectionContext({ store, world, settings, id }: SweepRun): Promise<DetectionContext> {
  const references = await loadReferences(store, world.platforms, noteDamage(store, id));
  const now = world.today ?? new Date().toISOString();
  return { platforms: [...world.platforms], references, allowList: [...settings.allowList], now };
}
