/** `mingjing report`: the HTML report of a sweep, made again from what is stored. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { addCommand, OUT, RANGE, SWEEP } from './add-command.ts';
import type { Session } from './session.ts';

/** Writes below the data folder unless `--out` names a file. */
export function addReportCommand(root: Command): void {
  addCommand(root, 'report', '生成 HTML 报告 / write the HTML report', reportCommand)
    .option(...RANGE)
    .option(...SWEEP)
    .option(...OUT);
}

async function reportCommand(session: Session): Promise<void> {
  const { sweepHeading } = await import('../reports/records/sweep-state.ts');
  const store = await session.storeToRead();
  const sweep = await session.sweepToRead(store);
  const sweepId = sweep.id;
  const report = await session.writeReport(
    store,
    sweepId,
    session.flags.out ?? join(session.settings.dataDirectory, 'reports', `sweep-${sweepId}.html`),
    await session.platforms(),
  );
  session.say({ zh: sweepHeading(sweep, 'zh'), en: sweepHeading(sweep, 'en') });
  session.print({ sweepId, report, sweep }, () => report);
}
