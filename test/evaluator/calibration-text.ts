/** A calibration as tables for people. */
import { figureTable as table } from './figure-table.ts';
import type { Calibration } from './calibrate.ts';
import type { Reliability } from './reliability.ts';

const WIDTH = 20;
const percent = (value: number | null) => (value === null ? '—' : `${(value * 100).toFixed(0)} %`);
const bar = (value: number | null) => (value === null ? '' : '█'.repeat(Math.round(value * WIDTH)));

const WORDS = {
  zh: {
    signal: '判定项',
    before: '原权重',
    after: '新权重',
    sd: '标准差',
    sites: '网站数',
    prior: '（先验）',
    stated: '所称可能性',
    meanStated: '平均所称',
    observed: '实际',
    diagram: '可靠性图（█ 为实际比例）',
    figure: '指标',
    present: '现有权重',
    heldOut: '留一语料',
    fitted: '新权重（拟合集）',
    cost: '误报代价/漏报代价',
    threshold: '最省阈值',
    falseAlarms: '误报',
    misses: '漏报',
    error: '校准误差',
    loss: '对数损失',
  },
  en: {
    signal: 'signal',
    before: 'before',
    after: 'after',
    sd: 'sd',
    sites: 'sites',
    prior: '(prior)',
    stated: 'stated',
    meanStated: 'mean stated',
    observed: 'observed',
    diagram: 'reliability diagram (█ = observed share)',
    figure: 'figure',
    present: 'present weights',
    heldOut: 'one corpus left out',
    fitted: 'new weights (fitted set)',
    cost: 'false alarm / miss',
    threshold: 'cheapest threshold',
    falseAlarms: 'false alarms',
    misses: 'misses',
    error: 'calibration error',
    loss: 'log loss',
  },
} as const;

/**
 * Weights, reliability diagrams (present weights; each corpus by the weights of the others), and thresholds by cost.
 */
export function calibrationText(
  { corpora, sites, positives, fit, before, heldOut, after, thresholds }: Calibration,
  lang: 'zh' | 'en',
): string {
  const t = WORDS[lang];
  const row = (name: string, was: number, is: number, sd: number, count: string) => [
    name,
    was.toFixed(2),
    is.toFixed(2),
    sd.toFixed(2),
    count,
  ];
  const weights = table(
    [t.signal, t.before, t.after, t.sd, t.sites],
    [
      row(t.prior, fit.prior.before, fit.prior.after, fit.prior.sd, String(sites)),
      ...fit.weights.map((item) => row(item.signal, item.before, item.after, item.sd, String(item.sites))),
    ],
  );
  const figures = [before, heldOut, after];
  const figure = (name: string, of: (item: Reliability) => number) => [
    name,
    ...figures.map((item) => (item ? of(item).toFixed(4) : '—')),
  ];
  return [
    `${corpora.join(', ')}: ${sites} (+${positives} / -${sites - positives})`,
    weights,
    table(
      [t.figure, t.present, t.heldOut, t.fitted],
      [
        figure('Brier', (item) => item.brier),
        figure(t.loss, (item) => item.logLoss),
        figure(t.error, (item) => item.calibrationError),
      ],
    ),
    diagram(`${t.diagram} — ${t.present}`, before, lang),
    ...(heldOut ? [diagram(`${t.diagram} — ${t.heldOut}`, heldOut, lang)] : []),
    table(
      [t.cost, t.threshold, t.falseAlarms, t.misses],
      thresholds.map(({ falseAlarmCost, threshold, falseAlarms, misses }) => [
        `${falseAlarmCost} : 1`,
        String(threshold),
        String(falseAlarms),
        String(misses),
      ]),
    ),
  ].join('\n\n');
}

function diagram(title: string, { bins }: Reliability, lang: 'zh' | 'en'): string {
  const t = WORDS[lang];
  const rows = bins.map(({ from, to, count, stated, observed }) => [
    `${percent(from)}–${percent(to)}`,
    String(count),
    percent(stated),
    percent(observed),
    bar(observed).padEnd(WIDTH),
  ]);
  return `${title}\n${table([t.stated, t.sites, t.meanStated, t.observed, ''], rows)}`;
}
