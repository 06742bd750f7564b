/** How far the stages of a long command have come, and how fast. */
import type { Sentence } from '../../storage/vocabulary/sentence.ts';

/** How far one stage has come. Stages may overlap: each keeps its own line. */
export interface StageProgress {
  /** A stage of the flow, or any other short word. */
  stage: string;
  done: number;
  /** Null while the total is not known yet. */
  total: number | null;
  /** A few words on what is under way, e.g. a count by outcome. Must be plain text. */
  detail?: Sentence | null;
}

/** The same with its pace, as lines show it. */
export interface PacedProgress extends StageProgress {
  /** Items per second; null when too early to say. */
  rate: number | null;
  /** Seconds left; null when not to be foretold. */
  eta: number | null;
}
