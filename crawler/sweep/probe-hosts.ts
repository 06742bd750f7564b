/** The probe stage: one plain look at hosts found in bulk, and who registered the domains of all that resolve. */
import { registeredDomain } from '../../storage/sites/host-domain.ts';
import type { Candidate } from '../../storage/vocabulary/candidates.ts';
import { inParallel } from '../in-parallel.ts';
import { probeHost } from '../probe/probe-host.ts';
import { candidatesAt, countAt } from './candidates-at.ts';
import { keepRegistration } from './keep-registration.ts';
import { tellBegin, type SweepRun } from './sweep-run.ts';

/** Registrations asked for in this run, by domain: hosts of one domain share one question. */
type Asked = Map<string, Promise<void>>;

export async function probeHosts(run: SweepRun): Promise<void> {
  const { store, settings, signal, id: sweepId } = run;
  const total = await countAt(run, 'resolve');
  const asked: Asked = new Map();
  tellBegin(run, 'probe', total);
  let done = 0;
  for await (const batch of candidatesAt(run, 'resolve')) {
    const hosts = [...Map.groupBy(batch, (candidate) => candidate.host)];
    await inParallel(hosts, settings.probe.concurrency, signal, async ([host, candidates]) => {
      const outcome = await probeOne(run, host, candidates, asked);
      await store.candidates.advance(
        sweepId,
        candidates.map(({ id }) => ({ id, stage: 'probe', outcome })),
      );
      done += candidates.length;
      run.onProgress?.({ stage: 'probe', done, total });
    });
  }
}

/** @returns the probe's outcome, or the resolve outcome where there is nothing to probe. */
async function probeOne(run: SweepRun, host: string, candidates: readonly Candidate[], asked: Asked): Promise<string> {
  const { store, egress, world, id: sweepId } = run;
  const resolved = candidates[0]?.outcome ?? 'unknown';
  if (resolved === 'absent') return resolved;
  const domain = registeredDomain(host);
  if (domain && resolved === 'live') await once(asked, domain, () => keepRegistration(run, domain));
  const siblings = await store.candidates.byHost(sweepId, host);
  if (siblings.some((candidate) => candidate.kind === 'entry')) return 'web';
  if (resolved === 'unknown') return 'unresolved';
  const { result, artifacts } = await probeHost(host, { egress, exit: world.exit });
  await store.candidates.saveProbe(sweepId, result, artifacts);
  return result.outcome;
}

function once(running: Asked, key: string, start: () => Promise<void>): Promise<void> {
  const promise = running.get(key) ?? start();
  running.set(key, promise);
  return promise;
}
