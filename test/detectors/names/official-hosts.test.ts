import { describe, expect, it } from 'vitest';
import {
  closedSuffix,
  hostOf,
  isOfficialHost,
  matchesHostEntry,
  officialPlatform,
} from '../../../detectors/names/official-hosts.ts';
import { LIFTS, WORKS } from '../page-fixtures.ts';

const platforms = [WORKS, LIFTS];

describe('the official list', () => {
  it.each(['cx.works.gov.cn', 'www.works.gov.cn', 'works.gov.cn', 'CX.Works.gov.cn.', 'cx.works.gov.cn:8080'])(
    'knows %s',
    (host) => {
      expect(isOfficialHost(host, platforms)).toBe(true);
    },
  );

  it.each([
    'xworks.gov.cn',
    'cx.works.gov.cn.evil.example',
    'cx-works.gov.cn',
    'works.gov.cn.example',
    'gov.cn',
    '',
    'cnse.e-lifts.cn.com',
    'www.cnse.e-lifts.cn',
  ])('does not know %s', (host) => {
    expect(isOfficialHost(host, platforms)).toBe(false);
  });

  it('names the platform', () => {
    expect(officialPlatform('cnse.e-lifts.cn', platforms)?.id).toBe('lifts');
    expect(officialPlatform('site.example', platforms)).toBeNull();
  });

  it("takes the operator's own hosts in the same notation", () => {
    expect(isOfficialHost('crane.gdcic.example', platforms, ['.gdcic.example'])).toBe(true);
    expect(isOfficialHost('xgdcic.example', platforms, ['.gdcic.example'])).toBe(false);
  });

  it('never takes an empty entry for everything', () => {
    expect(matchesHostEntry('site.example', '')).toBe(false);
    expect(matchesHostEntry('site.example', '.')).toBe(false);
  });

  it('tells closed suffixes on label boundaries', () => {
    expect(closedSuffix('yjt.shanxi.gov.cn')).toBe('gov.cn');
    expect(closedSuffix('www.school.edu.cn')).toBe('edu.cn');
    expect(closedSuffix('memgov.cn')).toBeNull();
    expect(closedSuffix('gov.cn.example')).toBeNull();
  });

  it('reads the host of web addresses only', () => {
    expect(hostOf('https://A.Example:8443/x')).toBe('a.example');
    expect(hostOf('data:text/html,x')).toBe('');
    expect(hostOf('nonsense')).toBe('');
  });
});
