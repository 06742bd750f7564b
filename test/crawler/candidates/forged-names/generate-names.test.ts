import { readFileSync, readdirSync } from 'node:fs';
import { domainToUnicode } from 'node:url';
import { parse } from 'tldts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { evaluateNames, readLabelled } from '../../../../crawler/candidates/forged-names/evaluate-names.ts';
import { generateNames } from '../../../../crawler/candidates/forged-names/generate-names.ts';
import { explainRule } from '../../../../crawler/candidates/forged-names/name-rules.ts';
import { RegistrableNames, checkSuffixData, isRegistrableName } from '../../../../detectors/names/suffix-rules.ts';
import { loadPlatforms } from '../../../../crawler/settings/load-platforms.ts';
import { closedSuffix } from '../../../../detectors/names/official-hosts.ts';
import { MingjingError } from '../../../../storage/mingjing-error.ts';
import type { Platform } from '../../../../storage/vocabulary/platform.ts';

const SAMPLES = new URL('../../../data/names/', import.meta.url);
const LANTERN: Platform = {
  id: 'lantern',
  name: '特种作业证书查询平台',
  owner: '应急管理部',
  hosts: ['cx.lantern.gov.cn', '.lantern.gov.cn'],
  domainTokens: { agency: ['lantern'], service: ['cx', 'zscx', 'chaxun'], topic: ['tzzy'] },
  sections: ['特种作业操作证查询'],
  keywords: ['电工证查询'],
};
const OPEN_LANTERN: Platform = { id: 'open', name: '设备查询', hosts: ['cnsb.e-dls.cn'] };

function firstNames(platform: Platform, limit: number) {
  const names = new Map<string, { rule: string; cost: number; rank: number }>();
  for (const { host, rule, cost } of generateNames(platform)) {
    if (names.has(host)) throw new Error(`${host} came twice`);
    names.set(host, { rule, cost, rank: names.size + 1 });
    if (names.size >= limit) break;
  }
  return names;
}

describe('the name generator', () => {
  const names = firstNames(LANTERN, 60_000);

  it('never makes a name below a suffix that outsiders cannot register', () => {
    expect(
      [...names.keys()]
        .filter(
          (host) =>
            closedSuffix(host) !== null ||
            /(?:^|\.)(?:gov|edu|mil|ac)\.[a-z]{2}$/.test(parse(host, { allowPrivateDomains: true }).publicSuffix ?? ''),
        )
        .slice(0, 5),
    ).toEqual([]);
  });

  it('makes only names that are valid in the DNS and have a registrable domain', () => {
    const wrong = [...names.keys()].filter(
      (host) =>
        host.length > 253 ||
        parse(host, { allowPrivateDomains: true }).domain === null ||
        !host.split('.').every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label)),
    );
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it('makes each name once, likelier ones first', () => {
    const costs = [...names.values()].map(({ cost }) => cost);
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
  });

  it('is lazy: the first names come without the rest', () => {
    const looked = vi.spyOn(RegistrableNames.prototype, 'has');
    onTestFinished(() => looked.mockRestore());
    const few = firstNames(LANTERN, 10);
    const forFew = looked.mock.calls.length;
    expect([...few.keys()]).toContain('cx-lantern-gov.cn');
    firstNames(LANTERN, 60_000);
    expect(forFew).toBeGreaterThanOrEqual(10);
    expect(forFew).toBeLessThan((looked.mock.calls.length - forFew) / 100);
  });

  it.each([
    ['cx-lantern-gov.cn', 'suffix-folding'],
    ['lanterngov.cn', 'suffix-folding'],
    ['lantern-gov.com.cn', 'suffix-folding'],
    ['cx-lantern-gov-cn.com', 'suffix-folding'],
    ['lantern-cx-gov.cn', 'suffix-folding'],
    ['lantern-zscx.cn', 'token-join'],
    ['tzzy-cx.com', 'token-join'],
    ['dgz-cx.com', 'token-join'],
    ['yjglb-cx.cn', 'token-join'],
    ['yingjiguanlibu.com', 'token'],
    ['zglantern.cn', 'nation'],
    ['cx.lantern.g0v.cn', 'gov-look-alike'],
    ['lantern.govcn.top', 'gov-zone'],
    ['cx.lantern.gov.cn.com', 'host-prefix'],
    ['cx.lantern.gov.cn.chaxun.com', 'host-prefix'],
    ['cx.lantern.gov.cn.zscx-cx.top', 'host-prefix'],
    ['1antern-gov.cn', 'mistake+close-homoglyph'],
    ['cx-lantren-gov.cn', 'mistake+transposition'],
    ['lantern-gov1.cn', 'number'],
    ['zengshu.com', 'fuzzy-pinyin'],
    ['bjyjt-cx.cn', 'local-organ'],
    ['cx-lantern-gov.pages.dev', 'suffix-folding+free-host'],
  ])('makes %s by the rule %s', (host, rule) => {
    expect(names.get(host)?.rule).toBe(rule);
  });

  it('explains every rule it uses, in both languages', () => {
    const rules = new Set([...names.values()].map(({ rule }) => rule));
    expect(explainRule('mistake+omission').en).toBe(
      'the official label with a mistake in it, joined with other words; a character left out',
    );
    expect([...rules].filter((rule) => rule.split('+').some((part) => explainRule(part).zh === part))).toEqual([]);
  });

  it('puts Chinese names of the platform and letters with marks into punycode', () => {
    const readable = new Map([...names].map(([host, { rule }]) => [domainToUnicode(host), rule]));
    expect(readable.get('特种作业操作证查询.cn')).toBe('chinese-name');
    expect([...readable].find(([, rule]) => rule === 'marked-letter')?.[0]).toMatch(/[^\p{ASCII}]/u);
  });

  it('keeps the official sub-domain and suffix of a label that anyone can squat', () => {
    const open = firstNames(OPEN_LANTERN, 20_000);
    const rules = {
      'cnsb.edls.cn': 'omission',
      'cnsb.e-dis.cn': 'homoglyph',
      'cnsb.e-d1s.cn': 'close-homoglyph',
      'cnsb.ee-dls.cn': 'repetition',
      'cnsb.e-lds.cn': 'transposition',
      'cnsb.e-dls7.cn': 'addition',
      'cnsb.e-dxls.cn': 'any-letter',
      'cnsb.e-dls.com': 'suffix-folding',
    };
    expect(Object.fromEntries(Object.keys(rules).map((host) => [host, open.get(host)?.rule]))).toEqual(rules);
  });

  it('works from a host and a name alone, and makes nothing of a host that is none', () => {
    expect(firstNames({ id: 'bare', name: '查询', hosts: ['query.example.gov.cn'] }, 500).size).toBe(500);
    expect(firstNames({ id: 'broken', name: '查询', hosts: ['.'] }, 500).has('.')).toBe(false);
    const odd = firstNames(
      {
        id: 'odd',
        name: '!!',
        hosts: ['gov.cn', 'localhost', 'xn--a.gov.cn'],
        domainTokens: { agency: ['a b', '-x-', '中文', '..'] },
      },
      500,
    );
    expect([...odd.keys()].filter((host) => !/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host))).toEqual([]);
  });
});

