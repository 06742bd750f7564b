/** Where two evaluations of one corpus judge a host differently: a busy machine must not change a verdict. */
import type { ComparedEvaluation, HostVerdict } from './evaluation-file.ts';

type Judgement = Omit<HostVerdict, 'host'>;

export interface EvaluationComparison {
  /** Hosts that at least one of the two judged. */
  hosts: number;
  /** One of the two is of a sweep that was not finished: hosts may be missing for that reason alone. */
  unfinished: boolean;
  /** Verdict or platform differ, or only one of the two judged the host (the other is null). By host. */
  differences: { host: string; earlier: Judgement | null; later: Judgement | null }[];
}

export function compareEvaluations(earlier: ComparedEvaluation, later: ComparedEvaluation): EvaluationComparison {
  const [before, after] = [judgements(earlier), judgements(later)];
  const hosts = [...new Set([...before.keys(), ...after.keys()])].sort();
  const both = hosts.map((host) => ({ host, earlier: before.get(host) ?? null, later: after.get(host) ?? null }));
  return {
    hosts: hosts.length,
    unfinished: [earlier, later].some(({ sweep }) => sweep.finishedAt === null),
    differences: both.filter(
      ({ earlier: was, later: is }) => was?.verdict !== is?.verdict || was?.platform !== is?.platform,
    ),
  };
}

function judgements({ hosts }: ComparedEvaluation): Map<string, Judgement> {
  return new Map(hosts.map(({ host, verdict, platform }) => [host, { verdict, platform }]));
}

/** One line per difference, after one that counts them. */
export function comparisonText({ hosts, unfinished, differences }: EvaluationComparison, lang: 'zh' | 'en'): string {
  const zh = lang === 'zh';
  const side = (judgement: Judgement | null) =>
    judgement === null
      ? zh
        ? '未判定'
        : 'not judged'
      : `${judgement.verdict}${judgement.platform === null ? '' : ` (${judgement.platform})`}`;
  const heading = zh
    ? `与先前的评分相比：${hosts} 个主机中 ${differences.length} 个结论不同`
    : `against the earlier evaluation: ${differences.length} of ${hosts} hosts are judged differently`;
  const note = zh
    ? '其中有未结束的巡查：有的主机可能只是还没有判定'
    : 'one of the two sweeps is not finished: hosts may only be waiting for their verdict';
  return [
    heading,
    ...(unfinished ? [note] : []),
    ...differences.map(({ host, earlier, later }) => `  ${host}: ${side(earlier)} → ${side(later)}`),
  ].join('\n');
}
