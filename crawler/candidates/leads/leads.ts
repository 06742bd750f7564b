/** Source `leads`: what hotlines and inspections reported, as it stands in the table of leads. */
import type { CandidateContext, FoundCandidate } from '../candidate-context.ts';
import { storedLeads } from './stored-leads.ts';

export function leads(context: CandidateContext): AsyncGenerator<FoundCandidate, void, void> {
  return storedLeads(context, 'leads');
}
