/** `mingjing gang list|show`: sites that one operator's marks tie together, over all sweeps. */
import type { Command } from 'commander';
import { gangRows, gangTable } from '../reports/gang-list.ts';
import { gangRecord } from '../reports/gang-record.ts';
import { gangText } from '../reports/gang-show.ts';
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
async function sweepAsked(session: Session, store: Parameters<Session['sweepId']>[0]): Promise<number | undefined> {
  return session.flags.sweep === undefined ? undefined : session.sweepId(store);
}

async function gangListCommand(session: Session): Promise<void> {
  const store = await session.storeToRead();
  const gangs = await gangRows({ store, sweepId: await sweepAsked(session, store) });
  session.print({ gangs }, () => gangTable(gangs, session.lang));
}

async function gangShowCommand(session: Session, id: string): Promise<void> {
  const store = await session.storeToRead();
  const sweepId = await sweepAsked(session, store);
  const gang = await gangRecord({ store, id, ...(sweepId === undefined ? {} : { sweepId }) });
  session.print(gang, () => gangText(gang, session.lang));
}
