/** `mingjing range serve <corpus>`: the practice internet by itself. */
import type { Command } from 'commander';
import { addCommand } from './add-command.ts';
import type { Session } from './session.ts';

/** Serves until stopped. */
export function addRangeCommand(root: Command): void {
  const range = root.command('range').description('演练网络 / the practice internet');
  addCommand(range, 'serve <corpus>', '单独启动 / serve it by itself', rangeServeCommand);
}

async function rangeServeCommand(session: Session, corpus: string): Promise<void> {
  const { loadCorpus } = await import('../test/range/corpus.ts');
  const { serveRange } = await import('../test/range/range-serve.ts');
  const served = await serveRange(await loadCorpus(corpus));
  session.onClose(() => served.close());
  session.print(served.facts, () => served.text(session.lang));
  await new Promise<void>((done) => session.stop.signal.addEventListener('abort', () => done(), { once: true }));
}
