/** What is read in one frame, and within which limits. */
import type { Box, PageField } from '../../../storage/vocabulary/page-model.ts';

/** What one frame gives; PageModel is made of all of them. Form indexes count within the frame. */
export interface FrameModel {
  url: string;
  title: string;
  language: string | null;
  charset: string | null;
  text: string;
  headings: string[];
  forms: { action: string | null; method: string }[];
  fields: PageField[];
  buttons: { text: string; box: Box | null }[];
  links: { href: string; text: string }[];
  images: { src: string; alt: string; box: Box | null }[];
  drawings: { tag: string; box: Box }[];
  textBoxes: Box[];
  scripts: string[];
  inlineScripts: string[];
  frames: string[];
  meta: Record<string, string>;
  tables: string[][];
  elementCount: number;
  viewport: { width: number; height: number };
  pageHeight: number;
  shownWidth: number;
  /** The time box or a cap cut it short. */
  cut: boolean;
}

export interface ReadingLimits {
  budgetMs: number;
  maxElements: number;
}
