/**
 * A process that leases and completes jobs until none is left, to be killed at any moment: `node crash-worker.ts <url>
 * <sweep id>`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../../storage/open-store.ts';
import type { CaptureJob } from '../../../storage/vocabulary/capture.ts';
import { artifact, AT, nameCandidate, visitOf } from '../samples.ts';

/** What every completed visit keeps: two blobs of its own and one that all share. */
export function artifactsOf(job: Pick<CaptureJob, 'host'>) {
  return [
    artifact('html', `<p>${job.host}</p>`.repeat(300)),
    artifact('screenshot', `picture of ${job.host}`.repeat(2000)),
    artifact('headers', '{"shared":true}'),
  ];
}

if (import.meta.main) {
  const [url = '', sweep = ''] = process.argv.slice(2);
  const sweepId = Number(sweep);
  const store = await openStore({ url });
  await store.jobs.releaseAll(sweepId);
  process.send?.('ready');
  while (!(await store.jobs.isFinished(sweepId))) {
    const jobs = await store.jobs.lease(sweepId, 60_000, 3, Date.now());
    if (jobs.length === 0) await sleep(20);
    await Promise.all(jobs.map(work));
  }
  await store.close();

  async function work(job: CaptureJob): Promise<void> {
    await store.candidates.add(sweepId, [nameCandidate(job.host), nameCandidate(`www.${job.host}`)]);
    await store.evidence.put(artifact('dns', job.host), { occasionId: sweepId, host: job.host, visitId: null });
    // Every third job fails the first time.
    if (job.attempt === 1 && job.id % 3 === 0)
      await store.jobs.retry(
        job,
        visitOf(job, { outcome: 'timeout' }),
        [artifact('connections', job.host)],
        Date.parse(AT),
      );
    else await store.jobs.complete(job, visitOf(job), artifactsOf(job));
  }
}
