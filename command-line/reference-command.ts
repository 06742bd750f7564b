/** `mingjing reference capture|list|drift`: the official pages that sites are compared with. */
import type { Command } from 'commander';
import { EXIT_CODES } from '../storage/mingjing-error.ts';
import { addCommand, RANGE } from './add-command.ts';
import type { Session } from './session.ts';

/** `capture` stores a version, `list` shows them, `drift` compares with today without storing. */
export function addReferenceCommand(root: Command): void {
  const reference = root.command('reference').description('官方页面参照 / references of the official pages');
  for (const [action, text] of [
    ['capture', '采集 / capture'],
    ['list', '列出 / list'],
    ['drift', '与现状比较 / compare with today'],
  ] as const) {
    addCommand(reference, `${action} [platform...]`, text, (session: Session, ids: string[]) =>
      referenceCommand(session, action, ids),
    ).option(...RANGE);
  }
}

async function referenceCommand(session: Session, action: 'capture' | 'list' | 'drift', ids: string[]): Promise<void> {
  const { driftText, referenceOutcomeText, referenceText } = await import('../reports/terminal/command-text.ts');
  if (action === 'list') {
    const references = await (await session.storeToRead()).references.list();
    return session.print({ references }, () => referenceText(references, session.lang));
  }
  const { createEgress } = await import('../crawler/egress/egress.ts');
  const { captureSettings } = await import('../crawler/settings/settings.ts');
  const { selectPlatforms } = await import('../crawler/world.ts');
  const { world, store } = await session.world(ids);
  const egress = createEgress({ exits: world.exits, deny: [...session.settings.egress.deny] });
  session.onClose(() => egress.close());
  const platforms = selectPlatforms(world.platforms, ids);
  const job = {
    store,
    egress,
    exit: world.exit,
    settings: captureSettings(session.settings),
    platforms,
    pages: world.referencePages ?? undefined,
    now: () => new Date().toISOString(),
    signal: session.stop.signal,
  };
  if (action === 'capture') {
    const { captureReferences } = await import('../crawler/references/capture-references.ts');
    const outcomes = await captureReferences(job);
    return session.print({ references: outcomes }, () => referenceOutcomeText(outcomes, session.lang));
  }
  const { referenceDrift } = await import('../crawler/references/reference-drift.ts');
  const drift = await referenceDrift(job);
  session.print({ drift }, () => driftText(drift, session.lang));
  if (drift.some(({ state }) => state === 'damaged')) process.exitCode = EXIT_CODES.damaged;
}
