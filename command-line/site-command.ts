/** `mingjing site list|show`: verdicts on the console. */
import type { Command } from 'commander';
import { siteRows, siteTable } from '../reports/site-list.ts';
import { siteDetail, siteText } from '../reports/site-show.ts';
import { addCommand, RANGE, SWEEP } from './add-command.ts';
import type { Session } from './session.ts';

/** Reads the latest sweep unless `--sweep` names another. */
export function addSiteCommand(root: Command): void {
  const site = root.command('site').description('网站结论 / verdicts');
  addCommand(site, 'list', '一览 / all sites', siteListCommand)
    .option(...RANGE)
    .option(...SWEEP);
  addCommand(site, 'show <host>', '一个网站 / one site', siteShowCommand)
    .option(...RANGE)
    .option(...SWEEP);
}

async function siteShowCommand(session: Session, host: string): Promise<void> {
  const store = await session.storeToRead();
  const detail = await siteDetail({ store, sweepId: await session.sweepId(store), host });
  session.print(detail, () => siteText(detail, session.lang));
}

async function siteListCommand(session: Session): Promise<void> {
  const store = await session.storeToRead();
  const sites = await siteRows({ store, sweepId: await session.sweepId(store) });
  session.print({ sites }, () => siteTable(sites, session.lang));
}
