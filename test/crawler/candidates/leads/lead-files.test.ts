/** Hotline sheets: CSV and XLSX, Chinese headers, addresses in sentences, times as people write them, broken files. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressesIn } from '../../../../crawler/candidates/leads/lead-address.ts';
import { leadTime } from '../../../../crawler/candidates/leads/lead-time.ts';
import { readLeadFile } from '../../../../crawler/candidates/leads/read-lead-file.ts';
import { MingjingError } from '../../../../storage/mingjing-error.ts';
import { growth, TOO_MUCH_GROWTH } from '../../../growth.ts';
import { workbook, zip } from './sheet-fixture.ts';

const NOW = '2026-11-21T08:00:00.000Z';
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-sheets-'));
});
afterAll(async () => rm(folder, { recursive: true }));

async function read(name: string, content: string | Buffer) {
  await writeFile(join(folder, name), content);
  return readLeadFile(join(folder, name), NOW);
}

async function failure(name: string, content: string | Buffer | null): Promise<MingjingError> {
  if (content !== null) await writeFile(join(folder, name), content);
  const error: unknown = await readLeadFile(join(folder, name), NOW).catch((reason: unknown) => reason);
  if (!(error instanceof MingjingError)) throw new Error('expected a MingjingError', { cause: error });
  return error;
}

describe('a CSV', () => {
  it('is read below its title, with Chinese headers in any order, and bad rows are named by line', async () => {
    const text =
      '2026年11月线索汇总,,,,\n序号,备注,接收时间,来源渠道,网址\n1,"来电,群众",2026年11月12日 9时30分,12350,http://a.test/q?id=1#/x\n2,,2026/11/3,12377,听不清\n3,,,,\n';
    const { leads, rows, unusable } = await read('a.csv', text);
    expect(rows).toBe(3);
    expect(leads).toEqual([
      {
        kind: 'entry',
        target: 'http://a.test/q?id=1#/x',
        host: 'a.test',
        report: {
          origin: 'import',
          channel: '12350',
          receivedAt: '2026-11-12T09:30:00+08:00',
          note: '来电,群众',
          reported: null,
          file: 'a.csv',
          place: '3',
          photo: null,
          recordedAt: NOW,
        },
      },
    ]);
    expect(unusable).toEqual([
      { file: 'a.csv', place: '4', written: '听不清', fault: 'no-dot' },
      { file: 'a.csv', place: '5', written: '', fault: 'empty' },
    ]);
  });

  it('may be GB18030, and tab separated', async () => {
    const header = Buffer.from('cdf8d6b709b1b8d7a20a', 'hex'); // 网址<tab>备注 in GBK
    const { leads } = await read(
      'b.csv',
      Buffer.concat([header, Buffer.from('http://a.test/\t'), Buffer.from('d6a4cae9', 'hex')]),
    );
    expect(leads.map(({ target, report }) => [target, report.note])).toEqual([['http://a.test/', '证书']]);
  });

  it('gives each address of one cell, with the text as it was written', async () => {
    const { leads } = await read('c.csv', 'url,note\n"群众称 hxxps://a[.]test/q,另有 b-fake.cn/y。",x\n');
    expect(leads.map(({ target, report }) => [target, report.reported])).toEqual([
      ['https://a.test/q', '群众称 hxxps://a[.]test/q,另有 b-fake.cn/y。'],
      ['http://b-fake.cn/y', '群众称 hxxps://a[.]test/q,另有 b-fake.cn/y。'],
    ]);
  });
});

describe('a workbook', () => {
  it('is read sheet by sheet, dates as Beijing time, other sheets passed over', async () => {
    const bytes = workbook({
      说明: [['填表说明']],
      十一月: [
        ['举报登记表'],
        ['网址', '来源渠道', '接收时间', '备注'],
        ['https://a.test/', 12350, { date: 46338.395833333336 }, '来电'],
        ['b.test-fake.cn', '12377', { date: 46338 }],
      ],
    });
    const { leads, rows } = await read('a.xlsx', bytes);
    expect(rows).toBe(2);
    expect(leads.map(({ target, report }) => [target, report.channel, report.receivedAt, report.place])).toEqual([
      ['https://a.test/', '12350', '2026-11-12T09:30:00+08:00', '十一月:3'],
      ['http://b.test-fake.cn/', '12377', '2026-11-12', '十一月:4'],
    ]);
  });

  it.each([
    [
      'without a column of addresses',
      workbook({
        表: [
          ['甲', '乙'],
          ['1', '2'],
        ],
      }),
      'no column of addresses',
    ],
    [
      'that is a broken archive',
      Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(100)]),
      'no readable workbook',
    ],
    [
      'that unpacks to gigabytes',
      zip([{ name: 'xl/worksheets/sheet1.xml', data: Buffer.alloc(64), claimed: 0xf0000000 }]),
      'unpacks to too much',
    ],
    ['that is another kind of archive', zip([{ name: 'readme.txt', data: Buffer.from('x') }]), 'no readable workbook'],
    [
      'of the old format',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512)]),
      'save it as .xlsx',
    ],
    ['that is a CSV without an address', 'name,12350\nb,12377\n', 'no column of addresses'],
    ['that is not there', null, 'ENOENT'],
  ])('%s is refused by name', async (_what, content, words) => {
    const error = await failure(content === null ? 'missing.xlsx' : 'bad.xlsx', content);
    expect(error).toMatchObject({ code: 'LEADS_UNREADABLE', exit: 'input' });
    expect(error.sentence.en).toContain(words);
    expect(error.sentence.zh).toContain('.xlsx');
  });
});

describe('leadTime', () => {
  it.each([
    ['2026-11-12T09:30:00+08:00', '2026-11-12T09:30:00+08:00'],
    ['2026-11-12T01:30:00Z', '2026-11-12T01:30:00Z'],
    ['2026/1/2', '2026-01-02'],
    ['2026.11.12 9:05', '2026-11-12T09:05:00+08:00'],
    ['２０２６年１１月１２日', '2026-11-12'],
    ['2026-02-30', '2026-02-30'],
    ['2026-11-12 25:00', '2026-11-12 25:00'],
    ['昨天下午', '昨天下午'],
  ])('reads %s as %s', (text, time) => {
    expect(leadTime(text)).toBe(time);
  });
});

describe('addressesIn', () => {
  it.each<[string, string[]]>([
    ['http://a.test/q?x=1#/y', ['http://a.test/q?x=1#/y']],
    ['cx.fake.cn', ['http://cx.fake.cn/']],
    ['网址是http://a.test/,打不开', ['http://a.test/']],
    ['http://a.test/ http://a.test/ http://b.test/', ['http://a.test/', 'http://b.test/']],
    ['打开 fake-gov.cn 查询', ['http://fake-gov.cn/']],
    ['报告见 report.docx', []],
    ['邮箱 x@fake-gov.cn', []],
    ['javascript:alert(1)', []],
    ['', []],
  ])('finds in %j: %j', (text, urls) => {
    expect(addressesIn(text).addresses.map(({ url }) => url)).toEqual(urls);
  });

  it('is not slowed down by a cell full of letters', () => {
    expect(growth(3000, (count) => 'a.'.repeat(count), addressesIn)).toBeLessThan(TOO_MUCH_GROWTH);
    expect(growth(6000, (count) => `http://${'a'.repeat(count)} x`, addressesIn)).toBeLessThan(TOO_MUCH_GROWTH);
  });
});
