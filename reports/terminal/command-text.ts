/** What the smaller commands print for people: the doctor's checks, references and their drift. */
import type { Persona } from '../../storage/vocabulary/personas.ts';
import type { Sentence } from '../../storage/vocabulary/sentence.ts';
import { plainText } from '../wording/plain-text.ts';
import type { ReportLanguage } from '../wording/report-language.ts';
import { textTable, type TextColumn } from './text-table.ts';

export interface DoctorLine {
  part: string;
  state: 'ok' | 'warn' | 'fail';
  sentence: Sentence;
  mend: Sentence | null;
}

const columns = (...titles: string[]): TextColumn[] => titles.map((title) => ({ title }));

const MARK = { ok: '✓', warn: '!', fail: '✗' } as const;

/** One line per part; how to mend it below, when there is something to mend. */
export function doctorText(checks: readonly DoctorLine[], lang: ReportLanguage): string {
  return checks
    .map(
      ({ state, part, sentence, mend }) =>
        `${MARK[state]} ${part}  ${sentence[lang]}${mend ? `\n    → ${mend[lang]}` : ''}`,
    )
    .join('\n');
}

interface ReferenceLine {
  platform: string;
  url: string;
  persona: Persona;
  version: number | null;
}

const HEADINGS = {
  zh: {
    platform: '平台',
    persona: '身份',
    version: '版本',
    at: '采集时间',
    url: '页面',
    state: '状态',
    none: '还没有参照；请先运行 reference capture',
  },
  en: {
    platform: 'platform',
    persona: 'persona',
    version: 'version',
    at: 'captured',
    url: 'page',
    state: 'state',
    none: 'no references yet; run reference capture first',
  },
} as const;

/** Stored references, newest version of each page. */
export function referenceText(
  references: readonly (ReferenceLine & { capturedAt: string })[],
  lang: ReportLanguage,
): string {
  const words = HEADINGS[lang];
  if (references.length === 0) return words.none;
  const rows = references.map(({ platform, persona, version, capturedAt, url }) => [
    platform,
    persona,
    String(version),
    capturedAt,
    plainText(url),
  ]);
  return textTable(columns(words.platform, words.persona, words.version, words.at, words.url), rows);
}

/** What a capture of references did, page by page. */
export function referenceOutcomeText(
  outcomes: readonly (ReferenceLine & { changed: boolean; reason: string | null })[],
  lang: ReportLanguage,
): string {
  const words = HEADINGS[lang];
  if (outcomes.length === 0) return words.none;
  const state = ({ version, changed, reason }: (typeof outcomes)[number]) => {
    if (version === null) return lang === 'zh' ? `未采集：${reason ?? ''}` : `not captured: ${reason ?? ''}`;
    if (changed) return lang === 'zh' ? '新版本' : 'new version';
    return lang === 'zh' ? '无变化' : 'unchanged';
  };
  const rows = outcomes.map((outcome) => [
    outcome.platform,
    outcome.persona,
    outcome.version === null ? '-' : String(outcome.version),
    plainText(state(outcome)),
    plainText(outcome.url),
  ]);
  return textTable(columns(words.platform, words.persona, words.version, words.state, words.url), rows);
}

interface DriftLine extends ReferenceLine {
  state: 'unchanged' | 'changed' | 'unreachable' | 'damaged';
  sameText: number | null;
  differentPixels: number | null;
  fieldsAdded: string[];
  fieldsRemoved: string[];
  reason: string | null;
}

const DRIFT_STATE = {
  unchanged: { zh: '无变化', en: 'unchanged' },
  changed: { zh: '已变化', en: 'CHANGED' },
  unreachable: { zh: '无法访问', en: 'unreachable' },
  damaged: { zh: '证据已损坏', en: 'DAMAGED' },
} as const;

/** Today's official pages against the stored references. */
export function driftText(drifts: readonly DriftLine[], lang: ReportLanguage): string {
  const words = HEADINGS[lang];
  if (drifts.length === 0) return words.none;
  const percent = (share: number | null) => (share === null ? '-' : `${(share * 100).toFixed(1)} %`);
  const rows = drifts.map((drift) => [
    drift.platform,
    drift.persona,
    String(drift.version),
    DRIFT_STATE[drift.state][lang],
    percent(drift.sameText),
    percent(drift.differentPixels),
    plainText(
      [
        ...drift.fieldsAdded.map((field) => `+${field}`),
        ...drift.fieldsRemoved.map((field) => `−${field}`),
        drift.reason ?? '',
      ].join(' '),
    ),
    plainText(drift.url),
  ]);
  const [text, pixels, fields] =
    lang === 'zh' ? ['文字保留', '画面改变', '表单项'] : ['text kept', 'pixels changed', 'fields'];
  return textTable(
    columns(words.platform, words.persona, words.version, words.state, text, pixels, fields, words.url),
    rows,
  );
}
