/**
 * Sheets saved as text: delimiters, quotation marks that nobody closed, headers anywhere or nowhere, encodings, files
 * of another kind.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLeadFile } from '../../../../crawler/candidates/leads/read-lead-file.ts';

const HEADER = '网址,来源渠道,接收时间,备注\n';
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-csv-'));
});
afterAll(async () => rm(folder, { recursive: true }));

async function read(content: string | Buffer) {
  const path = join(folder, 'a.csv');
  await writeFile(path, content);
  return readLeadFile(path, '2026-11-21T08:00:00.000Z');
}

/** Line, target, channel and note of each lead. */
const brief = ({ leads }: Awaited<ReturnType<typeof read>>) =>
  leads.map(({ target, report: { place, channel, note } }) => [place, target, channel, note]);
const unusable = (file: Awaited<ReturnType<typeof read>>) =>
  file.unusable.map(({ place, written, fault }) => `${place} ${written} ${fault}`);

describe('a delimiter', () => {
  it.each([
    ['semicolon', ';'],
    ['tab', '\t'],
    ['bar', '|'],
    ['full-width comma', '，'],
    ['full-width semicolon', '；'],
  ])('may be a %s, with commas in a note', async (_what, delimiter) => {
    const text =
      ['网址', '来源渠道', '接收时间', '备注'].join(delimiter) +
      '\n' +
      ['http://one.test/q?a=1,2', '热线', '2026-11-03', '免考,包过,假'].join(delimiter) +
      '\n';
    expect(brief(await read(text))).toEqual([['2', 'http://one.test/q?a=1,2', '热线', '免考,包过,假']]);
  });

  it('in a note that nobody quoted cuts nothing off', async () => {
    expect(brief(await read(`${HEADER}http://one.test/,热线,2026-11-03,免考,包过,假\n`))).toEqual([
      ['2', 'http://one.test/', '热线', '免考,包过,假'],
    ]);
  });

  it('is not needed: one address a line will do', async () => {
    const file = await read('one-card.cn/a;b\n\nhttp://two.test/q?a=1,2\n听不清\n');
    expect(file.leads.map(({ target, report }) => [report.place, target])).toEqual([
      ['1', 'http://one-card.cn/a;b'],
      ['3', 'http://two.test/q?a=1,2'],
    ]);
    expect(unusable(file)).toEqual(['4 听不清 no-dot']);
  });
});

describe('a quotation mark that nobody closed', () => {
  it.each<[string, string, string[], number[]]>([
    [
      'in a note',
      'http://a.test/,热线,2026-11-03,"开头\nhttp://b.test/,热线,2026-11-03,好\nhttp://c.test/,热线,2026-11-03,好\n',
      ['a', 'b', 'c'],
      [2],
    ],
    [
      'in the middle of a row',
      'http://a.test/,"热线,2026-11-03,好\nhttp://b.test/,热线,2026-11-03,好\n',
      ['a', 'b'],
      [2],
    ],
    [
      'in front of the address',
      '"http://a.test/,热线,2026-11-03,好\nhttp://b.test/,热线,2026-11-03,好\n',
      ['a', 'b'],
      [2],
    ],
    ['in the last row', 'http://a.test/,热线,2026-11-03,好\nhttp://b.test/,热线,2026-11-03,"末尾', ['a', 'b'], [3]],
    [
      'before rows with quotes that would close it',
      'http://a.test/,热线,2026-11-03,"开头\nhttp://b.test/,热线,2026-11-03,"好"\nhttp://c.test/,热线,2026-11-03,他说"好"\n',
      ['a', 'b', 'c'],
      [2],
    ],
    [
      'in a sheet all of quotes',
      '"http://a.test/","热线","2026-11-03","开头\n"http://b.test/","热线","2026-11-03","好"\n"http://c.test/","热线","2026-11-03","好"\n',
      ['a', 'b', 'c'],
      [2],
    ],
    [
      'twice in a row',
      'http://a.test/,热线,2026-11-03,"一\nhttp://b.test/,热线,2026-11-03,"二\nhttp://c.test/,热线,2026-11-03,三\n',
      ['a', 'b', 'c'],
      [2, 3],
    ],
  ])('%s loses no row, and is named', async (_what, rows, hosts, lines) => {
    const file = await read(HEADER + rows);
    expect(file.leads.map(({ host }) => host)).toEqual(hosts.map((host) => `${host}.test`));
    expect(file.leads.every(({ report }) => report.receivedAt === '2026-11-03')).toBe(true);
    expect(file.notes.map(({ en }) => /line (\d+)/.exec(en)?.[1])).toEqual(lines.map(String));
  });

  it('hides no row without an address either', async () => {
    const file = await read(
      `${HEADER}http://a.test/,热线,2026-11-03,"开头\n听不清,热线,2026-11-03,好\n没听清,热线,2026-11-03,"好"\nhttp://b.test/,热线,2026-11-03,好\n`,
    );
    expect(file.leads.map(({ host }) => host)).toEqual(['a.test', 'b.test']);
    expect(unusable(file)).toEqual(['3 听不清 no-dot', '4 没听清 no-dot']);
  });
});

