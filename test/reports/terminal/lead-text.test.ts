/** What an officer sees of the rows and photos that were handed in, in both languages. */
import { describe, expect, it } from 'vitest';
import { leadAddedText, leadListText, leadPhotoText, type LeadIntake } from '../../../reports/terminal/lead-text.ts';
import type { Lead } from '../../../storage/cases/lead-repository.ts';

const counts: LeadIntake = {
  rows: 4,
  leads: 5,
  added: 3,
  merged: 1,
  repeated: 1,
  official: 1,
  unusable: [
    { file: 'a.csv', place: '3', written: '听不清', fault: 'no-dot' },
    { file: 'b.xlsx', place: '表:9', written: '', fault: 'empty' },
  ],
  notes: [
    {
      zh: 'a.csv：第 2 行有未配对的引号，已按普通字符读取',
      en: 'a.csv: line 2 has a quotation mark that nothing closes',
    },
  ],
};

describe('the rows of a sheet', () => {
  it('are all accounted for, in Chinese', () => {
    expect(leadAddedText(counts, 'zh').split('\n')).toEqual([
      '共 4 行，读出网址 5 个：新增 3 个，并入已有网址 1 个，重复 1 个；无法使用 2 行；其中 1 个为官方网址，巡查时不访问',
      '- a.csv 3：听不清，不是网址',
      '- b.xlsx 表:9：没有填写网址',
      '! a.csv：第 2 行有未配对的引号，已按普通字符读取',
    ]);
  });

  it('are all accounted for, in English, the first twenty that failed by name', () => {
    const unusable = Array.from({ length: 23 }, (_, index) => ({
      file: 'a.csv',
      place: String(index),
      written: 'weixin://x',
      fault: 'scheme',
    }));
    const lines = leadAddedText({ ...counts, rows: 1, official: 0, notes: [], unusable }, 'en').split('\n');
    expect(lines[0]).toBe('1 row, 5 addresses: 3 new, 1 merged into known ones, 1 repeated; 23 rows unusable');
    expect(lines[1]).toBe('- a.csv 0: weixin[:]//x, not an http(s) address');
    expect(lines.slice(21)).toEqual(['… and 3 more; --json lists all']);
  });
});

it('photos show the address that was taken, the words around it, and what could not be read', () => {
  const text = leadPhotoText(
    [
      {
        file: 'card.jpg',
        digest: 'd',
        reason: null,
        codes: [
          { kind: 'url', payload: '编号 T0000 http://see-card.cn/q', url: 'http://see-card.cn/q' },
          { kind: 'url', payload: 'http://two-card.cn/', url: 'http://two-card.cn/' },
        ],
        unread: [{ zh: '图片不完整', en: 'incomplete' }],
      },
      { file: 'blank.jpg', digest: 'e', reason: null, codes: [], unread: [] },
      { file: 'x.doc', digest: null, reason: { zh: '不是可读的图片', en: 'no picture' }, codes: [], unread: [] },
    ],
    { added: 2, merged: 0, repeated: 0 },
    'zh',
  );
  expect(text.split('\n')).toEqual([
    '✓ card.jpg  SHA-256 d',
    '    网址，已记为线索：hxxp://see-card[.]cn/q（码中原文：编号 T0000 hxxp://see-card[.]cn/q）',
    '    网址，已记为线索：hxxp://two-card[.]cn/',
    '    ! 图片不完整',
    '! blank.jpg：未识别到二维码，图片已留存，请人工查看',
    '✗ x.doc：无法读取图片：不是可读的图片',
    '新增网址 2 个，并入已有 0 个，重复 0 个',
  ]);
});

it('the list shows what was written where that is not the address', () => {
  const report = {
    origin: 'import',
    channel: '热线',
    receivedAt: '2026-11-03',
    note: null,
    reported: '点击查看',
    file: 'a.xlsx',
    place: '表:2',
    photo: null,
    recordedAt: '2026-11-21',
  } as const;
  const lead: Lead = {
    id: 1,
    kind: 'entry',
    target: 'http://see-card.cn/q',
    host: 'see-card.cn',
    addedAt: '2026-11-21',
    reports: [report],
  };
  const lines = leadListText([lead], [], 'zh').split('\n');
  expect(lines[0]).toMatch(/原文/);
  expect(lines[2]).toMatch(/hxxp:\/\/see-card\[\.\]cn\/q .*表:2 +点击查看/);
});
