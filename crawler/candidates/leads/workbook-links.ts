/**
 * Reads from a workbook what its reader leaves out: links, HYPERLINK() formulas and merged cells, straight from the XML
 * parts.
 */
import { posix } from 'node:path';
import type { load } from 'cheerio';
import { columnNumber, type CellPlace } from './hyperlink-formula.ts';

/** A block of cells, bounds included, rows and columns from 1. */
export interface CellRange {
  first: CellPlace;
  last: CellPlace;
}

export interface LinkFormula {
  place: CellPlace;
  formula: string;
  /** How far it stands from the cell the formula was written for. */
  shift: CellPlace;
}

export interface SheetLinks {
  name: string;
  hidden: boolean;
  merges: CellRange[];
  links: { range: CellRange; target: string }[];
  formulas: LinkFormula[];
}

export interface WorkbookLinks {
  sheets: SheetLinks[];
  /** The workbook counts days from 1904. */
  from1904: boolean;
  /** Its reader knows no other way of saying so than `1`. */
  readFrom1904: boolean;
}

type Load = typeof load;

/** An element as the parser gives it. */
interface Element {
  name: string;
  attribs: Record<string, string | undefined>;
  children: { name?: string }[];
}

/** Formula cells parsed at once: a document of a whole sheet would take ten times its size. */
const CELLS_AT_ONCE = 2000;

/** @param part the text of a part by its path in the archive; null = there is none. */
export async function readWorkbookLinks(part: (path: string) => string | null): Promise<WorkbookLinks> {
  // loaded when first needed: no other command has workbooks
  const { load } = await import('cheerio');
  const xml = new Parts(load);
  const workbook = part('xl/workbook.xml') ?? '';
  const targets = new Map(
    xml
      .elements(part('xl/_rels/workbook.xml.rels') ?? '', 'Relationship')
      .map(({ attribs }) => [attribs['Id'] ?? '', attribs['Target'] ?? '']),
  );
  const sheets = xml.elements(workbook, 'sheet').map(({ attribs }) => {
    const path = posix.resolve('/xl', targets.get(attribute(attribs, 'id')) ?? '').slice(1);
    const relations = part(posix.join(posix.dirname(path), '_rels', `${posix.basename(path)}.rels`)) ?? '';
    const hidden = (attribs['state'] ?? 'visible') !== 'visible';
    return { name: attribs['name'] ?? '', hidden, ...sheetLinks(xml, part(path) ?? '', relations) };
  });
  const said = xml.elements(workbook, 'workbookPr')[0]?.attribs['date1904'] ?? '';
  return { sheets, from1904: said === '1' || said === 'true', readFrom1904: said === '1' };
}

function sheetLinks(xml: Parts, sheet: string, relations: string): Omit<SheetLinks, 'name' | 'hidden'> {
  const outside = new Map(
    xml.elements(relations, 'Relationship').map(({ attribs }) => [attribs['Id'] ?? '', attribs['Target'] ?? '']),
  );
  const links = xml.elements(section(sheet, 'hyperlinks'), 'hyperlink').flatMap(({ attribs }) => {
    const target = outside.get(attribute(attribs, 'id'));
    const location = attribs['location'] ?? '';
    // a link without a target leads to another place of the workbook
    return target === undefined
      ? []
      : ranges(attribs['ref']).map((range) => ({ range, target: location === '' ? target : `${target}#${location}` }));
  });
  const merges = xml
    .elements(section(sheet, 'mergeCells'), 'mergeCell')
    .flatMap(({ attribs }) => ranges(attribs['ref']));
  return { merges, links, formulas: linkFormulas(xml, sheet) };
}

/** Filled-down formulas stand once and are referred to by number. */
function linkFormulas(xml: Parts, sheet: string): LinkFormula[] {
  if (!/HYPERLINK/iu.test(sheet)) return [];
  const formulas: LinkFormula[] = [];
  const shared = new Map<string, { formula: string; from: CellPlace }>();
  for (const cells of formulaCells(sheet)) {
    for (const { attribs, children } of xml.elements(`<cells>${cells.join('')}</cells>`, 'c')) {
      const place = ranges(attribs['r'])[0]?.first;
      const formula = children.find((child) => localName(child.name ?? '') === 'f') as Element | undefined;
      if (!place || !formula) continue;
      const written = xml.text(formula);
      const number = formula.attribs['t'] === 'shared' ? (formula.attribs['si'] ?? '') : null;
      if (number !== null && written !== '') shared.set(number, { formula: written, from: place });
      const origin = number === null ? undefined : shared.get(number);
      const text = written === '' ? (origin?.formula ?? '') : written;
      const from = written === '' ? (origin?.from ?? place) : place;
      if (/HYPERLINK/iu.test(text))
        formulas.push({
          place,
          formula: text,
          shift: { column: place.column - from.column, row: place.row - from.row },
        });
    }
  }
  return formulas;
}

/** The cells with a formula that may be such a link, cut out of the sheet. */
function* formulaCells(sheet: string): Generator<string[]> {
  let cells: string[] = [];
  for (const { 0: tag, index, 1: prefix = '' } of sheet.matchAll(/<((?:\w+:)?)f[\s>][^<]*/gu)) {
    if (!/HYPERLINK|t="shared"/iu.test(tag)) continue;
    const start = Math.max(sheet.lastIndexOf(`<${prefix}c `, index), 0);
    const end = sheet.indexOf(`</${prefix}c>`, index);
    if (end > start) cells.push(`${sheet.slice(start, end)}</${prefix}c>`);
    if (cells.length < CELLS_AT_ONCE) continue;
    yield cells;
    cells = [];
  }
  yield cells;
}

function section(sheet: string, name: string): string {
  return new RegExp(`<((?:\\w+:)?)${name}[\\s>][^]*?</\\1${name}>`, 'u').exec(sheet)?.[0] ?? '';
}

/** `A2`, `A2:B4`, several with blanks between. */
function ranges(reference: string | undefined): CellRange[] {
  return (reference ?? '').split(' ').flatMap((each) => {
    const [first, last = first] = each.split(':').map((cell) => {
      const [, letters = '', digits = ''] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/u.exec(cell) ?? [];
      return { column: columnNumber(letters), row: Number(digits) };
    });
    return first && last && first.row > 0 && last.row > 0 ? [{ first, last }] : [];
  });
}

/** Whatever namespace prefix its writer chose. */
const localName = (name: string) => name.replace(/^.*:/u, '');

function attribute(attributes: Element['attribs'], name: string): string {
  return Object.entries(attributes).find(([key]) => key !== 'r' && localName(key) === name)?.[1] ?? '';
}

class Parts {
  readonly #load: Load;

  constructor(load: Load) {
    this.#load = load;
  }

  elements(xml: string, name: string): Element[] {
    const all = this.#load(xml, { xml: true })('*').toArray() as unknown as Element[];
    return all.filter((element) => localName(element.name) === name);
  }

  text(element: Element): string {
    return this.#load('', { xml: true })(element as never).text();
  }
}
