/** Workbooks: what a cell shows and where it leads, merged cells, days and times, hidden parts. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hyperlinkTarget } from '../../../../crawler/candidates/leads/hyperlink-formula.ts';
import { readLeadFile } from '../../../../crawler/candidates/leads/read-lead-file.ts';
import { workbook, zip, type FixtureSheet, type SheetCell } from './sheet-fixture.ts';

const NOW = '2026-11-21T08:00:00.000Z';
const HEADER: SheetCell[] = ['网址', '来源渠道', '接收时间', '备注'];
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-workbooks-'));
});
afterAll(async () => rm(folder, { recursive: true }));

async function read(bytes: Buffer) {
  const path = join(folder, 'a.xlsx');
  await writeFile(path, bytes);
  return readLeadFile(path, NOW);
}

const readSheet = (sheet: FixtureSheet | SheetCell[][], more?: { date1904?: string }) =>
  read(workbook({ 表: sheet }, more));
const brief = ({ leads }: Awaited<ReturnType<typeof read>>) =>
  leads.map(({ target, report }) => [report.place, target, report.reported]);

describe('a link', () => {
  it('is the lead where its cell shows words, its fragment included', async () => {
    const rows = [HEADER, ['点击查询', '热线'], [{ shared: '扫码页面' }, '热线'], ['', '热线']];
    const links = {
      A2: { target: 'http://one.test/q?a=1&b=2' },
      A3: { target: 'http://two.test/app', location: '/detail?sn=7' },
      A4: { target: 'https://three.test/' },
    };
    expect(brief(await readSheet({ rows, links }))).toEqual([
      ['表:2', 'http://one.test/q?a=1&b=2', '点击查询'],
      ['表:3', 'http://two.test/app#/detail?sn=7', '扫码页面'],
      ['表:4', 'https://three.test/', null],
    ]);
  });

  it('counts beside another address that its cell shows, and once where it is the same', async () => {
    const rows = [HEADER, ['https://shown.test/'], ['http://same.test']];
    const links = { A2: { target: 'http://real.test/x' }, A3: { target: 'http://same.test/' } };
    expect(brief(await readSheet({ rows, links }))).toEqual([
      ['表:2', 'http://real.test/x', 'https://shown.test/'],
      ['表:2', 'https://shown.test/', null],
      ['表:3', 'http://same.test/', 'http://same.test'],
    ]);
  });

  it('in another cell of the row is used where the address cell has none; a mail address or a place in the workbook is no lead', async () => {
    const rows = [HEADER, ['见右', '热线', '', '附图'], ['写信', '热线'], ['目录', '热线']];
    const links = { D2: { target: 'http://right.test/' }, A3: { target: 'mailto:x@mail.test' } };
    const file = await readSheet({ rows, links });
    expect(brief(file)).toEqual([['表:2', 'http://right.test/', '见右']]);
    expect(file.unusable.map(({ place, written }) => [place, written])).toEqual([
      ['表:3', '写信'],
      ['表:4', '目录'],
    ]);
  });

  it('over a range holds for every cell with text in it', async () => {
    const rows = [HEADER, ['甲'], ['乙'], ['', '热线']];
    const file = await readSheet({ rows, links: { 'A2:A1000': { target: 'http://range.test/' } } });
    expect(file.leads.map(({ target, report }) => [target, report.place])).toEqual([
      ['http://range.test/', '表:2'],
      ['http://range.test/', '表:3'],
    ]);
    expect(file.unusable.map(({ place }) => place)).toEqual(['表:4']);
  });

  it('makes a column of addresses where no header names one', async () => {
    const rows = [
      ['查看', '2026-11-03'],
      ['打开', '2026-11-04'],
    ];
    expect(
      brief(
        await readSheet({ rows, links: { A1: { target: 'http://one.test/' }, A2: { target: 'http://two.test/' } } }),
      ),
    ).toEqual([
      ['表:1', 'http://one.test/', '查看'],
      ['表:2', 'http://two.test/', '打开'],
    ]);
  });
});

describe('a HYPERLINK formula', () => {
  it('is followed through texts and cells, also where it was filled down', async () => {
    const rows: SheetCell[][] = [
      [...HEADER, '编号'],
      [{ formula: 'HYPERLINK("http://f1.test/q","扫码结果")', shown: '扫码结果' }],
      [{ formula: 'HYPERLINK("http://f2.test/q?id="&E3,"查看")', shown: '查看' }, '热线', '', '', 'A7'],
      [
        { formula: 'HYPERLINK("http://f3.test/"&$E4,"看")', shown: '看', fill: { number: 0, over: 'A4:A5' } },
        '',
        '',
        '',
        'x4',
      ],
      [{ formula: '', shown: '看', fill: { number: 0 } }, '', '', '', 'x5'],
    ];
    expect(brief(await readSheet(rows))).toEqual([
      ['表:2', 'http://f1.test/q', '扫码结果'],
      ['表:3', 'http://f2.test/q?id=A7', '查看'],
      ['表:4', 'http://f3.test/x4', '看'],
      ['表:5', 'http://f3.test/x5', '看'],
    ]);
  });

  it.each([
    ['HYPERLINK("http://a.test/","x")', 'http://a.test/'],
    ['hyperlink("http://a.test/";"x")', 'http://a.test/'],
    ['HYPERLINK(“http://a.test/”，“看”)', 'http://a.test/'],
    ['HYPERLINK（"http://a.test/"；"看"）', 'http://a.test/'],
    ['IF(A1="","",HYPERLINK("http://a.test/"&B2))', 'http://a.test/B2'],
    ['HYPERLINK(CONCATENATE("http://",C3,"/q"),"x")', 'http://C3/q'],
    ['HYPERLINK("http://a.test/?q=""x""")', 'http://a.test/?q="x"'],
    ['HYPERLINK(VLOOKUP(A1,B:C,2,0),"x")', null],
    ['HYPERLINK(Sheet2!A1,"x")', null],
    ['SUM(A1:A2)', null],
  ])('%s leads to %s', (formula, target) => {
    expect(hyperlinkTarget(formula, ({ column, row }) => `${String.fromCodePoint(64 + column)}${row}`)).toBe(target);
  });
});

it('merged cells give their value and their link to each row they span, and make no rows of their own', async () => {
  const rows: SheetCell[][] = [
    HEADER,
    ['http://a.test/', '热线', { date: 46338 }, '甲'],
    ['http://b.test/', '', '', '乙'],
    ['打开', '', '', '丙'],
    ['', '', '', '丁'],
    ['', '', '', ''],
    ['http://d.test/', '', '', '戊'],
  ];
  const file = await readSheet({
    rows,
    merges: ['B2:B4', 'C2:C3', 'A4:A6', 'D5:D6'],
    links: { A4: { target: 'http://c.test/' } },
  });
  expect(file.leads.map(({ target, report }) => [target, report.channel, report.receivedAt, report.note])).toEqual([
    ['http://a.test/', '热线', '2026-11-12', '甲'],
    ['http://b.test/', '热线', '2026-11-12', '乙'],
    ['http://c.test/', '热线', null, '丙'],
    ['http://c.test/', null, null, '丁'],
    ['http://d.test/', null, null, '戊'],
  ]);
  expect(file.rows).toBe(5);
});

describe('days and times', () => {
  it.each<[string, SheetCell, string, string]>([
    ['rounded to the second', { date: 46331.3958333333 }, '0', '2026-11-05T09:30:00+08:00'],
    ['at the end of a day', { date: 46331.9999999999 }, '0', '2026-11-06'],
    ['as a bare day number', 46332, '0', '2026-11-06'],
    ['as a day number with a time', 46332.75, '0', '2026-11-06T18:00:00+08:00'],
    ['counted from 1904', { date: 44876.5 }, '1', '2026-11-12T12:00:00+08:00'],
    ['counted from 1904, said in words', { date: 44876 }, 'true', '2026-11-12'],
    ['counted from 1904 as a bare number', 44876, '1', '2026-11-12'],
    ['as eight digits', '20261105', '0', '2026-11-05'],
    ['that are no day at all', 12350, '0', '12350'],
  ])('%s', async (_what, cell, date1904, time) => {
    const { leads } = await readSheet([HEADER, ['http://a.test/', '热线', cell]], { date1904 });
    expect(leads[0]?.report.receivedAt).toBe(time);
  });
});

describe('the rest of a workbook', () => {
  it('hidden sheets are read, and sheets without addresses are named', async () => {
    const file = await read(
      workbook({
        说明: [['填表说明']],
        空: [],
        一: [HEADER, ['http://a.test/']],
        二: { rows: [HEADER, ['http://b.test/']], hidden: 'veryHidden' },
      }),
    );
    expect(file.leads.map(({ target, report }) => [target, report.place])).toEqual([
      ['http://a.test/', '一:2'],
      ['http://b.test/', '二:2'],
    ]);
    expect(file.notes.map(({ zh }) => zh)).toEqual([
      'a.xlsx：工作表“说明”没有网址列，未读取',
      'a.xlsx：隐藏的工作表“二”也已读取',
    ]);
  });

  it('a link whose text is in pieces is one address, numbers stay what is shown, a second header line belongs to the first', async () => {
    const rows: SheetCell[][] = [
      ['线索', '线索', '登记'],
      ['网址', '来源渠道', ''],
      ['网址', '来源渠道', '接收时间'],
      [{ rich: ['http://ri', 'ch.test/', '证书'] }, 12350, '2026.11.5'],
    ];
    const { leads } = await readSheet({ rows, merges: ['A2:A3', 'B2:B3'] });
    expect(leads.map(({ target, report }) => [target, report.channel, report.receivedAt])).toEqual([
      ['http://rich.test/', '12350', '2026-11-05'],
    ]);
  });

  it('a document of another program is refused with what to do', async () => {
    await expect(read(zip([{ name: 'word/document.xml', data: Buffer.from('<x/>') }]))).rejects.toMatchObject({
      code: 'LEADS_UNREADABLE',
      exit: 'input',
      message: expect.stringContaining('save it as .xlsx') as string,
    });
  });
});
