/** The gangs of a sweep in its report: members, marks in common, and every link with its reasons and weight. */
import { html } from 'hono/html';
import { defangHostReadable } from '../wording/defang.ts';
import { gangsOfSweep, markSentence, type GangRecord } from '../records/gang-record.ts';
import type { ReportContext } from './report-context.ts';
import { say } from '../wording/report-language.ts';
import type { Markup } from './report-markup.ts';
import { dataTable, lines } from './report-markup.ts';
import { GANG_CAUTION, GANG_ROLE_WORDS } from '../wording/wording.ts';

const MOST_LINKS = 40;
const MOST_MARKS = 30;

/** Nothing when the sweep found no gang. */
export async function gangSection(context: ReportContext): Promise<Markup> {
  const { store, sweepId, t, lang } = context;
  const gangs = await gangsOfSweep(store, sweepId);
  if (gangs.length === 0) return html``;
  return html`<h2>${t('疑似团伙', 'Suspected gangs')}</h2>
<p class="note">${say(GANG_CAUTION, lang)}</p>
${gangs.map((gang) => gangBlock(context, gang))}`;
}

function gangBlock({ t, lang, sweepId }: ReportContext, gang: GangRecord): Markup {
  const { id, members, marks, links, merged } = gang;
  const accused = members.filter(({ role }) => role === 'member').length;
  const left = links.length - MOST_LINKS;
  return html`<section class="block"><h3>${id} · ${t(`成员 ${accused} 个`, `${accused} members`)}${merged.length === 0 ? '' : t(`（含并入的 ${merged.join('、')}）`, ` (with ${merged.join(', ')})`)}</h3>
${dataTable(
  [
    { title: t('主机', 'Host') },
    { title: t('身份', 'Role'), width: 22 },
    { title: t('首见巡查', 'First sweep'), kind: 'number', width: 13 },
    { title: t('末见巡查', 'Last sweep'), kind: 'number', width: 13 },
  ],
  members.map(({ host, role, firstSweep, lastSweep }) => [
    role === 'member' ? html`<b>${defangHostReadable(host)}</b>` : defangHostReadable(host),
    say(GANG_ROLE_WORDS[role], lang),
    firstSweep,
    lastSweep === sweepId ? lastSweep : html`<span class="state-warn">${lastSweep}</span>`,
  ]),
)}
${
  marks.length === 0
    ? ''
    : dataTable(
        [
          { title: t('共同标记', 'Mark in common') },
          { title: t('权重', 'Weight'), kind: 'number', width: 8 },
          { title: t('出现于', 'Seen on'), width: 40 },
        ],
        marks
          .slice(0, MOST_MARKS)
          .map((mark) => [
            say(markSentence(mark), lang),
            mark.weight.toFixed(1),
            lines(mark.hosts.map(defangHostReadable)),
          ]),
        'dense',
      )
}
${
  links.length === 0
    ? ''
    : dataTable(
        [
          { title: t('关联的两端', 'Linked'), width: 28 },
          { title: t('依据与权重', 'Reasons and weights') },
          { title: t('合计', 'In all'), kind: 'number', width: 8 },
        ],
        links
          .slice(0, MOST_LINKS)
          .map(({ hosts, because, weight }) => [
            lines(hosts.map(defangHostReadable)),
            say(because, lang),
            weight.toFixed(1),
          ]),
        'dense',
      )
}
${left > 0 ? html`<p class="note">${t(`另有 ${left} 条关联，见 gang show ${id}。`, `${left} more links: gang show ${id}.`)}</p>` : ''}</section>
`;
}
