/** Who registered a domain: asked for once a sweep, and only when no recent sweep's answer can be taken over. */
import { lookupRegistration } from '../probe/lookup-registration.ts';
import type { SweepRun } from './sweep-run.ts';
import { answersIntact, reuseRegistration } from './reuse-registration.ts';

/**
 * Safe to repeat. A registration whose raw answers the store does not hold as they were is replaced by another,
 * whatever comes of asking.
 */
export async function keepRegistration(
  { store, egress, world, settings, id: sweepId }: Pick<SweepRun, 'store' | 'egress' | 'world' | 'settings' | 'id'>,
  domain: string,
): Promise<void> {
  const known = await store.candidates.registration(sweepId, domain);
  if (known && (await answersIntact(store, sweepId, { sweepId, registration: known }))) return;
  if (await reuseRegistration(store, { sweepId, domain }, settings.registration.reuseDays)) return;
  const { registration, artifacts } = await lookupRegistration(domain, {
    egress,
    exit: world.exit,
    ...world.registration,
  });
  await store.candidates.saveRegistration(sweepId, registration, artifacts);
}
