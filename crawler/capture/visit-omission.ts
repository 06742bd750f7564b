/** Whether a visit has to be made again because the machine, not the site, may be why so little was seen. Pure. */
import type { Omission, Visit } from '../../storage/vocabulary.ts';

/**
 * Crashes always count: a page that kills its browser was not seen. Time running out counts once: `patient` = the visit was given
 * more time already, so the same again is the site's own doing.
 * @returns null when the visit was seen to the end, or says all that another one would.
 */
export function visitOmission({ outcome, reason, unfinished, peerAddress, url, persona }: Visit, patient: boolean): Omission | null {
  const because = (why: string): Omission => ({ kind: 'visit', reason: why, url, persona });
  if (outcome === 'crashed') return because(reason ?? 'crashed');
  if (patient) return null;
  // without a connection it is the network that is silent, and that is the site's answer
  if (outcome === 'timeout' && peerAddress !== null) return because(reason ?? 'no answer in time');
  return unfinished ? because(unfinished) : null;
}
