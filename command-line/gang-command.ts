/** `mingjing gang list|show`: sites that one operator's marks tie together, over all sweeps. */
import type { Command } from 'commander';
import type { Store } from '../storage/open-store.ts';
import { addCommand, RANGE, SWEEP } from './add-command.ts';
import type { Session } from './session.ts';

/** All sweeps unless `--sweep` names one. */
export function addGangCommand(root: Command): void {
  const gang = root.command('gang').description('疑似团伙 / suspected gangs');
  for (const [spec, text, action] of [
    ['list', '一览 / all gangs', gangListCommand],
    ['show <id>', '一个团伙及其关联依据 / one gang and what ties it', gangShowCommand],
  ] as const)
    addCommand(gang, spec, text, action)
      .option(...RANGE)
      .option(...SWEEP);
}

/** The sweep asked for; undefined = all. */
async function sweepAsked(session: Session, store: Store): Promise<number | undefined> {
  return session.flags.sweep === undefined ? undefined : session.sweepId(store);
}

async function gangListCommand(session: Session): Promise<void> {
  const { gangRows, gangTable } = await import('../reports/terminal/gang-list.ts');
  const { sweepHeading, unfinishedGangs } = await import('../reports/records/sweep-state.ts');
  const store = await session.storeToRead();
  const sweep = session.flags.sweep === undefined ? null : await session.sweepToRead(store);
  const gangs = await gangRows({ store, sweepId: sweep?.id });
  // gangs are clustered when a sweep ends: of one that did not, they are missing
  const read = sweep === null ? await store.sweeps.list() : [sweep];
  const unfinished = read.filter(({ finishedAt }) => finishedAt === null).map(({ id }) => id);
  const notice = sweep === null ? unfinishedGangs(unfinished)?.[session.lang] : sweepHeading(sweep, session.lang);
  const table = gangTable(gangs, session.lang);
  session.print({ gangs, unfinished, ...(sweep && { sweep }) }, () =>
    notice === undefined ? table : `${notice}\n\n${table}`,
  );
}

async function gangShowCommand(session: Session, id: string): Promise<void> {
  const { gangRecord } = await import('../reports/records/gang-record.ts');
  const { gangText } = await import('../reports/terminal/gang-show.ts');
  const store = await session.storeToRead();
  const sweepId = await sweepAsked(session, store);
  const gang = await gangRecord({ store, id, ...(sweepId === undefined ? {} : { sweepId }) });
  session.print(gang, () => gangText(gang, session.lang));
}
