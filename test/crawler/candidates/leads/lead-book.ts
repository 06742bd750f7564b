/** A table of leads in memory, in the store's place where a test is about reading. */
import { createHash } from 'node:crypto';
import type { LeadBook } from '../../../../crawler/candidates/candidate-context.ts';
import type { Lead, NewLead } from '../../../../storage/cases/lead-repository.ts';
import type { NewArtifact } from '../../../../storage/vocabulary/artifacts.ts';

export function leadBook(): LeadBook {
  const leads: Lead[] = [];
  const photos = new Map<string, NewArtifact>();
  const add = async (items: readonly NewLead[]): Promise<void> => {
    for (const { report, ...lead } of items)
      leads.push({ ...lead, id: leads.length + 1, addedAt: report.recordedAt, reports: [report] });
  };
  return {
    add,
    async addPhoto({ data, mediaType, recordedAt, name }, items) {
      const photo = createHash('sha256').update(data).digest('hex');
      const method = `file ${name}`;
      const nothing = { sourceUrl: null, peerAddress: null, derivedFrom: null };
      photos.set(photo, { kind: 'lead-image', mediaType, at: recordedAt, method, data, ...nothing });
      await add(items.map((item) => ({ ...item, report: { ...item.report, photo } })));
    },
    async *stored(afterId) {
      for (const lead of leads.slice(afterId)) yield { lead, photos };
    },
  };
}
