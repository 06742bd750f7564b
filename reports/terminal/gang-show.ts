/** One gang in full as text for the console: members, marks, and every link with its reasons. */
import { defangHostReadable } from '../wording/defang.ts';
import { markSentence, type GangRecord } from '../records/gang-record.ts';
import type { ReportLanguage } from '../wording/report-language.ts';
import { say } from '../wording/report-language.ts';
import { textTable } from './text-table.ts';
import { GANG_CAUTION, GANG_ROLE_WORDS } from '../wording/wording.ts';

/** Addresses defanged, no control characters from captures. */
export function gangText(gang: GangRecord, lang: ReportLanguage): string {
  const t = (zh: string, en: string): string => (lang === 'zh' ? zh : en);
  const members = textTable(
    [
      { title: t('主机', 'HOST'), maxWidth: 60 },
      { title: t('身份', 'ROLE') },
      { title: t('首见巡查', 'FIRST SWEEP'), align: 'right' },
      { title: t('末见巡查', 'LAST SWEEP'), align: 'right' },
    ],
    gang.members.map(({ host, role, firstSweep, lastSweep }) => [
      defangHostReadable(host),
      say(GANG_ROLE_WORDS[role], lang),
      String(firstSweep),
      String(lastSweep),
    ]),
  );
  const marks = gang.marks.map(
    (mark) =>
      `- ${say(markSentence(mark), lang)}  (${mark.weight.toFixed(1)})  ${mark.hosts.map(defangHostReadable).join(' ')}`,
  );
  const links = gang.links.map(
    ({ hosts: [a, b], because }) => `- ${defangHostReadable(a)} — ${defangHostReadable(b)}\n    ${say(because, lang)}`,
  );
  const parts = [
    `${gang.id}  ${t(`第 ${gang.firstSweep} 次至第 ${gang.lastSweep} 次巡查`, `sweeps ${gang.firstSweep} to ${gang.lastSweep}`)}`,
    say(GANG_CAUTION, lang),
    gang.merged.length === 0
      ? ''
      : t(`已并入本团伙：${gang.merged.join('、')}`, `merged into this gang: ${gang.merged.join(', ')}`),
    `【${t('成员', 'Members')}】\n${members}`,
    marks.length === 0 ? '' : [`【${t('共同标记', 'Marks in common')}】`, ...marks].join('\n'),
    links.length === 0
      ? ''
      : [`【${t(`关联依据（第 ${gang.lastSweep} 次巡查）`, `Links (sweep ${gang.lastSweep})`)}】`, ...links].join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
