/** `mingjing sweep [platform…]`: one sweep and its report. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { addCommand, RANGE, SOURCE } from './add-command.ts';
import type { Session } from './session.ts';

/** The same command after a stop or a kill goes on with the same sweep. */
export function addSweepCommand(root: Command): void {
  addCommand(root, 'sweep [platform...]', '巡查一次 / one sweep', sweepCommand)
    .option(...RANGE)
    .option(...SOURCE)
    .option('--report <file>', '报告文件 / report file');
}

async function sweepCommand(session: Session, ids: string[]): Promise<void> {
  const { sweepSummary, sweepSummaryText } = await import('../reports/terminal/sweep-summary.ts');
  const { world, store, folder } = await session.world(ids);
  const { runSweep } = await import('./run-sweep.ts');
  const { sweepId, resumed } = await runSweep(session, world, store, 'sweep');
  const report = await session.writeReport(
    store,
    sweepId,
    session.flags.report ?? join(folder, 'reports', `sweep-${sweepId}.html`),
    world.platforms,
  );
  const summary = await sweepSummary({ store, sweepId });
  session.print(
    { ...summary, sweepId, resumed, report },
    () => `${sweepSummaryText(summary, session.lang)}\n${session.lang === 'zh' ? '报告：' : 'report: '}${report}`,
  );
}
