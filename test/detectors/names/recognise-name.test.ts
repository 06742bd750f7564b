import { readFileSync } from 'node:fs';
import { domainToASCII } from 'node:url';
import { describe, expect, it } from 'vitest';
import { NearWords } from '../../../detectors/names/near-words.ts';
import { readLabelled } from '../../../crawler/candidates/forged-names/evaluate-names.ts';
import { recogniseName } from '../../../detectors/names/recognise-name.ts';
import { RECOGNISED_FROM } from '../../../detectors/names/recognised-from.ts';
import { segment } from '../../../detectors/names/segment-token.ts';
import { WordStarts } from '../../../detectors/names/word-starts.ts';
import { loadPlatforms } from '../../../crawler/settings/load-platforms.ts';
import { honestNames } from '../../bench/honest-names.ts';

const platforms = await loadPlatforms();

describe('recogniseName', () => {
  it.each([
    ['cx.mem.gov.cn.a1b2.top', 'mem-cx', 'official-prefix'],
    ['x9.cx.mem.gov.cn.shop.example', 'mem-cx', 'official-prefix'],
    ['cx-mem-gov-cn.pages.dev', 'mem-cx', 'official-hyphens'],
    ['x9.cx-mem-gov-cn.shop.example', 'mem-cx', 'official-hyphens'],
    ['memgov.cn', 'mem-cx', 'agency-gov-cn'],
    ['rnem-gov.cn', 'mem-cx', 'agency-gov-cn'],
    ['rnern-gov.cn', 'mem-cx', 'agency-gov-cn'],
    ['mem.g0v.cn', 'mem-cx', 'agency-gov-cn'],
    ['mohurd-gov.com', 'mohurd-jzsc', 'agency-gov'],
    ['cxmem.top', 'mem-cx', 'common-agency-service'],
    ['zlaqmohurd.xyz', 'mohurd-zlaq', 'agency-agency'],
    ['tzzycx88.com', 'mem-cx', 'topic-service'],
    ['mohrud.cn', 'mohurd-jzsc', 'near-agency'],
    ['mfa.gov.cn.81-cn.info', null, 'organ-gov-cn'],
    ['www-ccdi-gov-cn.hkbmwzone.com', null, 'organ-gov-cn'],
    ['www-anybureau-gov-cn.unrelated.example', null, 'gov-cn-words'],
    ['abcgovcn.com', null, 'gov-run-on'],
    ['chsix.com.cn', 'moe-chsi', 'near-label'],
    ['81-cn.ddns.net', null, 'institution-inside'],
  ])('takes %s for %s by its shape %s', (host, platform, shape) => {
    expect(recogniseName(host, platforms)).toMatchObject({ platform, shape });
  });

  it.each([
    'remember.me',
    'www.memory.cn',
    'cnetgovcnts.net',
    'mzwfw.club',
    'example.com',
    'cx.mem.gov.cn',
    'yjj.qingxi.gov.cn',
    'search.moe.gov.sg',
    'cx.mem.gov.cn.w.kunlunsl.com',
    'www.mohurd.gov.cn.cdn.dnsv1.com',
    'safety.example.com',
    'safetycheck.com',
    'query.example.org',
    '192.0.2.7',
    'chase.com',
    'governor.com',
    'news.e-cqs.cn',
    'gaokao.chsi.com.cn',
    'www.81.cn',
    'mem.co.uk',
    'memquery.dev',
    'csi.com.cn',
    'zhujiang.com.cn',
    'gov.uk',
    'com',
    '',
    '.',
    'xn--a',
  ])('is quiet on %s', (host) => {
    expect(recogniseName(host, platforms)).toBeNull();
  });

  it('reads other letters: a Chinese name, a letter with a mark, a whole label in Cyrillic', () => {
    expect(recogniseName(domainToASCII('特种作业操作证查询.com'), platforms)).toMatchObject({
      platform: 'mem-cx',
      shape: 'chinese-platform',
    });
    expect(recogniseName(domainToASCII('mém-gov.cn'), platforms)?.score).toBeGreaterThan(0.8);
    expect(recogniseName(domainToASCII('сх-мем-gov.cn'), platforms)).not.toBeUndefined();
    expect(recogniseName(domainToASCII('今日新闻.com'), platforms)).toBeNull();
  });

  it('says why, in both languages, and never below its threshold', () => {
    const found = recogniseName('memgov-cx.cn', platforms);
    expect(found?.because.zh).toContain('memgov-cx.cn');
    expect(found?.because.en).toContain('memgov-cx.cn');
    expect(found?.score).toBeGreaterThanOrEqual(RECOGNISED_FROM);
    expect(recogniseName('cx.mem.gov.cn.a1b2.top', platforms)?.because.en).toContain(
      'carries the official host cx.mem.gov.cn as a prefix under an unrelated domain',
    );
  });

  it('scores a whole official host above a gov look above mere words', () => {
    const scores = ['cx.mem.gov.cn.a.top', 'mem-gov.cn', 'kj-gov.cn', 'cxmem.top', 'tzzy-cx.com', 'www.yananzw.cn'].map(
      (host) => recogniseName(host, platforms)?.score ?? 0,
    );
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('finds 9 in 10 of the reported look-alikes and none of the traps', () => {
    const { rows } = readLabelled(
      readFileSync(new URL('../../data/names/reported-lookalikes.csv', import.meta.url), 'utf8'),
      'reported',
    );
    const found = (imitation: boolean) =>
      rows
        .filter((row) => row.imitation === imitation && recogniseName(row.host, platforms) !== null)
        .map(({ host }) => host);
    expect(rows.filter(({ imitation }) => imitation)).toHaveLength(29);
    expect(found(true).length).toBeGreaterThanOrEqual(27);
    expect(found(false)).toEqual([]);
  });

  it('raises fewer than 30 alarms in a million on honest names', async () => {
    const { names, sources } = await honestNames(100_000);
    expect(sources['suffixes']).toBeGreaterThan(5000);
    expect(names.filter((host) => recogniseName(host, platforms) !== null).length).toBeLessThanOrEqual(3);
  });
});

describe('the cheap indexes', () => {
  it('propose every name that holds a word, masked or not', () => {
    const starts = new WordStarts(['mem', 'wang', 'gov']);
    expect(['cx-mem.cn', 'rnem.cn', 'vvang.top', 'g0v.cn'].map((host) => starts.mayHold(host))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['', 'a', 'ab', 'xyz.qq'].map((host) => starts.mayHold(host))).toEqual([false, false, false, false]);
  });

  it('find words one slip away and no others', () => {
    const near = new NearWords(['mohurd', 'chsi']);
    expect(['mohurd', 'mohrud', 'mohur', 'mohuurd', 'mohubd', 'chsic'].map((text) => near.find(text))).toEqual([
      'mohurd',
      'mohurd',
      'mohurd',
      'mohurd',
      'mohurd',
      'chsi',
    ]);
    expect(['mohu', 'mhoudr', 'unrelated', '', 'dhurom'].map((text) => near.find(text))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('segment', () => {
  const words = new Map(['mem', 'cx', 'gov', 'memgov'].map((word) => [word, true]));
  it('covers a text with the fewest words, or not at all', () => {
    expect(segment('cxmemgov', words)).toEqual(['cx', 'memgov']);
    expect(segment('remember', words)).toBeNull();
    expect(segment('', words)).toBeNull();
  });
});
