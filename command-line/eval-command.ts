/** `mingjing eval <corpus>` scores the product on a corpus. */
import { join } from 'node:path';
import type { Command } from 'commander';
import type { SweepState } from '../reports/records/sweep-state.ts';
import { EXIT_CODES, MingjingError } from '../storage/mingjing-error.ts';
import type { Store } from '../storage/open-store.ts';
import type { Assessment } from '../storage/vocabulary/detect.ts';
import type { Sentence } from '../storage/vocabulary/sentence.ts';
import { addCommand, SOURCE, SWEEP, WITHOUT } from './add-command.ts';
import type { Session } from './session.ts';

/** Range and evaluator are test code: loaded only here. */
export function addEvalCommand(root: Command): void {
  const command = addCommand(
    root,
    'eval <corpus>',
    '巡查演练语料并评分 / sweep a corpus and score the result',
    evalCommand,
  )
    .option(...SOURCE)
    .option(
      '--rescore',
      '不再巡查，重新判定上次巡查采集的页面 / judge the captures of the last sweep again instead of sweeping',
    )
    .option(...SWEEP)
    .option(...WITHOUT)
    .option(
      '--against <earlier.json>',
      '与先前 --json 的输出比较结论，不同则退出码为 7 / compare the verdicts with an earlier --json output, exit code 7 when any differs',
    );
  addCommand(
    command,
    'calibrate <corpus...>',
    '用已巡查的语料校准权重 / calibrate the weights on corpora already swept',
    calibrateCommand,
  ).option('--write', '写入 detectors/weights.json / write detectors/weights.json');
}

/**
 * Uses the last sweep of each corpus, judged again by today's code. @throws MingjingError SWEEP_UNKNOWN (usage) for a
 * corpus never swept.
 */
async function calibrateCommand(session: Session, folders: string[]): Promise<void> {
  const { siteResults } = await import('../test/evaluator/site-results.ts');
  const { calibrate, fitItems } = await import('../test/evaluator/calibrate.ts');
  const { calibrationText } = await import('../test/evaluator/calibration-text.ts');
  const { loadCorpus } = await import('../test/range/corpus.ts');
  const items = [];
  const unfinished: { corpus: string; sweep: number }[] = [];
  for (const folder of folders) {
    const corpus = await loadCorpus(folder);
    const { store, sweep } = await lastSweep(session, folder);
    if (sweep.unfinished !== null) {
      unfinished.push({ corpus: corpus.name, sweep: sweep.id });
      session.say({
        zh: `注意：${corpus.name} 的第 ${sweep.id} 次巡查没有结束。`,
        en: `Note: sweep ${sweep.id} of ${corpus.name} is not finished.`,
      });
    }
    const judged = await rescored(session, store, sweep.id);
    items.push(
      ...fitItems(corpus.name, await siteResults(corpus, store, sweep.id, { ...(await officials(session)), judged })),
    );
  }
  const calibration = calibrate(items);
  if (session.flags.write) {
    const { writeWeights } = await import('../test/evaluator/weights-file.ts');
    const today = new Date().toISOString().slice(0, 10);
    await writeWeights(
      calibration.fit,
      today,
      `${calibration.sites} sites of ${calibration.corpora.join(', ')} (mingjing eval calibrate)`,
    );
  }
  session.print({ ...calibration, unfinished }, () => calibrationText(calibration, session.lang));
}

/** With `--against` ends with the `different` exit code when a verdict differs. */
async function evalCommand(session: Session, corpusFolder: string): Promise<void> {
  refuseIdleFlags(session);
  const { evaluate } = await import('../test/evaluator/evaluate.ts');
  const { checkSameCorpus, readEvaluation } = await import('../test/evaluator/evaluation-file.ts');
  const { evaluationText } = await import('../test/evaluator/evaluation-text.ts');
  const { compareEvaluations, comparisonText } = await import('../test/evaluator/compare-evaluations.ts');
  const { siteResults } = await import('../test/evaluator/site-results.ts');
  await session.detectorsLeftOut();
  const { loadCorpus } = await import('../test/range/corpus.ts');
  const corpus = await loadCorpus(corpusFolder);
  const { against: file } = session.flags;
  // before a sweep of minutes: a file that cannot be compared with
  const earlier = file === undefined ? null : await readEvaluation(file);
  if (file !== undefined && earlier) checkSameCorpus(file, earlier, `${corpus.name} ${corpus.version}`);
  const { store, sweep } = session.flags.rescore
    ? await lastSweep(session, corpusFolder)
    : await newSweep(session, corpusFolder);
  const { platforms, allowList } = await officials(session);
  const judged = session.flags.rescore ? await rescored(session, store, sweep.id) : undefined;
  const results = await siteResults(corpus, store, sweep.id, { platforms, allowList, judged });
  const unusable = corpus.seed.brands.filter((id) => platforms.every((platform) => platform.id !== id));
  const evaluation = evaluate(corpus, results, {
    sweep,
    unusable,
    assessments: judged ?? (await store.assessments.list(sweep.id)),
  });
  const comparison = earlier && compareEvaluations(earlier, evaluation);
  session.print(comparison ? { ...evaluation, against: comparison } : evaluation, () =>
    [evaluationText(evaluation, session.lang), ...(comparison ? [comparisonText(comparison, session.lang)] : [])].join(
      '\n\n',
    ),
  );
  if (comparison && comparison.differences.length > 0) process.exitCode = EXIT_CODES.different;
}

