/**
 * Workbooks as spreadsheet programs write them, just enough for tests: a stored zip with sheets, links, merged cells
 * and formulas.
 */
import { crc32 } from 'node:zlib';

/** A date is a day number; `rich` and `shared` are the other ways of writing text; `formula` shows its cached text. */
export type SheetCell =
  | string
  | number
  | { date: number }
  | { rich: string[] }
  | { shared: string }
  | { formula: string; shown: string; fill?: { number: number; over?: string } };

export interface FixtureSheet {
  rows: SheetCell[][];
  merges?: string[];
  /** Cell or range → target, its fragment apart as spreadsheet programs do it. */
  links?: Record<string, { target: string; location?: string }>;
  hidden?: 'hidden' | 'veryHidden';
}

const NAMESPACE = 'http://schemas.openxmlformats.org';
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const relation = (id: string, kind: string, target: string, mode = '') =>
  `<Relationship Id="${id}" Type="${NAMESPACE}/officeDocument/2006/relationships/${kind}" Target="${escaped(target)}"${mode}/>`;
const relations = (all: string[]) =>
  `<Relationships xmlns="${NAMESPACE}/package/2006/relationships">${all.join('')}</Relationships>`;
const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${body}`;

/**
 * @param sheets name → rows, or a sheet with more than rows. @param date1904 what the workbook says about its first
 * day.
 */
export function workbook(
  sheets: Record<string, SheetCell[][] | FixtureSheet>,
  { date1904 }: { date1904?: string } = {},
): Buffer {
  const all = Object.entries(sheets).map(([name, sheet]): FixtureSheet & { name: string } => ({
    name,
    ...(Array.isArray(sheet) ? { rows: sheet } : sheet),
  }));
  const shared: string[] = [];
  const files: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${NAMESPACE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': relations([relation('rId1', 'officeDocument', 'xl/workbook.xml')]),
    'xl/workbook.xml': `<workbook xmlns="${NAMESPACE}/spreadsheetml/2006/main" xmlns:r="${NAMESPACE}/officeDocument/2006/relationships">${date1904 === undefined ? '' : `<workbookPr date1904="${date1904}"/>`}<sheets>${all.map(({ name, hidden }, index) => `<sheet name="${name}" sheetId="${index + 1}"${hidden ? ` state="${hidden}"` : ''} r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...all.map((_, index) => relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`)),
      relation('rId98', 'sharedStrings', 'sharedStrings.xml'),
      relation('rId99', 'styles', 'styles.xml'),
    ]),
    'xl/styles.xml': `<styleSheet xmlns="${NAMESPACE}/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  };
  for (const [index, sheet] of all.entries()) {
    files[`xl/worksheets/sheet${index + 1}.xml`] = sheetXml(sheet, shared);
    const links = Object.values(sheet.links ?? {}).map(({ target }, link) =>
      relation(`rId${link + 1}`, 'hyperlink', target, ' TargetMode="External"'),
    );
    if (links.length > 0) files[`xl/worksheets/_rels/sheet${index + 1}.xml.rels`] = relations(links);
  }
  files['xl/sharedStrings.xml'] =
    `<sst xmlns="${NAMESPACE}/spreadsheetml/2006/main">${shared.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`;
  return zip(Object.entries(files).map(([name, text]) => ({ name, data: Buffer.from(xml(text)) })));
}

function sheetXml({ rows, merges = [], links = {} }: FixtureSheet, shared: string[]): string {
  const lines = rows.map(
    (row, index) =>
      `<row r="${index + 1}">${row.map((value, column) => cellXml(value, `${String.fromCodePoint(65 + column)}${index + 1}`, shared)).join('')}</row>`,
  );
  const merged =
    merges.length === 0
      ? ''
      : `<mergeCells count="${merges.length}">${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`;
  const linked = Object.entries(links).map(
    ([ref, { location }], index) =>
      `<hyperlink ref="${ref}" r:id="rId${index + 1}"${location === undefined ? '' : ` location="${escaped(location)}"`}/>`,
  );
  return `<worksheet xmlns="${NAMESPACE}/spreadsheetml/2006/main" xmlns:r="${NAMESPACE}/officeDocument/2006/relationships"><sheetData>${lines.join('')}</sheetData>${merged}${linked.length === 0 ? '' : `<hyperlinks>${linked.join('')}</hyperlinks>`}</worksheet>`;
}

function cellXml(value: SheetCell, place: string, shared: string[]): string {
  if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
  if (typeof value === 'string') return `<c r="${place}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
  if ('date' in value) return `<c r="${place}" s="1"><v>${value.date}</v></c>`;
  if ('rich' in value)
    return `<c r="${place}" t="inlineStr"><is>${value.rich.map((run) => `<r><rPr><b/></rPr><t>${escaped(run)}</t></r>`).join('')}</is></c>`;
  if ('shared' in value) return `<c r="${place}" t="s"><v>${shared.push(value.shared) - 1}</v></c>`;
  const { formula, shown, fill } = value;
  const attributes = fill
    ? ` t="shared" si="${fill.number}"${fill.over === undefined ? '' : ` ref="${fill.over}"`}`
    : '';
  return `<c r="${place}" t="str"><f${attributes}>${escaped(formula)}</f><v>${escaped(shown)}</v></c>`;
}

/** Entries stored without compression. @param claimed the unpacked size each entry claims; default its own. */
export function zip(entries: readonly { name: string; data: Buffer; claimed?: number }[]): Buffer {
  const [parts, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const { name, data, claimed = data.length } of entries) {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    // stored; a claim that differs has to look compressed
    fields.writeUInt16LE(claimed === data.length ? 0 : 8, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(claimed, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), fields, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), fields, tail, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, listed, Buffer.from('504b0506', 'hex'), end]);
}
