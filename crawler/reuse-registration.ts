/** Takes over a registration that an earlier sweep looked up: registries limit questions, and registrations change slowly. */
import type { Store } from '../storage/open-store.ts';
import type { NewArtifact } from '../storage/vocabulary.ts';

const DAY_MS = 86_400_000;

/**
 * False when there is nothing young enough (`reuseDays` 0 = never). Otherwise the registration is saved for this sweep with
 * the time it was really asked for, and its raw answers are linked to `host` in this sweep.
 * @throws MingjingError EVIDENCE_DAMAGED when a raw answer in the store is damaged.
 */
export async function reuseRegistration(store: Store, place: { sweepId: number; host: string; domain: string }, reuseDays: number, now = Date.now()): Promise<boolean> {
  if (reuseDays <= 0) return false;
  const { sweepId, host, domain } = place;
  const earlier = await store.candidates.recentRegistration(domain, new Date(now - reuseDays * DAY_MS).toISOString(), sweepId);
  if (earlier === null) return false;
  const { registration } = earlier;
  for (const kind of ['rdap', 'whois'] as const) {
    const digest = registration[kind];
    if (digest === null) continue;
    const artifact: NewArtifact = {
      kind,
      data: await store.evidence.read(digest),
      mediaType: (await store.evidence.describe(digest))?.mediaType ?? 'text/plain',
      sourceUrl: `${kind}:${domain}`,
      at: registration.at ?? new Date(now).toISOString(),
      method: `${kind.toUpperCase()}, asked by sweep ${String(earlier.sweepId)}`,
      peerAddress: null,
      derivedFrom: null,
    };
    await store.evidence.put(artifact, { sweepId, host, visitId: null });
  }
  await store.candidates.saveRegistration(sweepId, registration);
  return true;
}
