/** Workbooks as spreadsheet programs write them, just enough for tests: a stored zip with sheets, dates included. */
import { crc32 } from 'node:zlib';

export type SheetCell = string | number | { date: number };

const NAMESPACE = 'http://schemas.openxmlformats.org';

/** @param sheets name → rows; a date is an Excel serial number. */
export function workbook(sheets: Record<string, SheetCell[][]>): Buffer {
  const names = Object.keys(sheets);
  const relation = (id: number, kind: string, target: string) => `<Relationship Id="rId${id}" Type="${NAMESPACE}/officeDocument/2006/relationships/${kind}" Target="${target}"/>`;
  const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${body}`;
  const files: Record<string, string> = {
    '[Content_Types].xml': xml(
      `<Types xmlns="${NAMESPACE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    ),
    '_rels/.rels': xml(`<Relationships xmlns="${NAMESPACE}/package/2006/relationships">${relation(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>`),
    'xl/workbook.xml': xml(
      `<workbook xmlns="${NAMESPACE}/spreadsheetml/2006/main" xmlns:r="${NAMESPACE}/officeDocument/2006/relationships"><sheets>${names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': xml(
      `<Relationships xmlns="${NAMESPACE}/package/2006/relationships">${names.map((_, index) => relation(index + 1, 'worksheet', `worksheets/sheet${index + 1}.xml`)).join('')}${relation(99, 'styles', 'styles.xml')}</Relationships>`,
    ),
    'xl/styles.xml': xml(
      `<styleSheet xmlns="${NAMESPACE}/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ),
  };
  for (const [index, name] of names.entries()) files[`xl/worksheets/sheet${index + 1}.xml`] = xml(sheetXml(sheets[name] ?? []));
  return zip(Object.entries(files).map(([name, text]) => ({ name, data: Buffer.from(text) })));
}

function sheetXml(rows: SheetCell[][]): string {
  const cell = (value: SheetCell, place: string) => {
    if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
    if (typeof value === 'object') return `<c r="${place}" s="1"><v>${value.date}</v></c>`;
    return `<c r="${place}" t="inlineStr"><is><t>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
  };
  const lines = rows.map((row, index) => `<row r="${index + 1}">${row.map((value, column) => cell(value, `${String.fromCodePoint(65 + column)}${index + 1}`)).join('')}</row>`);
  return `<worksheet xmlns="${NAMESPACE}/spreadsheetml/2006/main"><sheetData>${lines.join('')}</sheetData></worksheet>`;
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
