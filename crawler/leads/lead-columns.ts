/** Which column of a hotline's sheet means what, by its header; a title above the header is passed over. */

export type LeadColumn = 'url' | 'channel' | 'received_at' | 'note';

/** Headers as sheets write them, without spaces, lower case. */
const HEADERS: Record<LeadColumn, readonly string[]> = {
  url: ['url', 'link', 'website', '网址', '链接', '域名', '网站', '网站地址', '网址链接', '举报网址', '线索网址', '涉嫌网址', '可疑网址'],
  channel: ['channel', 'source', '渠道', '来源', '来源渠道', '线索来源', '举报渠道', '受理渠道', '举报来源'],
  received_at: ['received_at', 'receivedat', 'received', 'time', 'date', '接收时间', '时间', '日期', '接收日期', '举报时间', '受理时间', '收到时间', '登记时间', '来电时间'],
  note: ['note', 'remark', 'comment', '备注', '说明', '内容', '举报内容', '线索内容', '情况说明', '简要情况'],
};

/** Rows above the header that are looked through for it. */
const MOST_TITLE_ROWS = 20;

export interface LeadHeader {
  /** Index of the header row. */
  row: number;
  /** Column index by meaning. */
  columns: Partial<Record<LeadColumn, number>>;
}

/** The first row with a column of addresses; null when there is none. */
export function findHeader(rows: readonly (readonly string[])[]): LeadHeader | null {
  for (const [row, cells] of rows.slice(0, MOST_TITLE_ROWS).entries()) {
    const columns: Partial<Record<LeadColumn, number>> = {};
    for (const [index, cell] of cells.entries()) {
      const meaning = meaningOf(cell);
      if (meaning && columns[meaning] === undefined) columns[meaning] = index;
    }
    if (columns.url !== undefined) return { row, columns };
  }
  return null;
}

function meaningOf(header: string): LeadColumn | null {
  const word = header
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s*:（）()]/g, '');
  const known = (Object.keys(HEADERS) as LeadColumn[]).find((column) => HEADERS[column].includes(word));
  // a long cell with such a word in it is a title or a row, not a header
  return known ?? (word.length <= 8 && /网址|链接|域名/.test(word) ? 'url' : null);
}
