/**
 * The product's score beside simpler systems on the same stored pages: ROC area, average precision, recall without a
 * false alarm.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loadReferences } from '../../crawler/references/load-references.ts';
import { loadHostView } from '../../crawler/sweep/load-host-view.ts';
import { loadPlatforms } from '../../crawler/settings/load-platforms.ts';
import { openStore } from '../../storage/open-store.ts';
import { averagePrecision, rocArea, type Judged } from '../evaluator/metrics.ts';
import { siteResults } from '../evaluator/site-results.ts';
import { loadCorpus } from '../range/corpus.ts';
import { practiceDatabase, practicePlatforms } from '../range/practice-world.ts';
import { BASELINES, type BaselineReference } from './baseline-scores.ts';
import type { BenchResult, BenchRow } from './run.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const OURS = 'mingjing';

/**
 * `BENCH_CORPORA`: folders separated by commas, swept already in `BENCH_DATA` (else swept now); default the first
 * corpus.
 */
export async function run(): Promise<BenchResult> {
  const corpora = (process.env['BENCH_CORPORA'] ?? path('../corpus/first')).split(',');
  const kept = process.env['BENCH_DATA'];
  const data = kept ?? (await mkdtemp(join(tmpdir(), 'mingjing-baselines-')));
  const judged = new Map<string, Judged[]>();
  try {
    for (const corpus of corpora) {
      if (kept === undefined)
        await promisify(execFile)(
          process.execPath,
          [path('../../mingjing.ts'), 'eval', corpus, '--data', data, '--json'],
          { maxBuffer: 64 * 1024 * 1024 },
        );
      await scoreCorpus(corpus, data, judged);
    }
  } finally {
    if (kept === undefined) await rm(data, { recursive: true, force: true });
  }
  const ours = judged.get(OURS) ?? [];
  const row = (label: string, value: number, unit: string): BenchRow => ({ label, value, unit });
  const rows = [...judged].flatMap(([name, items]) => [
    row(`${name}: ROC area`, rocArea(items) ?? 0, ''),
    row(`${name}: average precision`, averagePrecision(items) ?? 0, ''),
    row(`${name}: recall before the first false alarm`, recallBeforeFalseAlarm(items), ''),
  ]);
  return { name: `baselines, ${ours.length} sites (${ours.filter(({ positive }) => positive).length} fakes)`, rows };
}

/** Every visited site but hostile and contested ones; each system takes the highest score over the site's captures. */
async function scoreCorpus(folder: string, data: string, judged: Map<string, Judged[]>): Promise<void> {
  const corpus = await loadCorpus(folder);
  const platforms = await practicePlatforms(folder, await loadPlatforms([]));
  const store = await openStore({ url: (await practiceDatabase(folder, data)).url });
  try {
    const sweep = await store.sweeps.latest();
    if (!sweep) throw new Error(`${folder} has not been swept`);
    const references: BaselineReference[] = [];
    for (const view of await loadReferences(store, platforms, (_url, damage) => Promise.reject(damage)))
      references.push({
        view,
        html: view.artifacts.html ? (await store.evidence.read(view.artifacts.html)).toString('utf8') : '',
      });
    for (const result of await siteResults(corpus, store, sweep.id, { platforms })) {
      const { label, expect } = result.site.truth;
      // an official page is its own reference: no system is asked about it
      if (!result.visited || label === 'hostile' || label === 'official' || expect?.contested) continue;
      const subjects = await Promise.all(result.assessments.map(({ host }) => loadHostView(store, sweep.id, host)));
      const captures = subjects.flatMap((subject) => subject.captures);
      const add = (name: string, score: number) =>
        judged.set(name, [
          ...(judged.get(name) ?? []),
          { positive: label === 'impersonation', predicted: false, score },
        ]);
      add(OURS, result.verdict === 'impersonation' ? result.score : Math.min(result.score, 49.9));
      for (const [name, baseline] of Object.entries(BASELINES))
        add(name, Math.max(0, ...captures.map((capture) => baseline(capture, references, platforms))));
    }
  } finally {
    await store.close();
  }
}

function recallBeforeFalseAlarm(items: readonly Judged[]): number {
  const highest = Math.max(...items.filter(({ positive }) => !positive).map(({ score }) => score));
  const positives = items.filter(({ positive }) => positive);
  return positives.filter(({ score }) => score > highest).length / Math.max(1, positives.length);
}
