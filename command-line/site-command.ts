/** `mingjing site list|show`: verdicts on the console. */
import type { Command } from 'commander';
import type { Rescored } from '../crawler/sweep/rescore-sites.ts';
import type { UnjudgedSite } from '../reports/terminal/rescore-text.ts';
import { EXIT_CODES, MingjingError } from '../storage/mingjing-error.ts';
import type { Sentence } from '../storage/vocabulary/sentence.ts';
import { addCommand, RANGE, SWEEP, WITHOUT } from './add-command.ts';
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
  addCommand(
    site,
    'rescore [host...]',
    '用现有的档案、参照和权重重新判定，不访问网络 / judge the stored captures again, visiting nothing',
    siteRescoreCommand,
  )
    .option(...RANGE)
    .option(...SWEEP)
    .option(...WITHOUT)
    .option('--pinned', '使用原判定所依据的参照版本 / with the reference versions of the stored verdict')
    .option('--dry-run', '只显示，不保存 / show only, keep nothing');
}

async function siteRescoreCommand(session: Session, hosts: string[]): Promise<void> {
  const { rescoreSites } = await import('../crawler/sweep/rescore-sites.ts');
  const { rescoreRecord, rescoreText } = await import('../reports/terminal/rescore-text.ts');
  const off = await session.detectorsLeftOut();
  const store = await session.storeToRead();
  const sweepId = await session.sweepId(store);
  const { pinned = false, dryRun = false } = session.flags;
  const rescored: Rescored[] = [];
  const unjudged: UnjudgedSite[] = [];
  const damaged: Sentence[] = [];
  const onDamage = async (_subject: string, { sentence }: MingjingError) => void damaged.push(sentence);
  const options = {
    store,
    sweepId,
    hosts,
    platforms: await session.platformsOfRange(),
    allowList: session.settings.allowList,
    off,
    pinned,
    signal: session.stop.signal,
    onDamage,
  };
  for await (const site of rescoreSites(options)) {
    if (site.unjudged !== null) {
      unjudged.push(site);
      continue;
    }
    if (!dryRun && site.changed) await store.assessments.revise(sweepId, site.after, new Date().toISOString());
    rescored.push(site);
  }
  const seen = new Set([...rescored.map(({ after }) => after.host), ...unjudged.map(({ host }) => host)]);
  const unknown = hosts.find((host) => !seen.has(host));
  if (unknown !== undefined && !session.stop.signal.aborted)
    throw new MingjingError('SITE_UNKNOWN', {
      zh: `这次巡查没有判定过 ${unknown}`,
      en: `this sweep has no verdict on ${unknown}`,
    });
  const sites = rescored.filter(({ changed }) => changed);
  const result = { judged: rescored.length, sites, unjudged, damaged };
  session.print(
    { sweep: sweepId, judged: rescored.length, saved: !dryRun, changed: sites.map(rescoreRecord), unjudged, damaged },
    () => rescoreText(result, dryRun, session.lang),
  );
  if (unjudged.length + damaged.length > 0) process.exitCode = EXIT_CODES.damaged;
  if (session.stop.signal.aborted) process.exitCode = EXIT_CODES.interrupted;
}

async function siteShowCommand(session: Session, host: string): Promise<void> {
  const { siteDetail, siteText } = await import('../reports/terminal/site-show.ts');
  const store = await session.storeToRead();
  const detail = await siteDetail({
    store,
    sweepId: await session.sweepId(store),
    host,
    platforms: await session.platformsOfRange(),
  });
  session.print(detail, () => siteText(detail, session.lang));
}

async function siteListCommand(session: Session): Promise<void> {
  const { siteRows, siteTable } = await import('../reports/terminal/site-list.ts');
  const { sweepHeading } = await import('../reports/records/sweep-state.ts');
  const store = await session.storeToRead();
  const sweep = await session.sweepToRead(store);
  const sites = await siteRows({ store, sweepId: sweep.id });
  session.print({ sweep, sites }, () => `${sweepHeading(sweep, session.lang)}\n\n${siteTable(sites, session.lang)}`);
}
