/**
 * One page's text prepared for the word detectors: title, lines in one spelling, and which of them are running prose.
 */
import type { PageModel } from '../../storage/vocabulary/page-model.ts';
import { compactText, INVISIBLE, normaliseText } from '../text/normalise-text.ts';

/** One line of a page. */
export interface TextLine {
  /** As shown, trimmed, at most 400 characters. */
  shown: string;
  /** Without white space and punctuation, in one spelling. */
  compact: string;
  /** Running text (a sentence), as opposed to a label, a menu entry or a heading. */
  prose: boolean;
  /** Put together again from characters that stood in blocks of their own. */
  scattered?: boolean;
}

/** The text of one page; strings are '' and lists empty where it has none. */
export interface PageText {
  title: string;
  titleCompact: string;
  /** The title cut at its separators, compact, longest first. */
  titleParts: string[];
  lines: TextLine[];
  /** Compact forms of labels, menu entries and headings, with the line they stand in. */
  labels: Map<string, TextLine>;
  headings: Set<string>;
  /** Whole text, compact; at most 100,000 characters. */
  compact: string;
  /** Whole text, normalised with its white space; at most 100,000 characters. */
  normal: string;
  /** Characters that stand in prose lines. */
  proseLength: number;
}

/** Lines beyond this are not looked at one by one: a hostile page may have hundreds of thousands. */
const MAX_LINES = 6000;
const MAX_TEXT = 100_000;
const prepared = new WeakMap<PageModel, PageText>();

/** Prepares a page once; later calls for the same object are free. Linear in the (capped) length of the text. */
export function pageText(page: PageModel): PageText {
  const known = prepared.get(page);
  if (known) return known;
  const text = page.text.slice(0, MAX_TEXT);
  const title = page.title.slice(0, 400).trim();
  const lines = joinSplitWords(text.split(/[\n\r\t]+/, MAX_LINES)).map(({ shown, scattered }) =>
    toLine(shown, scattered),
  );
  const headings = new Set(page.headings.slice(0, 200).map((heading) => compactText(heading.slice(0, 400))));
  const labels = new Map<string, TextLine>();
  for (const line of lines)
    if (!line.prose && line.compact !== '' && !labels.has(line.compact)) labels.set(line.compact, line);
  for (const heading of page.headings.slice(0, 200)) addLabel(labels, heading);
  const result: PageText = {
    title,
    titleCompact: compactText(title),
    titleParts: titleParts(title),
    lines,
    labels,
    headings,
    compact: compactText(text),
    normal: normaliseText(text),
    proseLength: lines.reduce((sum, line) => sum + (line.prose ? line.compact.length : 0), 0),
  };
  prepared.set(page, result);
  return result;
}

function addLabel(labels: Map<string, TextLine>, shown: string): void {
  const line = toLine(shown);
  if (line.compact !== '' && line.compact.length <= 60 && !labels.has(line.compact)) labels.set(line.compact, line);
}

function toLine(raw: string, scattered = false): TextLine {
  const shown = raw.slice(0, 400).trim();
  const compact = compactText(shown);
  return { shown, compact, prose: !scattered && isProse(shown, compact), ...(scattered ? { scattered } : {}) };
}

/** A label is short and has no sentence marks; a long name alone is still a label. */
function isProse(shown: string, compact: string): boolean {
  if (compact.length > 60) return true;
  if (compact.length < 18) return false;
  return /[。！？!?；;]|[，,].*[，,]/.test(shown.slice(0, -1)) || (/[，,。]/.test(shown) && compact.length > 24);
}

/** A piece of a word whose letters stand in blocks of their own, and a letter put between them that nobody sees. */
const PIECE = /^[\p{Script=Han}\d：:()（）-]{1,3}$/u;
const DECOY = /^[a-z]$/i;
/** Menus have short lines too; where decoys stand between them, or single characters, it is a disguise. */
const LEAST_PIECES = 3;

/**
 * Words cut into blocks of one to three characters come as runs of such lines: glued together again, without the decoys
 * between them.
 */
function joinSplitWords(lines: string[]): { shown: string; scattered: boolean }[] {
  const joined: { shown: string; scattered: boolean }[] = [];
  const add = (shown: string, scattered: boolean) => joined.push({ shown, scattered });
  let run: string[] = [];
  const end = () => {
    const pieces = run.filter((piece) => !DECOY.test(piece));
    const scattered =
      pieces.length >= LEAST_PIECES &&
      (pieces.length < run.length || pieces.filter((piece) => piece.length === 1).length * 2 > pieces.length);
    if (scattered || run.every((piece) => piece.length === 1)) add(pieces.join(''), scattered);
    else for (const piece of run) add(piece, false);
    run = [];
  };
  for (const line of lines) {
    const trimmed = line.replace(INVISIBLE, '').trim();
    if (PIECE.test(trimmed) || (run.length > 0 && DECOY.test(trimmed))) {
      run.push(trimmed);
      continue;
    }
    if (run.length > 0) end();
    if (trimmed !== '') add(line.trim(), false);
  }
  if (run.length > 0) end();
  return joined;
}

function titleParts(title: string): string[] {
  const parts = title.split(/\s*[-_|—–·•:：/«»>《》【】]+\s*/).map(compactText);
  return parts.filter((part) => part.length > 1).sort((left, right) => right.length - left.length);
}
