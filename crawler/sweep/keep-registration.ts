/** Who registered a domain: asked for once a sweep, and only when no recent sweep's answer can be taken over. */
import type { Store } from '../../storage/open-store.ts';
import type { Egress } from '../egress/egress.ts';
import { lookupRegistration } from '../probe/lookup-registration.ts';
import { answersIntact, reuseRegistration } from './reuse-registration.ts';

export interface KeepRegistrationOptions {
  store: Store;
  egress: Egress;
  exit: string;
  settings: { registration: { reuseDays: number } };
  registration: {
    whoisServer?: string | undefined;
    rdapBootstrap?: string | undefined;
    minIntervalMs?: number | undefined;
  };
}

/**
 * Safe to repeat. A registration whose raw answers the store does not hold as they were is replaced by another,
 * whatever comes of asking.
 */
export async function keepRegistration(
  options: KeepRegistrationOptions,
  sweepId: number,
  domain: string,
): Promise<void> {
  const { store, egress, exit, settings } = options;
  const known = await store.candidates.registration(sweepId, domain);
  if (known && (await answersIntact(store, sweepId, { sweepId, registration: known }))) return;
  if (await reuseRegistration(store, { sweepId, domain }, settings.registration.reuseDays)) return;
  const { registration, artifacts } = await lookupRegistration(domain, { egress, exit, ...options.registration });
  await store.candidates.saveRegistration(sweepId, registration, artifacts);
}
