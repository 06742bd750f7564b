/**
 * Makes up for what could not be looked at: visits made again with more patience, pictures read again with nothing
 * beside them. Bounded.
 */
import type { StoredOmission } from '../../storage/jobs/omission-repository.ts';
import type { Work } from '../../storage/jobs/work-queue.ts';
import type { Store } from '../../storage/open-store.ts';
import type { Visit } from '../../storage/vocabulary/capture.ts';
import { patientSettings, type CaptureSettings } from '../capture/capture-settings.ts';
import { captureSites } from '../capture/capture-sites.ts';
import { QrReader } from '../reading/qr-codes/qr-reader.ts';
import { readAgain } from '../capture/read-again.ts';
import type { Egress } from '../egress/egress.ts';
import { PictureReader } from '../reading/picture-text/picture-reader.ts';

export interface CatchUpOptions {
  store: Store;
  egress: Egress;
  capture: CaptureSettings;
  signal: AbortSignal;
  onVisit?: ((visit: Visit) => void) | undefined;
}

/** Time for everything in a visit that is made again, as a multiple of the settings. */
const PATIENCE = 2.5;
/** Longer than any reading takes; of a process that is gone it ends at once. */
const LEASE_MS = 3_600_000;
/** Of one omission, each in another call; after them it is given up, stands, and keeps the verdict open. */
const MOST_TRIES = 4;

/**
 * Resolves when everything is made up for or given up, or soon after a stop; what is left stays in the store, and the
 * same call goes on.
 * @returns the hosts of which more was seen.
 * @throws what `captureSites` and the store throw.
 */
export async function catchUp(options: CatchUpOptions, sweepId: number): Promise<Set<string>> {
  const hosts = new Set(
    (await options.store.omissions.open(sweepId)).filter(({ kind }) => kind !== 'detector').map(({ host }) => host),
  );
  if (hosts.size === 0) return hosts;
  const first = await visitAgain(options, sweepId, (omissions) => omissions.slice(0, 1));
  // what a visit says when it is given time is the host's nature: its others are made again only where the first one
  // saw more
  if (first.size > 0) await visitAgain(options, sweepId, (omissions, host) => (first.has(host) ? omissions : []));
  await readPictures(options, sweepId);
  return hosts;
}

/** Makes of each host the chosen visits again, once. @returns the hosts of which one was now seen to the end. */
async function visitAgain(
  options: CatchUpOptions,
  sweepId: number,
  choose: (omissions: StoredOmission[], host: string) => StoredOmission[],
): Promise<Set<string>> {
  const { store, signal } = options;
  const open = (await store.omissions.open(sweepId)).filter(({ kind }) => kind === 'visit');
  const byHost = Map.groupBy(open, ({ host }) => host);
  const chosen = [...byHost].flatMap(([host, omissions]) => choose(omissions, host));
  const seen = new Set<string>();
  if (chosen.length === 0 || signal.aborted) return seen;
  await store.jobs.reopen(chosen.flatMap(({ jobId }) => jobId ?? []));
  await captureSites({
    store,
    sweepId,
    egress: options.egress,
    settings: patientSettings(options.capture, PATIENCE),
    signal,
    onVisit: options.onVisit,
  });
  if (signal.aborted) return seen;
  const stillOpen = new Map((await store.omissions.open(sweepId)).map((omission) => [omission.id, omission]));
  for (const omission of chosen) {
    const { id, host } = omission;
    const again = stillOpen.get(id);
    if (again && again.tries >= MOST_TRIES) await store.omissions.end([id], 'given-up');
    else if (!again && (await sawToTheEnd(store, omission))) seen.add(host);
    else if (!again)
      await store.omissions.end(
        (byHost.get(host) ?? []).filter(({ reason }) => reason !== 'crashed').map((other) => other.id),
        'made-up',
      );
  }
  return seen;
}

async function sawToTheEnd(
  store: Store,
  { occasionId: sweepId, host, url, persona }: StoredOmission,
): Promise<boolean> {
  const visits = (await store.visits.forHost(sweepId, host)).filter(
    (visit) => visit.url === url && visit.persona === persona,
  );
  const last = visits.at(-1);
  return last !== undefined && last.outcome !== 'timeout' && !last.unfinished;
}

/** One picture after the other: each has the reader, and as much of the machine as there is, to itself. */
async function readPictures({ store, capture, signal }: CatchUpOptions, sweepId: number): Promise<void> {
  // what fails now is open again a moment after: the next call tries it, this one does not
  const now = Date.now();
  const next = async (): Promise<Work | undefined> => {
    const request = { occasionId: sweepId, leaseMs: LEASE_MS, limit: 1, now };
    return signal.aborted ? undefined : (await store.work.lease({ kinds: ['read-picture'], ...request }))[0];
  };
  let work = await next();
  if (!work) return;
  const readers = {
    qr: new QrReader(),
    pictures: capture.readPictures ? new PictureReader({ beside: 'alone' }) : null,
  };
  const stop = (): void => readers.pictures?.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (; work; work = await next()) {
      const omission = await store.omissions.ofWork(work);
      if (!omission) {
        await store.work.complete(work);
        continue;
      }
      const { artifacts, omitted } = await readAgain(store, omission, readers);
      if (artifacts !== null) await store.omissions.makeUp(omission, artifacts, work);
      else {
        const isLast = omitted !== 'stopped' && omission.tries + 1 >= MOST_TRIES;
        if (omitted !== 'stopped') await store.omissions.failed(omission, omitted, MOST_TRIES);
        await store.work.fail(work, omitted, isLast ? null : now + 1);
      }
    }
  } finally {
    signal.removeEventListener('abort', stop);
    await Promise.all([readers.qr.close(), readers.pictures?.close()]);
  }
}
