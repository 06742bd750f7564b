/** Source `qr`: the addresses in codes on photos and scans that were handed in; each photo goes with its find as evidence. */
import type { CandidateContext, FoundCandidate } from '../candidate-context.ts';
import { storedLeads } from './stored-leads.ts';

export function qr(context: CandidateContext): AsyncGenerator<FoundCandidate, void, void> {
  return storedLeads(context, 'qr');
}