describe('registrable names', () => {
  const registrable = new RegistrableNames();
  it.each([
    ['cx.mem.gov', 'cn', false],
    ['gov', 'cn', false],
    ['cx.mem.gov', 'cx', false],
    ['cx.mem.gov', 'top', true],
    ['cx.mem.gov', 'com.cn', true],
    ['com', 'cn', false],
    ['mem.com', 'cn', true],
    ['a'.repeat(64), 'cn', false],
    [`${'a.'.repeat(125)}abc`, 'cn', false],
  ])('%s + %s: %s', (stem, suffix, expected) => {
    expect(registrable.has(stem, suffix)).toBe(expected);
  });

  it('agree with the question for one whole name', () => {
    expect(
      ['cx.mem.gov.cn', 'cx.mem.gov.cm', 'gov.cn', 'a.edu.cn', 'mem-gov.cn', 'x.github.io'].map(isRegistrableName),
    ).toEqual([false, false, false, false, true, true]);
  });

  it('are refused loudly when the suffix list is missing', () => {
    expect(() => checkSuffixData(() => ({ publicSuffix: null, domain: null }))).toThrow(MingjingError);
    expect(() => checkSuffixData((host) => ({ publicSuffix: host.split('.').at(-1) ?? null, domain: host }))).toThrow(
      /public suffix list/,
    );
    expect(() => checkSuffixData()).not.toThrow();
  });
});

describe('against lists', async () => {
  const platforms = await loadPlatforms();

  it('makes 95 % of the names thought up by hand within the first 20,000 a platform', () => {
    const file = new URL('plausible-fakes-dev.txt', SAMPLES);
    const { rows, unreadable } = readLabelled(readFileSync(file, 'utf8'), 'dev');
    const { generator } = evaluateNames(rows, unreadable, platforms);
    expect(generator).toMatchObject({ registrable: 74, closed: 6 });
    expect(generator.curve.at(-1)).toMatchObject({ names: 20_000 });
    expect(generator.curve.at(-1)?.recall).toBeGreaterThanOrEqual(0.95);
  });

  it('makes every name of dnstwist that an outsider can register within the same budget', () => {
    const files = readdirSync(new URL('dnstwist/', SAMPLES));
    expect(files).toHaveLength(3);
    for (const file of files) {
      const host = file.replace(/\.csv$/, '');
      const platform = platforms.find(({ hosts }) => hosts.includes(host)) as Platform;
      const wanted = new Set(
        readFileSync(new URL(`dnstwist/${file}`, SAMPLES), 'utf8')
          .trim()
          .split(/\r?\n/)
          .slice(1)
          .map((line) => line.split(',')[1] ?? '')
          .filter((name) => name !== host && isRegistrableName(name)),
      );
      expect(wanted.size).toBeGreaterThan(1);
      let rank = 0;
      for (const made of generateNames(platform)) {
        wanted.delete(made.host);
        if (wanted.size === 0 || ++rank >= 20_000) break;
      }
      expect({ host, missing: [...wanted] }).toEqual({ host, missing: [] });
    }
  });
});
