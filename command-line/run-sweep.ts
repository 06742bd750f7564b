/** Runs a sweep of a session, with progress on the terminal. */
import { createHash } from 'node:crypto';
import { createEgress } from '../crawler/egress/egress.ts';
import { sweep, type SweepResult } from '../crawler/sweep/sweep.ts';
import type { World } from '../crawler/world.ts';
import { createProgress } from '../reports/terminal/progress.ts';
import { PRACTICE_KEY } from '../storage/databases/database-world.ts';
import type { Store } from '../storage/open-store.ts';
import type { Session } from './session.ts';

/** Two runs with the same world and purpose are one sweep: an unfinished one goes on. @throws what `sweep` throws. */
export async function runSweep(session: Session, world: World, store: Store, purpose: string): Promise<SweepResult> {
  const { settings } = session;
  const egress = createEgress({
    exits: world.exits,
    deny: [...settings.egress.deny],
    maxBytesPerVisit: settings.egress.maxBytesPerVisit,
  });
  session.onClose(() => egress.close());
  const progress = createProgress({ lang: session.lang });
  const { targets, sources, keywords } = world;
  const digest = createHash('sha256')
    .update(JSON.stringify([world.name, purpose, targets.map(({ id }) => id), sources, keywords]))
    .digest('hex');
  const key = world.name === 'live' ? digest : `${PRACTICE_KEY}${digest}`;
  for (const id of world.unusable)
    session.say({ zh: `平台 ${id} 没有档案，已略过`, en: `platform ${id} has no profile: skipped` });
  try {
    return await sweep({
      world,
      store,
      egress,
      key,
      settings,
      signal: session.stop.signal,
      onProgress: (step) => progress.update(step),
    });
  } finally {
    progress.stop();
  }
}
