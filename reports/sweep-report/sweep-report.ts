/** The report of one sweep: one HTML file that needs nothing else, for reading, printing on A4 and filing. */
import { html, raw } from 'hono/html';
import type { Assessment } from '../../storage/vocabulary/detect.ts';
import type { Platform } from '../../storage/vocabulary/platform.ts';
import { inReadingOrder, isAccusing } from '../records/accusing-verdicts.ts';
import { gangSection } from './gang-section.ts';
import { thumbnail } from './report-comparison.ts';
import type { ReportContext } from './report-context.ts';
import { createReportContext } from './report-context.ts';
import type { ReportLanguage } from '../wording/report-language.ts';
import type { Markup } from './report-markup.ts';
import {
  coverage,
  platformSection,
  reportHeading,
  siteOverview,
  sourceTable,
  verdictSummary,
} from './report-overview.ts';
import { briefSection, siteSection } from './report-site.ts';
import type { ReportStore, SweepFacts } from '../records/report-store.ts';
import { REPORT_STYLE } from './report-style.ts';
import { pictureOf } from './site-comparison.ts';
import { readAssessedSite, readSweep } from '../records/site-record.ts';
import { sweepState } from '../records/sweep-state.ts';

export interface SweepReportOptions {
  store: ReportStore;
  sweepId: number;
  platforms: readonly Platform[];
  /** Default `zh`. */
  lang?: ReportLanguage;
  /** Time printed as the report's own, ISO 8601. Default: now. Everything else in the file follows from the store. */
  generatedAt?: string;
}

/** Nothing loads from anywhere, nothing runs, nothing is sent, even if a value slipped through the escaping. */
export const REPORT_POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * The whole document. Personal data in text is masked, pictures of pages that show any are made illegible, addresses
 * are defanged. Sections of accusing verdicts are complete; the others are short. Evidence that fails its digest is
 * named at the top and in its place; the report is still made. Throws `SWEEP_UNKNOWN` when there is no such sweep.
 */
export async function sweepReport(options: SweepReportOptions): Promise<string> {
  const { store, sweepId, platforms, lang = 'zh', generatedAt = new Date().toISOString() } = options;
  const sweep = await readSweep(store, sweepId);
  const assessments = inReadingOrder(await store.assessments.list(sweepId));
  const context = await createReportContext({ store, sweepId, lang, platforms });
  const sections = await siteSections(context, assessments);
  const overview = await front(context, sweep, assessments, generatedAt);
  return String(await page(context, sweep, html`${overview}${sections}${footer(context)}`));
}

async function front(
  context: ReportContext,
  sweep: SweepFacts,
  assessments: readonly Assessment[],
  generatedAt: string,
): Promise<Markup> {
  const { store, sweepId, t } = context;
  const [state, runs, counts, issues] = await Promise.all([
    sweepState(store, sweepId),
    store.sweeps.sourceRuns(sweepId),
    store.candidates.counts(sweepId),
    store.sweeps.issues(sweepId),
  ]);
  const sightings = await Promise.all(
    assessments.map(async (assessment) => ({
      assessment,
      sightings: await store.candidates.sightings(sweepId, assessment.host),
    })),
  );
  return html`${reportHeading(context, { ...sweep, ...state }, assessments, generatedAt)}
${damageNotice(context)}
${verdictSummary(context, assessments)}
${siteOverview(context, sightings)}
${await gangSection(context)}
${platformSection(context, assessments)}
<h2>${t('线索来源', 'Sources')}</h2>
${sourceTable(context, sweep, runs)}
${coverage(context, counts, issues)}`;
}

/** Sites are read one after the other: their pictures are the only large thing in memory. */
async function siteSections(context: ReportContext, assessments: readonly Assessment[]): Promise<Markup> {
  const { t, store, sweepId } = context;
  const full: Markup[] = [];
  const brief: Markup[] = [];
  for (const [index, assessment] of assessments.entries()) {
    const site = await readAssessedSite(store, sweepId, assessment);
    if (isAccusing(assessment.verdict)) {
      full.push(await siteSection(context, site, index + 1));
      continue;
    }
    const visit = site.visits.find(({ artifacts }) => pictureOf(artifacts) !== null);
    brief.push(briefSection(context, site, index + 1, visit === undefined ? html`` : await thumbnail(context, visit)));
  }
  return html`${full}${brief.length === 0 ? '' : html`<h2 class="new-page">${t('其他网站', 'Other sites')}</h2>${brief}`}`;
}

function damageNotice({ damaged, t }: ReportContext): Markup {
  if (damaged.size === 0) return html``;
  return html`<div class="notice alarm"><p class="state-bad">${t(`有 ${damaged.size} 件证据与其校验值不符，已损坏或缺失：`, `${damaged.size} artefacts fail their digest: damaged or missing:`)}</p>${[...damaged].sort().map((digest) => html`<div><code>${digest}</code></div>`)}</div>`;
}

function footer({ t }: ReportContext): Markup {
  return html`<footer>${t(
    '分值为校准后的可能性×100，不是定性。时间均为北京时间（UTC+8）。证据原件与派生件以 SHA-256、SM3 校验值对应；本报告中的图像均为派生件。标注“未签名”“未加盖可信时间戳”者，其固定状态尚不完整。',
    'The score is a calibrated likelihood × 100, not a finding. All times are Beijing time (UTC+8). Originals and derived copies are tied by SHA-256 and SM3; every picture here is derived. “Unsigned” and “unstamped” mean that the fixing of the evidence is not complete.',
  )}</footer>`;
}

function page({ lang, t }: ReportContext, sweep: SweepFacts, body: Markup): Markup {
  return html`<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(REPORT_POLICY)}">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no, email=no, address=no">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${t(`明镜 第 ${sweep.id} 次巡查报告`, `Mingjing, report on sweep ${sweep.id}`)}</title>
<style>${raw(REPORT_STYLE)}</style>
</head>
<body><main>
${body}
</main></body>
</html>
`;
}
