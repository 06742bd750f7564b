/** One capture judged against the platform it resembles most. */
import type { Finding } from '../../storage/vocabulary/detect.ts';
import type { SaleEvidence } from '../reading/sale-evidence.ts';
import type { SeenCapture } from '../reading/seen.ts';
import type { Score } from './score.ts';

/** What one capture that shows content was found to be. */
export interface PageJudgement {
  item: SeenCapture;
  /** Null when the page resembles none. */
  platform: string | null;
  /** Findings that speak about this platform or about none; recombining them gives `score`. */
  findings: Finding[];
  score: Score;
  sale: SaleEvidence;
}
