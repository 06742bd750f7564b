/** One run of one sweep: what every step of it is given. */
import type { Store } from '../../storage/open-store.ts';
import type { Stage } from '../../storage/vocabulary/stages.ts';
import type { Egress } from '../egress/egress.ts';
import type { Settings } from '../settings/settings.ts';
import type { World } from '../world.ts';

/** How far a step has come; `total` null = not known beforehand. */
export interface SweepProgress {
  stage: Stage | 'references';
  done: number;
  total: number | null;
}

export interface SweepRun {
  /** Of the sweep in the store. */
  id: number;
  /** Names this run of the sweep: one that goes on after a stop reads, and so checks, what earlier ones judged anew. */
  attempt: string;
  /** What it is run against; `world.today` is the date that ages are counted from. */
  world: World;
  store: Store;
  egress: Egress;
  settings: Settings;
  /** Aborting ends every step soon; what is stored by then stands, and the same sweep goes on from it. */
  signal: AbortSignal;
  onProgress?(progress: SweepProgress): void;
}

/** A stage is told of when it begins, not only when its first item is done; one with nothing to do is not told of. */
export function tellBegin(
  run: Pick<SweepRun, 'onProgress'>,
  stage: SweepProgress['stage'],
  total: number | null,
): void {
  if (total !== 0) run.onProgress?.({ stage, done: 0, total });
}
