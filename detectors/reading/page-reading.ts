/** What is read of a page once, for the detectors that share it. */
import { type Notes, guarded } from '../guarded.ts';
import type { DetectionContext, HostView } from '../host-view.ts';
import { normaliseHost } from '../names/official-hosts.ts';
import { type AppOffer, appOffers } from './app-offers.ts';
import { showsRecord } from './certificate-record.ts';
import { NO_SALE, type SaleEvidence, saleEvidence } from './sale-evidence.ts';
import type { SeenCapture } from './seen.ts';
import { talkShare } from './talk-share.ts';

/** One page as read before any detector runs. */
export interface PageReading {
  hostView: HostView;
  /** The host's own name and the one the visit ended on, each once. */
  hosts: string[];
  /** 0..1: how much the page talks about platforms instead of being one (talk-share.ts). */
  talk: number;
  /** The page shows one certificate record. */
  record: boolean;
  sale: SaleEvidence;
  app: AppOffer[];
}

/** Reads one capture; what cannot be read becomes a note, and counts as not there. */
export function readPage(
  { capture, finalHost }: SeenCapture,
  hostView: HostView,
  context: DetectionContext,
  notes: Notes,
): PageReading {
  const { page } = capture;
  return {
    hostView,
    hosts: [...new Set([normaliseHost(hostView.host), finalHost])],
    talk: page ? guarded('talking-about', notes, 0, () => talkShare(page, context)) : 0,
    record: page ? guarded('result-page', notes, false, () => showsRecord(page)) : false,
    sale: guarded('certificate-sale', notes, NO_SALE, () => saleEvidence(capture)),
    app: page ? guarded<AppOffer[]>('app-offer', notes, [], () => appOffers(page, context)) : [],
  };
}
