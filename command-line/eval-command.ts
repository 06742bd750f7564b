/** `mingjing eval <corpus>`: sweeps a corpus and scores the result against its labels. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { addCommand, SOURCE } from './add-command.ts';
import type { Session } from './session.ts';

/** Range and evaluator are test code: loaded only here. */
export function addEvalCommand(root: Command): void {
  addCommand(root, 'eval <corpus>', '扫描演练语料并评分 / sweep a corpus and score the result', evalCommand).option(...SOURCE);
}

async function evalCommand(session: Session, corpus: string): Promise<void> {
  const { practiceWorld } = await import('../test/range/practice-world.ts');
  const { evaluate, siteResults } = await import('../test/evaluator/evaluate.ts');
  const { evaluationText } = await import('../test/evaluator/evaluation-text.ts');
  const world = await practiceWorld(corpus, await session.platforms(), { platforms: [], sources: session.flags.source ?? [] });
  session.onClose(() => world.close());
  const store = await session.store(session.flags.database ?? `sqlite:${join(session.settings.dataDirectory, 'range', world.folder, 'mingjing.db')}`);
  const { sweepId } = await session.sweep(world, store, 'eval');
  const row = await store.sweeps.get(sweepId);
  const seconds = row?.finishedAt ? (Date.parse(row.finishedAt) - Date.parse(row.startedAt)) / 1000 : 0;
  const evaluation = evaluate(world.corpus, await siteResults(world.corpus, store, sweepId), { seconds }, world.unusable);
  session.print(evaluation, () => evaluationText(evaluation, session.lang));
}
