/** What the reading process and its owner say to each other. */
import type { Box, PictureLine } from '../../../storage/vocabulary/page-model.ts';

/** `limitMs`: work spent on this picture, milliseconds of the processor; lines read by then are given. */
export interface ReadingQuestion {
  id: number;
  png: Uint8Array;
  /** Where nothing is read, pixels of the picture. */
  skip: Box[];
  limitMs: number;
}

/** First of all `ready` or `missing`, once; then one answer per question. */
export type ReadingReply =
  | { kind: 'ready'; version: string }
  | { kind: 'missing'; reason: string }
  | { kind: 'read'; id: number; lines: PictureLine[]; width: number; incomplete: string | null };
