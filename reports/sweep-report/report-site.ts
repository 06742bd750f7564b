/** The full section of one site whose verdict accuses: comparison, reasons, clues, visits, infrastructure, digests. */
import { html } from 'hono/html';
import { restsOnScore } from '../../detectors/verdict/explain.ts';
import type { Persona } from '../../storage/vocabulary/personas.ts';
import type { Assessment, Finding } from '../../storage/vocabulary/detect.ts';
import { defangHost, defangHostReadable } from '../wording/defang.ts';
import { clueText } from '../wording/clue-text.ts';
import { beijingTime } from '../wording/local-time.ts';
import { scoreText, verdictBadge } from './report-overview.ts';
import { comparisonBlock } from './report-comparison.ts';
import type { ReportContext } from './report-context.ts';
import { digestBlock, infrastructureBlock, visitBlock } from './report-record.ts';
import { say, wordFor } from '../wording/report-language.ts';
import type { Markup } from './report-markup.ts';
import { block, dataTable } from './report-markup.ts';
import { shownText, shownUrl } from '../wording/shown-text.ts';
import { fieldTag, readComparison } from './site-comparison.ts';
import type { SiteComparison } from './site-comparison.ts';
import type { SiteRecord } from '../records/site-record.ts';
import { foundBy } from '../records/site-record.ts';
import { SIGNAL_WORDS } from '../wording/signal-words.ts';
import { CLUE_WORDS, FIELD_WORDS, PERSONA_WORDS, SOURCE_WORDS, VERDICT_MEANINGS } from '../wording/wording.ts';

/** `number` is the site's number in the table of sites. Reads the site's artefacts and pictures from the store. */
export async function siteSection(context: ReportContext, site: SiteRecord, number: number): Promise<Markup> {
  const { t } = context;
  const comparison = await readComparison(context, site);
  const pictures = await comparisonBlock(context, site, comparison);
  const infrastructure = await infrastructureBlock(context, site);
  const digests = await digestBlock(context, site);
  return html`<article class="site" id="site-${number}">
${siteHeader(context, site, number)}
${conclusionBlock(context, site)}
${block(t('页面对照', 'Side by side'), pictures)}
${block(t('表单字段比对', 'Form fields'), fieldBlock(context, comparison), 'keep')}
${block(t('判定理由', 'Reasons'), reasonBlock(context, site.assessment.findings))}
${block(t('线索', 'Clues'), clueBlock(context, site), 'keep')}
${block(t('访问记录', 'Visits'), visitBlock(context, site))}
${infrastructure}
${block(t('证据校验值', 'Digests of the evidence'), digests)}
</article>`;
}

function siteHeader(context: ReportContext, { assessment, sightings }: SiteRecord, number: number): Markup {
  const { t, lang, platforms } = context;
  const platform = platforms.get(assessment.platform ?? '');
  const imitated =
    platform === undefined
      ? assessment.platform
      : `${platform.name}${platform.owner === undefined ? '' : `（${platform.owner}）`}`;
  return html`<header class="${assessment.verdict}"><div class="who"><h2>${number}. ${defangHostReadable(assessment.host)}</h2>
<p>${verdictBadge(assessment, lang)} ${assessment.url === null ? '' : html`<code>${shownUrl(assessment.url)}</code>`}</p>
${imitated === null ? '' : html`<p>${t('被仿平台：', 'Platform imitated: ')}${imitated}</p>`}
<p>${t('发现途径：', 'Found by: ')}${
    foundBy(sightings)
      .map((source) => say(SOURCE_WORDS[source], lang))
      .join(t('、', ', ')) || '—'
  }</p></div>
<div class="score ${assessment.verdict}"><b>${scoreText(assessment.score)}</b><small>${t('分值（满分 100）', 'score of 100')}</small>${intervalText(context, assessment)}</div></header>`;
}

/** The 95 % interval, where the verdict rests on the score. */
function intervalText({ t }: ReportContext, { verdict, confidence }: Assessment): Markup | string {
  return !restsOnScore(verdict)
    ? ''
    : html`<small>${t('95% 区间', '95 % interval')} ${scoreText(confidence.low)}–${scoreText(confidence.high)}</small>`;
}

/** Verdict in words, its reasons in short, and what would change it. Also used by the short sections. */
export function conclusionBlock({ t, lang }: ReportContext, { assessment }: Pick<SiteRecord, 'assessment'>): Markup {
  const list = (sentences: readonly { zh: string; en: string }[]): Markup =>
    html`<ul class="plain">${sentences.map((sentence) => html`<li>${shownText(say(sentence, lang), 600)}</li>`)}</ul>`;
  return html`<section class="block"><h3>${t('结论', 'Conclusion')}</h3><p>${say(VERDICT_MEANINGS[assessment.verdict], lang)}</p>${list(assessment.because)}</section>
${block(t('何种情况会改变结论', 'What would change it'), assessment.wouldChange.length === 0 ? null : list(assessment.wouldChange))}`;
}

function fieldBlock({ t, lang }: ReportContext, { fields }: SiteComparison): Markup | null {
  if (fields === null) return null;
  const rows = [
    ...fields.matches.map((match, index) => [
      fieldTag(index),
      shownText(match.seen, 80),
      shownText(match.official, 80),
      say(FIELD_WORDS[match.kind], lang),
      match.sameWording ? t('文字相同', 'same wording') : t('含义相同', 'same meaning'),
    ]),
    ...fields.onlySeen.map((label) => [
      '—',
      shownText(label, 80),
      '—',
      '—',
      t('官方页面没有', 'not on the official page'),
    ]),
    ...fields.onlyOfficial.map((label) => ['—', '—', shownText(label, 80), '—', t('该站没有', 'not on the site')]),
  ];
  if (rows.length === 0)
    return html`<p class="note">${t('两侧页面均没有可见的输入项。', 'Neither page shows a field to fill in.')}</p>`;
  return dataTable(
    [
      { title: t('标记', 'Mark'), width: 8 },
      { title: t('该站所见', 'Seen on the site') },
      { title: t('官方页面', 'Official page') },
      { title: t('字段含义', 'Meaning'), width: 16 },
      { title: t('比对', 'Result'), width: 18 },
    ],
    rows,
  );
}

