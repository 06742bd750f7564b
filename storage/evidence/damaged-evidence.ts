/** Evidence that cannot be read back: one named line, and the work goes on without it. */
import { MingjingError } from '../mingjing-error.ts';
import type { Store } from '../open-store.ts';

/**
 * Told of each damaged blob: what was being read (a host, a reference's URL), and the store's sentence, which names
 * digest, kind and owner.
 */
export type OnDamage = (subject: string, error: MingjingError) => Promise<void>;

/** Whether stored evidence failed its digest: anything else is a fault of its own. */
export function isDamage(error: unknown): error is MingjingError {
  return error instanceof MingjingError && error.exit === 'damaged';
}

/** The bytes, or null (and a line) when they are not what was stored. */
export async function readIntact(
  store: Store,
  digest: string,
  subject: string,
  onDamage: OnDamage,
): Promise<Buffer | null> {
  try {
    return await store.evidence.read(digest);
  } catch (error) {
    if (!isDamage(error)) throw error;
    await onDamage(subject, error);
    return null;
  }
}

/** Makes each damaged blob one line among the issues of a sweep, however often it is read. */
export function noteDamage(store: Store, sweepId: number): OnDamage {
  return (subject, { sentence }) =>
    store.sweeps.noteIssue(sweepId, { stage: 'store', subject, sentence, at: new Date().toISOString() });
}
