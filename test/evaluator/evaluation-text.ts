/** The evaluation as tables for people. */
import { costText, sweepHeading } from '../../reports/records/sweep-state.ts';
import { textTable } from '../../reports/terminal/text-table.ts';
import { figureTable as table } from './figure-table.ts';
import type { Evaluation } from './evaluate.ts';
import type { BinaryMetrics, Interval } from './metrics.ts';
import { MOST_UNDECIDED } from './undecided-figures.ts';

const percent = (value: number | null) => (value === null ? '—' : `${(value * 100).toFixed(1)} %`);
const number = (value: number | null) => (value === null ? '—' : value.toFixed(3));
const interval = ({ value, low, high }: Interval) =>
  value === null ? '—' : `${percent(value)} [${percent(low)}, ${percent(high)}]`;

const WORDS = {
  zh: {
    question: '问题',
    precision: '精确率 [95 %]',
    recall: '召回率 [95 %]',
    hits: '命中/误报/漏报',
    source: '来源',
    expected: '应有',
    found: '发现',
    label: '标签',
    detector: '判定项',
    alone: '单独',
    without: '去掉后召回',
    withoutPrecision: '去掉后精确',
    changed: '改判',
    clue: '线索',
    brand: '平台',
    correct: '判对',
    miss: '不符',
    got: '得到',
    because: '依据',
    impersonation: '仿冒（全程）',
    visited: '仿冒（已访问）',
    sale: '售证',
    injected: '被植入',
    cloaking: '伪装',
    clusters: '团伙',
    cost: '开销',
    hostile: '攻击性网站',
    contested: '有争议',
    none: '没有不符的网站',
    unusable: '无档案的平台',
    leftOut: '按官方名单略过',
    pending: '尚无结论、未计入的网站',
    undecided: '正当网站待核实',
    promised: '承诺不超过',
    unknown: '尚未归并',
  },
  en: {
    question: 'question',
    precision: 'precision [95 %]',
    recall: 'recall [95 %]',
    hits: 'tp/fp/fn',
    source: 'source',
    expected: 'expected',
    found: 'found',
    label: 'label',
    detector: 'signal',
    alone: 'alone',
    without: 'recall without',
    withoutPrecision: 'precision without',
    changed: 'changed',
    clue: 'clue',
    brand: 'brand',
    correct: 'correct',
    miss: 'misses',
    got: 'got',
    because: 'because',
    impersonation: 'impersonation',
    visited: 'visited',
    sale: 'sale',
    injected: 'injected',
    cloaking: 'cloaking',
    clusters: 'clusters',
    cost: 'cost',
    hostile: 'hostile',
    contested: 'contested',
    none: 'no misses',
    unusable: 'platforms without profile',
    leftOut: 'left out as official',
    pending: 'sites without verdict yet, not counted',
    undecided: 'honest sites undecided',
    promised: 'promised: at most',
    unknown: 'not clustered yet',
  },
} as const;

/** Everything of the evaluation, section by section. */
export function evaluationText(evaluation: Evaluation, lang: 'zh' | 'en'): string {
  const w = WORDS[lang];
  const colon = lang === 'zh' ? '：' : ': ';
  const binary = (name: string, m: BinaryMetrics) => [
    name,
    interval(m.precision),
    interval(m.recall),
    number(m.f1),
    number(m.auc),
    number(m.averagePrecision),
    `${m.truePositives}/${m.falsePositives}/${m.falseNegatives}`,
  ];
  const {
    impersonation,
    visited,
    sale,
    injected,
    discovery,
    labels,
    brands,
    detectors,
    leaveOneOut,
    cloaking,
    clues,
    clusters,
    cost,
    hostile,
    contested,
    misses,
    pending,
    honestUndecided: undecided,
  } = evaluation;
  const verdicts = [...new Set(Object.values(labels).flatMap((row) => Object.keys(row)))].sort();
  return [
    `${evaluation.corpus}\n${sweepHeading(evaluation.sweep, lang)}`,
    ...(pending.length > 0 ? [`${w.pending}${colon}${pending.length} (${pending.join(', ')})`] : []),
    table(
      [w.question, w.precision, w.recall, 'F1', 'AUC', 'AP', w.hits],
      [
        binary(w.impersonation, impersonation),
        binary(w.visited, visited),
        binary(w.sale, sale),
        binary(w.injected, injected),
      ],
    ),
    table(
      [w.label, ...verdicts],
      Object.entries(labels).map(([label, row]) => [label, ...verdicts.map((verdict) => String(row[verdict] ?? ''))]),
    ),
    table(
      [w.source, w.expected, w.found, w.recall, w.leftOut],
      Object.entries(discovery).map(([source, row]) => [
        source,
        String(row.expected),
        String(row.discovered),
        percent(row.recall),
        String(row.leftOut),
      ]),
    ),
    table(
      [w.brand, w.expected, w.found, w.correct],
      Object.entries(brands.byBrand).map(([brand, row]) => [
        brand,
        String(row.expected),
        String(row.found),
        String(row.correct),
      ]),
    ),
    table(
      [w.detector, `AUC ${w.alone}`, `AP ${w.alone}`, w.without, w.withoutPrecision, w.changed],
      Object.entries(detectors).map(([name, row]) => [
        name,
        number(row.auc),
        number(row.averagePrecision),
        percent(leaveOneOut[name]?.recall ?? null),
        percent(leaveOneOut[name]?.precision ?? null),
        String(leaveOneOut[name]?.changed ?? 0),
      ]),
    ),
    table(
      [w.clue, w.expected, w.found, w.recall, w.leftOut],
      Object.entries(clues).map(([kind, row]) => [
        kind,
        String(row.expected),
        String(row.found),
        percent(row.recall),
        String(row.leftOut),
      ]),
    ),
    `${w.cloaking}${colon}${cloaking.found}/${cloaking.expected} (${Object.entries(cloaking.byPersona)
      .map(([persona, row]) => `${persona} ${row.found}/${row.expected}`)
      .join(', ')})`,
    `${w.clusters}${colon}${clusters === null ? w.unknown : `${clusters.whole}/${clusters.expected}; ${clusters.pairs.found}/${clusters.pairs.expected} +${clusters.pairs.wrong}`}`,
    `${w.undecided}${colon}${undecided.count}/${undecided.of} = ${percent(undecided.share)} (${w.promised} ${percent(MOST_UNDECIDED)})${undecided.sites.map((site) => ` ${site}`).join(',')}`,
    `${w.hostile}${colon}${hostile.map(({ site, survived, verdict, hazards }) => `${site} ${survived ? '✓' : '✗'} ${verdict} ${hazards.join(',')}`).join('; ')}`,
    ...(contested.length > 0
      ? [`${w.contested}${colon}${contested.map(({ site, verdict }) => `${site} ${verdict}`).join('; ')}`]
      : []),
    ...(evaluation.unusable.length > 0 ? [`${w.unusable}${colon}${evaluation.unusable.join(', ')}`] : []),
    `${w.cost}${colon}${costText(cost, lang)}${lang === 'zh' ? `，${cost.pages} 页，` : `, ${cost.pages} pages, `}${(cost.bytes / 1e6).toFixed(1)} MB`,
    misses.length === 0
      ? w.none
      : textTable(
          [w.miss, w.expected, w.got, w.because].map((title) => ({ title, maxWidth: 90 })),
          misses.map(({ site, expected, got, because }) => [site, expected, got, because]),
        ),
  ].join('\n\n');
}