function reasonBlock({ t, lang }: ReportContext, findings: readonly Finding[]): Markup | null {
  if (findings.length === 0) return null;
  return html`${dataTable(
    [
      { title: t('编号', 'No.'), kind: 'number', width: 6 },
      { title: t('判定项', 'Detector'), width: 17 },
      { title: t('强度', 'Value'), kind: 'number', width: 7 },
      { title: t('权重', 'Weight'), kind: 'number', width: 9 },
      { title: t('所见与应有', 'Observed and expected') },
    ],
    findings.map((finding, index) => [
      index + 1,
      html`${shownText(wordFor(SIGNAL_WORDS, finding.detector, lang), 60)} <span class="note">${shownText(finding.detector, 60)} v${finding.version}</span>`,
      finding.value.toFixed(2),
      weightMark(finding.weight),
      findingBody(finding, lang, t),
    ]),
  )}<p class="note">${t('权重为证据权（自然对数几率）：正值指向仿冒，负值为其开脱，0 仅供说明。编号与截图上的标记一致。', 'Weight of evidence in natural-log odds: positive points to impersonation, negative away from it, 0 only explains. Numbers are those of the marks in the pictures.')}</p>`;
}

function findingBody(finding: Finding, lang: ReportContext['lang'], t: ReportContext['t']): Markup {
  const personas = [...new Set(finding.evidence.flatMap(({ persona }) => (persona === undefined ? [] : [persona])))];
  const texts = [
    ...new Set(finding.evidence.flatMap(({ text }) => (text === undefined || text === '' ? [] : [text]))),
  ].slice(0, 4);
  const digests = [
    ...new Set(finding.evidence.flatMap(({ digest }) => (digest === null ? [] : [digest.slice(0, 12)]))),
  ].slice(0, 4);
  return html`${finding.because.map((sentence) => html`<div>${shownText(say(sentence, lang), 600)}</div>`)}${texts.map((text) => html`<div class="expected">${t('原文：', 'text: ')}${shownText(text, 200)}</div>`)}${
    digests.length + personas.length === 0
      ? ''
      : html`<div class="note">${personas.map((persona: Persona) => say(PERSONA_WORDS[persona], lang)).join(t('、', ', '))} ${digests.map((digest) => html`<code>${digest}…</code> `)}</div>`
  }`;
}

function weightMark(weight: number): Markup {
  const kind = weight > 0 ? 'plus' : weight < 0 ? 'minus' : 'zero';
  return html`<span class="weight ${kind}">${weight > 0 ? '+' : ''}${weight.toFixed(2)}</span>`;
}

function clueBlock({ t, lang }: ReportContext, { assessment, host }: SiteRecord): Markup | null {
  const rows = Object.entries(assessment.clues).flatMap(([key, values]) =>
    values.map(({ value, seenIn }) => [
      wordFor(CLUE_WORDS, key, lang),
      clueText(value),
      /^[0-9a-f]{64}$/u.test(seenIn) ? html`<code>${seenIn.slice(0, 12)}…</code>` : shownText(seenIn, 200),
    ]),
  );
  if (rows.length === 0)
    return html`<p class="note">${t(`在 ${defangHost(host)} 上未提取到联系方式、备案号或统计代码。`, `No contacts, filing numbers or analytics ids were seen on ${defangHost(host)}.`)}</p>`;
  return dataTable(
    [
      { title: t('类别', 'Kind'), width: 26 },
      { title: t('内容', 'Value') },
      { title: t('出处', 'Seen in'), width: 34 },
    ],
    rows,
  );
}

/** The one-line head of a short section, for verdicts that accuse nobody. */
export function briefSection(context: ReportContext, site: SiteRecord, number: number, thumb: Markup): Markup {
  const { t, lang } = context;
  const { assessment, visits } = site;
  const sentences = assessment.because.slice(0, 3).map((sentence) => shownText(say(sentence, lang), 300));
  const led = (assessment.clues['notFollowed'] ?? []).slice(0, 3).map(({ value }) => shownText(value, 160));
  const change = assessment.wouldChange.slice(0, 2).map((sentence) => shownText(say(sentence, lang), 300));
  return html`<section class="brief"><div><h3>${number}. ${defangHostReadable(assessment.host)} ${verdictBadge(assessment, lang)}</h3>
<p class="note">${assessment.url === null ? '' : html`<code>${shownUrl(assessment.url)}</code> · `}${t('分值', 'score')} ${scoreText(assessment.score)} · ${t(`访问 ${visits.length} 次`, `${visits.length} visits`)}${visits[0] === undefined ? '' : ` · ${beijingTime(visits[0].startedAt)}`}</p>
${sentences.length === 0 ? '' : html`<ul class="plain">${sentences.map((text) => html`<li>${text}</li>`)}</ul>`}
${led.length === 0 ? '' : html`<p class="note">${say(CLUE_WORDS['notFollowed'] ?? { zh: '', en: '' }, lang)}${t('：', ': ')}${led.map((text) => html`<code>${text}</code> `)}</p>`}
${change.length === 0 ? '' : html`<p class="note">${t('改变结论的条件：', 'Would change it: ')}${change.join(t('；', '; '))}</p>`}</div><div>${thumb}</div></section>`;
}
