/** Gangs as a list: rows for programs, a table for the console. */
import type { GangRole } from '../../storage/sites/gang-shapes.ts';
import { defangHostReadable } from '../wording/defang.ts';
import type { GangStore } from '../records/gang-record.ts';
import type { ReportLanguage } from '../wording/report-language.ts';
import { textTable } from './text-table.ts';

/** One line of `gang list --json`. Field names are stable; hosts are not defanged. */
export interface GangRow {
  id: string;
  members: number;
  victims: number;
  possible: number;
  firstSweep: number;
  lastSweep: number;
  /** Earlier gangs that turned out to be part of this one. */
  merged: string[];
  /** Members, the latest seen first; at most five. */
  hosts: string[];
}

const NAMED = 5;

/** Oldest first. `sweepId` keeps the gangs seen in that sweep. */
export async function gangRows({
  store,
  sweepId,
}: {
  store: GangStore;
  sweepId?: number | undefined;
}): Promise<GangRow[]> {
  const gangs = await store.gangs.list(sweepId === undefined ? {} : { sweepId });
  return gangs.map(({ id, members, firstSweep, lastSweep, merged }) => {
    const count = (role: GangRole) => members.filter((member) => member.role === role).length;
    const latest = members.filter(({ role }) => role === 'member').toSorted((a, b) => b.lastSweep - a.lastSweep);
    return {
      id,
      members: count('member'),
      victims: count('victim'),
      possible: count('possible'),
      firstSweep,
      lastSweep,
      merged,
      hosts: latest.slice(0, NAMED).map(({ host }) => host),
    };
  });
}

/** The rows as a console table; one line saying so when there are none. */
export function gangTable(rows: readonly GangRow[], lang: ReportLanguage): string {
  const t = (zh: string, en: string): string => (lang === 'zh' ? zh : en);
  if (rows.length === 0) return t('没有归并出团伙。', 'No gangs.');
  return textTable(
    [
      { title: t('编号', 'ID') },
      { title: t('成员', 'MEMBERS'), align: 'right' },
      { title: t('受害', 'VICTIMS'), align: 'right' },
      { title: t('可能', 'POSSIBLE'), align: 'right' },
      { title: t('首见巡查', 'FIRST SWEEP'), align: 'right' },
      { title: t('末见巡查', 'LAST SWEEP'), align: 'right' },
      { title: t('并入', 'MERGED'), maxWidth: 20 },
      { title: t('成员主机', 'HOSTS'), maxWidth: 90 },
    ],
    rows.map(({ id, members, victims, possible, firstSweep, lastSweep, merged, hosts }) => [
      id,
      String(members),
      String(victims),
      String(possible),
      String(firstSweep),
      String(lastSweep),
      merged.join(' ') || '—',
      `${hosts.map(defangHostReadable).join('  ')}${members > hosts.length ? ' …' : ''}`,
    ]),
  );
}
