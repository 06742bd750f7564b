/** The sites of a sweep as a list: rows for programs, a table for the console. */
import type { Source } from '../../storage/vocabulary/candidates.ts';
import type { Verdict } from '../../storage/vocabulary/detect.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { inReadingOrder } from '../records/accusing-verdicts.ts';
import { defangHostReadable } from '../wording/defang.ts';
import type { ReportLanguage } from '../wording/report-language.ts';
import { say } from '../wording/report-language.ts';
import type { ReportStore } from '../records/report-store.ts';
import { maskUrl, shownText, shownUrl } from '../wording/shown-text.ts';
import { foundBy, readSweep } from '../records/site-record.ts';
import { textTable } from './text-table.ts';
import { SOURCE_WORDS, VERDICT_WORDS } from '../wording/wording.ts';

/** One line of `site list --json`. Field names are stable; hosts and URLs are not defanged, personal data is masked. */
export interface SiteRow {
  host: string;
  verdict: Verdict;
  platform: string | null;
  score: number;
  url: string | null;
  foundBy: Source[];
  firstReason: Sentence | null;
}

/** Sorted by verdict, score and host. `verdict` keeps one verdict only. Throws `SWEEP_UNKNOWN`. */
export async function siteRows(options: {
  store: ReportStore;
  sweepId: number;
  verdict?: Verdict;
}): Promise<SiteRow[]> {
  const { store, sweepId, verdict } = options;
  await readSweep(store, sweepId);
  const assessments = (await store.assessments.list(sweepId)).filter(
    (assessment) => verdict === undefined || assessment.verdict === verdict,
  );
  const rows: SiteRow[] = [];
  for (const { host, verdict, platform, score, url, because } of inReadingOrder(assessments)) {
    const sightings = await store.candidates.sightings(sweepId, host);
    rows.push({
      host,
      verdict,
      platform,
      score,
      url: url === null ? null : maskUrl(url),
      foundBy: foundBy(sightings),
      firstReason: because[0] === undefined ? null : maskedSentence(because[0]),
    });
  }
  return rows;
}

/** A sentence with personal data masked and addresses disarmed, in both languages. */
function maskedSentence({ zh, en }: Sentence): Sentence {
  return { zh: shownText(zh), en: shownText(en) };
}

/** The rows as a console table, aligned also with Chinese; one line saying so when there are none. */
export function siteTable(rows: readonly SiteRow[], lang: ReportLanguage): string {
  const t = (zh: string, en: string): string => (lang === 'zh' ? zh : en);
  if (rows.length === 0) return t('没有网站。', 'No sites.');
  return textTable(
    [
      { title: t('结论', 'VERDICT') },
      { title: t('分值', 'SCORE'), align: 'right' },
      { title: t('主机', 'HOST'), maxWidth: 48 },
      { title: t('被仿平台', 'PLATFORM'), maxWidth: 20 },
      { title: t('发现途径', 'FOUND BY'), maxWidth: 28 },
      { title: t('入口网址', 'ENTRY'), maxWidth: 60 },
      { title: t('首要理由', 'FIRST REASON'), maxWidth: 64 },
    ],
    rows.map((row) => [
      say(VERDICT_WORDS[row.verdict], lang),
      String(Math.round(row.score * 10) / 10),
      defangHostReadable(row.host),
      row.platform ?? '—',
      row.foundBy.map((source) => say(SOURCE_WORDS[source], lang)).join(t('、', ', ')) || '—',
      row.url === null ? '—' : shownUrl(row.url),
      row.firstReason === null ? '—' : say(row.firstReason, lang),
    ]),
  );
}
