/** `mingjing eval <corpus>` scores the product on a corpus. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { rescoreSites } from '../crawler/rescore-sites.ts';
import type { Store } from '../storage/open-store.ts';
import type { Assessment } from '../storage/vocabulary.ts';
import { addCommand, SOURCE, WITHOUT } from './add-command.ts';
import type { Session } from './session.ts';

/** Range and evaluator are test code: loaded only here. */
export function addEvalCommand(root: Command): void {
  const command = addCommand(root, 'eval <corpus>', '扫描演练语料并评分 / sweep a corpus and score the result', evalCommand)
    .option(...SOURCE)
    .option('--rescore', '不再扫描,重新判定上次扫描的取证 / judge the captures of the last sweep again instead of sweeping')
    .option(...WITHOUT);
  addCommand(command, 'calibrate <corpus...>', '用已扫描的语料校准权重 / calibrate the weights on corpora already swept', calibrateCommand).option(
    '--write',
    '写入 detectors/weights.json / write detectors/weights.json',
  );
}

/** Uses the last sweep of each corpus, judged again by today's code. @throws MingjingError SWEEP_UNKNOWN (usage) for a corpus never swept. */
async function calibrateCommand(session: Session, folders: string[]): Promise<void> {
  const { siteResults } = await import('../test/evaluator/evaluate.ts');
  const { calibrate, fitItems } = await import('../test/evaluator/calibrate.ts');
  const { calibrationText } = await import('../test/evaluator/calibration-text.ts');
  const { loadCorpus } = await import('../test/range/corpus.ts');
  const items = [];
  for (const folder of folders) {
    const corpus = await loadCorpus(folder);
    const { store, sweepId } = await lastSweep(session, folder);
    items.push(...fitItems(corpus.name, await siteResults(corpus, store, sweepId, await rescored(session, store, sweepId))));
  }
  const calibration = calibrate(items);
  if (session.flags.write) {
    const { writeWeights } = await import('../test/evaluator/weights-file.ts');
    const today = new Date().toISOString().slice(0, 10);
    await writeWeights(calibration.fit, today, `${calibration.sites} sites of ${calibration.corpora.join(', ')} (mingjing eval calibrate)`);
  }
  session.print(calibration, () => calibrationText(calibration, session.lang));
}

async function evalCommand(session: Session, corpusFolder: string): Promise<void> {
  const { evaluate, siteResults } = await import('../test/evaluator/evaluate.ts');
  const { evaluationText } = await import('../test/evaluator/evaluation-text.ts');
  const { store, sweepId, unusable } = session.flags.rescore ? await lastSweep(session, corpusFolder) : await newSweep(session, corpusFolder);
  const { loadCorpus } = await import('../test/range/corpus.ts');
  const corpus = await loadCorpus(corpusFolder);
  const row = await store.sweeps.get(sweepId);
  const seconds = row?.finishedAt ? (Date.parse(row.finishedAt) - Date.parse(row.startedAt)) / 1000 : 0;
  const judged = session.flags.rescore ? await rescored(session, store, sweepId) : undefined;
  const evaluation = evaluate(corpus, await siteResults(corpus, store, sweepId, judged), { seconds }, unusable);
  session.print(evaluation, () => evaluationText(evaluation, session.lang));
}

async function newSweep(session: Session, corpus: string): Promise<{ store: Store; sweepId: number; unusable: string[] }> {
  const { practiceWorld } = await import('../test/range/practice-world.ts');
  const world = await practiceWorld(corpus, await session.platforms(), { platforms: [], sources: session.flags.source ?? [] });
  session.onClose(() => world.close());
  const store = await session.store(session.flags.database ?? `sqlite:${join(session.settings.dataDirectory, 'range', world.folder, 'mingjing.db')}`);
  const { sweepId } = await session.sweep(world, store, 'eval');
  return { store, sweepId, unusable: world.unusable };
}

async function lastSweep(session: Session, corpus: string): Promise<{ store: Store; sweepId: number; unusable: string[] }> {
  session.flags.range = corpus;
  const store = await session.storeToRead();
  return { store, sweepId: await session.sweepId(store), unusable: [] };
}

/** Every host of the sweep as today's code, profiles, references and weights judge it; nothing is kept. */
async function rescored(session: Session, store: Store, sweepId: number): Promise<Assessment[]> {
  const judged: Assessment[] = [];
  const platforms = await session.platformsOfRange();
  const options = { store, sweepId, hosts: [], platforms, allowList: session.settings.allowList, off: session.flags.without ?? [], pinned: false, signal: session.stop.signal };
  for await (const { after } of rescoreSites(options)) judged.push(after);
  return judged;
}
