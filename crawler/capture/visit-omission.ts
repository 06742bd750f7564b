/** Whether a visit has to be made again because the machine, not the site, may be why so little was seen. Pure. */
import type { Visit } from '../../storage/vocabulary/capture.ts';
import type { Omission, OmissionReason } from '../../storage/vocabulary/omissions.ts';

/**
 * Crashes always count: a page that kills its browser was not seen. Time running out counts once: `patient` = the visit
 * was given more time already, so the same again is the site's own doing.
 * @returns null when the visit was seen to the end, or says all that another one would.
 */
export function visitOmission(
  { outcome, unfinished, peerAddress, url, persona }: Visit,
  patient: boolean,
): Omission | null {
  const because = (reason: OmissionReason): Omission => ({ kind: 'visit', reason, url, persona });
  if (outcome === 'crashed') return because('crashed');
  if (patient) return null;
  // without a connection it is the network that is silent, and that is the site's answer
  if (outcome === 'timeout' && peerAddress !== null) return because('no-answer');
  return unfinished ? because(unfinished) : null;
}