/** @throws MingjingError FLAG_IDLE (usage): a flag without effect would look as if it had one. */
function refuseIdleFlags({ flags }: Session): void {
  const idle = flags.rescore
    ? undefined
    : flags.sweep !== undefined
      ? '--sweep'
      : flags.without !== undefined
        ? '--without'
        : undefined;
  if (idle !== undefined)
    throw new MingjingError('FLAG_IDLE', {
      zh: `${idle} 只能与 --rescore 一起使用`,
      en: `${idle} goes with --rescore only`,
    });
}

async function newSweep(session: Session, corpus: string): Promise<{ store: Store; sweep: SweepState }> {
  const { practiceWorld } = await import('../test/range/practice-world.ts');
  session.flags.range = corpus;
  const world = await practiceWorld(corpus, await session.platforms(), {
    platforms: [],
    sources: session.flags.source ?? [],
  });
  session.onClose(() => world.close());
  const store = await session.store(
    session.flags.database ?? `sqlite:${join(session.settings.dataDirectory, 'range', world.folder, 'mingjing.db')}`,
    { kind: 'practice', corpus: world.corpus.name },
  );
  const { sweepState } = await import('../reports/records/sweep-state.ts');
  const { runSweep } = await import('./run-sweep.ts');
  const { sweepId } = await runSweep(session, world, store, 'eval');
  return { store, sweep: await sweepState(store, sweepId) };
}

async function lastSweep(session: Session, corpus: string): Promise<{ store: Store; sweep: SweepState }> {
  session.flags.range = corpus;
  const store = await session.storeToRead();
  return { store, sweep: await session.sweepToRead(store) };
}

/** Whose hosts the sources of the corpus left out. */
async function officials(session: Session) {
  return { platforms: await session.platformsOfRange(), allowList: session.settings.allowList };
}

/**
 * Every host of the sweep as today's code, profiles, references and weights judge it; nothing is kept. One that cannot
 * be judged stands as it was, and the command ends with `damaged`. @throws MingjingError INTERRUPTED after a stop.
 */
async function rescored(session: Session, store: Store, sweepId: number): Promise<Assessment[]> {
  const { rescoreSites } = await import('../crawler/sweep/rescore-sites.ts');
  const judged: Assessment[] = [];
  const platforms = await session.platformsOfRange();
  const damaged = async (subject: string, sentence: Sentence): Promise<void> => {
    session.say({ zh: `${subject}：${sentence.zh}`, en: `${subject}: ${sentence.en}` });
    process.exitCode = EXIT_CODES.damaged;
  };
  const onDamage = (subject: string, { sentence }: MingjingError) => damaged(subject, sentence);
  const { allowList } = session.settings;
  const options = {
    store,
    sweepId,
    hosts: [],
    platforms,
    allowList,
    off: await session.detectorsLeftOut(),
    pinned: false,
    signal: session.stop.signal,
    onDamage,
  };
  for await (const site of rescoreSites(options)) {
    if (site.unjudged === null) {
      judged.push(site.after);
      continue;
    }
    await damaged(site.host, site.unjudged);
    const stored = await store.assessments.get(sweepId, site.host);
    if (stored) judged.push(stored);
  }
  if (session.stop.signal.aborted)
    throw new MingjingError('INTERRUPTED', {
      zh: '已停止，没有评分',
      en: 'stopped: nothing was scored',
    });
  return judged;
}
