import { describe, expect, it } from 'vitest';
import { bestNameMatch } from '../../../detectors/names/best-name-match.ts';
import { labelToUnicode } from '../../../detectors/names/punycode-label.ts';
import { nameFindings } from '../../../detectors/signals/domain-similarity.ts';
import { parsePlatform } from '../../../detectors/brands/platform-schema.ts';

const MEM = parsePlatform(
  {
    id: 'mem',
    name: '应急查询',
    hosts: ['cx.mem.gov.cn', '.mem.gov.cn'],
    domainTokens: { agency: ['mem', 'yjgl', 'yjglb'], service: ['cx', 'chaxun', 'zscx'], topic: ['tzzy'] },
  },
  'mem',
);
const CHSI = parsePlatform(
  { id: 'chsi', name: '学信网', hosts: ['www.chsi.com.cn', '.chsi.com.cn'], domainTokens: { agency: ['chsi'] } },
  'chsi',
);
const CNSE = parsePlatform({ id: 'cnse', name: '特种设备', hosts: ['cnse.e-cqs.cn'] }, 'cnse');
const platforms = [MEM, CHSI, CNSE];
const valueOf = (host: string) => nameFindings([host], [], platforms, [])[0]?.value ?? 0;

describe('host names that imitate', () => {
  it.each([
    ['official name as a prefix', 'cx.mem.gov.cn.ugome.example', 1, 'mem'],
    ['dots turned to hyphens', 'cx-mem-gov-cn.enjoy.example', 1, 'mem'],
    ['suffix folded into the name', 'cx-mem-gov.cn', 1, 'mem'],
    ['only the parent folded', 'mem-gov.cn', 0.9, 'mem'],
    ['labels joined', 'cxmem.example', 0.8, 'mem'],
    ['labels and gov joined', 'cxmemgov.example', 0.85, 'mem'],
    ['zero for o', 'cx.mem.g0v.cn', 0.9, 'mem'],
    ['q for g', 'cx-mem-qov.cn', 0.9, 'mem'],
    ['rn for m', 'cx-rnem-gov.cn', 0.95, 'mem'],
    ['cyrillic letters', 'xn--cx-mm-gov-j0h.example', 0.9, 'mem'],
    ['ministry in pinyin initials', 'yjglb-cx.cn', 0.6, 'mem'],
    ['topic and query', 'tzzycx.cn', 0.45, 'mem'],
    ['one letter more', 'www.chsic.com.cn', 0.45, 'chsi'],
    ['other suffix', 'cnse.e-cqs.com', 0.7, 'cnse'],
    ['region before the agency', 'shanxi-yjgl-gov.example', 0.8, 'mem'],
  ])('%s: %s', (_name, host, least, platform) => {
    const [finding] = nameFindings([host], [], platforms, []);
    expect(finding?.value ?? 0).toBeGreaterThanOrEqual(least);
    expect(finding?.platform).toBe(platform);
    expect(finding?.because[0]?.zh).toContain(host);
  });

  it('read punycode by its look', () => {
    const label = 'xn--mm-nlc'; // Latin m, Cyrillic е, Latin m
    expect(labelToUnicode(label)).toBe('m\u0435m');
    expect(bestNameMatch('cx.xn--mm-nlc.example', platforms)?.platform).toBe('mem');
  });

  it('without a platform are weak', () => {
    for (const host of ['www-creditjx-gov-cn.aaaqb.example', 'news-gov-cn.example', 'gov.cn.emy.flicks.example']) {
      const [finding] = nameFindings([host], [], platforms, []);
      expect(finding?.platform).toBeNull();
      expect(finding?.value).toBeLessThan(0.5);
    }
  });

  it('carry the official name in the path', () => {
    const [finding] = nameFindings(
      ['static.example'],
      ['https://static.example/cx.mem.gov.cn/index.html'],
      platforms,
      [],
    );
    expect(finding?.value).toBeLessThan(0.5);
    expect(finding?.platform).toBe('mem');
  });
});

describe('host names that stay quiet', () => {
  it.each([
    'cx.mem.gov.cn',
    'www.mem.gov.cn',
    'yjt.shanxi.gov.cn',
    'cx-mem.gov.cn', // nobody outside can register below gov.cn
    'memory.example',
    'member.cn',
    'memorial.example',
    'document.example',
    'mem.example',
    'chaxun.example',
    'cxy.cn',
    'kuaidichaxun.cn',
    'governance.example',
    'cnetgovcnts.example',
    'www.bjjgxy.example',
    '192.0.2.1',
    '[2001:db8::1]',
    'tzzypx.example',
    'localhost',
    '',
    '...',
    '-.-',
    'cx.mem.gov.cn.cdngslb.com',
    'cx.mem.gov.cn.w.kunlunaq.com',
  ])('%s', (host) => {
    expect(valueOf(host)).toBe(0);
  });

  it('of the operator are quiet too', () => {
    expect(nameFindings(['cx-mem-gov.cn'], [], platforms, ['cx-mem-gov.cn'])).toEqual([]);
  });
});
