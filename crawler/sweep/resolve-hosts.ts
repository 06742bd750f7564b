/** The resolve stage: asks the name servers about every candidate's host, and keeps their answers. */
import { MingjingError } from '../../storage/mingjing-error.ts';
import type { Candidate } from '../../storage/vocabulary/candidates.ts';
import type { Resolution } from '../../storage/vocabulary/resolve.ts';
import type { Exit } from '../egress/exit.ts';
import { dnsEvidence } from '../resolve/dns-evidence.ts';
import { resolveNames } from '../resolve/resolve-names.ts';
import { candidatesAt, countAt } from './candidates-at.ts';
import { tellBegin, type SweepRun } from './sweep-run.ts';

/** @throws MingjingError EXIT_UNKNOWN (input). */
export async function resolveHosts(run: SweepRun): Promise<void> {
  const { store, settings, signal, id: sweepId } = run;
  const exit = exitOf(run);
  const total = await countAt(run, 'candidates');
  // a name that a generator made up and nobody registered is no site: it leaves the pipeline here
  const reported = await store.candidates.hostsSeenBeyond(sweepId, 'permutations');
  tellBegin(run, 'resolve', total);
  let done = 0;
  for await (const batch of candidatesAt(run, 'candidates')) {
    const answers: Resolution[] = [];
    const hosts = new Set(batch.map((candidate) => candidate.host));
    for await (const answer of resolveNames(hosts, { exit, concurrency: settings.resolve.concurrency, signal })) {
      answers.push(answer);
      run.onProgress?.({ stage: 'resolve', done: ++done, total });
    }
    await store.candidates.saveResolutions(sweepId, answers, dnsEvidence);
    await advance(run, batch, answers, reported);
  }
}

async function advance(
  { store, id: sweepId }: SweepRun,
  batch: readonly Candidate[],
  answers: readonly Resolution[],
  reported: ReadonlySet<string>,
): Promise<void> {
  const outcomes = new Map(answers.map((resolution) => [resolution.host, resolution.outcome]));
  const answered = batch.filter((candidate) => outcomes.has(candidate.host));
  await store.candidates.advance(
    sweepId,
    answered.map(({ id, host }) => {
      const outcome = outcomes.get(host) ?? 'unknown';
      return { id, outcome, stage: outcome === 'absent' && !reported.has(host) ? 'store' : 'resolve' };
    }),
  );
}

function exitOf({ egress, world: { exit } }: SweepRun): Exit {
  const found = egress.exits.find((known) => known.name === exit);
  if (found) return found;
  throw new MingjingError('EXIT_UNKNOWN', { zh: `没有名为 ${exit} 的出口`, en: `no exit named ${exit}` });
}
