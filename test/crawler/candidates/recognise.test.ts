import { describe, expect, it } from 'vitest';
import { RECOGNISED_FROM, recogniseName } from '../../../crawler/candidates/recognise.ts';
import { segment } from '../../../crawler/candidates/segment-token.ts';
import { loadPlatforms } from '../../../crawler/platforms/load-platforms.ts';

const platforms = await loadPlatforms();

describe('recogniseName', () => {
  it.each([
    ['cx.mem.gov.cn.a1b2.top', 'mem-cx', 0.98],
    ['cx-mem-gov-cn.pages.dev', 'mem-cx', 0.98],
    ['x9.cx-mem-gov-cn.shop.example', 'mem-cx', 0.98],
    ['memgov.cn', 'mem-cx', 0.9],
    ['rnem-gov.cn', 'mem-cx', 0.9],
    ['rnern-gov.cn', 'mem-cx', 0.9],
    ['mem.g0v.cn', 'mem-cx', 0.9],
    ['cxmem.top', 'mem-cx', 0.75],
    ['zlaqmohurd.xyz', 'mohurd-zlaq', 0.75],
    ['tzzycx88.com', 'mem-cx', 0.6],
    ['www-anybureau-gov-cn.unrelated.example', null, 0.5],
    ['abcgovcn.com', null, 0.5],
    ['chsix.com.cn', 'moe-chsi', 0.5],
  ])('takes %s for %s', (host, platform, score) => {
    expect(recogniseName(host, platforms)).toMatchObject({ platform, score });
  });

  it.each([
    'remember.me', 'www.memory.cn', 'cnetgovcnts.net', 'mzwfw.club', 'example.com', 'cx.mem.gov.cn', 'yjj.qingxi.gov.cn', 'search.moe.gov.sg',
    'cx.mem.gov.cn.w.kunlunsl.com', 'www.mohurd.gov.cn.cdn.dnsv1.com', 'safety.example.com', 'safetycheck.com', 'query.example.org', '192.0.2.7', 'chase.com', 'governor.com',
  ])('is quiet on %s', (host) => {
    expect(recogniseName(host, platforms)).toBeNull();
  });

  it('says why, in both languages, and never below its threshold', () => {
    const found = recogniseName('memgov-cx.cn', platforms);
    expect(found?.because.zh).toContain('memgov-cx.cn');
    expect(found?.because.en).toContain('memgov-cx.cn');
    expect(found?.score).toBeGreaterThanOrEqual(RECOGNISED_FROM);
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