it('quotation marks inside cells, doubled ones, and cells of several lines are read as they are meant', async () => {
  const rows = [
    'http://a.test/,热线,2026-11-03,他说"能查到"的',
    'http://b.test/,热线"12350",2026-11-03,"能查到"是假话',
    'http://c.test/,热线,2026-11-03,"双""引""号"',
    'http://d.test/,热线,2026-11-03,"第一行\n第二行,有逗号\n见 http://note.test/ 等"',
    '"http://e.test/\nhttp://f.test/",热线,2026-11-03,好',
  ];
  const file = await read(`${HEADER}${rows.join('\n')}\n`);
  expect(brief(file)).toEqual([
    ['2', 'http://a.test/', '热线', '他说"能查到"的'],
    ['3', 'http://b.test/', '热线"12350"', '"能查到"是假话'],
    ['4', 'http://c.test/', '热线', '双"引"号'],
    ['5', 'http://d.test/', '热线', '第一行\n第二行,有逗号\n见 http://note.test/ 等'],
    ['8', 'http://e.test/', '热线', '好'],
    ['8', 'http://f.test/', '热线', '好'],
  ]);
  expect(file.notes).toEqual([]);
});

describe('a header', () => {
  it('stands below titles, one of which looks like it', async () => {
    const file = await read(
      '可疑网址汇总,,,\n填报单位：某局,,,\n\n序号,网址,来源渠道,备注\n1,http://a.test/,热线,甲\n2,,热线,乙\n',
    );
    expect(brief(file)).toEqual([['5', 'http://a.test/', '热线', '甲']]);
    expect(unusable(file)).toEqual(['6  empty']);
  });

  it('may be missing: the columns are told by what they hold', async () => {
    const documented = await read('http://a.test/,热线,2026-11-03,链接\n听不清,热线,2026-11-04,无\n');
    expect(brief(documented)).toEqual([['1', 'http://a.test/', '热线', '链接']]);
    expect(unusable(documented)).toEqual(['2 听不清 no-dot']);
    const other = await read('1;2026-11-03;热线;http://a.test/;甲\n2;2026-11-04;热线;b-card.cn;乙\n');
    expect(other.leads.map(({ target, report }) => [target, report.receivedAt, report.note])).toEqual([
      ['http://a.test/', '2026-11-03', '1 / 热线 / 甲'],
      ['http://b-card.cn/', '2026-11-04', '2 / 热线 / 乙'],
    ]);
  });

  it('may name two columns of addresses, and facts about them', async () => {
    const file = await read('举报网址,网址状态,跳转网址\nhttp://a.test/,失效,http://b.test/\n,失效,http://c.test/\n');
    expect(file.leads.map(({ target, report }) => [report.place, target])).toEqual([
      ['2', 'http://a.test/'],
      ['2', 'http://b.test/'],
      ['3', 'http://c.test/'],
    ]);
  });

  it('an address that stands in the note instead is found, the reporter’s own channel is not', async () => {
    const file = await read(
      `${HEADER}见备注,热线,2026-11-03,群众称 http://a.test/x 为假\n,www.hotline-card.cn,2026-11-03,无\n`,
    );
    expect(file.leads.map(({ target, report }) => [target, report.reported])).toEqual([
      ['http://a.test/x', '群众称 http://a.test/x 为假'],
    ]);
    expect(unusable(file)).toEqual(['3  empty']);
  });
});

describe('an encoding', () => {
  const text = `${HEADER}http://a.test/,热线,2026-11-03,证书\n`;
  it.each<[string, Buffer]>([
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 without', Buffer.from(text, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['line ends of old Macs', Buffer.from(text.replaceAll('\n', '\r'))],
  ])('may be %s', async (_what, bytes) => {
    expect(brief(await read(bytes))).toEqual([['2', 'http://a.test/', '热线', '证书']]);
  });
});

it.each<[string, string | Buffer, string]>([
  ['nothing', '', 'no column of addresses'],
  ['a sheet without addresses', '姓名,电话\n甲,1\n', 'no column of addresses'],
  ['a PDF', '%PDF-1.7 http://a.test/', 'PDF'],
  ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'use lead photo'],
  ['a web page', '<html><table><tr><td>http://a.test/</td></tr></table></html>', 'web page'],
  [
    'an encrypted workbook',
    Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(600),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ]),
    'take its password off',
  ],
  ['a program', Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 37) % 31)), 'neither text nor'],
])('%s is refused with one message that says why', async (_what, content, words) => {
  await expect(read(content)).rejects.toMatchObject({
    code: 'LEADS_UNREADABLE',
    exit: 'input',
    message: expect.stringContaining(words) as string,
  });
});
