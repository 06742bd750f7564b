/** The lists and pages of the console: stable fields for programs, aligned and masked text for people. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inReadingOrder } from '../../../reports/records/accusing-verdicts.ts';
import { displayWidth } from '../../../reports/terminal/display-width.ts';
import { createReportContext } from '../../../reports/sweep-report/report-context.ts';
import { infrastructureBlock } from '../../../reports/sweep-report/report-record.ts';
import { siteRows, siteTable } from '../../../reports/terminal/site-list.ts';
import { readSite } from '../../../reports/records/site-record.ts';
import { siteDetail, siteText } from '../../../reports/terminal/site-show.ts';
import type { Platform } from '../../../storage/vocabulary/platform.ts';
import { sweepSummary, sweepSummaryText } from '../../../reports/terminal/sweep-summary.ts';
import { FAKE, ID_NUMBER, PHONE } from '../fixture-records.ts';
import type { Fixture } from '../fixture-store.ts';
import { openFixture } from '../fixture-store.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

describe('the site list', () => {
  it('is sorted by verdict and score, with stable fields', async () => {
    const rows = await siteRows(fixture);
    expect(rows.map(({ verdict }) => verdict)).toEqual([
      'impersonation',
      'injected',
      'parked',
      'benign',
      'unreachable',
    ]);
    expect(rows[0]).toEqual({
      host: FAKE,
      verdict: 'impersonation',
      platform: 'mem-cx',
      score: 97.4,
      url: expect.stringContaining(FAKE),
      foundBy: ['permutations', 'qr'],
      firstReason: { zh: expect.any(String), en: expect.any(String) },
    });
  });
  it('puts the highest score first within a verdict, and equal scores by host', () => {
    const sites = [
      ['b.example', 70],
      ['a.example', 70],
      ['c.example', 95],
    ] as const;
    expect(
      inReadingOrder(sites.map(([host, score]) => ({ host, score, verdict: 'impersonation' as const }))).map(
        ({ host }) => host,
      ),
    ).toEqual(['c.example', 'a.example', 'b.example']);
  });
  it('keeps one verdict when asked', async () =>
    expect(await siteRows({ ...fixture, verdict: 'parked' })).toHaveLength(1));
  it('draws aligned columns in both languages, defanged', async () => {
    const rows = await siteRows(fixture);
    for (const lang of ['zh', 'en'] as const) {
      const [head = '', , ...body] = siteTable(rows, lang).split('\n');
      const column = displayWidth(head.slice(0, head.indexOf(lang === 'zh' ? '主机' : 'HOST')));
      for (const [index, line] of body.entries())
        expect(displayWidth(line.slice(0, line.indexOf(rows[index]!.host.replaceAll('.', '[.]'))))).toBe(column);
    }
    expect(siteTable(rows, 'zh')).not.toContain(FAKE);
    expect(siteTable([], 'zh')).toBe('没有网站。');
  });
});

describe('one site', () => {
  it('is masked also for programs', async () => {
    const detail = await siteDetail({ ...fixture, host: FAKE, platforms: [] });
    expect(detail).toMatchObject({
      host: FAKE,
      registrableDomain: 'query.example',
      masked: true,
      registration: { registrant: '张**' },
      assessment: { clues: { phone: [{ value: '138****0000' }], payment: [{ value: '张**' }] } },
    });
    expect(JSON.stringify(detail)).not.toContain(PHONE);
    expect(JSON.stringify(detail)).not.toContain(ID_NUMBER);
  });
  it('is shown without control characters, addresses or personal data', async () => {
    for (const lang of ['zh', 'en'] as const) {
      const text = siteText(await siteDetail({ ...fixture, host: FAKE, platforms: [] }), lang);
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202E]|https?:\/\//u);
      expect(text).not.toContain(PHONE);
      expect(text).toContain('97.4/100');
      expect(text).toContain(lang === 'zh' ? '签名：未签名' : 'signature: unsigned');
    }
  });
  it('on a hoster’s certificate shows the names that say something, and how many others there are, here and in the report', async () => {
    const { store, sweepId } = fixture;
    const probe = await store.candidates.probe(sweepId, FAKE);
    if (!probe?.tls) throw new Error('the fixture has no certificate');
    const customers = Array.from({ length: 300 }, (_, index) => `customer${index}.example`);
    await store.candidates.saveProbe(
      sweepId,
      { ...probe, tls: { ...probe.tls, subjectAltNames: [...customers, FAKE, '*.cx-lantern-gov.cn'] } },
      [],
    );
    const platforms: Platform[] = [
      {
        id: 'lantern',
        name: '灯塔查询',
        hosts: ['cx.lantern.gov.cn'],
        domainTokens: { agency: ['lantern'], service: ['cx'], topic: [] },
      },
    ];
    try {
      const detail = await siteDetail({ ...fixture, host: FAKE, platforms });
      expect(detail.certificateNames).toEqual({ telling: [FAKE, '*.cx-lantern-gov.cn'], others: 300 });
      expect(detail.tls?.subjectAltNames).toHaveLength(302);
      const line = siteText(detail, 'zh')
        .split('\n')
        .find((each) => each.includes('证书域名'));
      expect(line).toBe(`- 证书域名：${FAKE.replaceAll('.', '[.]')}、*[.]cx-lantern-gov[.]cn、另有 300 个域名`);
      const context = await createReportContext({ store, sweepId, lang: 'zh', platforms });
      const html = String(await infrastructureBlock(context, await readSite(store, sweepId, FAKE)));
      expect(html).toContain('另有 300 个域名');
      expect(html).toContain('*.cx-lantern-gov.cn');
      expect(html).not.toContain('customer');
    } finally {
      await store.candidates.saveProbe(sweepId, probe, []);
    }
  });
  it('that does not exist is named', async () => {
    await expect(siteDetail({ ...fixture, host: 'nobody.example', platforms: [] })).rejects.toMatchObject({
      code: 'SITE_UNKNOWN',
      exit: 'usage',
    });
  });
});

describe('the sweep summary', () => {
  it('counts every verdict, also those without a site', async () => {
    const summary = await sweepSummary(fixture);
    expect(summary).toMatchObject({
      sites: 5,
      suspect: 2,
      verdicts: { impersonation: 1, injected: 1, 'certificate-sale': 0, official: 0 },
    });
    expect(summary.sources.map(({ source, state }) => [source, state])).toEqual([
      ['permutations', 'done'],
      ['search', 'silent'],
      ['certificate-log', 'failed'],
      ['leads', 'done'],
      ['qr', 'not-run'],
    ]);
  });
  it('reads in both languages', async () => {
    const summary = await sweepSummary(fixture);
    expect(sweepSummaryText(summary, 'zh')).toMatch(
      /疑似 2 个（须人工核实）[\s\S]*无发现[\s\S]*未运行[\s\S]*bomb\[\.\]example/,
    );
    expect(sweepSummaryText(summary, 'en')).toContain('2 suspect');
  });
});
