import { readFileSync } from 'node:fs';
import { domainToUnicode } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generateNames, permutations } from '../../../crawler/candidates/permutations.ts';
import { loadPlatforms } from '../../../crawler/platforms/load-platforms.ts';
import { closedSuffix } from '../../../detectors/official-hosts.ts';
import type { Platform } from '../../../storage/vocabulary.ts';
import { LANTERN, OPEN_LANTERN, collect, startSourceWorld } from './source-world.ts';

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
  const names = firstNames(LANTERN, 20_000);

  it('never makes a name below a suffix that outsiders cannot register', () => {
    expect([...names.keys()].filter((host) => closedSuffix(host) !== null || /^(?:gov|edu|mil)\.cn$/.test(host))).toEqual([]);
  });

  it('makes each name once, likelier ones first', () => {
    const costs = [...names.values()].map(({ cost }) => cost);
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
  });

  it.each([
    ['cx-lantern-gov.cn', 'suffix-folding'],
    ['lanterngov.cn', 'suffix-folding'],
    ['lantern-gov.com.cn', 'suffix-folding'],
    ['cxlantern-gov.cn', 'suffix-folding'],
    ['cx-lantern-gov-cn.com', 'suffix-folding'],
    ['lantern-zscx.cn', 'token-join'],
    ['tzzy-cx.com', 'token-join'],
    ['cx.lantern.g0v.cn', 'gov-look-alike'],
    ['cx.lantern.qov.cn', 'gov-look-alike'],
    ['lantern.govcn.top', 'gov-zone'],
    ['cx.lantern.gov.cn.com', 'host-prefix'],
    ['cx.lantern.gov.cn.chaxun.com', 'host-prefix'],
    ['1antern-gov.cn', 'close-homoglyph'],
    ['lantren-gov.cn', 'transposition'],
    ['lantern-gov1.cn', 'number'],
  ])('makes %s by the rule %s', (host, rule) => {
    expect(names.get(host)?.rule).toBe(rule);
  });

  it('puts Chinese names of the platform into punycode', () => {
    const readable = new Map([...names].map(([host, { rule }]) => [domainToUnicode(host), rule]));
    expect(readable.get('特种作业操作证查询.cn')).toBe('chinese-name');
  });

  it('keeps the official sub-domain and suffix of a label that anyone can squat', () => {
    const open = firstNames(OPEN_LANTERN, 20_000);
    const rules = { 'cnsb.edls.cn': 'omission', 'cnsb.e-dis.cn': 'homoglyph', 'cnsb.e-d1s.cn': 'close-homoglyph', 'cnsb.ee-dls.cn': 'repetition', 'cnsb.e-lds.cn': 'transposition', 'cnsb.e-dls7.cn': 'addition', 'cnsb.e-dls.com': 'suffix-folding' };
    expect(Object.fromEntries(Object.keys(rules).map((host) => [host, open.get(host)?.rule]))).toEqual(rules);
  });

  it('works from a host and a name alone', () => {
    expect(firstNames({ id: 'bare', name: '查询', hosts: ['query.example.gov.cn'] }, 500).size).toBe(500);
    expect(firstNames({ id: 'broken', name: '查询', hosts: ['.'] }, 500).has('.')).toBe(false);
  });
});

describe('against names thought up by hand', () => {
  it('finds at least 60 of the 75 registrable ones among 4,000 names a platform, and 68 among 8,000', async () => {
    const wanted = readFileSync(new URL('fixtures/plausible-fakes.txt', import.meta.url), 'utf8').trim().split(/\s+/).filter((host) => closedSuffix(host) === null);
    const rank = new Map<string, number>();
    for (const platform of await loadPlatforms()) {
      for (const [host, found] of firstNames(platform, 8000)) rank.set(host, Math.min(found.rank, rank.get(host) ?? Infinity));
    }
    const recall = (limit: number) => wanted.filter((host) => (rank.get(host) ?? Infinity) <= limit).length;
    expect(wanted).toHaveLength(75);
    expect(recall(4000)).toBeGreaterThanOrEqual(60);
    expect(recall(8000)).toBeGreaterThanOrEqual(68);
  });

  it('covers every name of dnstwist that an outsider can register', async () => {
    const wanted = readFileSync(new URL('fixtures/dnstwist-registrable.txt', import.meta.url), 'utf8').trim().split(/\s+/);
    expect(wanted).toHaveLength(169);
    const platforms = await loadPlatforms();
    for (const [id, prefix] of [['mem-cx', 'cx.'], ['mohurd-zlaq', 'zlaq.'], ['samr-cnse', 'cnse']] as const) {
      const missing = new Set(wanted.filter((host) => host.startsWith(prefix)));
      const platform = platforms.find((each) => each.id === id) as Platform;
      for (const { host } of generateNames(platform)) {
        missing.delete(host);
        if (missing.size === 0) break;
      }
      expect({ id, missing: [...missing] }).toEqual({ id, missing: [] });
    }
  }, 60_000);
});

describe('the source', () => {
  it('yields up to its limit, drops official names with a count, and goes on from its cursor', async () => {
    const world = await startSourceWorld((_request, response) => response.end());
    try {
      const limits = { ...world.context().limits, permutationsPerPlatform: 2500 };
      const context = world.context({ limits, allowList: ['cx-lantern-gov.cn'] });
      const whole = await collect(permutations, context);
      expect(whole.found).toHaveLength(2499);
      expect(whole.outcomes).toMatchObject([{ source: 'permutations', scope: 'lantern', status: 'done', found: 2499, dropped: [{ reason: 'official', count: 1 }] }]);
      expect(whole.found[0]?.sighting.detail).toMatchObject({ platform: 'lantern' });
      const killed = await collect(permutations, context, 1500);
      const cursor = killed.progress.at(-1)?.cursor ?? null;
      const rest = await collect(permutations, { ...context, resume: () => ({ status: 'running', cursor }) });
      const hosts = new Set([...killed.found, ...rest.found].map((found) => found.host));
      expect([...hosts].sort()).toEqual(whole.found.map((found) => found.host).sort());
      expect(rest.found.length).toBeLessThan(1600);
      expect(rest.outcomes[0]?.found).toBe(2499);
      expect((await collect(permutations, { ...context, resume: () => ({ status: 'done', cursor }) })).found).toEqual([]);
    } finally {
      await world.close();
    }
  });
});
